"""The file calls of a process: paths, permissions, read-only mounts.

Models open(2) and its kin. Not modelled: access control lists, capabilities other than root's, file locks.
"""

from dataclasses import dataclass

from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.kernel.mounts import MountTable, Place

READ, WRITE, EXECUTE = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: user and group ids; user 0 may do anything but write to a read-only mount."""

    uid: int = 0
    gid: int = 0
    groups: tuple[int, ...] = ()


ROOT_USER = Credentials()


class FileView:
    """Files as one process sees them: its mounts, its user, its working directory."""

    def __init__(
        self, mounts: MountTable, clock: Clock, *, user: Credentials = ROOT_USER, cwd: str = "/", umask: int = 0o022
    ) -> None:
        self.mounts = mounts
        self.clock = clock
        self.user = user
        self.cwd = cwd
        self.umask = umask

    # Looking

    def stat(self, path: str, *, follow: bool = True) -> Inode:
        """Return the inode, to read. Raises ENOENT, ENOTDIR, ELOOP."""
        return self.mounts.resolve(path, self.cwd, follow=follow).inode

    def exists(self, path: str) -> bool:
        """Say whether the path leads to something."""
        return self.kind(path) is not None

    def kind(self, path: str, *, follow: bool = True) -> str | None:
        """Return ``file``, ``dir``, ``link``, … or None where there is nothing."""
        try:
            return self.stat(path, follow=follow).kind
        except KernelError:
            return None

    def realpath(self, path: str) -> str:
        """Return the path without links and dots. Raises ENOENT."""
        return self.mounts.resolve(path, self.cwd).path

    def allows(self, inode: Inode, access: int) -> bool:
        """Say whether the user has READ, WRITE or EXECUTE access (a sum of them)."""
        user = self.user
        if user.uid == 0:
            return not access & EXECUTE or inode.kind == "dir" or bool(inode.mode & 0o111)
        shift = 6 if user.uid == inode.uid else 3 if inode.gid in (user.gid, *user.groups) else 0
        return (inode.mode >> shift) & access == access

    def read(self, path: str) -> bytes:
        """Return a file's content. Raises ENOENT, EISDIR, EACCES."""
        place = self._file(path, READ)
        return place.inode.data

    def read_text(self, path: str) -> str:
        """Return a file's content as text; bytes that are not UTF-8 become U+FFFD."""
        return self.read(path).decode(errors="replace")

    def readlink(self, path: str) -> str:
        """Return where a symbolic link points. Raises EINVAL for anything else."""
        inode = self.stat(path, follow=False)
        if inode.kind != "link":
            raise KernelError("EINVAL", path)
        return inode.target

    def listdir(self, path: str) -> list[str]:
        """Return the names in a directory, sorted, mount points included. Raises ENOTDIR, EACCES."""
        place = self.mounts.resolve(path, self.cwd)
        if place.inode.kind != "dir":
            raise KernelError("ENOTDIR", path)
        if not self.allows(place.inode, READ):
            raise KernelError("EACCES", path)
        return sorted(place.inode.entries)

    # Changing

    def write(self, path: str, data: bytes | str, *, append: bool = False, mode: int = 0o666) -> None:
        """Create a file or replace (or extend) its content. Raises ENOENT, EISDIR, EACCES, EROFS, EDQUOT."""
        content = data.encode() if isinstance(data, str) else data
        place = self.create(path, mode=mode)
        if place.inode.kind == "device":
            return
        before = place.inode.data if append else b""
        place.mount.system.write_data(place.number, before + content, self.clock.now)

    def create(self, path: str, *, mode: int = 0o666) -> Place:
        """Return the file at ``path`` ready to be written, made empty where there was none."""
        try:
            return self._file(path, WRITE)
        except KernelError as error:
            if error.code != "ENOENT" or path.endswith("/"):
                raise
        parent, name = self.mounts.resolve_parent(path, self.cwd, follow=True)
        number = self._add(parent, name, Inode("file", mode & ~self.umask), path)
        return Place(parent.mount, number, f"{parent.path.rstrip('/')}/{name}")

    def mkdir(self, path: str, mode: int = 0o777, *, parents: bool = False) -> None:
        """Make a directory, with ``parents`` also those above it. Raises EEXIST, ENOENT, EACCES, EROFS."""
        if parents:
            self._make_parents(path)
            if self.kind(path) == "dir":
                return
        if self.kind(path, follow=False) is not None:
            raise KernelError("EEXIST", path)
        parent, name = self.mounts.resolve_parent(path, self.cwd)
        self._add(parent, name, Inode("dir", mode & ~self.umask), path)

    def _make_parents(self, path: str) -> None:
        head = path.rstrip("/").rpartition("/")[0]
        if head and self.kind(head) is None:
            self.mkdir(head, parents=True)

    def symlink(self, target: str, path: str) -> None:
        """Make a symbolic link at ``path``."""
        parent, name = self.mounts.resolve_parent(path, self.cwd)
        self._add(parent, name, Inode("link", 0o777, target=target), path)

    def mknod(self, path: str, kind: str, target: str = "", mode: int = 0o666) -> None:
        """Make a device or a FIFO."""
        parent, name = self.mounts.resolve_parent(path, self.cwd)
        self._add(parent, name, Inode("device" if kind == "device" else "fifo", mode, target=target), path)

    def link(self, existing: str, path: str) -> None:
        """Give a file a second name on the same file system. Raises EXDEV, EPERM for a directory."""
        place = self.mounts.resolve(existing, self.cwd, follow=False)
        parent, name = self.mounts.resolve_parent(path, self.cwd)
        if place.inode.kind == "dir":
            raise KernelError("EPERM", existing)
        if parent.mount.system is not place.mount.system:
            raise KernelError("EXDEV", path)
        self._may_change(parent, path)
        parent.mount.system.link(parent.number, name, place.number, self.clock.now)

    def unlink(self, path: str) -> None:
        """Remove a name of something that is not a directory. Raises EISDIR, EBUSY for a mount point."""
        place, parent, name = self._entry(path)
        if place.inode.kind == "dir":
            raise KernelError("EISDIR", path)
        parent.mount.system.remove(parent.number, name, self.clock.now)

    def rmdir(self, path: str) -> None:
        """Remove an empty directory. Raises ENOTDIR, ENOTEMPTY, EBUSY."""
        place, parent, name = self._entry(path)
        if place.inode.kind != "dir":
            raise KernelError("ENOTDIR", path)
        parent.mount.system.remove(parent.number, name, self.clock.now)

    def rename(self, old: str, new: str) -> None:
        """Move a name, replacing a file or an empty directory. Raises EXDEV, and EINVAL for a move into itself."""
        place, parent, name = self._entry(old)
        to_parent, to_name = self.mounts.resolve_parent(new, self.cwd)
        self._may_change(to_parent, new)
        if to_parent.mount.system is not place.mount.system:
            raise KernelError("EXDEV", new)
        if f"{to_parent.path}/".startswith(f"{place.path}/"):
            raise KernelError("EINVAL", new)
        standing = to_parent.inode.entries.get(to_name)
        if standing == place.number:
            return
        if standing is not None:
            self._check_replaceable(place, place.mount.system.inode(standing), new)
            to_parent.mount.system.remove(to_parent.number, to_name, self.clock.now)
        place.mount.system.move(parent.number, name, to_parent.number, to_name, self.clock.now)

    @staticmethod
    def _check_replaceable(place: Place, standing: Inode, new: str) -> None:
        if standing.kind == "dir" and place.inode.kind != "dir":
            raise KernelError("EISDIR", new)
        if standing.kind != "dir" and place.inode.kind == "dir":
            raise KernelError("ENOTDIR", new)

    def chmod(self, path: str, mode: int) -> None:
        """Set the permission bits. Raises EPERM for other people's files, EROFS."""
        self._owned(path).mode = mode & 0o7777

    def chown(self, path: str, uid: int | None = None, gid: int | None = None, *, follow: bool = True) -> None:
        """Set owner and group; None leaves one as it is. Only root may."""
        if self.user.uid != 0:
            raise KernelError("EPERM", path)
        inode = self._owned(path, follow=follow)
        inode.uid = inode.uid if uid is None else uid
        inode.gid = inode.gid if gid is None else gid

    def utime(self, path: str, mtime: int) -> None:
        """Set the time of last change, in nanoseconds since the epoch."""
        self._owned(path).mtime = mtime

    # Rights

    def _owned(self, path: str, *, follow: bool = True) -> Inode:
        place = self.mounts.resolve(path, self.cwd, follow=follow)
        if place.mount.read_only:
            raise KernelError("EROFS", path)
        if self.user.uid not in (0, place.inode.uid):
            raise KernelError("EPERM", path)
        return place.mount.system.writable(place.number)

    def _file(self, path: str, access: int) -> Place:
        place = self.mounts.resolve(path, self.cwd)
        if place.inode.kind == "dir":
            raise KernelError("EISDIR", path)
        if access & WRITE and place.mount.read_only and place.inode.kind != "device":
            raise KernelError("EROFS", path)
        if not self.allows(place.inode, access):
            raise KernelError("EACCES", path)
        return place

    def _entry(self, path: str) -> tuple[Place, Place, str]:
        parent, name = self.mounts.resolve_parent(path, self.cwd)
        place = self.mounts.resolve(path, self.cwd, follow=False)
        if self.mounts.is_mount_point(place.path):
            raise KernelError("EBUSY", path)
        self._may_change(parent, path)
        if parent.inode.mode & 0o1000 and self.user.uid not in (0, place.inode.uid, parent.inode.uid):
            raise KernelError("EPERM", path)
        return place, parent, name

    def _may_change(self, directory: Place, path: str) -> None:
        if directory.mount.read_only:
            raise KernelError("EROFS", path)
        if not self.allows(directory.inode, WRITE | EXECUTE):
            raise KernelError("EACCES", path)

    def _add(self, parent: Place, name: str, inode: Inode, path: str) -> int:
        if parent.inode.kind != "dir":
            raise KernelError("ENOTDIR", path)
        self._may_change(parent, path)
        inode.uid, inode.gid, inode.mtime = self.user.uid, self.user.gid, self.clock.now
        return parent.mount.system.add(parent.number, name, inode, self.clock.now)
