"""The files of an image, written down by path and turned into a file system once.

Models the root file system that an image's layers make together. Not modelled: extended attributes.
"""

from sandbox.sim.kernel.filesystem import ROOT, FileSystem, Inode
from sandbox.sim.runtime.executables import binary


class Tree:
    """Builds a file system; parents are made as needed, a later entry replaces an earlier one."""

    def __init__(self, now: int = 0) -> None:
        self.system = FileSystem(now=now)
        self.now = now
        self._numbers: dict[str, int] = {"/": ROOT}

    def _put(self, path: str, inode: Inode) -> None:
        parent, _, name = path.rpartition("/")
        directory = self.directory(parent or "/")
        inode.mtime = self.now
        if path in self._numbers:
            self.system.remove(directory, name, self.now)
        self._numbers[path] = self.system.add(directory, name, inode, self.now)

    def directory(self, path: str, mode: int = 0o755, *, uid: int = 0, gid: int = 0) -> int:
        """Make a directory unless it is there, and return its inode number."""
        if path not in self._numbers:
            self._put(path, Inode("dir", mode, uid, gid))
        return self._numbers[path]

    def file(self, path: str, text: str | bytes = b"", mode: int = 0o644, *, uid: int = 0, gid: int = 0) -> None:
        """Write a file."""
        data = text.encode() if isinstance(text, str) else text
        self._put(path, Inode("file", mode, uid, gid, data=data))
        self.system.used += len(data)

    def append(self, path: str, text: str) -> None:
        """Write more to the end of a file that is there."""
        inode = self.system.writable(self._numbers[path])
        inode.data += text.encode()
        self.system.used += len(text.encode())

    def link(self, path: str, target: str) -> None:
        """Make a symbolic link."""
        self._put(path, Inode("link", 0o777, target=target))

    def device(self, path: str, name: str) -> None:
        """Make a device that the simulated kernel knows by name."""
        self._put(path, Inode("device", 0o666, target=name))

    def program(self, path: str, program: str) -> None:
        """Put an executable that runs one of the World's programs."""
        self.file(path, binary(program), 0o755)

    def programs(self, directory: str, names: str) -> None:
        """Put many executables, each named as its program."""
        for name in names.split():
            self.program(f"{directory}/{name}", name)

    def standard_directories(self) -> None:
        """Make what every root file system has, and the devices that the engine puts into /dev."""
        for path in ("/bin", "/dev", "/etc", "/home", "/proc", "/sys", "/usr/bin", "/usr/sbin", "/var"):
            self.directory(path)
        self.directory("/root", 0o700)
        self.directory("/tmp", 0o1777)  # noqa: S108  (the simulated one)
        for name in ("null", "zero", "full", "random", "urandom", "stdin", "stdout", "stderr"):
            self.device(f"/dev/{name}", name)
