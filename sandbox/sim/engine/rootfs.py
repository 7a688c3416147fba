"""A container's files as the daemon sees them, whether it runs or not.

Models moby daemon/archive.go. Not modelled: files of /proc and of tmpfs mounts that are gone with the last stop.
"""

from typing import TYPE_CHECKING

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.mounts import host_files
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.filesystem import ROOT
from sandbox.sim.kernel.mounts import Mount, MountTable

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine


def view(engine: "Engine", container: Container) -> FileView:
    """Return the container's files, its volumes and bind mounts included."""
    machine = engine.machine
    if container.spaces in machine.table.namespaces:
        return FileView(machine.table.mounts(container.spaces), machine.clock)
    root = Mount("/", machine.disks[container.disk], disk=container.disk)
    mounted = []
    for mount in container.mounts:
        if mount.kind == "volume":
            mounted.append(Mount(mount.destination, machine.disks[f"volume/{mount.name}"], ROOT, not mount.writable))
        elif mount.kind == "bind":
            try:
                place = host_files(engine).mounts.resolve(mount.source)
            except KernelError:
                continue
            mounted.append(Mount(mount.destination, place.mount.system, place.number, not mount.writable))
    return FileView(MountTable(root, tuple(mounted)), machine.clock)


def layer(engine: "Engine", container: Container) -> FileView:
    """Return the container's own root file system, without anything that is mounted into it."""
    machine = engine.machine
    return FileView(MountTable(Mount("/", machine.disks[container.disk])), machine.clock)
