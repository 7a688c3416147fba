"""One container, as plain data.

Models moby daemon/container.Container. The request that made it is kept in the API's own shape (``config`` is
``Config``, ``host`` is ``HostConfig``).
"""

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(slots=True)
class MountPoint:
    """Something mounted into a container. ``kind`` is volume, bind or tmpfs."""

    kind: str
    destination: str
    source: str = ""
    """The host's path."""
    name: str = ""
    """The volume's name."""
    mode: str = ""
    writable: bool = True
    anonymous: bool = False
    from_mount: bool = False
    """Asked for with ``--mount``, not ``-v``."""
    size: int = 0
    """Of a tmpfs: its limit in bytes."""
    permissions: int = 0o1777
    """Of a tmpfs: the mode of its folder."""


@dataclass(slots=True)
class Container:
    """A container and its state. Moments are nanoseconds since the epoch, 0 for never."""

    id: str
    name: str
    created: int
    image: str
    """The image's id."""
    image_name: str
    """The image as the request named it."""
    path: str
    args: list[str]
    config: dict[str, Any]
    host: dict[str, Any]
    networks: dict[str, dict[str, Any]]
    """Per network: ``aliases``, ``address`` (asked for), ``ip``, ``mac``, ``endpoint``."""
    mounts: list[MountPoint] = field(default_factory=list)
    status: str = "created"
    exit_code: int = 0
    error: str = ""
    oom_killed: bool = False
    started: int = 0
    finished: int = 0
    pid: int = 0
    restarts: int = 0
    log: int = 0
    """The number of its log, 0 before the first start."""
    stdin: int = 0
    """The stream that leads to its standard input, 0 where nobody holds it open."""
    health: dict[str, Any] | None = None
    stopped_by_hand: bool = False
    ticket: int = 0
    """Counts starts and stops, so that a timer of before is known as stale."""
    ports: list[list[Any]] = field(default_factory=list)
    """Published while it runs: ``[container port, protocol, host address, host port]``."""
    held: list[list[Any]] = field(default_factory=list)
    """Inodes of bind mounts that are kept while it runs: ``[disk, inode]``."""
    execs: list[str] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    """The layers of its image, which stay while it does."""
    link_env: list[str] = field(default_factory=list)
    """What links told it at its last start."""

    @property
    def spaces(self) -> str:
        """The name of its namespaces."""
        return f"container/{self.id}"

    @property
    def disk(self) -> str:
        """The name of the disk with its changes to the image."""
        return f"container/{self.id}"

    @property
    def private_disk(self) -> str:
        """The name of the disk with the files that the daemon mounts into it, such as /etc/hosts."""
        return f"private/{self.id}"

    @property
    def running(self) -> bool:
        """Whether its first process lives, also while it is paused."""
        return self.status in ("running", "paused")

    @property
    def network_mode(self) -> str:
        """``default``, ``bridge``, ``host``, ``none``, ``container:<id>`` or a network's name."""
        return str(self.host.get("NetworkMode") or "default")

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        row = [getattr(self, name) for name in FIELDS]
        row[MOUNTS_AT] = [[getattr(mount, name) for name in MOUNT_FIELDS] for mount in self.mounts]
        return row

    @classmethod
    def load(cls, row: list[Any]) -> "Container":
        """Return the container that ``dump()`` described."""
        container = cls(*row)
        container.mounts = [MountPoint(*values) for values in row[MOUNTS_AT]]
        return container


FIELDS = tuple(item.name for item in fields(Container))
MOUNT_FIELDS = tuple(item.name for item in fields(MountPoint))
MOUNTS_AT = FIELDS.index("mounts")
