"""Pulling images onto a node.

Models k8s.io/kubernetes/pkg/kubelet/images and containerd's words v1.36. Not modelled: credentials.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.images.catalogue import RegistryError, find
from sandbox.sim.runtime.images.image import CatalogueImage
from sandbox.sim.runtime.images.published import PublishedImages
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference

Object = dict[str, Any]
_SPEED = 150 * 1024 * 1024
_OVERHEAD = SECOND * 6 // 10
_CONTACT = SECOND * 3 // 10


class ImageError(Exception):
    """The image cannot be had; ``str()`` is the runtime's message."""


class InvalidImageNameError(ImageError):
    """The name is no image name."""


@dataclass(frozen=True, slots=True)
class NodeImage:
    """An image as a node knows it."""

    image: CatalogueImage
    reference: Reference

    @property
    def full_name(self) -> str:
        """The name with domain and tag: ``docker.io/library/nginx:1.27``."""
        reference = self.reference
        tag = f":{reference.tag}" if reference.tag else ""
        return f"{reference.name}{tag}" if not reference.digest else f"{reference.name}@{reference.digest}"

    @property
    def digest_name(self) -> str:
        """The name by digest, as ``imageID`` shows it."""
        return f"{self.reference.name}@{self.image.manifest_digest}"

    @property
    def pull_time(self) -> int:
        """How long the pull takes, in nanoseconds."""
        return _OVERHEAD + self.image.size * SECOND // _SPEED


def parse_reference(name: str) -> Reference:
    """Return the reference; InvalidImageNameError where the name is none."""
    try:
        return parse_normalized(name).with_default_tag()
    except BadReference as error:
        raise InvalidImageNameError(
            f'Failed to apply default image tag "{name}": couldn\'t parse image name "{name}": {error}'
        ) from error


def look_up(name: str, published: PublishedImages) -> NodeImage:
    """Return the image behind a name; ImageError in containerd's words where no registry has it."""
    reference = parse_reference(name)
    own = published.find(reference)
    if own is not None:
        return NodeImage(own.entry, reference)
    try:
        return NodeImage(find(reference), reference)
    except RegistryError as error:
        raise ImageError(_refusal(name, reference, str(error))) from error


def _refusal(name: str, reference: Reference, words: str) -> str:
    full = f"{reference.name}:{reference.tag}" if reference.tag else f"{reference.name}@{reference.digest}"
    head = f'failed to pull and unpack image "{full}": failed to resolve reference "{full}": '
    if "dial tcp" in words:
        host = reference.domain
        where = f'Head "https://{host}/v2/{reference.path}/manifests/{reference.tag}"'
        return f"rpc error: code = Unknown desc = {head}failed to do request: {where}: {words.partition(': ')[2]}"
    if "not found" in words:
        return f"rpc error: code = NotFound desc = {head}{full}: not found"
    del name
    return (
        f"rpc error: code = Unknown desc = {head}pull access denied, repository does not exist or may require "
        "authorization: server message: insufficient_scope: authorization failed"
    )


def contact_time() -> int:
    """Return how long a registry takes to say no, or that nothing has changed."""
    return _CONTACT


class ImageStore:
    """Which images each node holds."""

    def __init__(self, preloaded: tuple[str, ...] = ()) -> None:
        self._preloaded = frozenset(_full(name) for name in preloaded)
        self._held: dict[str, list[str]] = {}

    def has(self, node: str, image: NodeImage) -> bool:
        """Tell whether a node holds an image."""
        return image.full_name in self._preloaded or image.full_name in self._held.get(node, ())

    def add(self, node: str, image: NodeImage) -> None:
        """Note that a node has pulled an image."""
        held = self._held.setdefault(node, [])
        if image.full_name not in held:
            held.append(image.full_name)

    def dump(self) -> Object:
        """Return JSON-able data."""
        return {"preloaded": sorted(self._preloaded), "held": self._held}

    @classmethod
    def load(cls, state: Object) -> "ImageStore":
        """Return the store that ``dump()`` described."""
        store = cls(tuple(state["preloaded"]))
        store._held = state["held"]
        return store


def _full(name: str) -> str:
    reference = parse_normalized(name).with_default_tag()
    return f"{reference.name}:{reference.tag}" if not reference.digest else f"{reference.name}@{reference.digest}"
