"""docker volume ls.

Models docker/cli cli/command/volume/list.go and formatter/volume.go, v28.2. Not modelled: --cluster.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches, regex_matches
from sandbox.sim.engine.volumes import Volume

RAW = "name: {{.Name}}\ndriver: {{.Driver}}\n"
HEADINGS = {
    "Name": "VOLUME NAME", "Driver": "DRIVER", "Scope": "SCOPE", "Mountpoint": "MOUNTPOINT", "Labels": "LABELS",
    "Links": "LINKS", "Size": "SIZE", "Availability": "AVAILABILITY", "Group": "GROUP", "Status": "STATUS",
}  # fmt: skip
TRUE = ("1", "true")


def run(call: Call) -> int:
    """List volumes."""
    filters = grouped(call.flags["filter"], ("dangling", "driver", "label", "name"))
    rows = [row for row in call.engine.volumes.volumes.values() if _passes(call, row, filters)]
    rows.sort(key=lambda row: row.name)
    if call.flags["quiet"] and not call.flags["format"]:
        call.out("".join(f"{row.name}\n" for row in rows))
        return 0
    form = call.flags["format"]
    call.out(formatting.render(form, "{{.Driver}}\t{{.Name}}", HEADINGS, [record(row) for row in rows], raw=RAW))
    return 0


def _passes(call: Call, volume: Volume, filters: dict[str, list[str]]) -> bool:
    unused = not call.engine.volume_users(volume.name)
    tests: dict[str, Callable[[str], bool]] = {
        "dangling": lambda value: unused == (value.lower() in TRUE),
        "driver": lambda value: value == "local",
        "name": lambda value: regex_matches(value, volume.name),
    }
    labels = all(label_matches(volume.labels, value) for value in filters.get("label", []))
    return labels and all(
        any(tests[name](value) for value in values) for name, values in filters.items() if name in tests
    )


def record(volume: Volume) -> Record:
    """Return a volume as templates see it."""
    fields: dict[str, Callable[[], Any]] = {
        "Name": lambda: volume.name,
        "Driver": lambda: "local",
        "Scope": lambda: "local",
        "Mountpoint": lambda: volume.mountpoint,
        "Labels": lambda: ",".join(f"{name}={value}" for name, value in sorted(volume.labels.items())),
        "Label": lambda: lambda name: volume.labels.get(name, ""),
        "Links": lambda: "N/A",
        "Size": lambda: "N/A",
        "Availability": lambda: "N/A",
        "Group": lambda: "N/A",
        "Status": lambda: "N/A",
    }
    return Record("*formatter.volumeContext", fields)
