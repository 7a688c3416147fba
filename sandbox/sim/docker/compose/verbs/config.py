"""docker compose config.

Models docker/compose cmd/compose/config.go. Not modelled: --resolve-image-digests, --lock-image-digests,
--no-normalize, --no-path-resolution.
"""

import json
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cli.tables import align
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import command_line, session
from sandbox.sim.docker.compose.model import hashing, rendering
from sandbox.sim.docker.compose.model.interpolation import variables_of
from sandbox.sim.docker.compose.model.loader import Wishes
from sandbox.sim.docker.compose.model.options import read_options
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.model.yaml_file import read_yaml
from sandbox.sim.docker.compose.warnings import FILE_MISSING, ProjectError
from sandbox.sim.docker.errors import Failure, NotModelled

UNSUPPORTED = ("resolve-image-digests", "lock-image-digests", "no-normalize", "no-path-resolution")


def run(call: Call) -> int:
    """Print the project as compose understands it, or one list of what is in it."""
    flags = call.flags
    for name in UNSUPPORTED:
        if flags[name]:
            raise NotModelled(f"docker compose config --{name}")
    if flags["variables"]:
        return _variables(call)
    wishes = Wishes(
        interpolate=not flags["no-interpolate"], check=not flags["no-consistency"],
        environment=not flags["no-env-resolution"] and not _is_list(call), select=bool(call.args),
    )  # fmt: skip
    project = session.load(call, call.args, wishes)
    text = _list(call, project)
    if text is None:
        text = _document(call, project)
    if flags["quiet"]:
        return 0
    if flags.given("output"):
        call.files.write(flags["output"], text)
    else:
        call.out(text)
    return 0


def _is_list(call: Call) -> bool:
    return any(call.flags[name] for name in ("services", "volumes", "networks", "profiles", "images", "hash"))


def _list(call: Call, project: Project) -> str | None:
    """Return what one of the flags asks for, a name a line; None where the whole is wanted."""
    flags = call.flags
    if flags["services"]:
        rows = [name for level in project.levels() for name in level]
    elif flags["volumes"]:
        rows = sorted(project.volumes)
    elif flags["networks"]:
        rows = sorted(project.networks)
    elif flags["hash"]:
        rows = _hashes(project, flags["hash"])
    elif flags["profiles"]:
        every = {**project.services, **project.disabled}.values()
        rows = sorted({profile for service in every for profile in service.get("profiles") or []})
    elif flags["images"]:
        rows = [project.image(name) for name in sorted(project.services)]
    elif flags["environment"]:
        rows = [f"{name}={value}" for name, value in sorted(project.variables.items())]
    else:
        return None
    return "".join(f"{row}\n" for row in rows)


def _hashes(project: Project, wanted: str) -> list[str]:
    names = sorted(project.services) if wanted == "*" else sorted(wanted.split(","))
    return [f"{name} {hashing.of_service(name, project.service(name))}" for name in names]


def _document(call: Call, project: Project) -> str:
    form = call.flags["format"] or "yaml"
    if form not in ("yaml", "json"):
        raise Failure(f"unsupported format {quote(form)}")
    text = rendering.to_json(project) + "\n" if form == "json" else rendering.to_yaml(rendering.document(project))
    return text if call.flags["no-interpolate"] else text.replace("$", "$$")


def _variables(call: Call) -> int:
    """Print the variables that the files name."""
    options = read_options(call, command_line.global_flags(call.process.state.get("globals", [])))
    if not options.files:
        raise ProjectError("no configuration file provided: not found", FILE_MISSING)
    found: dict[str, dict[str, Any]] = {}
    for path in options.files:
        text = call.state.get("stdin", "") if path == "-" else call.read_file(path).decode(errors="replace")
        found |= variables_of(read_yaml(text, path))
    if call.flags["format"] == "json":
        rows = {name: {"Name": name, "DefaultValue": row["default"], "PresenceValue": row["alternate"],
                       "Required": row["required"]} for name, row in sorted(found.items())}  # fmt: skip
        call.line(json.dumps(rows, separators=(",", ":"), ensure_ascii=False))
        return 0
    lines = ["NAME\tREQUIRED\tDEFAULT VALUE\tALTERNATE VALUE"]
    lines += [f"{name}\t{str(row['required']).lower()}\t{row['default']}\t{row['alternate']}"
              for name, row in sorted(found.items())]  # fmt: skip
    call.out(align("".join(f"{line}\n" for line in lines), least=20, padding=3))
    return 0
