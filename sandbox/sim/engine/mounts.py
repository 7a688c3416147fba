"""What is mounted into a container: ``-v``, ``--mount``, ``--tmpfs``, ``--volumes-from`` and the image's own volumes.

Models moby volume/mounts (linux_parser.go) and daemon/volumes.go. Not modelled: propagation, SELinux labels,
consistency, which are accepted where the daemon accepts them and have no effect here.
"""

import posixpath
import re
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine.container import Container, MountPoint
from sandbox.sim.engine.copying import copy_entries
from sandbox.sim.engine.errors import BadRequest, EngineError
from sandbox.sim.engine.volumes import Volume
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import ROOT_USER, FileView
from sandbox.sim.kernel.filesystem import ROOT
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.namespaces import HOST

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

ACCESS = {"rw", "ro"}
LABELS = {"z", "Z"}
PROPAGATION = {"private", "rprivate", "slave", "rslave", "shared", "rshared"}
CONSISTENCY = {"consistent", "cached", "delegated"}
KINDS = ("bind", "tmpfs", "volume")
STICKY = 0o1777
TMPFS_SIZE = re.compile(r"(\d+)([kKmMgG]?)")
TMPFS_UNITS = {"": 0, "k": 10, "m": 20, "g": 30}
TMPFS_MODE = re.compile(r"[0-7]{1,4}")
MODES = (ACCESS, LABELS, PROPAGATION, CONSISTENCY, {"nocopy"})


def valid_mode(mode: str) -> bool:
    """Say whether the third part of ``-v`` is one, with at most one word of each group."""
    words = mode.split(",")
    known = all(any(word in group for group in MODES) for word in words)
    return known and all(sum(word in group for word in words) <= 1 for group in MODES)


def parse_bind(spec: str) -> MountPoint:
    """Read ``source:destination[:mode]``. Raises BadRequest with the daemon's words."""
    parts = spec.split(":")
    if len(parts) > 3 or not parts[0] or len(parts) == 1:  # noqa: PLR2004  (source, destination, mode)
        raise BadRequest(f"invalid volume specification: '{spec}'")
    if len(parts) == 2 and valid_mode(parts[1]):  # noqa: PLR2004  (a volume with a mode alone)
        raise BadRequest(f"invalid volume specification: '{spec}'")
    mode = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004
    if mode and not valid_mode(mode):
        raise BadRequest(f"invalid mode: {mode}")
    source, destination = parts[0], parts[1]
    kind = "bind" if source.startswith("/") else "volume"
    _check_destination(spec, kind, destination)
    mount = MountPoint(kind, posixpath.normpath(destination), mode=mode, writable="ro" not in mode.split(","))
    if kind == "bind":
        mount.source = posixpath.normpath(source)
    else:
        mount.name = source
        mount.mode = mode or "z"
    return mount


def _check_destination(spec: str, kind: str, destination: str) -> None:
    if not destination.startswith("/"):
        raise BadRequest(
            f"invalid volume specification: '{spec}': invalid mount config for type \"{kind}\": "
            f"invalid mount path: '{destination}' mount path must be absolute"
        )
    if posixpath.normpath(destination) == "/":
        raise BadRequest(
            f"invalid volume specification: '{spec}': invalid mount config for type \"{kind}\": "
            "invalid specification: destination can't be '/'"
        )


def parse_mount(spec: dict[str, Any]) -> MountPoint:
    """Read one of ``HostConfig.Mounts``. Raises BadRequest."""
    kind, source, target = spec.get("Type", "volume"), spec.get("Source", ""), spec.get("Target", "")
    fault = _mount_fault(kind, source, target)
    if fault:
        raise BadRequest(f'invalid mount config for type "{kind}": {fault}')
    mount = MountPoint(kind, posixpath.normpath(target), writable=not spec.get("ReadOnly"), from_mount=True)
    if kind == "bind":
        mount.source = posixpath.normpath(source)
    elif kind == "volume":
        mount.name, mount.mode = source, "z"
    else:
        options = spec.get("TmpfsOptions") or {}
        mount.size, mount.permissions = int(options.get("SizeBytes", 0)), int(options.get("Mode") or STICKY)
    if (spec.get("VolumeOptions") or {}).get("NoCopy"):
        mount.mode = "nocopy"
    return mount


def _mount_fault(kind: str, source: str, target: str) -> str:  # noqa: PLR0911  (one line a rule)
    if kind not in KINDS:
        return "mount type unknown"
    if not target:
        return "field Target must not be empty"
    if kind == "bind" and not source:
        return "field Source must not be empty"
    if kind == "tmpfs" and source:
        return "field Source must not be specified"
    if not target.startswith("/"):
        return f"invalid mount path: '{target}' mount path must be absolute"
    if kind == "bind" and not source.startswith("/"):
        return f"invalid mount path: '{source}' mount path must be absolute"
    return "invalid specification: destination can't be '/'" if posixpath.normpath(target) == "/" else ""


def collect(engine: "Engine", container: Container) -> list[MountPoint]:
    """Return all that is to be mounted: other containers' mounts, binds, mounts, the image's volumes."""
    found: dict[str, MountPoint] = {}
    for source in container.host.get("VolumesFrom") or []:
        for mount in _mounts_from(engine, source):
            found[mount.destination] = mount
    given: set[str] = set()
    specs = [parse_bind(spec) for spec in dict.fromkeys(container.host.get("Binds") or [])]
    specs += [parse_mount(spec) for spec in container.host.get("Mounts") or []]
    for mount in specs:
        if mount.destination in given or mount.destination in (container.host.get("Tmpfs") or {}):
            raise BadRequest(f"Duplicate mount point: {mount.destination}")
        given.add(mount.destination)
        found[mount.destination] = mount
    for path, options in (container.host.get("Tmpfs") or {}).items():
        found[path] = _tmpfs(path, options)
    for path in container.config.get("Volumes") or {}:
        destination = posixpath.normpath(f"/{path.lstrip('/')}")
        if destination not in found:
            found[destination] = MountPoint("volume", destination, anonymous=True)
    return list(found.values())


def _tmpfs(path: str, options: str) -> MountPoint:
    """Read ``--tmpfs``: the options are mount(8)'s, of which the size and the mode change something here."""
    named = dict(option.partition("=")[::2] for option in options.split(","))
    size, mode = TMPFS_SIZE.fullmatch(named.get("size", "")), named.get("mode", "")
    return MountPoint(
        "tmpfs", path, mode=options, writable="ro" not in named,
        size=int(size[1]) << TMPFS_UNITS[size[2].lower()] if size else 0,
        permissions=int(mode, 8) if TMPFS_MODE.fullmatch(mode) else STICKY,
    )  # fmt: skip


def _mounts_from(engine: "Engine", spec: str) -> list[MountPoint]:
    name, _, mode = spec.partition(":")
    if not name:
        raise BadRequest(f"malformed volumes-from specification: {spec}")
    if mode and not valid_mode(mode):
        raise BadRequest(f"invalid mode: {mode}")
    copies = []
    for mount in engine.containers.find(name).mounts:
        if mount.kind == "tmpfs":
            continue
        writable = mount.writable and mode != "ro"
        copies.append(
            MountPoint(mount.kind, mount.destination, mount.source, mount.name, "",
                       writable, mount.anonymous)
        )  # fmt: skip
    return copies


def prepare(engine: "Engine", container: Container) -> None:
    """Make the volumes and check the sources of the container's mounts. Raises EngineError."""
    for mount in container.mounts:
        if mount.kind == "volume":
            _prepare_volume(engine, container, mount)
        elif mount.kind == "bind":
            _prepare_bind(engine, mount)


def _prepare_volume(engine: "Engine", container: Container, mount: MountPoint) -> None:
    driver = container.host.get("VolumeDriver") or "local"
    volume = engine.volumes.create(mount.name, driver=driver if not mount.name else "local")
    mount.anonymous = mount.anonymous or not mount.name
    if volume.name not in engine.volumes.volumes:
        raise EngineError(f"volume {volume.name} was not made")
    mount.name, mount.source = volume.name, volume.mountpoint
    if "nocopy" not in mount.mode.split(","):
        _copy_up(engine, container, volume, mount.destination)


def _copy_up(engine: "Engine", container: Container, volume: Volume, destination: str) -> None:
    disks = engine.machine.disks
    target = disks[volume.disk]
    if target.inode(ROOT).entries:
        return
    source = disks[container.disk]
    try:
        place = MountTable(Mount("/", source)).resolve(destination)
    except KernelError:
        return
    if place.inode.kind != "dir":
        return
    copy_entries(source, place.number, target, ROOT)
    root, original = target.writable(ROOT), place.inode
    root.mode, root.uid, root.gid = original.mode, original.uid, original.gid


def _prepare_bind(engine: "Engine", mount: MountPoint) -> None:
    files = host_files(engine)
    if files.exists(mount.source):
        return
    if mount.from_mount:
        raise BadRequest(f'invalid mount config for type "bind": bind source path does not exist: {mount.source}')
    try:
        files.mkdir(mount.source, parents=True)
    except KernelError as error:
        message = f"error while creating mount source path '{mount.source}': mkdir {mount.source}: {error}".lower()
        raise EngineError(message) from error


def host_files(engine: "Engine") -> FileView:
    """Return the files of the engine's host, as root."""
    return engine.machine.table.files(HOST, ROOT_USER)


def rows(engine: "Engine", container: Container) -> list[list[Any]]:
    """Return the mounts as namespaces want them, and hold the inodes of bind mounts while the container runs."""
    made: list[list[Any]] = []
    for mount in sorted(container.mounts, key=lambda row: row.destination.count("/")):
        if mount.kind == "volume":
            made.append([mount.destination, f"volume/{mount.name}", ROOT, not mount.writable])
        elif mount.kind == "bind":
            place = host_files(engine).mounts.resolve(mount.source)
            place.mount.system.hold(place.number)
            container.held.append([place.mount.disk, place.number])
            made.append([mount.destination, place.mount.disk, place.number, not mount.writable])
        else:
            disk = f"tmpfs/{container.id}{mount.destination}"
            engine.machine.disks.create(disk, quota=mount.size or None, now=engine.machine.clock.now)
            engine.machine.disks[disk].writable(ROOT).mode = mount.permissions
            made.append([mount.destination, disk, ROOT, not mount.writable])
    return made


def make_mount_points(engine: "Engine", container: Container) -> None:
    """Make the directories and files that the mounts stand on, where the image has none."""
    files = FileView(MountTable(Mount("/", engine.machine.disks[container.disk])), engine.machine.clock, umask=0o022)
    for mount in container.mounts:
        if files.exists(mount.destination):
            continue
        is_file = mount.kind == "bind" and host_files(engine).kind(mount.source) == "file"
        if is_file:
            files.mkdir(posixpath.dirname(mount.destination), parents=True)
            files.write(mount.destination, b"")
        else:
            files.mkdir(mount.destination, parents=True)


def release(engine: "Engine", container: Container) -> None:
    """Let go of what ``rows()`` held, and forget tmpfs."""
    for disk, number in container.held:
        engine.machine.disks[disk].release(number)
    container.held = []
    for mount in container.mounts:
        disk = f"tmpfs/{container.id}{mount.destination}"
        if mount.kind == "tmpfs" and disk in engine.machine.disks:
            engine.machine.disks.remove(disk)
