"""docker history.

Models docker/cli cli/command/image/history.go and formatter_history.go, v28.2. Not modelled: --platform.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.images import HistoryRow, Image, short_id

TABLE = "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}"
HEADINGS = {
    "ID": "IMAGE", "CreatedSince": "CREATED", "CreatedAt": "CREATED AT", "CreatedBy": "CREATED BY", "Size": "SIZE",
    "Comment": "COMMENT",
}  # fmt: skip
COMMAND_MAX = 45
MISSING = "<missing>"


def run(call: Call) -> int:
    """List the steps that made an image, the latest first."""
    if call.flags.values.get("platform"):
        raise NotModelled("docker history --platform")
    image = call.engine.images.find(call.args[0])
    full = call.flags["no-trunc"]
    rows = list(zip(step_ids(call.engine, image), image.history[::-1], strict=True))
    if call.flags["quiet"] and not call.flags["format"]:
        call.out("".join(f"{identifier if full else short_id(identifier)}\n" for identifier, _ in rows))
        return 0
    human = call.flags["human"]
    records = [_record(call, identifier, row, full=full, human=human) for identifier, row in rows]
    call.out(formatting.render(call.flags["format"], TABLE, HEADINGS, records))
    return 0


def step_ids(engine: Engine, image: Image) -> list[str]:
    """Return the image that each step made, where it is known here."""
    ids = [image.id]
    current: Image | None = image
    while len(ids) < len(image.history):
        parent = engine.images.images.get(current.parent) if current is not None else None
        if current is not None and parent is not None and len(parent.history) < len(image.history) - len(ids):
            parent = None
        ids.append(parent.id if parent is not None else MISSING)
        current = parent
    return ids


def _record(call: Call, identifier: str, row: HistoryRow, *, full: bool, human: bool) -> Record:
    created = units.parse_rfc3339(row.created)
    fields: dict[str, Callable[[], Any]] = {
        "ID": lambda: identifier if full else short_id(identifier),
        "CreatedSince": lambda: f"{units.human_duration(call.now - created)} ago" if human else row.created,
        "CreatedAt": lambda: row.created,
        "CreatedBy": lambda: _created_by(row, full=full),
        "Size": lambda: units.human_size(row.size) if human else str(row.size),
        "Comment": lambda: row.comment,
    }
    return Record("*image.historyContext", fields)


def _created_by(row: HistoryRow, *, full: bool) -> str:
    text = row.created_by.replace("\t", " ")
    return text if full else units.ellipsis(text, COMMAND_MAX)
