"""The file systems of a World by name.

A disk is named for what it holds: ``host/controlplane``, ``container/<id>``, ``volume/<name>``, ``tmpfs/<id>``. The
lower layer of a disk is pristine (an image of the catalogue, a freshly installed host), never dumped, and found again
by its name; or it is another disk (an image that the learner built), made before it and frozen.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.kernel.filesystem import FileSystem

PristineSource = Callable[[str], FileSystem]
"""Returns the pristine file system of a name such as ``image/<id>``; the same object each time, never changed."""


class Disks:
    """File systems by name, each over a pristine one or empty."""

    def __init__(self, pristine: PristineSource) -> None:
        self._pristine = pristine
        self._disks: dict[str, FileSystem] = {}
        self._lowers: dict[str, str] = {}

    def create(self, name: str, *, lower: str = "", quota: int | None = None, now: int = 0) -> FileSystem:
        """Make a disk, empty or over ``lower``: a pristine file system, or a disk that will not change any more."""
        if name in self._disks:
            raise ValueError(f"two disks named {name!r}")
        system = FileSystem(self._lower(lower), quota, now)
        self._disks[name] = system
        self._lowers[name] = lower
        return system

    def _lower(self, name: str) -> FileSystem | None:
        if not name:
            return None
        return self._disks.get(name) or self._pristine(name)

    def __getitem__(self, name: str) -> FileSystem:
        return self._disks[name]

    def __contains__(self, name: str) -> bool:
        return name in self._disks

    def is_lower(self, name: str) -> bool:
        """Say whether another disk stands on this one."""
        return name in self._lowers.values()

    def named(self, prefix: str) -> list[str]:
        """Return the names of the disks that begin with a prefix, the latest first."""
        return [name for name in reversed(self._disks) if name.startswith(prefix)]

    def remove(self, name: str) -> None:
        """Forget a disk with all that it holds."""
        del self._disks[name]
        del self._lowers[name]

    def dump(self) -> list[Any]:
        """Return the changes of all disks as JSON-able data."""
        return [[name, self._lowers[name], disk.dump()] for name, disk in self._disks.items()]

    @classmethod
    def load(cls, state: list[Any], pristine: PristineSource) -> "Disks":
        """Return the disks that ``dump()`` described."""
        disks = cls(pristine)
        for name, lower, dumped in state:
            disks._disks[name] = FileSystem.load(dumped, disks._lower(lower))
            disks._lowers[name] = lower
        return disks
