"""Processes and the programs that they run.

Models Linux processes as far as containers and shells need them. A program keeps what it must remember in
``process.state``, as JSON-able data, and returns a step each time it is called: so a process can stop anywhere, be
written into a snapshot and go on in another worker. Not modelled: threads, memory, scheduling classes.
"""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sandbox.sim.runtime.system import System


@dataclass(frozen=True, slots=True)
class Exit:
    """The process ends with this exit code (0 to 255)."""

    code: int


@dataclass(frozen=True, slots=True)
class Again:
    """The process has more to do and lets others go first."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The process sleeps until one of these happens; it looks for itself which one did, a wake-up may be in vain."""

    readable: tuple[int, ...] = ()
    """File descriptors with data or at their end."""
    until: int | None = None
    """A moment, in nanoseconds since the epoch."""
    child: bool = False
    """A child has ended."""
    topics: tuple[str, ...] = ()
    """Something was announced with ``ProcessTable.announce()``, such as ``container/<id>`` or ``api``."""
    following: bool = False
    """The program would follow its source for ever (``logs -f``, ``get -w``): no reason to move the clock on."""
    finite: bool = False
    """What is waited for comes or is given up (``rollout status``): a terminal may jump however much is printed."""


@dataclass(frozen=True, slots=True)
class Exec:
    """The process goes on as another program, as execve(2) does."""

    argv: tuple[str, ...]


Step = Exit | Again | Wait | Exec


class Program(Protocol):
    """What an executable file does. One object serves all processes: everything of one process is in the process."""

    def start(self, process: "Process", system: "System") -> Step:
        """Begin."""

    def resume(self, process: "Process", system: "System") -> Step:
        """Go on after a Wait or an Again."""

    def signalled(self, process: "Process", system: "System", signal: str) -> Step | None:
        """Handle a signal named in ``process.handled``. None leaves the process as it waits."""


@dataclass(slots=True)
class Process:
    """One process. ``pid`` is unique in the World, ``inner_pid`` is what it is called inside its namespaces."""

    pid: int
    inner_pid: int
    parent: int
    namespaces: str
    program: str
    argv: list[str]
    env: dict[str, str]
    cwd: str
    uid: int
    gid: int
    groups: list[int]
    started: int
    umask: int = 0o022
    fds: dict[int, int] = field(default_factory=dict)
    """File descriptor → number of the open stream."""
    state: dict[str, Any] = field(default_factory=dict)
    """What the program remembers, JSON-able."""
    handled: list[str] = field(default_factory=list)
    """Signals that the program handles, such as ``TERM``."""
    ignored: list[str] = field(default_factory=list)
    """Signals without effect."""
    pending: list[str] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    """Pids of children, also of those that have ended and nobody has waited for."""
    begun: bool = False
    stopped: bool = False
    wait: dict[str, Any] | None = None
    ticket: int = 0
    """Counts the waits, so that the timer of an old one is known as stale."""
    status: int | None = None
    """The exit code, or 128 + the signal's number, once the process has ended."""
    signal: str = ""
    """The signal that ended it."""
    group: int = 0
    """The process group: the World-wide pid of its first process. Terminals send their signals to groups."""

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        row = [getattr(self, name) for name in FIELDS]
        row[FDS] = {str(fd): stream for fd, stream in self.fds.items()}
        return row

    @classmethod
    def load(cls, row: list[Any]) -> "Process":
        """Return the process that ``dump()`` described."""
        process = cls(*row)
        process.fds = {int(fd): stream for fd, stream in row[FDS].items()}
        return process


FIELDS = tuple(field.name for field in fields(Process))
FDS = FIELDS.index("fds")
