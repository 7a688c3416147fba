"""Copies of directory trees from one file system into another.

Models what the daemon does on copy-up into an empty volume, and on ``docker cp``. Not modelled: hard links, which
become files of their own.
"""

from dataclasses import replace

from sandbox.sim.kernel.filesystem import FileSystem, Inode

Owner = tuple[int, int] | None
"""User and group that the copies get; None keeps those of the originals."""


def copy_entries(source: FileSystem, directory: int, target: FileSystem, into: int, *, owner: Owner = None) -> None:
    """Copy all that stands in a directory into another directory. Files and links replace, directories merge."""
    for name, number in source.inode(directory).entries.items():
        copy_inode(source, number, target, into, name, owner=owner)


def copy_inode(
    source: FileSystem, number: int, target: FileSystem, into: int, name: str, *, owner: Owner = None
) -> int:
    """Copy an inode, and what is below it, to a name in a directory; return the copy's number."""
    original = source.inode(number)
    standing = target.inode(into).entries.get(name)
    if original.kind == "dir" and standing is not None and target.inode(standing).kind == "dir":
        copy_entries(source, number, target, standing, owner=owner)
        return standing
    if standing is not None:
        remove_tree(target, into, name, original.mtime)
    copy = _bare_copy(original, owner)
    made = target.add(into, name, copy, original.mtime)
    target.used += len(copy.data)
    if original.kind == "dir":
        copy_entries(source, number, target, made, owner=owner)
        target.writable(made).mtime = original.mtime
    return made


def _bare_copy(original: Inode, owner: Owner) -> Inode:
    copy = replace(original, entries={}, links=1)
    if owner is not None:
        copy.uid, copy.gid = owner
    return copy


def remove_tree(system: FileSystem, directory: int, name: str, now: int) -> None:
    """Remove a name with all that is below it."""
    number = system.inode(directory).entries[name]
    if system.inode(number).kind == "dir":
        for child in list(system.inode(number).entries):
            remove_tree(system, number, child, now)
    system.remove(directory, name, now)


def tree_size(system: FileSystem, number: int) -> int:
    """Return the bytes of all files below an inode, itself included."""
    inode = system.inode(number)
    if inode.kind == "dir":
        return sum(tree_size(system, child) for child in inode.entries.values())
    return len(inode.data)
