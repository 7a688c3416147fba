"""Namespaces: the world as the processes of one container (or of a host) see it.

Models mount, UTS, PID and network namespaces, one of each per container; a network may be shared by naming the
namespaces whose network is used. Not modelled: user and IPC namespaces.
"""

from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.disks import Disks

HOST = "host"
"""The namespaces of the machine that the learner types on."""


@dataclass(slots=True)
class Namespaces:
    """One set of namespaces. A row of ``mounts`` is ``[path, disk, inode number, read-only]``."""

    name: str
    hostname: str
    root: str
    """The disk of the root directory."""
    network: str = ""
    """The network namespace: a name that the network knows; empty for none."""
    owner: str = ""
    """Who is told when the first process ends: ``docker`` or ``kubelet``; empty for nobody."""
    read_only: bool = False
    mounts: list[list[Any]] = field(default_factory=list)
    next_pid: int = 1
    init: int = 0
    """The World-wide pid of the process that is 1 inside."""
    memory_limit: int = 0
    """Bytes; 0 for none."""

    def table(self, disks: Disks) -> MountTable:
        """Return the mounts, ready to resolve paths."""
        root = Mount("/", disks[self.root], read_only=self.read_only, disk=self.root)
        return MountTable(root, tuple(Mount(path, disks[disk], at, ro, disk) for path, disk, at, ro in self.mounts))

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [
            self.name, self.hostname, self.root, self.network, self.owner, self.read_only, self.mounts, self.next_pid,
            self.init, self.memory_limit,
        ]  # fmt: skip
