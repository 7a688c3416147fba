"""The machines below the nodes: their disks and addresses.

The node ``controlplane`` is the machine that the learner types on; every other node has a disk of its own.
"""

from typing import Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import ROOT_USER, FileView
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.machine import Machine

LEARNERS_NODE = "controlplane"


class NodeDisks:
    """The file systems of the nodes, made when they are first needed."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @staticmethod
    def name_of(node: str) -> str:
        """Return the name of a node's disk, which may not be made yet."""
        return "host" if node == LEARNERS_NODE else f"node/{node}"

    def disk_of(self, node: str) -> str:
        """Return the name of a node's disk."""
        name = self.name_of(node)
        if name not in self.machine.disks:
            self.machine.disks.create(name, lower="host", now=self.machine.clock.now)
        return name

    def files(self, node: str) -> FileView:
        """Return a node's files as root sees them."""
        name = self.disk_of(node)
        return FileView(MountTable(Mount("/", self.machine.disks[name], disk=name)), self.machine.clock, user=ROOT_USER)

    def write(self, node: str, path: str, text: str) -> None:
        """Write a file on a node, with the directories on the way."""
        files = self.files(node)
        files.mkdir(path.rpartition("/")[0], 0o755, parents=True)
        files.write(path, text.encode())

    def host_path(self, node: str, path: str, kind: str, volume: str) -> list[Any]:
        """Return ``[disk, inode]`` of a path on a node, made or checked as its type asks for. Raises HostPathError."""
        files = self.files(node)
        standing = files.kind(path)
        if standing is None and kind in ("", "DirectoryOrCreate"):
            files.mkdir(path, 0o755, parents=True)
        elif standing is None and kind == "FileOrCreate":
            self._make_file(files, path, volume)
        elif kind and not _is_kind(standing, kind):
            words = f"hostPath type check failed: {path} is not {_ARTICLES[kind]}"
            raise HostPathError(f'MountVolume.SetUp failed for volume "{volume}" : {words}')
        place = files.mounts.resolve(path)
        return [place.mount.disk, place.number]

    @staticmethod
    def _make_file(files: FileView, path: str, volume: str) -> None:
        try:
            files.write(path, b"")
            files.chmod(path, 0o644)
        except KernelError as error:
            words = f'MountVolume.SetUp failed for volume "{volume}" : open {path}: {str(error).lower()}'
            raise HostPathError(words) from error


class HostPathError(Exception):
    """A path of the node is not what the volume asks for; ``str()`` is the kubelet's message."""


_ARTICLES = {
    "Directory": "a directory",
    "DirectoryOrCreate": "a directory",
    "File": "a file",
    "FileOrCreate": "a file",
    "Socket": "a socket file",
    "CharDevice": "a character device",
    "BlockDevice": "a block device",
}


def _is_kind(standing: str | None, kind: str) -> bool:
    if kind in ("Directory", "DirectoryOrCreate"):
        return standing == "dir"
    if kind in ("File", "FileOrCreate"):
        return standing == "file"
    return standing == {"Socket": "socket"}.get(kind, "device")
