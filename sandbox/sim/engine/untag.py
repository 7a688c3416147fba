"""Removing images: names first, then the image, then the parents and layers that nobody needs any more.

Models moby daemon/images/image_delete.go, v20.10 to 28.
"""

from typing import TYPE_CHECKING

from sandbox.sim.engine import layers
from sandbox.sim.engine.errors import Conflict
from sandbox.sim.engine.images import Image, parse_daemon_reference, short_id
from sandbox.sim.runtime.images.image import digest

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

UNTAGGED, DELETED = "Untagged", "Deleted"
Record = tuple[str, str]


def remove(engine: "Engine", name: str, *, force: bool = False, prune: bool = True) -> list[Record]:
    """Remove what a name means; return what was untagged and deleted. Raises NotFound, Conflict."""
    store = engine.images
    image = store.find(name)
    records: list[Record] = []
    names = store.names(image.id)
    if not _named_by_id(engine, name, image):
        tagged = parse_daemon_reference(name).with_default_tag().familiar
        if not force and len(names) <= 1:
            _refuse_if_used(engine, image, name)
        records += _untag(engine, tagged)
        if store.names(image.id):
            return records
    else:
        _check_by_id(engine, image, force=force)
        for tag in names:
            records += _untag(engine, tag)
    _drop_digests(engine, image, records)
    if not _blocked(engine, image, force=force):
        _delete(engine, image, records, prune=prune)
        layers.collect(engine)
    return records


def _named_by_id(engine: "Engine", name: str, image: Image) -> bool:
    tagged = parse_daemon_reference(name).with_default_tag().familiar
    known = tagged in engine.images.tags or name in engine.images.digests
    return not known and engine.images.is_id(name, image)


def _untag(engine: "Engine", name: str) -> list[Record]:
    if engine.images.tags.pop(name, None) is None:
        return []
    engine.emit("image", "untag", name, {"name": name})
    return [(UNTAGGED, name)]


def _drop_digests(engine: "Engine", image: Image, records: list[Record]) -> None:
    names = engine.images.repo_digests(image.id)
    for name in names:
        del engine.images.digests[name]
    records.extend((UNTAGGED, name) for name in names)


def _refuse_if_used(engine: "Engine", image: Image, name: str) -> None:
    for container in engine.image_users(image):
        raise Conflict(
            f'conflict: unable to remove repository reference "{name}" (must force) - container '
            f"{container.id[:12]} is using its referenced image {short_id(image.id)}"
        )


def _check_by_id(engine: "Engine", image: Image, *, force: bool) -> None:
    short = short_id(image.id)
    if engine.images.children(image.id):
        raise Conflict(f"conflict: unable to delete {short} (cannot be forced) - image has dependent child images")
    for container in engine.image_users(image):
        if container.running:
            raise Conflict(
                f"conflict: unable to delete {short} (cannot be forced) - image is being used by running container "
                f"{container.id[:12]}"
            )
        if not force:
            raise Conflict(
                f"conflict: unable to delete {short} (must be forced) - image is being used by stopped container "
                f"{container.id[:12]}"
            )
    repositories = {name.rpartition(":")[0] for name in engine.images.names(image.id)}
    if not force and len(engine.images.names(image.id)) > 1 and repositories:
        raise Conflict(
            f"conflict: unable to delete {short} (must be forced) - image is referenced in multiple repositories"
        )


def _blocked(engine: "Engine", image: Image, *, force: bool) -> bool:
    """Say whether the image itself has to stay though it lost its names."""
    users = engine.image_users(image)
    return bool(engine.images.children(image.id)) or any(row.running for row in users) or (bool(users) and not force)


def _delete(engine: "Engine", image: Image, records: list[Record], *, prune: bool) -> None:
    store = engine.images
    del store.images[image.id]
    records.append((DELETED, image.id))
    engine.emit("image", "delete", image.id, {"name": image.id})
    needed = {chain for other in store.images.values() for chain in store.chains(other.layers)}
    needed |= {chain for chain in store.chains(image.layers) if chain.rpartition("+")[2] in engine.builds.layers()}
    needed |= {chain for container in engine.containers for chain in store.chains(container.layers)}
    gone = [chain for chain in reversed(store.chains(image.layers)) if chain not in needed]
    records += [(DELETED, digest("chain", chain)) for chain in gone]
    parent = store.images.get(image.parent)
    if prune and parent is not None and not store.names(parent.id) and not _blocked(engine, parent, force=False):
        _delete(engine, parent, records, prune=prune)
