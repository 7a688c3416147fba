"""Where a project is: its files, its directory, its variables and its name.

Models compose-spec/compose-go cli/options.go. Not modelled: files from git and registries, --compatibility.
"""

import posixpath
import re
from dataclasses import dataclass, field

from sandbox.sim.cli.flags import Flags
from sandbox.sim.cli.go_values import GoValueError, parse_bool, quote
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose.model import dotenv
from sandbox.sim.docker.compose.warnings import FILE_MISSING, ProjectError, warn
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.kernel.errors import KernelError

NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES = (
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
)  # fmt: skip
ALLOWED = re.compile(r"[a-z0-9][a-z0-9_-]*")
REMOTE = ("http://", "https://", "git://", "oci://", "git@")


@dataclass(slots=True)
class Options:
    """What the command line and the variables say of the project. ``name`` is empty where neither names it."""

    directory: str
    files: list[str]
    variables: dict[str, str]
    profiles: list[str] = field(default_factory=list)
    name: str = ""


def read_options(call: Call, given: Flags) -> Options:
    """Return the project's options. Raises ProjectError, NotModelled."""
    _refuse(given)
    variables = dict(call.process.env)
    files = [_absolute(call, path) for path in given["file"]]
    if any(path.startswith(REMOTE) for path in given["file"]):
        raise NotModelled("docker compose -f with a file from elsewhere")
    directory = _absolute(call, given["project-directory"]) if given["project-directory"] else ""
    here = directory or (posixpath.dirname(files[0]) if files and given["file"][0] != "-" else call.process.cwd)
    env_files = given["env-file"] or variables.get("COMPOSE_ENV_FILES", "").split(",")
    env_files = [path for path in env_files if path]
    variables = _with_env_files(call, variables, env_files, here)
    if not files and variables.get("COMPOSE_FILE"):
        separator = variables.get("COMPOSE_PATH_SEPARATOR") or ":"
        files = [_absolute(call, path) for path in variables["COMPOSE_FILE"].split(separator)]
    files = files or find_files(call, here)
    if not directory and files:
        directory = posixpath.dirname(files[0]) if files[0] != "-" else call.process.cwd
    directory = directory or here
    if directory != here:
        variables = _with_env_files(call, variables, env_files, directory)
    name = given["project-name"]
    if name and not ALLOWED.fullmatch(name):
        raise ProjectError(invalid_name(name), 1)
    return Options(directory, files, variables, _profiles(given, variables), name)


def _refuse(given: Flags) -> None:
    for name in ("compatibility", "dry-run"):
        if given[name]:
            raise NotModelled(f"docker compose --{name}")


def invalid_name(name: str) -> str:
    """Return what is said of a project's name that is none."""
    return (
        f"invalid project name {quote(name)}: must consist only of lowercase alphanumeric characters, hyphens, and "
        "underscores as well as start with a letter or number"
    )


def _absolute(call: Call, path: str) -> str:
    return path if path == "-" else posixpath.normpath(posixpath.join(call.process.cwd, path))


def _profiles(given: Flags, variables: dict[str, str]) -> list[str]:
    named = given["profile"] or variables.get("COMPOSE_PROFILES", "").split(",")
    return [name.strip() for name in named if name.strip()]


def _with_env_files(call: Call, variables: dict[str, str], given: list[str], directory: str) -> dict[str, str]:
    """Return variables with those of ``--env-file`` or ``.env``; what is set already wins."""
    paths = [_absolute(call, path) for path in given]
    if not given and not _disabled(variables):
        default = posixpath.join(directory, ".env")
        paths = [default] if call.files.kind(default) == "file" else []
    found: dict[str, str] = {}
    for path in paths:
        found |= read_env_file(call, path, {**found, **variables})
    return {**found, **variables}


def _disabled(variables: dict[str, str]) -> bool:
    try:
        return parse_bool(variables.get("COMPOSE_DISABLE_ENV_FILE", "false"))
    except GoValueError as error:
        raise ProjectError(str(error)) from error


def read_env_file(call: Call, path: str, outer: dict[str, str]) -> dict[str, str]:
    """Return the variables of a file. Raises ProjectError."""
    try:
        text = call.read_file(path).decode(errors="replace")
    except KernelError as error:
        if error.code == "EISDIR":
            raise ProjectError(f"{path} is a directory") from error
        raise ProjectError(f"couldn't find env file: {path}", FILE_MISSING) from error
    return dotenv.parse(text, path, outer, lambda message: warn(call, message))


def find_files(call: Call, directory: str) -> list[str]:
    """Return the compose file of a directory or of the nearest above it, with the file that overrides it."""
    while True:
        found = _present(call, NAMES, directory)
        if found:
            if len(found) > 1:
                warn(call, f"Found multiple config files with supported names: {', '.join(found)}")
                warn(call, f"Using {found[0]}")
            overrides = _present(call, OVERRIDES, directory)
            if len(overrides) > 1:
                warn(call, f"Found multiple override files with supported names: {', '.join(overrides)}")
                warn(call, f"Using {overrides[0]}")
            return [found[0], *overrides[:1]]
        if directory == "/":
            return []
        directory = posixpath.dirname(directory)


def _present(call: Call, names: tuple[str, ...], directory: str) -> list[str]:
    paths = [posixpath.join(directory, name) for name in names]
    return [path for path in paths if call.files.exists(path)]
