"""Images that the engine has: those of the catalogue that were pulled, and those that were made here.

Models moby daemon/images. Not modelled: content trust, other platforms.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.sim.engine.errors import BadRequest, NotFound
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import CatalogueImage
from sandbox.sim.runtime.images.published import Published
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference

SHORT = 12
HEX = frozenset("0123456789abcdef")


@dataclass(slots=True)
class HistoryRow:
    """One step of an image's history."""

    created: str
    created_by: str
    size: int = 0
    comment: str = ""
    empty: bool = False


@dataclass(slots=True)
class Image:
    """An image. ``created`` is RFC 3339; ``disk`` names its files."""

    id: str
    created: str
    config: dict[str, Any]
    layers: list[str]
    """Digests of the contents, lowest first."""
    history: list[HistoryRow]
    """Oldest first."""
    disk: str
    parent: str = ""
    author: str = ""
    comment: str = ""
    container: str = ""
    memory: int = 0
    from_catalogue: bool = False

    @property
    def size(self) -> int:
        """Bytes of all layers."""
        return sum(row.size for row in self.history)

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        history = [list(asdict(row).values()) for row in self.history]
        return [
            self.id, self.created, self.config, self.layers, history, self.disk, self.parent, self.author, self.comment,
            self.container, self.memory,
        ]  # fmt: skip

    @classmethod
    def load(cls, row: list[Any]) -> "Image":
        """Return the image that ``dump()`` described."""
        image = cls(*row)
        image.history = [HistoryRow(*values) for values in row[4]]
        return image


def from_catalogue(entry: CatalogueImage) -> Image:
    """Return the engine's view of an image of the registry."""
    config: dict[str, Any] = {
        "Env": list(entry.env),
        "Cmd": list(entry.cmd) or None,
        "Entrypoint": list(entry.entrypoint) or None,
        "User": entry.user,
        "WorkingDir": entry.workdir,
        "ExposedPorts": {port: {} for port in entry.ports} or None,
        "Volumes": {path: {} for path in entry.volumes} or None,
        "Labels": dict(entry.labels) or None,
        "StopSignal": entry.stop_signal,
    }
    history = [
        HistoryRow(entry.created, layer.created_by, layer.size, layer.comment, not layer.key) for layer in entry.layers
    ]
    layers = [layer.diff_id for layer in entry.layers if layer.key]
    return Image(entry.id, entry.created, config, layers, history, entry.disk, memory=entry.memory, from_catalogue=True)


def from_published(row: Published) -> Image:
    """Return the engine's view of an image that a lab has brought along."""
    history = [HistoryRow(*values) for values in row.history]
    entry = row.entry
    return Image(entry.id, row.created, dict(row.config), list(row.layers), history, entry.disk, memory=row.memory)


@dataclass(slots=True)
class ImageStore:
    """All images of an engine."""

    images: dict[str, Image] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    """Familiar name with tag → image id."""
    digests: dict[str, str] = field(default_factory=dict)
    """Familiar name with digest → image id, of images that were pulled."""

    # Looking

    def names(self, image_id: str) -> list[str]:
        """Return the names with tags of an image, sorted."""
        return sorted(name for name, owner in self.tags.items() if owner == image_id)

    def repo_digests(self, image_id: str) -> list[str]:
        """Return the names with digests of an image, sorted."""
        return sorted(name for name, owner in self.digests.items() if owner == image_id)

    def children(self, image_id: str) -> list[Image]:
        """Return the images that were built on an image."""
        return [image for image in self.images.values() if image.parent == image_id]

    def find(self, name: str) -> Image:
        """Return the image of a name, an id or the beginning of one. Raises NotFound, BadRequest."""
        by_id = name.removeprefix("sha256:")
        if f"sha256:{by_id}" in self.images:
            return self.images[f"sha256:{by_id}"]
        reference = parse_daemon_reference(name)
        known = {**self.tags, **self.digests}
        found = known.get(reference.with_default_tag().familiar) or known.get(reference.familiar)
        if found is None and reference.digest:
            found = known.get(f"{reference.familiar_name}@{reference.digest}")
        if found is not None:
            return self.images[found]
        if by_id and HEX.issuperset(by_id):
            matches = [image for key, image in self.images.items() if key.startswith(f"sha256:{by_id}")]
            if len(matches) == 1:
                return matches[0]
        raise NotFound(f"No such image: {reference.with_default_tag().familiar}")

    def is_id(self, name: str, image: Image) -> bool:
        """Say whether a person named an image by its id, not by a name."""
        bare = name.removeprefix("sha256:")
        return image.id.removeprefix("sha256:").startswith(bare) and bool(bare)

    # Changing

    def add(self, image: Image) -> None:
        """Take an image in."""
        self.images[image.id] = image

    def add_catalogue_image(self, entry: CatalogueImage, reference: Reference) -> Image:
        """Take an image of the registry in, under the name by which it was asked for."""
        image = self.images.get(entry.id) or from_catalogue(entry)
        self.take(image, reference, entry.manifest_digest)
        return image

    def take(self, image: Image, reference: Reference, manifest: str) -> None:
        """Take an image in that a registry has under a name, with the digest of its manifest."""
        self.images[image.id] = image
        if not reference.digest:
            self.tags[reference.with_default_tag().familiar] = image.id
        self.digests[f"{reference.familiar_name}@{manifest}"] = image.id

    def digest_of(self, reference: Reference, image_id: str) -> str:
        """Return the manifest's digest under which a repository has an image; empty where none is known."""
        head = f"{reference.familiar_name}@"
        rows = [name for name, owner in self.digests.items() if owner == image_id and name.startswith(head)]
        return rows[-1].removeprefix(head) if rows else ""

    def tag(self, source: str, target: str) -> None:
        """Give an image another name. Raises NotFound, BadRequest."""
        image = self.find(source)
        reference = parse_daemon_reference(target)
        if reference.digest:
            raise BadRequest("refusing to create a tag with a digest reference")
        self.tags[reference.with_default_tag().familiar] = image.id

    @staticmethod
    def chains(layers: list[str]) -> list[str]:
        """Return what stands for each layer with all below it."""
        return ["+".join(layers[: end + 1]) for end in range(len(layers))]

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON-able data; images of the catalogue are only named."""
        return {
            "order": list(self.images),
            "made": [image.dump() for image in self.images.values() if not image.from_catalogue],
            "tags": self.tags,
            "digests": self.digests,
        }

    @classmethod
    def load(cls, state: dict[str, Any]) -> "ImageStore":
        """Return the store that ``dump()`` described."""
        made = {row[0]: Image.load(row) for row in state["made"]}
        images = {key: made.get(key) or from_catalogue(catalogue.BY_ID[key]) for key in state["order"]}
        return cls(images, state["tags"], state["digests"])


def parse_daemon_reference(text: str) -> Reference:
    """Parse a name as the daemon does, with its own words for the faults. Raises BadRequest."""
    try:
        return parse_normalized(text)
    except BadReference as error:
        message = str(error)
        if "must be lowercase" in message:
            message = "invalid reference format: repository name must be lowercase"
        raise BadRequest(message) from error


def short_id(image_id: str) -> str:
    """Return the twelve digits by which people know an image."""
    return image_id.removeprefix("sha256:")[:SHORT]
