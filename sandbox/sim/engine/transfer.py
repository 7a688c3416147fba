"""Trees of files copied from one view to another, and into and out of tar archives.

Models moby pkg/archive (CopyInfo, Tar, Untar). Not modelled: extended attributes, device nodes other than the simulated
ones, sparse files.
"""

import io
import posixpath
import tarfile

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.filesystem import Inode

Owner = tuple[int, int] | None


class BadArchive(Exception):  # noqa: N818  (said by the bytes, not by the code)
    """The bytes are no tar archive."""


def copy(source: FileView, path: str, target: FileView, place: str, *, owner: Owner, follow: bool = False) -> None:
    """Copy what stands at ``path`` to ``place``; directories merge, other things replace. Raises KernelError."""
    inode = source.stat(path, follow=follow)
    if inode.kind == "dir":
        if target.kind(place) != "dir":
            target.mkdir(place)
        _adopt(target, place, inode, owner)
        for name in source.listdir(path):
            copy(source, posixpath.join(path, name), target, posixpath.join(place, name), owner=owner)
        return
    _clear(target, place)
    if inode.kind == "link":
        target.symlink(inode.target, place)
    elif inode.kind == "file":
        target.write(place, inode.data)
        _adopt(target, place, inode, owner)
    else:
        target.mknod(place, inode.kind, inode.target)


def _clear(target: FileView, place: str) -> None:
    kind = target.kind(place, follow=False)
    if kind == "dir":
        raise KernelError("EISDIR", place)
    if kind == "link":
        target.unlink(place)


def _adopt(target: FileView, place: str, original: Inode, owner: Owner) -> None:
    where = target.mounts.resolve(place, target.cwd)
    copied = where.mount.system.writable(where.number)
    copied.mode, copied.mtime = original.mode, original.mtime
    copied.uid, copied.gid = owner if owner is not None else (original.uid, original.gid)


def pack(source: FileView, path: str, name: str, *, follow: bool = False) -> bytes:
    """Return a tar archive of what stands at ``path``, under the name ``name`` (empty for its contents alone)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        _add(archive, source, path, name, follow=follow)
    return buffer.getvalue()


def _add(archive: tarfile.TarFile, source: FileView, path: str, name: str, *, follow: bool = False) -> None:
    inode = source.stat(path, follow=follow)
    if name:
        entry = tarfile.TarInfo(name)
        entry.mode, entry.uid, entry.gid, entry.mtime = inode.mode, inode.uid, inode.gid, inode.mtime // SECOND
        kinds = {"dir": tarfile.DIRTYPE, "link": tarfile.SYMTYPE, "file": tarfile.REGTYPE}
        entry.type = kinds.get(inode.kind, tarfile.CHRTYPE)
        entry.linkname = inode.target if inode.kind == "link" else ""
        entry.size = len(inode.data) if inode.kind == "file" else 0
        archive.addfile(entry, io.BytesIO(inode.data) if inode.kind == "file" else None)
    if inode.kind == "dir":
        for child in source.listdir(path):
            _add(archive, source, posixpath.join(path, child), f"{name}/{child}" if name else child)


def unpack(data: bytes, target: FileView, place: str, *, owner: Owner = None) -> None:
    """Write an archive's entries below a directory. Raises BadArchive, KernelError."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for entry in archive:
                _extract(archive, entry, target, place, owner)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive(str(error)) from error


def _extract(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: FileView, place: str, owner: Owner) -> None:
    name = posixpath.normpath("/" + entry.name.lstrip("/")).lstrip("/")
    path = posixpath.join(place, name) if name else place
    ids = owner if owner is not None else (entry.uid, entry.gid)
    stamp = Inode("file", entry.mode & 0o7777, mtime=int(entry.mtime) * SECOND)
    if entry.isdir():
        target.mkdir(path, parents=True)
        _adopt(target, path, stamp, ids)
        return
    target.mkdir(posixpath.dirname(path) or "/", parents=True)
    if entry.issym():
        if target.kind(path, follow=False) is not None:
            target.unlink(path)
        target.symlink(entry.linkname, path)
    elif entry.isreg():
        content = archive.extractfile(entry)
        target.write(path, content.read() if content is not None else b"")
        _adopt(target, path, stamp, ids)


def names(data: bytes) -> list[str]:
    """Return the names of an archive's entries. Raises BadArchive."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return archive.getnames()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive(str(error)) from error
