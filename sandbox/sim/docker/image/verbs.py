"""docker tag, pull, prune and search.

Models docker/cli cli/command/image/{tag,pull,prune}.go and cli/command/registry/search.go, v28.2. Not modelled:
content trust.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, prompting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches
from sandbox.sim.docker.container.logs import moment
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image import pulling
from sandbox.sim.engine import untag
from sandbox.sim.engine.errors import BadRequest, EngineError
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import CatalogueImage
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.process import Step

DANGLING = "WARNING! This will remove all dangling images.\nAre you sure you want to continue? [y/N] "
ALL = (
    "WARNING! This will remove all images without at least one container associated to them.\n"
    "Are you sure you want to continue? [y/N] "
)
TRUE, FALSE = ("1", "t", "true"), ("0", "f", "false")
DESCRIPTION_MAX = 45
LIMIT_MAX = 100
SEARCH_TABLE = "{{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
SEARCH_HEADINGS = {
    "Name": "NAME", "Description": "DESCRIPTION", "StarCount": "STARS", "IsOfficial": "OFFICIAL",
    "IsAutomated": "AUTOMATED",
}  # fmt: skip


def _parse(text: str) -> Reference:
    try:
        return parse_normalized(text)
    except BadReference as error:
        message = str(error)
        raise Failure(message) from error


def tag(call: Call) -> int:
    """Docker tag: give an image another name."""
    source, target = call.args
    try:
        parse_normalized(target)
    except BadReference as error:
        raise Failure(f'Error parsing reference: "{target}" is not a valid repository/tag: {error}') from error
    if "@" in target:
        raise Failure("refusing to create a tag with a digest reference")
    call.engine.images.tag(source, target)
    call.engine.emit("image", "tag", call.engine.images.find(source).id, {"name": target})
    return 0


def pull(call: Call) -> int:
    """Docker pull: take an image from the registry."""
    if call.flags["all-tags"] or call.flags.given("platform"):
        raise NotModelled("docker pull --all-tags" if call.flags["all-tags"] else "docker pull --platform")
    _parse(call.args[0])
    pulling.pull(call, call.args[0], quiet=call.flags["quiet"])
    return 0


def prune(call: Call) -> Step | int:
    """Docker image prune: remove images without name, with ``-a`` all that no container uses."""
    return prompting.ask(call, ALL if call.flags["all"] else DANGLING, _prune)


def _prune(call: Call) -> int:
    records, size = prune_images(call, call.flags["filter"], everything=call.flags["all"])
    if records:
        call.line("Deleted Images:")
        call.out("".join(f"{kind.lower()}: {what}\n" for kind, what in records) + "\n")
    call.line(f"Total reclaimed space: {units.human_size(size)}")
    return 0


def prune_images(call: Call, given: list[str], *, everything: bool) -> tuple[list[tuple[str, str]], int]:
    """Remove unused images; return what was untagged and deleted, and the bytes."""
    filters = grouped(given, ("dangling", "label", "label!", "until"))
    everything = everything or any(value.lower() in ("0", "false") for value in filters.get("dangling", []))
    store, records, size = call.engine.images, [], 0
    for image in list(store.images.values()):
        names = store.names(image.id)
        intermediate = not names and store.children(image.id)
        if image.id not in store.images or intermediate or (names and not everything):
            continue
        labels = image.config.get("Labels") or {}
        if not all(label_matches(labels, value) for value in filters.get("label", [])):
            continue
        if any(
            units.parse_rfc3339(image.created) >= moment(value, call.now, "until") for value in filters.get("until", [])
        ):
            continue
        for name in names or [image.id]:
            done = _removed(call, name)
            records += done
            size += sum(row.size for row in image.history) if any(kind == untag.DELETED for kind, _ in done) else 0
    return records, size


def _removed(call: Call, name: str) -> list[tuple[str, str]]:
    """Remove one name, as ``docker rmi`` without force would; what a container uses keeps its last name."""
    try:
        return untag.remove(call.engine, name)
    except EngineError:
        return []


resume_prune = prompting.resuming(_prune)


def search(call: Call) -> int:
    """Docker search: look the catalogue's repositories through."""
    filters = grouped(call.flags["filter"], ("is-automated", "is-official", "stars"))
    _check_search(filters)
    rows = [row for row in catalogue.search(call.args[0]) if _found(row, filters)]
    limit = call.flags["limit"] or 25
    if not 1 <= limit <= LIMIT_MAX:
        raise BadRequest(f"Limit {limit} is outside the range of [1, {LIMIT_MAX}]")
    records = [_search_record(row, full=call.flags["no-trunc"]) for row in rows[:limit]]
    call.out(formatting.render(call.flags["format"], SEARCH_TABLE, SEARCH_HEADINGS, records))
    return 0


def _found(row: CatalogueImage, filters: dict[str, list[str]]) -> bool:
    official = all((value.lower() in TRUE) == row.official for value in filters.get("is-official", []))
    automated = any(value.lower() in TRUE for value in filters.get("is-automated", []))
    return official and not automated and all(row.stars >= int(value) for value in filters.get("stars", []))


def _check_search(filters: dict[str, list[str]]) -> None:
    """Refuse values of filters that are none. Raises BadRequest."""
    for name, values in filters.items():
        for value in values:
            if not (value.isdecimal() if name == "stars" else value.lower() in TRUE + FALSE):
                raise BadRequest(f"invalid filter '{name}=[{value}]'")


def _search_record(row: CatalogueImage, *, full: bool) -> Record:
    fields: dict[str, Callable[[], Any]] = {
        "Name": lambda: row.repository,
        "Description": lambda: row.description if full else units.ellipsis(row.description, DESCRIPTION_MAX),
        "StarCount": lambda: str(row.stars),
        "IsOfficial": lambda: "[OK]" if row.official else "",
        "IsAutomated": lambda: "",
    }
    return Record("*registry.searchContext", fields)
