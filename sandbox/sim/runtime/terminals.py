"""Terminals: what a person types, and the program that reads it.

Models the tty of Linux (n_tty): lines and their echo, ^C ^Z ^D, raw mode, the foreground process group; a container's
pseudo-terminal (``docker run -t``) is one too, whose screen is the container's log. Not modelled: window sizes, job
control of writers (``stty tostop``), carriage returns.
"""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.logs import write_log

if TYPE_CHECKING:
    from sandbox.sim.runtime.process import Process
    from sandbox.sim.runtime.streams import Stream
    from sandbox.sim.runtime.table import ProcessTable

TTY = "tty"
"""The name under which a log holds what a terminal showed."""
SIGNALS = {"\x03": "INT", "\x1c": "QUIT", "\x1a": "TSTP"}
END_OF_FILE, ERASE, KILL_LINE, KILL_WORD = "\x04", "\x7f", "\x15", "\x17"
SCREEN_CAPACITY = 65536
"""Characters that a screen takes before its writer has to wait for somebody to look."""


@dataclass(slots=True)
class Terminal:
    """One terminal. Its slave streams (kind ``terminal``) are for programs, its master (``master``) types into it."""

    log: int = 0
    """The log that is its screen; 0 for the learner's own, which keeps ``shown``."""
    mode: str = "cooked"
    """``cooked`` gives lines, ``cbreak`` characters, ``raw`` passes control characters on, too."""
    echo: bool = True
    typed: list[str] = field(default_factory=list)
    """Lines (or characters) that nobody has read yet; an empty one is an end of file."""
    line: str = ""
    """The line that is being typed."""
    rest: str = ""
    """What is left of a line that was read in part: it was echoed already."""
    shown: str = ""
    column: int = 0
    """0 where the last thing shown was the end of a line, 2 where it was the echo of a key that sends a signal."""
    foreground: int = 0
    """The process group that reads it and that ^C reaches; 0 for whoever does."""
    relay: int = 0
    """The stream into which a client passes what is typed here (``docker attach``); 0 for none."""
    edit: dict[str, Any] | None = None
    """A file that an editor holds open: ``pid path text``, with ``answer`` once a person has saved or left it."""
    refs: int = 0
    remote: bool = False
    """Whoever types sees each key at once, from elsewhere: a line that is read is not echoed again."""

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [getattr(self, name) for name in FIELDS]

    def show(self, text: str) -> None:
        """Note what is written to the screen."""
        if text:
            self.column = 0 if text.endswith("\n") else 1
            self.shown += "" if self.log else text.replace("\r\n", "\n")

    def has_input(self) -> bool:
        """Say whether reading would give something, or an end, at once."""
        return bool(self.rest or self.typed)

    def reset(self) -> None:
        """Be as a shell wants it: lines, with echo."""
        self.mode, self.echo, self.relay = "cooked", True, 0


FIELDS = tuple(row.name for row in fields(Terminal))


def is_terminal(stream: "Stream") -> bool:
    """Say whether a stream leads to a terminal."""
    return stream.kind == "terminal"


def terminal_of(table: "ProcessTable", process: "Process", fd: int = 0) -> Terminal | None:
    """Return the terminal that a file descriptor leads to."""
    stream = table.streams.streams.get(process.fds.get(fd, 0))
    return table.streams.terminals.get(stream.pipe) if stream is not None and is_terminal(stream) else None


def lead(table: "ProcessTable", process: "Process") -> None:
    """Put the first process of a session into the foreground of its terminal, if it has one."""
    terminal = terminal_of(table, process)
    if terminal is not None:
        terminal.foreground = process.group


def controlling(table: "ProcessTable", process: "Process") -> int:
    """Return a stream of the terminal at which a process or a parent of it was started. Raises KernelError ENXIO."""
    owner: Process | None = process
    while owner is not None:
        for fd in (0, 1, 2):
            if terminal_of(table, owner, fd) is not None:
                return owner.fds[fd]
        owner = table.processes.get(owner.parent)
    raise KernelError("ENXIO", "/dev/tty")


def reads_from_behind(table: "ProcessTable", process: "Process") -> bool:
    """Say whether a process waits for its terminal although others stand in the foreground there."""
    terminal = terminal_of(table, process)
    return terminal is not None and terminal.foreground not in (0, process.group)


def members(table: "ProcessTable", group: int) -> list["Process"]:
    """Return the living processes of a group."""
    return [row for row in table.processes.values() if row.group == group and row.status is None]


def signal_group(table: "ProcessTable", group: int, name: str) -> None:
    """Send a signal to all processes of a group."""
    for process in members(table, group):
        if process.status is None:
            table.signal(process.pid, name)


def write(table: "ProcessTable", number: int, text: str) -> None:
    """Show a text."""
    terminal = table.streams.terminals[number]
    terminal.show(text)
    if terminal.log:
        write_log(table, terminal.log, TTY, text)


def read(table: "ProcessTable", number: int, size: int = -1) -> bytes:
    """Return a line (raw: what was typed), echoing it as it is read; ``b""`` is an end of file."""
    terminal = table.streams.terminals[number]
    if not terminal.rest:
        if not terminal.typed:
            return b""
        terminal.rest = terminal.typed.pop(0)
        if terminal.echo and terminal.mode != "raw" and not terminal.remote:
            write(table, number, terminal.rest)
    text = terminal.rest if size < 0 else terminal.rest.encode()[:size].decode(errors="ignore")
    terminal.rest = terminal.rest[len(text) :]
    return text.encode(errors="surrogateescape")


def type_into(table: "ProcessTable", number: int, text: str) -> None:
    """Type on a terminal."""
    terminal = table.streams.terminals[number]
    if terminal.mode == "raw":
        terminal.typed += [text] if text else []
    else:
        for character in text.replace("\r", "\n"):
            _type(table, number, terminal, character)
    table.wake_readers(number)


def _type(table: "ProcessTable", number: int, terminal: Terminal, character: str) -> None:
    if character in SIGNALS:
        terminal.typed, terminal.line, terminal.rest = [], "", ""
        write(table, number, f"^{chr(ord(character) + 64)}")
        terminal.column = 2
        signal_group(table, terminal.foreground, SIGNALS[character])
    elif character == END_OF_FILE:
        terminal.typed.append(terminal.line)
        terminal.line = ""
    elif character == ERASE:
        terminal.line = terminal.line[:-1]
    elif character in (KILL_LINE, KILL_WORD):
        kept = terminal.line.rstrip().rpartition(" ") if character == KILL_WORD else ("", "", "")
        terminal.line = kept[0] + kept[1]
    elif character >= " " or character in "\n\t":
        terminal.line += character
        if character == "\n" or terminal.mode == "cbreak":
            terminal.typed.append(terminal.line)
            terminal.line = ""


def set_mode(terminal: Terminal, mode: str) -> None:
    """Change how a terminal reads; what is being typed can be read at once outside of ``cooked``."""
    terminal.mode = mode
    if mode != "cooked" and terminal.line:
        terminal.typed.append(terminal.line)
        terminal.line = ""
