"""Images as archives: ``docker save`` and ``docker load``.

Models moby image/tarexport, the layout of Docker Image Specification v1. Not modelled: OCI layout; layers are kept
together in the topmost one, the others are empty.
"""

import io
import json
import tarfile
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import layers, transfer
from sandbox.sim.engine.errors import EngineError, NotFound
from sandbox.sim.engine.images import HistoryRow, Image, from_catalogue
from sandbox.sim.engine.inspect import config_view
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import digest

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

EMPTY = bytes(1024)
"""A tar archive without entries."""
BAD = "Error processing tar file(exit status 1): unexpected EOF"


class BadArchive(EngineError):  # noqa: N818  (the daemon's word, not a type of error)
    """The bytes are no archive of images; printed as it is."""


def save(engine: "Engine", names: list[str]) -> bytes:
    """Return an archive of images. Raises EngineError for a name that is unknown."""
    chosen: dict[str, list[str]] = {}
    for name in names:
        for tag, image_id in _named(engine, name):
            tags = chosen.setdefault(image_id, [])
            if tag and tag not in tags:
                tags.append(tag)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        manifest = [_add_image(engine, archive, engine.images.images[key], tags) for key, tags in chosen.items()]
        _add_file(archive, "manifest.json", json.dumps(manifest).encode())
        repositories: dict[str, dict[str, str]] = {}
        for row, key in zip(manifest, chosen, strict=True):
            for tag in row["RepoTags"] or []:
                repository, _, label = tag.rpartition(":")
                repositories.setdefault(repository, {})[label] = key.removeprefix("sha256:")
        if repositories:
            _add_file(archive, "repositories", json.dumps(repositories).encode())
    return buffer.getvalue()


def _named(engine: "Engine", name: str) -> list[tuple[str, str]]:
    """Return tags and ids to save: all of a repository where no tag was asked for, no tag for an id."""
    repository = [(tag, image_id) for tag, image_id in engine.images.tags.items() if tag.rpartition(":")[0] == name]
    if repository:
        return sorted(repository)
    try:
        image = engine.images.find(name)
    except NotFound as error:
        raise NotFound(f"No such image: {name}") from error
    return [(name if name in engine.images.names(image.id) else "", image.id)]


def _add_image(engine: "Engine", archive: tarfile.TarFile, image: Image, tags: list[str]) -> dict[str, Any]:
    plain = image.id.removeprefix("sha256:")
    config = {
        "architecture": "amd64", "os": "linux", "created": image.created, "author": image.author,
        "config": config_view(image.config), "rootfs": {"type": "layers", "diff_ids": image.layers},
        "history": [asdict(row) for row in image.history],
    }  # fmt: skip
    _add_file(archive, f"{plain}.json", json.dumps(config).encode())
    paths = []
    for position, layer in enumerate(image.layers):
        folder = digest("v1", layer, plain).removeprefix("sha256:")
        entry = tarfile.TarInfo(folder)
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        archive.addfile(entry)
        _add_file(archive, f"{folder}/VERSION", b"1.0")
        _add_file(archive, f"{folder}/json", json.dumps({"id": folder}).encode())
        top = position == len(image.layers) - 1
        content = transfer.pack(layers.view(engine, image), "/", "") if top else EMPTY
        _add_file(archive, f"{folder}/layer.tar", content)
        paths.append(f"{folder}/layer.tar")
    return {"Config": f"{plain}.json", "RepoTags": tags or None, "Layers": paths}


def _add_file(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o644
    archive.addfile(entry, io.BytesIO(data))


def load(engine: "Engine", data: bytes) -> list[str]:
    """Take images out of an archive; return the lines that say which. Raises BadArchive."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            manifest = json.loads(_read(archive, "manifest.json"))
            lines: list[str] = []
            for row in manifest:
                lines += _load_image(engine, archive, row)
            return lines
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError, TypeError) as error:
        raise BadArchive(BAD) from error


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    content = archive.extractfile(name)
    if content is None:
        raise KeyError(name)
    return content.read()


def _load_image(engine: "Engine", archive: tarfile.TarFile, row: dict[str, Any]) -> list[str]:
    image_id = "sha256:" + row["Config"].removesuffix(".json")
    if image_id not in engine.images.images:
        _restore(engine, archive, row, image_id)
    for tag in row["RepoTags"] or []:
        engine.images.tags[tag] = image_id
    engine.emit("image", "load", image_id, {"name": image_id})
    return [f"Loaded image: {tag}" for tag in row["RepoTags"] or []] or [f"Loaded image ID: {image_id}"]


def _restore(engine: "Engine", archive: tarfile.TarFile, row: dict[str, Any], image_id: str) -> None:
    if image_id in catalogue.BY_ID:
        engine.images.add(from_catalogue(catalogue.BY_ID[image_id]))
        return
    config = json.loads(_read(archive, row["Config"]))
    image, files = layers.scratch(engine)
    del engine.images.images[image.id]
    image.id, image.created, image.config = image_id, config["created"], config["config"]
    image.layers, image.author = config["rootfs"]["diff_ids"], config["author"]
    image.history = [HistoryRow(**step) for step in config["history"]]
    try:
        transfer.unpack(_read(archive, row["Layers"][-1]), files, "/")
    except transfer.BadArchive as error:
        raise BadArchive(BAD) from error
    engine.images.add(image)
