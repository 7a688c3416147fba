"""The ways into a process: a pipe, or a terminal at which the client sits."""

from sandbox.sim.cluster.http.line_discipline import LineDiscipline
from sandbox.sim.runtime import terminals
from sandbox.sim.runtime.table import ProcessTable
from sandbox.sim.runtime.terminals import END_OF_FILE, Terminal


class PipeInput:
    """The writing end of a pipe. ``owned`` says that it closes with the client."""

    def __init__(self, table: ProcessTable, stream: int, *, owned: bool) -> None:
        self._table = table
        self._stream = stream
        self._owned = owned

    def write(self, data: bytes) -> None:
        """Pass on what the client sent; nobody may read it any more."""
        streams = self._table.streams
        if self._stream not in streams.streams:
            return
        number = streams.streams[self._stream].pipe
        pipe = streams.pipes[number]
        if pipe.readers:
            pipe.data += data
            self._table.wake_readers(number)

    def close(self) -> None:
        """End the input."""
        if self._owned and self._stream:
            number = self._table.streams.streams[self._stream].pipe
            self._table.streams.release(self._stream)
            self._stream = 0
            self._table.wake_readers(number)

    def take_echo(self) -> bytes:
        """Return nothing: a pipe shows nothing."""
        return b""

    def hang_up(self) -> None:
        """End the input of a client that is gone."""
        self.close()


class TerminalInput:
    """The keyboard of a terminal. Its keys are echoed here, one by one, so that the terminal need not."""

    def __init__(self, table: ProcessTable, number: int) -> None:
        self._table = table
        self._number = number
        self._discipline = LineDiscipline()
        terminal = self._terminal()
        if terminal is not None:
            terminal.remote = True

    def _terminal(self) -> Terminal | None:
        return self._table.streams.terminals.get(self._number)

    def write(self, data: bytes) -> None:
        """Press keys."""
        terminal = self._terminal()
        if terminal is None:
            return
        typed = self._discipline.type(data) if terminal.mode == "cooked" else data
        if not terminal.echo:
            self._discipline.take_echo()
        terminals.type_into(self._table, self._number, typed.decode(errors="surrogateescape"))

    def close(self) -> None:
        """End the input as ^D does."""
        self.write(END_OF_FILE.encode())

    def take_echo(self) -> bytes:
        """Return what the keys since the last call show."""
        return self._discipline.take_echo()

    def hang_up(self) -> None:
        """Send SIGHUP to whoever has the terminal."""
        terminal = self._terminal()
        if terminal is not None and terminal.foreground:
            terminals.signal_group(self._table, terminal.foreground, "HUP")
