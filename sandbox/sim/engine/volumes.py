"""Volumes: directories that outlive containers.

Models moby volume/service and the local driver. Not modelled: other drivers; the local driver's mount options are kept
but mount nothing.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.engine.errors import BadRequest, Conflict, NotFound
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.kernel.filesystem import ROOT
from sandbox.sim.kernel.ids import hex_id
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.namespaces import HOST

NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
DIRECTORY = "/var/lib/docker/volumes"
ANONYMOUS = "com.docker.volume.anonymous"


@dataclass(slots=True)
class Volume:
    """One volume. ``created`` is in nanoseconds since the epoch."""

    name: str
    created: int
    labels: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    @property
    def disk(self) -> str:
        """The name of its disk."""
        return f"volume/{self.name}"

    @property
    def mountpoint(self) -> str:
        """Where the host sees it."""
        return f"{DIRECTORY}/{self.name}/_data"

    @property
    def anonymous(self) -> bool:
        """Whether the daemon made up its name."""
        return ANONYMOUS in self.labels


class VolumeStore:
    """All volumes of an engine, by name."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.volumes: dict[str, Volume] = {}

    def create(
        self,
        name: str = "",
        *,
        driver: str = "local",
        labels: dict[str, str] | None = None,
        options: dict[str, str] | None = None,
    ) -> Volume:
        """Make a volume, or return the one with that name. Raises BadRequest, NotFound, Conflict."""
        if driver not in ("", "local"):
            raise NotFound(f'create {name}: error looking up volume plugin {driver}: plugin "{driver}" not found')
        labels = dict(labels or {})
        if not name:
            name = hex_id(self.machine.rng, "volume")
            labels[ANONYMOUS] = ""
        _check_options(name, options or {})
        if name in self.volumes:
            return self.volumes[name]
        if not NAME.fullmatch(name):
            raise BadRequest(_bad_name(name))
        volume = Volume(name, self.machine.clock.now, labels, dict(options or {}))
        self.volumes[name] = volume
        self.machine.disks.create(volume.disk, now=self.machine.clock.now)
        self._show_on_host(volume)
        return volume

    def _show_on_host(self, volume: Volume) -> None:
        table = self.machine.table
        if HOST not in table.namespaces:
            return
        files = table.files(HOST, ROOT_USER)
        files.mkdir(volume.mountpoint, parents=True)
        table.namespaces[HOST].mounts.append([volume.mountpoint, volume.disk, ROOT, False])
        table.remount(HOST)

    def get(self, name: str) -> Volume:
        """Return a volume. Raises NotFound."""
        if name not in self.volumes:
            raise NotFound(f"get {name}: no such volume")
        return self.volumes[name]

    def remove(self, name: str, users: list[str], *, force: bool = False) -> None:
        """Remove a volume that no container uses. Raises NotFound, Conflict."""
        if name not in self.volumes:
            if force:
                return
            raise NotFound(f"get {name}: no such volume")
        if users:
            raise Conflict(f"remove {name}: volume is in use - [{', '.join(users)}]")
        volume = self.volumes.pop(name)
        self.machine.disks.remove(volume.disk)
        host = self.machine.table.namespaces.get(HOST)
        if host is not None:
            host.mounts = [row for row in host.mounts if row[1] != volume.disk]
            self.machine.table.remount(HOST)
            files = self.machine.table.files(HOST, ROOT_USER)
            files.rmdir(volume.mountpoint)
            files.rmdir(f"{DIRECTORY}/{name}")

    def dump(self) -> list[Any]:
        """Return all volumes as JSON-able rows."""
        return [[row.name, row.created, row.labels, row.options] for row in self.volumes.values()]

    def restore(self, state: list[Any]) -> None:
        """Take over what ``dump()`` described."""
        self.volumes = {row[0]: Volume(*row) for row in state}


def _check_options(name: str, options: dict[str, str]) -> None:
    for key in options:
        if key not in ("type", "o", "device", "size"):
            raise BadRequest(f'create {name}: invalid option: "{key}"')
    if "type" in options and "device" not in options:
        raise BadRequest(f'create {name}: missing required option: "device"')
    if "device" in options and "type" not in options and "o" not in options:
        raise BadRequest(f'create {name}: missing required option: "type"')


def _bad_name(name: str) -> str:
    if len(name) == 1:
        return f"create {name}: volume name is too short, names should be at least two alphanumeric characters"
    return (
        f'create {name}: "{name}" includes invalid characters for a local volume name, only '
        '"[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path'
    )
