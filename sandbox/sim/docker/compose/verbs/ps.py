"""docker compose ps.

Models docker/compose cmd/compose/ps.go and cmd/formatter/container.go.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record, Struct
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, labelled, labels
from sandbox.sim.docker.container import ls, ports_text
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.container import Container

TABLE = "{{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}"
HEADINGS = {
    "ID": "CONTAINER ID", "Name": "NAME", "Project": "PROJECT", "Service": "SERVICE", "Image": "IMAGE",
    "Command": "COMMAND", "CreatedAt": "CREATED AT", "RunningFor": "CREATED", "Ports": "PORTS", "State": "STATE",
    "Status": "STATUS", "Size": "SIZE", "Labels": "LABELS",
}  # fmt: skip


def run(call: Call) -> int:
    """List a project's containers."""
    flags = call.flags
    statuses = [*flags["status"], *_filter(flags["filter"])]
    project, read = labelled.project_or_labels(call, call.args)
    if read:
        labelled.check_names(project, call.args)
    names = call.args or ([] if flags["orphans"] else list(project.services))
    every = bool(flags["all"] or statuses)
    rows = containers.of_project(call.engine, project.name, names, one_off=None, all_=every)
    rows = sorted((row for row in rows if not statuses or row.status in statuses), key=lambda row: row.name)
    if not every:
        rows = [row for row in rows if not (containers.is_one_off(row) and not row.running)]
    if flags["quiet"]:
        call.out("".join(f"{row.id}\n" for row in rows))
        return 0
    if flags["services"]:
        call.line("\n".join(dict.fromkeys(containers.label(row, labels.SERVICE) for row in rows)))
        return 0
    records = [_record(call, row, full=flags["no-trunc"]) for row in rows]
    call.out(formatting.render(flags["format"], TABLE, HEADINGS, records))
    return 0


def _filter(text: str) -> list[str]:
    if not text:
        return []
    name, equals, value = text.partition("=")
    if not equals:
        raise Failure("arguments to --filter should be in form KEY=VAL")
    if name != "status":
        raise Failure("not implemented" if name == "source" else f"unknown filter {name}")
    return [value]


def _record(call: Call, row: Container, *, full: bool) -> Record:
    own = row.config.get("Labels") or {}
    fields: dict[str, Callable[[], Any]] = {
        "ID": lambda: row.id if full else row.id[:12],
        "Name": lambda: row.name,
        "Names": lambda: row.name,
        "Project": lambda: own.get(labels.PROJECT, ""),
        "Service": lambda: own.get(labels.SERVICE, ""),
        "Image": lambda: row.image_name,
        "Command": lambda: ls.command_text(row, full=full),
        "CreatedAt": lambda: units.created_at(row.created),
        "RunningFor": lambda: f"{units.human_duration(call.now - row.created)} ago",
        "ExitCode": lambda: row.exit_code,
        "State": lambda: row.status,
        "Status": lambda: ls.status_text(row, call.now),
        "Health": lambda: row.health["Status"] if row.health and row.running else "",
        "Publishers": lambda: _publishers(row),
        "Ports": lambda: ports_text.text(row),
        "Size": lambda: "0B",
        "Labels": lambda: ",".join(f"{name}={value}" for name, value in sorted(own.items())),
        "Label": lambda: lambda name: own.get(name, ""),
        "Mounts": lambda: ",".join(ls.mount_names(row, full=full)),
        "LocalVolumes": lambda: str(sum(mount.kind == "volume" for mount in row.mounts)),
        "Networks": lambda: ",".join(sorted(row.networks)),
    }
    return Record("*formatter.ContainerContext", fields)


def _publishers(row: Container) -> list[Struct]:
    return [
        Struct(URL=address, TargetPort=port, PublishedPort=host, Protocol=proto)
        for port, address, host, proto in ports_text.published(row)
    ]
