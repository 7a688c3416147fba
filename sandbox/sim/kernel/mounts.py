"""Which file system a path leads to.

Models mount namespaces: a root and what is mounted over its directories and files (volumes, bind mounts, tmpfs).
Not modelled: propagation, remounting.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.filesystem import ROOT, FileSystem, Inode

MAX_LINKS = 40
"""How many symbolic links one path may pass, as in Linux."""


@dataclass(frozen=True, slots=True)
class Mount:
    """An inode of a file system (its root, a volume's directory, a bound file) standing at a path."""

    path: str
    system: FileSystem
    root: int = ROOT
    read_only: bool = False
    disk: str = ""
    """The name under which the World keeps the file system."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path led: the mount, the inode's number there, and the path without links and dots."""

    mount: Mount
    number: int
    path: str

    @property
    def inode(self) -> Inode:
        """The inode, to read."""
        return self.mount.system.inode(self.number)


class MountTable:
    """The mounts of one set of namespaces; the first is the root."""

    def __init__(self, root: Mount, mounts: tuple[Mount, ...] = ()) -> None:
        self.root = root
        self._mounts = {mount.path: mount for mount in mounts}

    def __iter__(self) -> Iterator[Mount]:
        return iter((self.root, *self._mounts.values()))

    def add(self, mount: Mount) -> None:
        """Mount something, over what stood there."""
        self._mounts[mount.path] = mount

    def remove(self, path: str) -> None:
        """Unmount; raises EINVAL where nothing is mounted."""
        if self._mounts.pop(path, None) is None:
            raise KernelError("EINVAL", path)

    def is_mount_point(self, path: str) -> bool:
        """Say whether something is mounted exactly there."""
        return path in self._mounts

    def resolve(self, path: str, cwd: str = "/", *, follow: bool = True) -> Place:
        """Walk a path. Raises ENOENT, ENOTDIR, ELOOP with the path as it was given."""
        place, rest = self._walk(path, cwd, follow=follow)
        if rest:
            raise KernelError("ENOENT", path)
        return place

    def resolve_parent(self, path: str, cwd: str = "/", *, follow: bool = False) -> tuple[Place, str]:
        """Walk to the directory that a new name would stand in, and return it with the name.

        With ``follow``, a dangling link as the last part leads on to where it points, as open(2) with O_CREAT does.
        """
        name = path.rstrip("/").rsplit("/", 1)[-1]
        if name in ("", ".", ".."):
            raise KernelError("EINVAL", path)
        place, rest = self._walk(path, cwd, follow=follow)
        if rest:
            return place, rest
        parent, name = place.path.rsplit("/", 1)
        return self.resolve(parent or "/"), name

    def _walk(self, path: str, cwd: str, *, follow: bool) -> tuple[Place, str]:
        """Return where the walk ended, and the last name if only that one is missing there."""
        if not path:
            raise KernelError("ENOENT", path)
        place = Place(self.root, self.root.root, "/")
        todo = [part for part in (path if path.startswith("/") else f"{cwd}/{path}").split("/") if part][::-1]
        links = 0
        while todo:
            name = todo.pop()
            if place.inode.kind != "dir":
                raise KernelError("ENOTDIR", path)
            step = self._step(place, name)
            if step is None:
                if todo:
                    raise KernelError("ENOENT", path)
                return place, name
            if step.inode.kind == "link" and (todo or follow or path.endswith("/")):
                links += 1
                if links > MAX_LINKS:
                    raise KernelError("ELOOP", path)
                target = step.inode.target
                todo.extend(part for part in target.split("/")[::-1] if part)
                if target.startswith("/"):
                    place = Place(self.root, self.root.root, "/")
            else:
                place = step
        if path.endswith("/") and place.inode.kind != "dir":
            raise KernelError("ENOTDIR", path)
        return place, ""

    def _step(self, place: Place, name: str) -> Place | None:
        if name == ".":
            return place
        if name == "..":
            return self.resolve(place.path.rsplit("/", 1)[0] or "/", follow=False)
        path = f"{place.path.rstrip('/')}/{name}"
        mount = self._mounts.get(path)
        if mount is not None:
            return Place(mount, mount.root, path)
        number = place.inode.entries.get(name)
        return None if number is None else Place(place.mount, number, path)
