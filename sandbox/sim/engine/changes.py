"""What a container has changed in its image's files.

Models moby daemon/changes.go and pkg/archive changes: A added, C changed, D deleted. The files that the daemon itself
puts into every container are no changes.
"""

from typing import TYPE_CHECKING

from sandbox.sim.engine.container import Container
from sandbox.sim.kernel.filesystem import ROOT, FileSystem, Inode

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

ADDED, CHANGED, DELETED = "A", "C", "D"
INIT_LAYER = frozenset({
    "/.dockerenv", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/etc/mtab", "/proc", "/sys", "/dev", "/sys/fs",
    "/sys/fs/cgroup",
})  # fmt: skip


def changes(engine: "Engine", container: Container) -> list[tuple[str, str]]:
    """Return kind and path of each change: directory by directory, what is gone last."""
    system = engine.machine.disks[container.disk]
    found: list[tuple[str, str]] = []
    _compare(system, system.lower, ROOT, "", found)
    return found


def _compare(
    system: FileSystem, lower: FileSystem | None, number: int, path: str, found: list[tuple[str, str]]
) -> bool:
    """Collect the changes below a directory and say whether there are any."""
    before = lower.inode(number).entries if lower is not None and _exists(lower, number) else {}
    after = system.inode(number).entries
    changed = False
    for name, child in sorted(after.items()):
        place = f"{path}/{name}"
        if place in INIT_LAYER:
            continue
        if name not in before or before[name] != child:
            if _is_only_init(system, child, place):
                continue
            found.append((ADDED if name not in before else CHANGED, place))
            _compare(system, None, child, place, found) if system.inode(child).kind == "dir" else None
            changed = True
        elif child in system.upper:
            changed |= _compare_entry(system, lower, child, place, found)
        elif system.inode(child).kind == "dir":
            changed |= _descend(system, lower, child, place, found)
    for name in sorted(before):
        if name not in after:
            found.append((DELETED, f"{path}/{name}"))
            changed = True
    return changed


def _exists(lower: FileSystem, number: int) -> bool:
    return number < lower.next_number


def _is_only_init(system: FileSystem, number: int, path: str) -> bool:
    """Say whether a new directory holds nothing but what the daemon put there."""
    inode = system.inode(number)
    if inode.kind != "dir" or not any(entry.startswith(f"{path}/") for entry in INIT_LAYER):
        return False
    return all(f"{path}/{name}" in INIT_LAYER for name in inode.entries)


def _descend(
    system: FileSystem, lower: FileSystem | None, number: int, path: str, found: list[tuple[str, str]]
) -> bool:
    inner: list[tuple[str, str]] = []
    if not _compare(system, lower, number, path, inner):
        return False
    found.append((CHANGED, path))
    found.extend(inner)
    return True


def _compare_entry(
    system: FileSystem, lower: FileSystem | None, number: int, path: str, found: list[tuple[str, str]]
) -> bool:
    after = system.upper[number]
    if after.kind == "dir":
        return _descend(system, lower, number, path, found)
    before = lower.inode(number) if lower is not None else None
    if before is not None and _same(before, after):
        return False
    found.append((CHANGED, path))
    return True


def _same(before: Inode, after: Inode) -> bool:
    return (before.data, before.mode, before.uid, before.gid, before.target, before.mtime) == (
        after.data, after.mode, after.uid, after.gid, after.target, after.mtime,
    )  # fmt: skip


def size(engine: "Engine", container: Container) -> int:
    """Return the bytes of files that the container wrote."""
    if container.disk not in engine.machine.disks:
        return 0
    system = engine.machine.disks[container.disk]
    return sum(len(inode.data) for inode in system.upper.values() if inode.kind == "file")
