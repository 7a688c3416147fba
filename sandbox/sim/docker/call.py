"""One run of a docker command: what was typed, who typed it, what it talks to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.flags import Flags
from sandbox.sim.docker.spec import Spec
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.process import Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.terminals import is_terminal


@dataclass(slots=True)
class Call:
    """What a verb gets. ``state`` is its memory between two steps, JSON-able."""

    engine: Engine
    process: Process
    system: System
    spec: Spec
    flags: Flags

    @property
    def args(self) -> list[str]:
        """The words that are no flags."""
        return self.flags.args

    @property
    def state(self) -> dict[str, Any]:
        """What the verb remembers while it waits."""
        memory: dict[str, Any] = self.process.state.setdefault("verb", {})
        return memory

    @property
    def files(self) -> FileView:
        """The files of the machine that the command runs on."""
        return self.system.files

    @property
    def now(self) -> int:
        """The virtual time in nanoseconds since the epoch."""
        return self.engine.machine.clock.now

    def out(self, text: str | bytes) -> None:
        """Write to standard output."""
        if text:
            self.system.write(1, text)

    def line(self, text: str) -> None:
        """Write a line to standard output."""
        self.system.write(1, f"{text}\n")

    def err(self, text: str) -> None:
        """Write a line to standard error."""
        self.system.write(2, f"{text}\n")

    def is_terminal(self, fd: int) -> bool:
        """Say whether a file descriptor leads to a terminal."""
        number = self.process.fds.get(fd)
        return number is not None and is_terminal(self.engine.machine.streams.streams[number])

    def read_file(self, path: str) -> bytes:
        """Read a file of the machine. Raises KernelError."""
        return self.files.read(path)

    def for_each(self, names: list[str], action: Callable[[str], None], *, shown: bool = True) -> int:
        """Act on each name; print it or the fault; return the exit code."""
        code = 0
        for name in names:
            try:
                action(name)
            except EngineError as error:
                self.err(f"Error response from daemon: {error}")
                code = 1
                continue
            if shown:
                self.line(name)
        return code


Handler = Callable[[Call], "Step | int | None"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: what does it, and how many words it takes. ``most`` below 0 is any number."""

    run: Handler
    least: int = 0
    most: int = 0
    resume: Handler | None = None
    signalled: Callable[[Call, str], "Step | int | None"] | None = None
    interspersed: bool = True
    takes_signals: tuple[str, ...] = ()


def reason(error: KernelError) -> str:
    """Return a system call's fault as Go prints it: in small letters."""
    return str(error).lower()
