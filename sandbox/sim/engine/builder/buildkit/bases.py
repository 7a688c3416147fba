"""The image that a stage stands on, or takes files from.

Models moby buildkit source/containerimage with the docker driver, v0.22: what the engine has is used, everything else
comes from its registry into the cache, not into the list of images.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.sim.engine.builder.buildkit.failure import SolveError
from sandbox.sim.engine.builder.buildkit.progress import size
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.images import Image
from sandbox.sim.runtime.images.image import digest
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

DENIED = (
    "pull access denied, repository does not exist or may require authorization: server message: "
    "insufficient_scope: authorization failed"
)


@dataclass(frozen=True, slots=True)
class Base:
    """A name in a Dockerfile, and the image behind it or why there is none."""

    name: str
    full: str
    image: Image | None
    digest: str = ""
    """Empty for an image that the engine had already."""
    fault: str = ""
    lines: tuple[int, int] = (0, 0)

    @property
    def shown(self) -> str:
        """The name as the progress shows it."""
        return f"{self.full}@{self.digest}" if self.digest and "@" not in self.full else self.full

    def check(self) -> Image:
        """Return the image. Raises SolveError."""
        if self.image is None:
            message = f"{self.name}: failed to resolve source metadata for {self.full}: {self.fault}"
            raise SolveError(message, short=self.fault, lines=self.lines)
        return self.image

    def progress(self, engine: "Engine") -> list[str]:
        """Return the lines of a pull into the cache; none for layers that are there."""
        if not self.digest or self.image is None:
            return []
        held = {layer for image in engine.images.images.values() for layer in image.layers} | engine.builds.layers()
        sizes = [row.size for row in self.image.history if not row.empty]
        rows = [(digest("blob", layer), bytes_) for layer, bytes_ in zip(self.image.layers, sizes, strict=False)
                if layer not in held]  # fmt: skip
        lines = [f"resolve {self.shown} done"]
        lines += [f"{blob} {size(bytes_)} / {size(bytes_)} done" for blob, bytes_ in rows]
        return lines + [f"extracting {blob} done" for blob, _ in rows]


def find_base(engine: "Engine", name: str, *, pull: bool, lines: tuple[int, int] = (0, 0)) -> Base:
    """Return what a name means. Raises SolveError for a name that is none."""
    try:
        reference = parse_normalized(name).with_default_tag()
    except BadReference as error:
        raise SolveError(f'failed to parse stage name "{name}": {error}', lines=lines) from error
    full = reference.name + (f":{reference.tag}" if reference.tag else "")
    full += f"@{reference.digest}" if reference.digest else ""
    held = engine.images.tags.get(reference.familiar) or engine.images.digests.get(reference.familiar)
    if held is not None and (not pull or reference.domain == "localhost"):
        return Base(name, full, engine.images.images[held], lines=lines)
    try:
        image, found = engine.fetch(reference)
    except EngineError as error:
        return Base(name, full, None, fault=_wording(reference, full, str(error)), lines=lines)
    return Base(name, full, image, found, lines=lines)


def _wording(reference: Reference, full: str, message: str) -> str:
    """Return a registry's refusal in BuildKit's words."""
    if message.startswith("pull access denied"):
        return DENIED
    if "manifest unknown" in message:
        return f"{full}: not found"
    scheme, _, rest = message.partition("://")
    if message.startswith("Get ") and rest:
        reason = message.partition('/v2/": ')[2]
        where = f"{scheme.removeprefix('Get ').strip(chr(34))}://{reference.domain}/v2/{reference.path}"
        return f'failed to do request: Head "{where}/manifests/{reference.tag or reference.digest}": {reason}'
    return message
