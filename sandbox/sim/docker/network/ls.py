"""docker network ls.

Models docker/cli cli/command/network/list.go and formatter.go, v28.2.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches
from sandbox.sim.engine.errors import BadRequest
from sandbox.sim.engine.networks import NetworkRecord

RAW = "network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n"
HEADINGS = {
    "ID": "NETWORK ID", "Name": "NAME", "Driver": "DRIVER", "Scope": "SCOPE", "IPv4": "IPV4", "IPv6": "IPV6",
    "Internal": "INTERNAL", "Labels": "LABELS", "CreatedAt": "CREATED AT",
}  # fmt: skip
KNOWN = ("dangling", "driver", "id", "label", "name", "scope", "type")


def run(call: Call) -> int:
    """List networks."""
    filters = grouped(call.flags["filter"], KNOWN)
    for value in filters.get("type", []):
        if value not in ("builtin", "custom"):
            raise BadRequest(f"invalid filter: 'type'='{value}'")
    rows = [row for row in call.engine.networks.networks.values() if _passes(call, row, filters)]
    rows.sort(key=lambda row: row.name)
    full = call.flags["no-trunc"]
    if call.flags["quiet"] and not call.flags["format"]:
        call.out("".join(f"{row.id if full else row.id[:12]}\n" for row in rows))
        return 0
    records = [record(row, full=full) for row in rows]
    call.out(
        formatting.render(
            call.flags["format"], "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}", HEADINGS, records, raw=RAW
        )
    )
    return 0


def _passes(call: Call, row: NetworkRecord, filters: dict[str, list[str]]) -> bool:
    used = any(row.name in container.networks for container in call.engine.containers if container.running)
    tests: dict[str, Callable[[str], bool]] = {
        "driver": lambda value: row.driver == value,
        "id": lambda value: value in row.id,
        "name": lambda value: value in row.name,
        "scope": lambda value: value == "local",
        "type": lambda value: value == ("builtin" if row.predefined else "custom"),
        "dangling": lambda value: (value.lower() in ("1", "true")) == (not used and not row.predefined),
    }
    labels = all(label_matches(row.labels, value) for value in filters.get("label", []))
    return labels and all(
        any(tests[name](value) for value in values) for name, values in filters.items() if name in tests
    )


def record(row: NetworkRecord, *, full: bool) -> Record:
    """Return a network as templates see it."""
    fields: dict[str, Callable[[], Any]] = {
        "ID": lambda: row.id if full else row.id[:12],
        "Name": lambda: row.name,
        "Driver": lambda: row.driver,
        "Scope": lambda: "local",
        "IPv4": lambda: "true",
        "IPv6": lambda: "false",
        "Internal": lambda: "true" if row.internal else "false",
        "Labels": lambda: ",".join(f"{name}={value}" for name, value in sorted(row.labels.items())),
        "Label": lambda: lambda name: row.labels.get(name, ""),
        "CreatedAt": lambda: units.created_at(row.created),
    }
    return Record("*network.networkContext", fields)
