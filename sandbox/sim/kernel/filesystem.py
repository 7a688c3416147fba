"""A file system of inodes, with a lower layer that it never changes.

Models overlayfs as Docker uses it (a writable layer over an image) and plain local file systems. A directory entry
holds an inode number; an inode of the lower layer is copied up under the same number when it changes, so that the
differences to the image are exactly the inodes of the upper layer. Not modelled: extended attributes, device numbers,
sparse files.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.kernel.errors import KernelError

ROOT = 1
NAME_MAX = 255

Kind = Literal["file", "dir", "link", "device", "fifo", "socket"]


@dataclass(slots=True)
class Inode:
    """A file, directory, symbolic link or device. Times are nanoseconds since the epoch."""

    kind: Kind
    mode: int
    uid: int = 0
    gid: int = 0
    mtime: int = 0
    links: int = 1
    data: bytes = b""
    """A file's content."""
    entries: dict[str, int] = field(default_factory=dict)
    """A directory's names and inode numbers, without ``.`` and ``..``."""
    target: str = ""
    """Where a link points; a device's name, such as ``null``."""

    @property
    def size(self) -> int:
        """Size in bytes as stat(2) gives it."""
        if self.kind == "dir":
            return 4096
        return len(self.target.encode()) if self.kind == "link" else len(self.data)

    def dump(self) -> list[Any]:
        """Return the inode as a JSON-able row."""
        return [self.kind, self.mode, self.uid, self.gid, self.mtime, self.links, self._content()]

    def _content(self) -> Any:
        if self.kind == "dir":
            return self.entries
        return encode_bytes(self.data) if self.kind == "file" else self.target

    @classmethod
    def load(cls, row: list[Any]) -> "Inode":
        """Return the inode that ``dump()`` described."""
        kind, mode, uid, gid, mtime, links, content = row
        inode = cls(kind, mode, uid, gid, mtime, links)
        if kind == "dir":
            inode.entries = content
        elif kind == "file":
            inode.data = decode_bytes(content)
        else:
            inode.target = content
        return inode


class FileSystem:
    """Inodes by number; number 1 is the root directory. Paths are the business of ``FileView``."""

    def __init__(self, lower: "FileSystem | None" = None, quota: int | None = None, now: int = 0) -> None:
        self.lower = lower
        self.quota = quota
        self.upper: dict[int, Inode] = {}
        self.used = 0
        self._held: dict[int, int] = {}
        self.next_number: int = lower.next_number if lower else ROOT + 1
        if lower is None:
            self.upper[ROOT] = Inode("dir", 0o755, mtime=now, links=2)

    def inode(self, number: int) -> Inode:
        """Return an inode to read."""
        found = self.upper.get(number)
        if found is None:
            assert self.lower is not None, f"inode {number} is in no layer"  # noqa: S101  (an inner contradiction)
            return self.lower.inode(number)
        return found

    def writable(self, number: int) -> Inode:
        """Return an inode to change, copied up from the lower layer where it is still there."""
        if number not in self.upper:
            assert self.lower is not None, f"inode {number} is in no layer"  # noqa: S101  (an inner contradiction)
            lower = self.lower.inode(number)
            self.upper[number] = replace(lower, entries=dict(lower.entries))
        return self.upper[number]

    def write_data(self, number: int, data: bytes, now: int) -> None:
        """Replace a file's content. Raises KernelError EDQUOT past the quota, leaving the file as it was."""
        growth = len(data) - len(self.inode(number).data)
        if self.quota is not None and growth > 0 and self.used + growth > self.quota:
            raise KernelError("EDQUOT")
        inode = self.writable(number)
        inode.data = data
        inode.mtime = now
        self.used += growth

    def add(self, directory: int, name: str, inode: Inode, now: int) -> int:
        """Put a new inode into a directory and return its number. Raises EEXIST, ENAMETOOLONG."""
        number = self.next_number
        self._enter(directory, name, number, now)
        self.next_number += 1
        self.upper[number] = inode
        if inode.kind == "dir":
            inode.links = 2
            self.upper[directory].links += 1
        return number

    def link(self, directory: int, name: str, number: int, now: int) -> None:
        """Give an existing inode a further name."""
        self._enter(directory, name, number, now)
        self.writable(number).links += 1

    def _enter(self, directory: int, name: str, number: int, now: int) -> None:
        if len(name.encode()) > NAME_MAX:
            raise KernelError("ENAMETOOLONG", name)
        if name in self.inode(directory).entries:
            raise KernelError("EEXIST", name)
        parent = self.writable(directory)
        parent.entries[name] = number
        parent.mtime = now

    def remove(self, directory: int, name: str, now: int) -> None:
        """Take a name out of a directory; the inode goes with its last name. A directory must be empty (ENOTEMPTY)."""
        number = self.inode(directory).entries[name]
        inode = self.inode(number)
        if inode.kind == "dir" and inode.entries:
            raise KernelError("ENOTEMPTY", name)
        parent = self.writable(directory)
        del parent.entries[name]
        parent.mtime = now
        if inode.kind == "dir":
            parent.links -= 1
        self._drop(number, inode)

    def _drop(self, number: int, inode: Inode) -> None:
        if inode.kind != "dir" and inode.links > 1:
            self.writable(number).links -= 1
            return
        if self._held.get(number):
            self.writable(number).links = 0
            return
        self.used -= len(inode.data)
        self.upper.pop(number, None)

    def hold(self, number: int) -> None:
        """Note that a process has the file open: an unlinked file stays until the last one closes it."""
        self._held[number] = self._held.get(number, 0) + 1

    def release(self, number: int) -> None:
        """Undo one ``hold()``."""
        self._held[number] -= 1
        if not self._held[number]:
            del self._held[number]
            inode = self.inode(number)
            if inode.links == 0:
                self._drop(number, inode)

    def move(self, directory: int, name: str, to_directory: int, to_name: str, now: int) -> None:
        """Give an inode another name or directory; what had the new name must have been removed before."""
        number = self.inode(directory).entries[name]
        self._enter(to_directory, to_name, number, now)
        parent = self.writable(directory)
        del parent.entries[name]
        parent.mtime = now
        if self.inode(number).kind == "dir" and directory != to_directory:
            parent.links -= 1
            self.writable(to_directory).links += 1

    def dump(self) -> dict[str, Any]:
        """Return the upper layer as JSON-able data; the lower layer is referred to by who mounts it."""
        rows = {str(number): self.upper[number].dump() for number in sorted(self.upper)}
        held = {str(number): self._held[number] for number in sorted(self._held)}
        return {"next": self.next_number, "used": self.used, "quota": self.quota, "held": held, "inodes": rows}

    @classmethod
    def load(cls, state: dict[str, Any], lower: "FileSystem | None" = None) -> "FileSystem":
        """Return the file system that ``dump()`` described, over the same lower layer."""
        system = cls(lower, state["quota"])
        system.next_number = state["next"]
        system.used = state["used"]
        system._held = {int(number): count for number, count in state["held"].items()}
        system.upper = {int(number): Inode.load(row) for number, row in state["inodes"].items()}
        return system
