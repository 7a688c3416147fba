"""docker images (docker image ls).

Models docker/cli cli/command/image/list.go and formatter/image.go, v28.2. Not modelled: --tree.
"""

import fnmatch
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches
from sandbox.sim.docker.container.logs import moment
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import BadRequest, EngineError
from sandbox.sim.engine.images import Image, short_id

NONE = "<none>"
HEADINGS = {
    "ID": "IMAGE ID", "Repository": "REPOSITORY", "Tag": "TAG", "Digest": "DIGEST", "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT", "Size": "SIZE", "Containers": "CONTAINERS", "VirtualSize": "VIRTUAL SIZE",
    "SharedSize": "SHARED SIZE", "UniqueSize": "UNIQUE SIZE",
}  # fmt: skip
COLUMNS = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}"
WITH_DIGEST = "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}"
KNOWN = ("before", "dangling", "label", "reference", "since", "until")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: an image under one of its names."""

    image: Image
    repository: str
    tag: str
    digest: str


def run(call: Call) -> int:
    """List images."""
    flags = call.flags
    if flags["tree"]:
        raise NotModelled("docker images --tree")
    filters = grouped(flags["filter"], KNOWN)
    if call.args:
        filters.setdefault("reference", []).append(call.args[0])
    rows = [
        row for image in select(call, filters, everything=flags["all"]) for row in _rows(call.engine, image, filters)
    ]
    full = flags["no-trunc"]
    records = [_record(call, row, full=full) for row in rows]
    form = flags["format"]
    if flags["quiet"] and form in ("", "table"):
        call.out("".join(f"{row.image.id if full else short_id(row.image.id)}\n" for row in rows))
        return 0
    table = WITH_DIGEST if flags["digests"] else COLUMNS
    call.out(formatting.render(form, table, HEADINGS, records))
    return 0


def select(call: Call, filters: dict[str, list[str]], *, everything: bool) -> list[Image]:
    """Return the images that pass, newest first. Raises EngineError."""
    engine = call.engine
    images = sorted(engine.images.images.values(), key=lambda image: units.parse_rfc3339(image.created), reverse=True)
    images = [
        image for image in images if everything or engine.images.names(image.id) or not engine.images.children(image.id)
    ]
    for value in filters.get("dangling", []):
        wanted = value.lower() in ("1", "true")
        images = [image for image in images if bool(engine.images.names(image.id)) != wanted]
    for value in filters.get("label", []):
        images = [image for image in images if label_matches(image.config.get("Labels") or {}, value)]
    return _by_time(call, images, filters)


def _by_time(call: Call, images: list[Image], filters: dict[str, list[str]]) -> list[Image]:
    for name in ("before", "since"):
        for value in filters.get(name, []):
            try:
                mark = units.parse_rfc3339(call.engine.images.find(value).created)
            except EngineError as error:
                raise BadRequest(str(error)) from error
            images = [image for image in images
                      if (units.parse_rfc3339(image.created) < mark) == (name == "before")
                      and units.parse_rfc3339(image.created) != mark]  # fmt: skip
    for value in filters.get("until", []):
        limit = moment(value, call.now, "until")
        images = [image for image in images if units.parse_rfc3339(image.created) < limit]
    return images


def _rows(engine: Engine, image: Image, filters: dict[str, list[str]]) -> list[Row]:
    patterns = filters.get("reference", [])
    digests = {name.split("@")[0]: name.split("@")[1] for name in engine.images.repo_digests(image.id)}
    rows = []
    for name in engine.images.names(image.id):
        repository, _, tag = name.rpartition(":")
        if not patterns or any(_matches(pattern, repository, tag) for pattern in patterns):
            rows.append(Row(image, repository, tag, digests.get(repository, NONE)))
    if rows or patterns:
        return rows
    known = next(iter(digests.items()), (NONE, NONE))
    return [Row(image, known[0], NONE, known[1])]


def _matches(pattern: str, repository: str, tag: str) -> bool:
    """Say whether a name matches a pattern, whose ``*`` stands for no slash."""
    name, colon, wanted = pattern.partition(":") if ":" in pattern.rsplit("/", 1)[-1] else (pattern, "", "")
    same_depth = name.count("/") == repository.count("/")
    return same_depth and fnmatch.fnmatchcase(repository, name) and (not colon or fnmatch.fnmatchcase(tag, wanted))


def _record(call: Call, row: Row, *, full: bool) -> Record:
    image = row.image
    created = units.parse_rfc3339(image.created)
    fields: dict[str, Callable[[], Any]] = {
        "ID": lambda: image.id if full else short_id(image.id),
        "Repository": lambda: row.repository,
        "Tag": lambda: row.tag,
        "Digest": lambda: row.digest,
        "CreatedSince": lambda: f"{units.human_duration(call.now - created)} ago",
        "CreatedAt": lambda: units.created_at(created),
        "Size": lambda: units.human_size(image.size),
        "Containers": lambda: "N/A",
        "VirtualSize": lambda: units.human_size(image.size),
        "SharedSize": lambda: "N/A",
        "UniqueSize": lambda: "N/A",
    }
    return Record("*formatter.imageContext", fields)
