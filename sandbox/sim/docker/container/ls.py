"""docker ps (docker container ls).

Models docker/cli cli/command/container/list.go and formatter/container.go, v28.2.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import filters, ports_text
from sandbox.sim.engine import changes
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.images import short_id

TABLE = "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"
HEADINGS = {
    "ID": "CONTAINER ID", "Names": "NAMES", "Image": "IMAGE", "Command": "COMMAND", "CreatedAt": "CREATED AT",
    "RunningFor": "CREATED", "Ports": "PORTS", "State": "STATE", "Status": "STATUS", "Size": "SIZE", "Labels": "LABELS",
    "Mounts": "MOUNTS", "LocalVolumes": "LOCAL VOLUMES", "Networks": "NETWORKS", "Platform": "PLATFORM",
}  # fmt: skip
COMMAND_MAX = 20
RAW = (
    "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\n"
    "state:{{- pad .State 1 0}}\nstatus:{{- pad .Status 1 0}}\nnames: {{.Names}}\nlabels:{{- pad .Labels 1 0}}\n"
    "ports:{{- pad .Ports 1 0}}\n"
)


def run(call: Call) -> int:
    """List containers."""
    flags = call.flags
    rows = filters.select(call.engine, flags["filter"])
    last = 1 if flags["latest"] and flags["last"] == -1 else flags["last"]
    stateful = any(name.partition("=")[0] in ("status", "exited", "health") for name in flags["filter"])
    if last > 0:
        rows = rows[:last]
    elif not flags["all"] and not stateful:
        rows = [row for row in rows if row.running or row.status == "restarting"]
    full = flags["no-trunc"]
    if flags["quiet"] and not flags["format"]:
        call.out("".join(f"{row.id if full else row.id[:12]}\n" for row in rows))
        return 0
    table = TABLE + ("\t{{.Size}}" if flags["size"] else "")
    sized = flags["size"] or flags["format"] != "json"
    records = [record(call.engine, row, call.now, full=full, sized=sized) for row in rows]
    form = "{{.ID}}" if flags["quiet"] and flags["format"] in ("", "table") else flags["format"]
    call.out(formatting.render(form, table, HEADINGS, records, raw=RAW, early=True))
    return 0


def record(engine: Engine, row: Container, now: int, *, full: bool, sized: bool = True) -> Record:
    """Return a container as templates see it."""
    labels = row.config.get("Labels") or {}
    fields: dict[str, Callable[[], Any]] = {
        "ID": lambda: row.id if full else row.id[:12],
        "Names": lambda: names(engine, row, full=full),
        "Image": lambda: image_text(engine, row, full=full),
        "Command": lambda: command_text(row, full=full),
        "CreatedAt": lambda: units.created_at(row.created),
        "RunningFor": lambda: f"{units.human_duration(now - row.created)} ago",
        "Ports": lambda: ports_text.text(row),
        "State": lambda: row.status,
        "Status": lambda: status_text(row, now),
        "Size": lambda: size_text(engine, row) if sized else "0B",
        "Labels": lambda: ",".join(f"{name}={value}" for name, value in sorted(labels.items())),
        "Label": lambda: lambda name: labels.get(name, ""),
        "Mounts": lambda: ",".join(mount_names(row, full=full)),
        "LocalVolumes": lambda: str(sum(mount.kind == "volume" for mount in row.mounts)),
        "Networks": lambda: ",".join(sorted(row.networks)),
        "Platform": lambda: None,
    }
    return Record("*formatter.ContainerContext", fields)


def names(engine: Engine, row: Container, *, full: bool) -> str:
    """Return the name, in full also those by which links know it."""
    if not full:
        return row.name
    linked = [f"{other.name}/{link.partition(':')[2]}" for other in engine.containers
              for link in other.host.get("Links") or [] if link.partition(":")[0] == row.name]  # fmt: skip
    return ",".join([*linked, row.name])


def image_text(engine: Engine, row: Container, *, full: bool) -> str:
    """Return the image as it was named, or its id where that name means another image by now."""
    try:
        current = engine.images.find(row.image_name).id
    except EngineError:
        current = ""
    if current == row.image:
        shown = row.image_name
        return short_id(shown) if shown.startswith("sha256:") and not full else shown
    return row.image if full else short_id(row.image)


def command_text(row: Container, *, full: bool) -> str:
    """Return the command in quotes, cut to twenty characters."""
    words = [row.path, *row.args]
    text = " ".join(_quote(word) for word in words)
    return quote(text if full else units.ellipsis(text, COMMAND_MAX))


def _quote(word: str) -> str:
    """Quote a word as the daemon does: only where it has blanks."""
    return f"'{word}'" if any(sign.isspace() for sign in word) else word


def status_text(row: Container, now: int) -> str:
    """Return the STATUS column."""
    if row.status == "running":
        health = {"starting": " (health: starting)"}.get(
            row.health["Status"] if row.health else "", f" ({row.health['Status']})" if row.health else ""
        )
        return f"Up {units.human_duration(now - row.started)}{health}"
    if row.status == "paused":
        return f"Up {units.human_duration(now - row.started)} (Paused)"
    if row.status == "restarting":
        return f"Restarting ({row.exit_code}) {units.human_duration(now - row.finished)} ago"
    if row.status == "created":
        return "Created"
    return f"Exited ({row.exit_code}) {units.human_duration(now - row.finished)} ago"


def size_text(engine: Engine, row: Container) -> str:
    """Return the size of the container's changes, and with the image's."""
    own = changes.size(engine, row)
    image = engine.images.images.get(row.image)
    return f"{units.human_size(own)} (virtual {units.human_size(own + (image.size if image else 0))})"


def mount_names(row: Container, *, full: bool) -> list[str]:
    """Return volumes' names and bind mounts' sources, cut to fifteen characters."""
    shown = [mount.name if mount.kind == "volume" else mount.source for mount in row.mounts if mount.kind != "tmpfs"]
    return shown if full else [units.ellipsis(name, 15) for name in shown]
