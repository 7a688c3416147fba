"""A project, from the command line's options to services ready to be made.

Models compose-spec/compose-go loader/{loader,normalize}.go and docker/compose cmd/compose/compose.go (ToProject).
"""

import posixpath
import re
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.flags import Flags
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose.model import consistency, dotenv, values
from sandbox.sim.docker.compose.model.interpolation import Interpolator
from sandbox.sim.docker.compose.model.options import ALLOWED, Options, invalid_name, read_options
from sandbox.sim.docker.compose.model.paths import Base
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.model.source import Source
from sandbox.sim.docker.compose.model.yaml_file import read_yaml
from sandbox.sim.docker.compose.warnings import FILE_MISSING, ProjectError, warn
from sandbox.sim.kernel.errors import KernelError

Data = dict[str, Any]
NO_FILE = "no configuration file provided: not found"
NAMESPACES = ("network_mode", "ipc", "pid")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a command wants of its project."""

    interpolate: bool = True
    check: bool = True
    environment: bool = True
    """Read ``env_file`` into the services' environment."""
    everything: bool = False
    """Keep networks and volumes that no service uses."""
    select: bool = False
    """Set aside what is not named; nothing named is everything."""
    dependencies: bool = True
    """Keep what the named services depend on."""


def load(call: Call, given: Flags, selected: list[str] | None = None, wishes: Wishes | None = None) -> Project:
    """Return the project, with what no profile wants set aside. Raises ProjectError, NotModelled.

    Services that the command names are enabled whatever their profiles.
    """
    wanted = wishes or Wishes()
    options = read_options(call, given)
    if not options.files:
        raise ProjectError(NO_FILE, FILE_MISSING)
    source = Source(call, Base(options.directory, options.variables.get("HOME", "/root")), options.variables,
                    wanted.interpolate, call.state.get("stdin", ""))  # fmt: skip
    options.name = project_name(call, options, source)
    options.variables["COMPOSE_PROJECT_NAME"] = options.name
    merged = source.read(options.files)
    project = _project(merged, options)
    for service in project.services.values():
        _normalise(service)
    _activate(project, options.profiles, selected or [])
    _name_resources(project)
    if wanted.check:
        consistency.check(project)
    if wanted.select:
        project = project.select(selected or [], dependencies=wanted.dependencies)
    if wanted.environment:
        for service in project.services.values():
            _resolve_environment(call, project, service)
    if not wanted.everything and not given["all-resources"]:
        _drop_unused(project)
    return project


def project_name(call: Call, options: Options, source: Source) -> str:
    """Return the project's name: from the command line, a variable, the files, or the directory."""
    name = options.name or options.variables.get("COMPOSE_PROJECT_NAME", "")
    if name:
        return _checked(name)
    for path in options.files:
        text = source.stdin if path == "-" else _text(call, path)
        loaded = read_yaml(text, path) if text else None
        given = loaded.get("name") if isinstance(loaded, dict) else None
        if isinstance(given, str) and given:
            interpolator = Interpolator(options.variables, lambda _message: None)
            name = interpolator.tree(given, "name")
    if name:
        return _checked(name)
    return normalise_name(posixpath.basename(options.directory))


def _text(call: Call, path: str) -> str:
    try:
        return call.read_file(path).decode(errors="replace")
    except KernelError:
        return ""  # The file is read again, and its fault told, when it is loaded.


def _checked(name: str) -> str:
    if not ALLOWED.fullmatch(name):
        raise ProjectError(invalid_name(name))
    return name


def normalise_name(text: str) -> str:
    """Return a directory's name as a project's: small letters, digits, dashes and underscores. Raises ProjectError."""
    name = re.sub(r"[^-_a-z0-9]", "", text.lower()).lstrip("_-")
    if not name:
        raise ProjectError("project name must not be empty")
    return name


def _project(merged: Data, options: Options) -> Project:
    extensions = {key: value for key, value in merged.items() if key.startswith("x-")}
    return Project(
        options.name, options.directory, options.files, options.variables, dict(merged.get("services") or {}), {},
        dict(merged.get("networks") or {}), dict(merged.get("volumes") or {}), dict(merged.get("secrets") or {}),
        dict(merged.get("configs") or {}), extensions,
    )  # fmt: skip


def _normalise(service: Data) -> None:
    if not service.get("networks") and not service.get("network_mode") and "provider" not in service:
        service["networks"] = {"default": None}
    build = service.get("build")
    if build is not None:
        build.setdefault("context", ".")
        if "dockerfile_inline" not in build:
            build.setdefault("dockerfile", "Dockerfile")
    if service.get("pull_policy") == "if_not_present":
        service["pull_policy"] = "missing"
    _imply_dependencies(service)


def _imply_dependencies(service: Data) -> None:
    """Let a service depend on those whose network, volumes or names it uses."""
    implied = {link.partition(":")[0]: True for link in service.get("links") or []}
    for key in NAMESPACES:
        if str(service.get(key) or "").startswith("service:"):
            implied[service[key].removeprefix("service:")] = True
    for row in service.get("volumes_from") or []:
        if not row.startswith("container:"):
            implied.setdefault(row.partition(":")[0], False)
    if implied:
        depends_on = service.setdefault("depends_on", {})
        for other, restart in implied.items():
            again = {"restart": True} if restart else {}
            depends_on.setdefault(other, {"condition": "service_started", **again, "required": True})


def _activate(project: Project, profiles: list[str], selected: list[str]) -> None:
    active = list(profiles)
    for name in selected:
        active += (project.services.get(name) or {}).get("profiles") or []
    everything = "*" in active
    for name in list(project.services):
        own = project.services[name].get("profiles") or []
        if own and not everything and name not in selected and not set(own) & set(active):
            project.disabled[name] = project.services.pop(name)


def _name_resources(project: Project) -> None:
    used = any("default" in (row.get("networks") or {}) for row in project.services.values())
    if used or "default" in project.networks:
        project.networks.setdefault("default", {})
    for group in (project.networks, project.volumes, project.secrets, project.configs):
        for key, given in group.items():
            given.setdefault("name", key if given.get("external") else f"{project.name}_{key}")


def _drop_unused(project: Project) -> None:
    services = project.services.values()
    networks = {name for row in services for name in row.get("networks") or {}}
    volumes = {mount.get("source") for row in services for mount in row.get("volumes") or []}
    secrets = {item["source"] for row in services for item in row.get("secrets") or []}
    configs = {item["source"] for row in services for item in row.get("configs") or []}
    for group, used in (
        (project.networks, networks),
        (project.volumes, volumes),
        (project.secrets, secrets),
        (project.configs, configs),
    ):
        for key in [key for key in group if key not in used]:
            del group[key]


def _resolve_environment(call: Call, project: Project, service: Data) -> None:
    """Put ``env_file`` and ``label_file`` in, and give names without value the project's own."""
    found: dict[str, str | None] = {}
    for row in service.pop("env_file", None) or []:
        text = _file(call, row["path"], required=row["required"])
        if text is not None:
            outer = {**project.variables, **{name: item for name, item in found.items() if item is not None}}
            found |= dotenv.parse(text, row["path"], outer, lambda message: warn(call, message))
    found |= service.get("environment") or {}
    environment = {name: project.variables.get(name) if item is None else item for name, item in found.items()}
    if environment:
        service["environment"] = environment
    labels: dict[str, str] = {}
    for path in service.pop("label_file", None) or []:
        text = _file(call, path, required=True)
        labels |= dotenv.parse(text or "", path, {}, lambda message: warn(call, message))
    if labels:
        service["labels"] = {**labels, **values.labels(service.get("labels"))}


def _file(call: Call, path: str, *, required: bool) -> str | None:
    try:
        return call.read_file(path).decode(errors="replace")
    except KernelError as error:
        if not required:
            return None
        raise ProjectError(
            f"env file {path} not found: stat {path}: no such file or directory", FILE_MISSING
        ) from error
