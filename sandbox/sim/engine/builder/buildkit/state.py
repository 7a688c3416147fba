"""How far a stage has come: files, configuration and history of the image that it would be.

Models moby buildkit frontend/dockerfile/dockerfile2llb dispatchState, v0.22.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine.builder import configure
from sandbox.sim.engine.builder.buildkit.cache import CacheRecord
from sandbox.sim.engine.builder.buildkit.mounts import ALPHABET
from sandbox.sim.engine.images import HistoryRow, Image
from sandbox.sim.kernel.clock import rfc3339_nano
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.executables import DEFAULT_PATH
from sandbox.sim.runtime.images.image import digest

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

COMMENT = "buildkit.dockerfile.v0"
EMPTY_DISK = "built/scratch"


def history_row(created_by: str) -> HistoryRow:
    """Return the row of an instruction without files; its moment is that of the layers around it."""
    return HistoryRow("", created_by, 0, COMMENT, empty=True)


@dataclass(frozen=True, slots=True)
class State:
    """A stage after some of its instructions. ``key`` stands for its files in the cache."""

    image: Image
    key: str
    values: dict[str, str] = field(default_factory=dict)

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [self.image.dump(), self.key, self.values]

    @classmethod
    def load(cls, row: list[Any]) -> "State":
        """Return the state that ``dump()`` described."""
        return cls(Image.load(row[0]), row[1], row[2])

    @classmethod
    def of(cls, image: Image) -> "State":
        """Return the state of a stage that begins with an image."""
        return cls(Image.load(replace(image, parent="", container="").dump()), image.id)

    @classmethod
    def scratch(cls, engine: "Engine") -> "State":
        """Return the state of a stage that begins with nothing."""
        now = engine.machine.clock.now
        if EMPTY_DISK not in engine.machine.disks:
            engine.machine.disks.create(EMPTY_DISK, now=now)
        config = {"Env": [f"PATH={DEFAULT_PATH}"], "Cmd": None, "Entrypoint": None, "WorkingDir": "/"}
        return cls(Image("", rfc3339_nano(now), config, [], [], EMPTY_DISK), "scratch")

    def variables(self) -> dict[str, str]:
        """Return the variables that words of instructions see: ENV over ARG."""
        return {**self.values, **configure.environment(self.image.config)}

    def child_key(self, *parts: str) -> str:
        """Return the key of what a step makes of these files."""
        return sha256("\0".join([self.key, *parts]).encode()).hexdigest()

    def on(self, record: CacheRecord, created_by: str) -> "State":
        """Return the state after a step whose result is known."""
        row = HistoryRow(rfc3339_nano(record.created), created_by, record.size, COMMENT)
        image = replace(
            self.image, disk=record.disk, layers=[*self.image.layers, record.layer], history=[*self.image.history, row]
        )
        return replace(self, image=image, key=record.key)

    def remember(  # noqa: PLR0917  (a record in all its parts)
        self, engine: "Engine", key: str, created_by: str, title: str, disk: str, size: int
    ) -> "State":
        """Keep a step's result in the cache and return the state after it."""
        now = engine.machine.clock.now
        record = CacheRecord(
            key, engine.machine.rng.pick("buildkit", ALPHABET, 25), title, "regular", disk, digest("layer", disk), size,
            now, now, 1,
        )  # fmt: skip
        engine.builds.records[key] = record
        return self.on(record, created_by)

    def with_files(
        self, engine: "Engine", key: str, created_by: str, title: str, make: Callable[[FileView], None]
    ) -> "State":
        """Change the files, keep the result in the cache, and return the state after it. Raises EngineError."""
        machine = engine.machine
        disk = f"built/{machine.rng.hex('image', 64)}"
        system = machine.disks.create(disk, lower=self.image.disk, now=machine.clock.now)
        make(FileView(MountTable(Mount("/", system, disk=disk)), machine.clock, umask=0o022))
        size = sum(len(inode.data) for inode in system.upper.values() if inode.kind == "file")
        return self.remember(engine, key, created_by, title, disk, size)
