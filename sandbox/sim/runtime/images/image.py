"""What the catalogue says of one image: the part that a registry would serve.

Models the OCI image configuration, v1.1. Not modelled: several platforms of one image (all are linux/amd64).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from sandbox.sim.runtime.images.tree import Tree

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

Builder = Callable[[Tree], None]


def digest(*parts: str) -> str:
    """Return a digest that depends on these words alone."""
    return "sha256:" + sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Layer:
    """One step of an image's history. ``key`` names the content: images that share it share the layer."""

    created_by: str
    key: str = ""
    """Empty for a step that changed no file."""
    size: int = 0
    comment: str = ""

    @property
    def diff_id(self) -> str:
        """The digest of the layer's content."""
        return digest("layer", self.key)


@dataclass(frozen=True)
class CatalogueImage:
    """One image and all the names under which the registry has it."""

    repository: str
    tags: tuple[str, ...]
    """Tags of this very image; the first is the one that says most."""
    created: str
    """RFC 3339."""
    layers: tuple[Layer, ...]
    build: Builder
    env: tuple[str, ...] = (PATH,)
    entrypoint: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    user: str = ""
    workdir: str = ""
    stop_signal: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    memory: int = 0
    """Bytes that the main program uses; a lower limit has it killed."""
    description: str = ""
    stars: int = 0
    official: bool = True

    @cached_property
    def id(self) -> str:
        """The image's id with its algorithm.

        It begins with a decimal digit, so that no short name of a container or image is the beginning of an image's id.
        """
        plain = digest("image", self.repository, *self.tags).removeprefix("sha256:")
        return f"sha256:{int(plain[0], 16) % 10}{plain[1:]}"

    @cached_property
    def manifest_digest(self) -> str:
        """The digest of the manifest, as in ``Digest: sha256:…``."""
        return digest("manifest", self.repository, *self.tags)

    @property
    def size(self) -> int:
        """Bytes of all layers, unpacked."""
        return sum(layer.size for layer in self.layers)

    @property
    def disk(self) -> str:
        """The name of its pristine file system."""
        return f"image/{self.id.removeprefix('sha256:')}"
