"""The shape of a core utility: arguments in, output out.

Most utilities are a function of their arguments, the files and all of their standard input. One that asks for input
which is not there yet, or for time to pass, is run again from its beginning when it is: until then nothing that it
printed has been written, and what it was told by others (``recall()``) is told again.
"""

import posixpath
from collections.abc import Callable
from typing import Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.kernel.errors import MESSAGES, BudgetExceeded, KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.process import Again, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.table import ProcessTable
from sandbox.sim.shell.coreutils import proc_files

CAPTURED = 63
"""The descriptor on which a utility hears what its command prints."""
MAX_COMMANDS = 200
MAX_INPUT = 8_388_608
"""Bytes of standard input that one utility takes."""


class NeedInput(Exception):  # noqa: N818  (not an error: the utility is run again)
    """Standard input has not ended yet."""


class NeedLine(Exception):  # noqa: N818  (not an error: the utility is run again)
    """A question has to be answered on standard input first."""


class NeedChild(Exception):  # noqa: N818  (not an error: the utility is run again)
    """A command has to be run first."""

    def __init__(self, command: str, data: bytes | None, *, captured: bool) -> None:
        super().__init__(command)
        self.command = command
        self.data = data
        self.captured = captured


class NeedTime(Exception):  # noqa: N818  (not an error: the utility is run again)
    """Time has to pass first, until a moment in nanoseconds since the epoch."""

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


class Failure(Exception):  # noqa: N818  (an error of the learner's command)
    """The utility ends with a message, printed behind its name, and a status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


class Call:
    """One run of a utility."""

    def __init__(self, process: Process, system: System, *, busybox: bool) -> None:
        self.process = process
        self.system = system
        self.name = posixpath.basename(process.argv[0])
        self.args = process.argv[1:]
        self.busybox = busybox
        self.files: FileView = system.files
        self.written: list[tuple[int, bytes]] = []
        self.status = 0
        self.endless = 0
        """How much a utility takes of a device that never ends."""
        self._naps = 0
        self._commands = 0
        self._recalled = 0

    @property
    def table(self) -> ProcessTable:
        """The World's processes, clock and random numbers."""
        return self.system.table

    @property
    def now(self) -> int:
        """The time in nanoseconds since the epoch."""
        return self.table.clock.now

    @property
    def seconds(self) -> int:
        """The time in seconds since the epoch."""
        return self.now // SECOND

    # Time

    def sleep(self, seconds: float) -> None:
        """Let time pass. Raises NeedTime, once."""
        self._naps += 1
        if self._naps > self.process.state.get("naps", 0):
            raise NeedTime(self.now + int(seconds * SECOND))

    def recall(self, ask: Callable[[], Any]) -> Any:
        """Return what ``ask`` returns, JSON-able, asking only once however often the utility is run again."""
        told: list[Any] = self.process.state.setdefault("told", [])
        self._recalled += 1
        if self._recalled > len(told):
            told.append(ask())
        return told[self._recalled - 1]

    # Commands

    def shell(self, command: str, data: bytes | None = None, *, captured: bool = False) -> tuple[int, bytes]:
        """Run a command of the shell on some input; return its status and what it printed. Raises NeedChild, once.

        Without ``data`` it reads what the utility reads; what is not ``captured`` is printed. The utility is run again
        from its beginning afterwards: what it printed until then is shown already, and must come out the same.
        """
        done: list[list[Any]] = self.process.state.setdefault("commands", [])
        self._commands += 1
        if self._commands > MAX_COMMANDS:
            raise BudgetExceeded("commands of one utility", MAX_COMMANDS)
        if self._commands > len(done):
            raise NeedChild(command, data, captured=captured)
        status, printed = done[self._commands - 1]
        return int(status), decode_bytes(printed)

    # Questions

    def ask(self, prompt: str) -> str | None:
        """Ask for a line of standard input; None at its end. Raises NeedLine, once.

        The one question of a run. What was printed before is shown by then, so it must come out the same again.
        """
        self.out(prompt)
        if "answer" not in self.process.state:
            raise NeedLine
        answer: str | None = self.process.state["answer"]
        return answer

    # Output

    def out(self, text: str | bytes) -> None:
        """Print to standard output."""
        if text:
            self.written.append((1, text if isinstance(text, bytes) else text.encode(errors="surrogateescape")))

    def line(self, text: str) -> None:
        """Print a line to standard output."""
        self.out(text + "\n")

    def warn(self, text: str) -> None:
        """Print to standard error, as it is."""
        self.written.append((2, text.encode(errors="surrogateescape")))

    def error(self, message: str, status: int = 1) -> None:
        """Print a message behind the utility's name and remember that something failed."""
        self.written.append((2, f"{self.name}: {message}\n".encode(errors="surrogateescape")))
        self.status = max(self.status, status)

    def flush(self) -> None:
        """Write what was printed and has not been shown before."""
        at = self.process.state.get("shown", 0)
        while at < len(self.written):
            fd, data = self.written[at]
            at += 1
            pieces = [data]
            while at < len(self.written) and self.written[at][0] == fd:
                pieces.append(self.written[at][1])
                at += 1
            self._write(fd, b"".join(pieces))
        self.written = []

    def _write(self, fd: int, data: bytes) -> None:
        try:
            self.system.write(fd, data)
        except KernelError as error:
            if fd == 1:
                self.status = self.status or 1
                self._write(2, f"{self.name}: write error: {error}\n".encode())

    # Input

    def stdin(self) -> bytes:
        """Return all of standard input. Raises NeedInput while it has not ended."""
        state = self.process.state
        if state.get("ended"):
            return decode_bytes(state["input"])
        raise NeedInput

    def read(self, name: str) -> bytes:
        """Return a file's content, for ``-`` standard input's. Raises KernelError, NeedInput."""
        if name == "-" or (name in ("/dev/stdin", "/proc/self/fd/0")):
            return self.stdin()
        if name.startswith("/dev/fd/"):
            return self._read_fd(int(name[8:]) if name[8:].isdecimal() else -1)
        if self.files.kind(name) == "device":
            return self._read_device(self.files.stat(name).target)
        told = proc_files.read(self.system, name) if name.startswith("/proc/") else None
        if told is not None:
            return told
        return self.files.read(name)

    def _read_device(self, target: str) -> bytes:
        if target in ("zero", "full", "random", "urandom"):
            if 0 < self.endless <= MAX_INPUT:
                return (
                    bytes(self.endless)
                    if target in ("zero", "full")
                    else self.table.rng.randbytes(target, self.endless)
                )
            raise BudgetExceeded("input", MAX_INPUT)
        return b""

    def _read_fd(self, fd: int) -> bytes:
        """Read a process substitution to its end."""
        held = self.process.state.setdefault("fds", {}).setdefault(str(fd), {"data": "", "ended": False})
        if fd not in self.process.fds:
            raise KernelError("ENOENT", f"/dev/fd/{fd}")
        while not held["ended"]:
            if not self.system.can_read(fd):
                self.process.state["reading"] = fd
                raise NeedInput
            data = self.system.read(fd)
            held["ended"] = not data
            held["data"] += data.decode("latin-1")
        return str(held["data"]).encode("latin-1")

    def inputs(self, names: list[str], *, opened: str = "{name}: {error}") -> list[tuple[str, bytes]]:
        """Return names and contents of the files given, standard input where there are none; complain of others."""
        found = []
        for name in names or ["-"]:
            try:
                found.append((name, self.read(name)))
            except KernelError as error:
                shown = f"can't open '{name}': {error}" if self.busybox else opened.format(name=name, error=error)
                self.error(shown)
        return found


Run = Callable[[Call], int | None]


def _nothing(_call: Call) -> int:
    """Stand in where a utility is a state machine and has its own ``start()``."""
    return 0


class Tool:
    """A utility as a program. ``run`` returns its status, None for that of the errors it has reported."""

    def __init__(self, run: Run = _nothing, *, busybox: bool = False) -> None:
        self.run = run
        self.busybox = busybox

    def start(self, process: Process, system: System) -> Step:
        """Run it."""
        call = Call(process, system, busybox=self.busybox)
        try:
            status = self.run(call)
        except NeedInput:
            return self._collect(process, system)
        except NeedLine:
            shown = len(call.written)
            call.flush()
            process.state["shown"] = shown
            return self._listen(process, system)
        except NeedChild as need:
            shown = len(call.written)
            call.flush()
            process.state["shown"] = shown
            return self._run_command(process, system, need)
        except NeedTime as need:
            process.state["naps"] = process.state.get("naps", 0) + 1
            process.state["until"] = need.until
            return Wait(until=need.until)
        except Failure as failure:
            call.error(str(failure), failure.status) if str(failure) else None
            call.status = failure.status
            status = None
        except KernelError as error:
            call.error(f"{error.path}: {MESSAGES[error.code]}" if error.path else MESSAGES[error.code])
            status = None
        call.flush()
        return Exit(call.status if status is None else status or call.status)

    def resume(self, process: Process, system: System) -> Step:
        """Go on collecting standard input, or run again when the time has come."""
        until = process.state.get("until")
        if "child" in process.state:
            return self._reap(process, system)
        if "heard" in process.state and "answer" not in process.state:
            return self._listen(process, system)
        if until is None:
            return self._collect(process, system)
        if system.table.clock.now < until:
            return Wait(until=until)
        del process.state["until"]
        return self.start(process, system)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Do nothing: it handles no signals."""
        del process, system, signal
        return None

    def _listen(self, process: Process, system: System) -> Step:
        """Read up to the end of a line, then run again with it as the answer."""
        state = process.state
        heard = decode_bytes(state.setdefault("heard", ""))
        while b"\n" not in heard and system.can_read(0):
            chunk = system.read(0)
            if not chunk:
                state["answer"] = heard.decode(errors="replace") if heard else None
                return self.start(process, system)
            heard += chunk
        line, newline, rest = heard.partition(b"\n")
        if not newline:
            state["heard"] = encode_bytes(heard)
            return Wait(readable=(0,))
        if rest:
            system.unread(0, rest)
        state["answer"] = line.decode(errors="replace")
        return self.start(process, system)

    def _run_command(self, process: Process, system: System, need: NeedChild) -> Step:
        """Start a command, and wait for it."""
        streams, fds = system.table.streams, dict(process.fds)
        if need.data is not None:
            fds[0], writing = streams.make_pipe(unlimited=True)
            streams.refer(writing)
            streams.refer(fds[0])
            streams.pipes[streams.streams[fds[0]].pipe].data = need.data
            streams.release(writing)
        if need.captured:
            reading, fds[1] = streams.make_pipe(unlimited=True)
            system.set_fd(CAPTURED, reading)
        try:
            process.state["child"] = system.spawn(["sh", "-c", need.command], fds).pid
        except ExecError:
            system.write(2, "sh: not found\n")
            process.state["commands"].append([127, ""])
            return Again()
        finally:
            if need.data is not None:
                streams.release(fds[0])
        return Wait(child=True)

    def _reap(self, process: Process, system: System) -> Step:
        """Take what a command has printed, once it has ended, and run again."""
        child = system.reap()
        if child is None:
            return Wait(child=True)
        printed = b""
        if CAPTURED in process.fds:
            printed = system.read(CAPTURED) if system.can_read(CAPTURED) else b""
            system.close(CAPTURED)
        process.state["commands"].append([child.status or 0, encode_bytes(printed)])
        del process.state["child"]
        return self.start(process, system)

    def _collect(self, process: Process, system: System) -> Step:
        state = process.state
        if "reading" in state:
            fd = state.pop("reading")
            return Wait(readable=(fd,)) if not system.can_read(fd) else self.start(process, system)
        data = decode_bytes(state.get("input", ""))
        while system.can_read(0):
            chunk = system.read(0)
            if not chunk:
                state["ended"] = True
                state["input"] = encode_bytes(data)
                return self.start(process, system)
            data += chunk
            if len(data) > MAX_INPUT:
                raise BudgetExceeded("input", MAX_INPUT)
        state["input"] = encode_bytes(data)
        return Wait(readable=(0,))
