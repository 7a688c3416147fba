"""docker context: names for engines, kept in the client's own files.

Models docker/cli cli/command/context, v28.2. Not modelled: talking to an engine elsewhere, export and import, TLS.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting
from sandbox.sim.docker.buildx.forwarding import read_config, write_config
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.kernel.errors import KernelError

STORE = "/root/.docker/contexts/meta"
SOCKET = "unix:///var/run/docker.sock"
DEFAULT = {"Name": "default", "Description": "Current DOCKER_HOST based configuration", "Host": SOCKET}
TABLE = "{{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}"
HEADINGS = {"Name": "NAME", "Description": "DESCRIPTION", "DockerEndpoint": "DOCKER ENDPOINT", "Error": "ERROR"}
RESTRICTED = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def _path(name: str) -> str:
    return f"{STORE}/{sha256(name.encode()).hexdigest()}"


def stored(call: Call) -> list[dict[str, str]]:
    """Return the contexts that were made, by name."""
    found: list[dict[str, str]] = []
    for entry in call.files.listdir(STORE) if call.files.kind(STORE) == "dir" else ():
        try:
            row = json.loads(call.files.read_text(f"{STORE}/{entry}/meta.json"))
            name, meta, host = row["Name"], row["Metadata"], row["Endpoints"]["docker"]["Host"]
        except (KernelError, ValueError, KeyError, TypeError):
            continue
        found.append({"Name": name, "Description": meta.get("Description", ""), "Host": host})
    return sorted(found, key=lambda row: row["Name"])


def current(call: Call) -> str:
    """Return which context is in use."""
    chosen = call.process.env.get("DOCKER_CONTEXT") or read_config(call.files).get("currentContext") or "default"
    return str(chosen)


def ensure_default(call: Call) -> None:
    """Refuse to talk to any other engine than the one of this machine. Raises Failure."""
    name = current(call)
    if name == "default":
        return
    row = next((row for row in stored(call) if row["Name"] == name), None)
    if row is None:
        raise Failure(
            f'Failed to initialize: unable to resolve docker endpoint: context "{name}": context not found: '
            f"open {_path(name)}/meta.json: no such file or directory"
        )
    if row["Host"] != SOCKET:
        raise NotModelled(
            f"docker context {name} (an engine at {row['Host']}; `docker context use default` leads back)"
        )


def _find(call: Call, name: str) -> dict[str, str]:
    for row in (DEFAULT, *stored(call)):
        if row["Name"] == name:
            return row
    raise Failure(f'context "{name}" does not exist' if name == current(call) else f'context not found: "{name}"')


def show(call: Call) -> int:
    """Print the name of the context in use."""
    call.line(current(call))
    return 0


def ls(call: Call) -> int:
    """List the contexts."""
    rows = [*sorted([DEFAULT, *stored(call)], key=lambda row: row["Name"])]
    if call.flags["quiet"]:
        call.out("".join(f"{row['Name']}\n" for row in rows))
        return 0
    used = current(call)
    call.out(formatting.render(call.flags["format"], TABLE, HEADINGS, [_record(row, used) for row in rows]))
    return 0


def _record(row: dict[str, str], used: str) -> Record:
    fields: dict[str, Callable[[], Any]] = {
        "Current": lambda: row["Name"] == used,
        "Description": lambda: row["Description"],
        "DockerEndpoint": lambda: row["Host"],
        "Error": lambda: "",
        "Name": lambda: row["Name"],
    }
    return Record("*formatter.clientContextContext", fields)


def create(call: Call) -> int:
    """Make a context."""
    name = call.args[0]
    if name == "default":
        raise Failure('context name "default" is reserved')
    if len(name) < 2 or name[0] not in LETTERS or not LETTERS.union("_.+-").issuperset(name):  # noqa: PLR2004
        raise Failure(f'context name "{name}" is invalid, names are validated against regexp "{RESTRICTED}"')
    if any(row["Name"] == name for row in stored(call)):
        raise Failure(f'context "{name}" already exists')
    docker = call.flags["docker"]
    fields = dict(part.partition("=")[::2] for part in ",".join(docker).split(","))
    copied = call.flags["from"]
    host = _find(call, copied)["Host"] if copied else fields.get("host") or SOCKET
    _write(call, {"Name": name, "Description": call.flags["description"], "Host": host})
    call.line(name)
    call.err(f'Successfully created context "{name}"')
    return 0


def _write(call: Call, row: dict[str, str]) -> None:
    content = {
        "Name": row["Name"], "Metadata": {"Description": row["Description"]} if row["Description"] else {},
        "Endpoints": {"docker": {"Host": row["Host"], "SkipTLSVerify": False}},
    }  # fmt: skip
    call.files.mkdir(_path(row["Name"]), parents=True)
    call.files.write(f"{_path(row['Name'])}/meta.json", json.dumps(content, separators=(",", ":")))


def use(call: Call) -> int:
    """Choose a context."""
    name = call.args[0]
    _find(call, name)
    config: dict[str, Any] = dict(read_config(call.files))
    config.pop("currentContext", None)
    if name != "default":
        config["currentContext"] = name
    write_config(call.files, config)
    call.line(name)
    if call.process.env.get("DOCKER_HOST"):
        call.err("Warning: DOCKER_HOST environment variable overrides the active context.")
    call.err(f'Current context is now "{name}"')
    return 0


def rm(call: Call) -> int:
    """Remove contexts."""
    faults = []
    for name in call.args:
        if name == "default":
            faults.append('context "default" cannot be removed')
        elif all(row["Name"] != name for row in stored(call)):
            faults.append(f'context "{name}" does not exist')
        elif name == current(call) and not call.flags["force"]:
            faults.append(f'context "{name}" is in use, set -f flag to force remove')
        else:
            _remove(call, name)
            call.line(name)
    if faults:
        raise Failure("\n".join(faults))
    return 0


def _remove(call: Call, name: str) -> None:
    call.files.unlink(f"{_path(name)}/meta.json")
    call.files.rmdir(_path(name))
    config: dict[str, Any] = dict(read_config(call.files))
    if config.get("currentContext") == name:
        del config["currentContext"]
        write_config(call.files, config)


def inspect(call: Call) -> int:
    """Describe contexts."""
    if call.flags["format"]:
        raise NotModelled("docker context inspect --format")
    rows = [_find(call, name) for name in call.args or [current(call)]]
    call.line(json.dumps([_inspected(row) for row in rows], indent=4))
    return 0


def _inspected(row: dict[str, str]) -> dict[str, Any]:
    default = row["Name"] == "default"
    place = "<IN MEMORY>" if default else _path(row["Name"])
    tls = "<IN MEMORY>" if default else place.replace("/meta/", "/tls/")
    meta = {} if default or not row["Description"] else {"Description": row["Description"]}
    return {
        "Name": row["Name"], "Metadata": meta,
        "Endpoints": {"docker": {"Host": row["Host"], "SkipTLSVerify": False}}, "TLSMaterial": {},
        "Storage": {"MetadataPath": place, "TLSPath": tls},
    }  # fmt: skip
