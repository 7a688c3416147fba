"""What a file descriptor leads to: pipes, files, devices, logs, terminals.

Models open file descriptions. Not modelled: seeking beyond what shells do, non-blocking flags, sockets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.runtime.terminals import SCREEN_CAPACITY, Terminal

PIPE_CAPACITY = 65536
"""Bytes that a pipe holds before its writer has to wait."""

StreamKind = Literal["pipe", "file", "device", "log", "terminal", "master"]


@dataclass(slots=True)
class Stream:
    """One open stream; processes refer to it by number, and it closes with its last reference.

    A pipe has two streams that share one ``buffer`` object by ``peer``: see ``Streams.pipe()``.
    """

    kind: StreamKind
    refs: int = 0
    readable: bool = True
    writable: bool = True
    disk: str = ""
    """Of a file: the name of its disk."""
    inode: int = 0
    offset: int = 0
    append: bool = False
    target: str = ""
    """Of a device: its name. Of a log: ``stdout`` or ``stderr``."""
    pipe: int = 0
    """Of a pipe's end: the number of its buffer. Of a log: the number of its log. Of a terminal: its number."""


@dataclass(slots=True)
class Pipe:
    """The buffer between two ends."""

    data: bytes = b""
    readers: int = 0
    writers: int = 0
    unlimited: bool = False
    """Nobody has to wait for the reader: the World collects what a command prints."""


@dataclass(slots=True)
class Log:
    """Lines that a container wrote: ``[time in ns, "stdout" | "stderr", text]``; the last may lack its newline."""

    entries: list[list[Any]]


class Streams:
    """All open streams, pipes and logs of a World."""

    def __init__(self) -> None:
        self.streams: dict[int, Stream] = {}
        self.pipes: dict[int, Pipe] = {}
        self.logs: dict[int, Log] = {}
        self.terminals: dict[int, Terminal] = {}
        self._next = 1

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def open(self, stream: Stream) -> int:
        """Register a stream without references and return its number."""
        number = self._number()
        self.streams[number] = stream
        return number

    def make_pipe(self, *, unlimited: bool = False) -> tuple[int, int]:
        """Return the numbers of the reading and the writing end of a new pipe."""
        pipe = self._number()
        self.pipes[pipe] = Pipe(unlimited=unlimited)
        reading = self.open(Stream("pipe", writable=False, pipe=pipe))
        writing = self.open(Stream("pipe", readable=False, pipe=pipe))
        return reading, writing

    def make_log(self) -> int:
        """Return the number of a new log."""
        number = self._number()
        self.logs[number] = Log([])
        return number

    def make_terminal(self, log: int = 0) -> tuple[int, int]:
        """Return the numbers of a new terminal's two ends, as pty(7) has it: a program's, and the one that types."""
        number = self._number()
        self.terminals[number] = Terminal(log)
        return self.open(Stream("terminal", pipe=number)), self.open(Stream("master", readable=False, pipe=number))

    def refer(self, number: int) -> None:
        """Count one more file descriptor on a stream."""
        stream = self.streams[number]
        stream.refs += 1
        if stream.kind == "pipe":
            pipe = self.pipes[stream.pipe]
            pipe.readers += stream.readable
            pipe.writers += stream.writable
        elif stream.kind in ("terminal", "master"):
            self.terminals[stream.pipe].refs += 1

    def release(self, number: int) -> bool:
        """Count one less; return whether that was the last one, after which the stream is gone."""
        stream = self.streams[number]
        stream.refs -= 1
        if stream.kind == "pipe":
            pipe = self.pipes[stream.pipe]
            pipe.readers -= stream.readable
            pipe.writers -= stream.writable
            if not pipe.readers and not pipe.writers:
                del self.pipes[stream.pipe]
        elif stream.kind in ("terminal", "master"):
            self._release_terminal(stream.pipe)
        if stream.refs <= 0:
            del self.streams[number]
            return True
        return False

    def _release_terminal(self, number: int) -> None:
        terminal = self.terminals[number]
        terminal.refs -= 1
        if not terminal.refs:
            del self.terminals[number]

    def can_read(self, number: int) -> bool:
        """Say whether reading a stream would give something, or its end, at once."""
        stream = self.streams[number]
        if stream.kind == "terminal":
            return self.terminals[stream.pipe].has_input()
        if stream.kind != "pipe":
            return True
        pipe = self.pipes[stream.pipe]
        return bool(pipe.data) or not pipe.writers

    def first_full(self, numbers: Iterable[int]) -> int | None:
        """Return the pipe or terminal among streams that has taken more than it holds; None where none has."""
        for number in numbers:
            stream = self.streams[number]
            if stream.kind == "pipe" and stream.writable:
                pipe = self.pipes[stream.pipe]
                if len(pipe.data) > PIPE_CAPACITY and not pipe.unlimited:
                    return stream.pipe
            elif stream.kind == "terminal" and len(self.terminals[stream.pipe].shown) > SCREEN_CAPACITY:
                return stream.pipe
        return None

    def dump(self) -> dict[str, Any]:
        """Return all streams as JSON-able data."""
        return {
            "next": self._next,
            "streams": [[number, *_row(stream)] for number, stream in self.streams.items()],
            "pipes": [
                [number, encode_bytes(pipe.data), pipe.readers, pipe.writers, pipe.unlimited]
                for number, pipe in self.pipes.items()
            ],
            "logs": [[number, log.entries] for number, log in self.logs.items()],
            "terminals": [[number, *terminal.dump()] for number, terminal in self.terminals.items()],
        }

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Streams":
        """Return the streams that ``dump()`` described."""
        streams = cls()
        streams._next = state["next"]
        streams.streams = {row[0]: Stream(*row[1:]) for row in state["streams"]}
        streams.pipes = {row[0]: Pipe(decode_bytes(row[1]), *row[2:]) for row in state["pipes"]}
        streams.logs = {number: Log(entries) for number, entries in state["logs"]}
        streams.terminals = {row[0]: Terminal(*row[1:]) for row in state.get("terminals", ())}
        return streams


def _row(stream: Stream) -> list[Any]:
    return [
        stream.kind, stream.refs, stream.readable, stream.writable, stream.disk, stream.inode, stream.offset,
        stream.append, stream.target, stream.pipe,
    ]  # fmt: skip
