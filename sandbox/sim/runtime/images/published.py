"""Images that a World's registries have beside the catalogue: those that a lab brings along.

Models a registry to which somebody has pushed. Each image stands on a disk of the World, named as a pristine one.
"""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from sandbox.sim.runtime.images.image import CatalogueImage, Layer
from sandbox.sim.runtime.images.reference import Reference
from sandbox.sim.runtime.images.tree import Tree


def _no_files(tree: Tree) -> None:
    """Build nothing: the files stand on a disk of the World already."""
    del tree


@dataclass
class Published:
    """One image. ``history`` holds moment, command, bytes, comment and whether it is empty, oldest first."""

    repository: str
    tag: str
    created: str
    config: dict[str, Any]
    layers: list[str]
    history: list[list[Any]]
    memory: int = 0
    preloaded: bool = True

    @property
    def name(self) -> str:
        """The name as people write it, with its tag."""
        return f"{self.repository}:{self.tag}"

    @cached_property
    def entry(self) -> CatalogueImage:
        """The image as the catalogue would list it."""
        config = self.config
        steps = tuple(Layer(row[1], "" if row[4] else f"{self.name}-{number}", row[2], row[3])
                      for number, row in enumerate(self.history))  # fmt: skip
        return CatalogueImage(
            repository=self.repository, tags=(self.tag, self.created), created=self.created, layers=steps,
            build=_no_files, env=tuple(config.get("Env") or ()), entrypoint=tuple(config.get("Entrypoint") or ()),
            cmd=tuple(config.get("Cmd") or ()), ports=tuple(config.get("ExposedPorts") or ()),
            volumes=tuple(config.get("Volumes") or ()), user=config.get("User") or "",
            workdir=config.get("WorkingDir") or "", stop_signal=config.get("StopSignal") or "",
            labels=dict(config.get("Labels") or {}), memory=self.memory, official=False,
        )  # fmt: skip


@dataclass(slots=True)
class PublishedImages:
    """All of a World, by familiar name with tag."""

    images: dict[str, Published] = field(default_factory=dict)

    def find(self, reference: Reference) -> Published | None:
        """Return the image that a registry has under a name."""
        if reference.digest:
            rows = (row for row in self.images.values() if row.repository == reference.familiar_name)
            return next((row for row in rows if row.entry.manifest_digest == reference.digest), None)
        return self.images.get(reference.with_default_tag().familiar)

    def dump(self) -> list[dict[str, Any]]:
        """Return JSON-able data."""
        return [asdict(row) for row in self.images.values()]

    def restore(self, state: list[dict[str, Any]]) -> None:
        """Take over what ``dump()`` described."""
        rows = [Published(**row) for row in state]
        self.images = {row.name: row for row in rows}
