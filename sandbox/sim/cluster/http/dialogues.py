"""exec and attach: a process's standard streams over a connection.

Models k8s.io/kubernetes/pkg/kubelet/server/remotecommand v1.36 with the channels of v5.channel.k8s.io. Not modelled:
the size of the terminal.
"""

from collections.abc import Callable
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http.containers import choose_container
from sandbox.sim.cluster.http.logs import LogCursor
from sandbox.sim.cluster.http.messages import Request
from sandbox.sim.cluster.http.paths import Target
from sandbox.sim.cluster.http.standard_input import PipeInput, TerminalInput
from sandbox.sim.cluster.kubelet.access import ExecRefused
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.streams import Stream, Streams
from sandbox.sim.runtime.terminals import TTY, lead

STDIN, STDOUT, STDERR, RESULT = range(4)
Frame = tuple[int, bytes]


class ExecDialogue:
    """A command that runs in a container."""

    def __init__(self, cluster: Cluster, start: Callable[[dict[int, int]], Process], request: Request) -> None:
        self.finished = False
        self._table = cluster.machine.table
        self._streams: Streams = cluster.machine.streams
        self._tty = request.flag("tty")
        self._outputs: dict[int, int] = {}
        self._held: list[int] = []
        self._screen = 0
        self._input: PipeInput | TerminalInput | None = None
        self._process: Process | None = None
        self._refused = ""
        self._start(start, self._open_terminal() if self._tty else self._open_pipes(request))
        if not request.flag("stdin") and self._tty:
            self._input = None

    def _start(self, start: Callable[[dict[int, int]], Process], fds: dict[int, int]) -> None:
        for number in fds.values():
            self._streams.refer(number)
        try:
            self._process = start(fds)
            lead(self._table, self._process)
        except ExecRefused as error:
            self._refused = str(error)
        except ApiError:
            self._close()
            raise
        finally:
            for number in fds.values():
                self._streams.release(number)

    def _hold(self, number: int) -> int:
        self._streams.refer(number)
        self._held.append(number)
        return number

    def _open_terminal(self) -> dict[int, int]:
        slave, master = self._streams.make_terminal()
        self._screen = self._streams.streams[self._hold(master)].pipe
        self._input = TerminalInput(self._table, self._screen)
        return {STDIN: slave, STDOUT: slave, STDERR: slave}

    def _open_pipes(self, request: Request) -> dict[int, int]:
        fds: dict[int, int] = {}
        if request.flag("stdin"):
            fds[STDIN], writing = self._streams.make_pipe(unlimited=True)
            self._streams.refer(writing)
            self._input = PipeInput(self._table, writing, owned=True)
        for channel, name in ((STDOUT, "stdout"), (STDERR, "stderr")):
            if request.flag(name):
                reading, fds[channel] = self._streams.make_pipe(unlimited=True)
                self._outputs[channel] = self._hold(reading)
        for channel in (STDIN, STDOUT, STDERR):
            if channel not in fds:
                fds[channel] = self._streams.open(Stream("device", target="null"))
        return fds

    def receive(self, channel: int, data: bytes) -> None:
        """Give standard input to the process."""
        if channel == STDIN and self._input is not None:
            self._input.write(data)

    def close_input(self) -> None:
        """End standard input."""
        if self._input is not None:
            self._input.close()

    def read(self) -> list[Frame]:
        """Return what the process has printed and, once it has ended, its result."""
        frames = self._take_screen() if self._tty else self._take_pipes()
        result = self._result()
        if result is not None:
            self._close()
            self.finished = True
            frames.append((RESULT, orjson.dumps(result)))
        return frames

    def _take_screen(self) -> list[Frame]:
        terminal = self._streams.terminals[self._screen]
        text, terminal.shown = terminal.shown, ""
        self._table.wake_writers(self._screen)
        echo = self._input.take_echo() if self._input is not None else b""
        data = echo + text.replace("\n", "\r\n").encode(errors="surrogateescape")
        return [(STDOUT, data)] if data else []

    def _take_pipes(self) -> list[Frame]:
        frames = []
        for channel, stream in self._outputs.items():
            number = self._streams.streams[stream].pipe
            pipe = self._streams.pipes[number]
            data, pipe.data = pipe.data, b""
            self._table.wake_writers(number)
            frames += [(channel, data)] if data else []
        return frames

    def _result(self) -> dict[str, object] | None:
        if self._process is None:
            return _failure(self._refused)
        if self._process.status is None:
            return None
        return _exit_status(self._process.status)

    def _close(self) -> None:
        if isinstance(self._input, PipeInput):
            self._input.close()
        for number in self._held:
            self._streams.release(number)
        self._held, self._outputs, self._input = [], {}, None

    def hang_up(self) -> None:
        """End input; a terminal that is gone hangs its processes up."""
        if self._input is not None and not self.finished:
            self._input.hang_up()


class AttachDialogue:
    """What a container prints from now on, and its standard input."""

    def __init__(self, cluster: Cluster, source: tuple[str, str, str], typed: PipeInput | TerminalInput | None) -> None:
        self.finished = False
        self._access = cluster.kubelet
        self._source = source
        self._input = typed
        self._cursor = LogCursor(self._access.logs(*source))

    def receive(self, channel: int, data: bytes) -> None:
        """Give standard input to the container."""
        if channel == STDIN and self._input is not None:
            self._input.write(data)

    def close_input(self) -> None:
        """End what this client types; whether the container sees an end is for its ``stdinOnce`` to say."""
        if self._input is not None:
            self._input = None
            self._access.close_stdin(*self._source)

    def hang_up(self) -> None:
        """Let go of a container that runs on."""
        self._input = None

    def read(self) -> list[Frame]:
        """Return what was printed since the last call and, once the container has ended, the result."""
        try:
            added, fresh = self._cursor.advance(self._access.logs(*self._source))
        except ApiError:
            added, fresh = None, []
        echo = self._input.take_echo() if self._input is not None else b""
        frames = [(STDOUT, echo)] if echo else []
        frames += [_row_frame(row) for row in ([added, *fresh] if added else fresh)]
        if not self._access.is_running(*self._source):
            self.finished = True
            frames.append((RESULT, orjson.dumps(_exit_status(0))))
        return frames


def _row_frame(row: list[Any]) -> Frame:
    """Return a row of a log; what a terminal showed has its lines end as a raw terminal needs it."""
    text = str(row[2])
    if row[1] == TTY:
        return STDOUT, text.replace("\n", "\r\n").encode()
    return STDERR if row[1] == "stderr" else STDOUT, text.encode()


def _failure(message: str) -> dict[str, object]:
    return {"metadata": {}, "status": "Failure", "message": message, "reason": "InternalError", "code": 500}


def _exit_status(code: int) -> dict[str, object]:
    if code == 0:
        return {"metadata": {}, "status": "Success"}
    return {
        "metadata": {},
        "status": "Failure",
        "message": f"command terminated with non-zero exit code: error executing command, exit code {code}",
        "reason": "NonZeroExitCode",
        "details": {"causes": [{"reason": "ExitCode", "message": str(code)}]},
    }


def start_exec(cluster: Cluster, target: Target, request: Request, user: UserInfo) -> ExecDialogue:
    """Start a command. Raises ApiError."""
    command = request.query.get("command") or []
    if not command:
        raise bad_request("you must specify at least one command for the container")
    container = choose_container(cluster, target, request.option("container"), user, "create", "exec")

    def start(fds: dict[int, int]) -> Process:
        return cluster.kubelet.exec(target.namespace, target.name, container, command, fds=fds, parent=0, user=user)

    return ExecDialogue(cluster, start, request)


def start_attach(cluster: Cluster, target: Target, request: Request, user: UserInfo) -> AttachDialogue:
    """Attach to a container. Raises ApiError."""
    container = choose_container(cluster, target, request.option("container"), user, "create", "attach")
    source = (target.namespace, target.name, container)
    if not cluster.kubelet.is_running(*source):
        raise ApiError(500, "InternalError", f'unable to upgrade connection: container not found ("{container}")')
    return AttachDialogue(cluster, source, _input_of(cluster, source, user) if request.flag("stdin") else None)


def _input_of(cluster: Cluster, source: tuple[str, str, str], user: UserInfo) -> PipeInput | TerminalInput | None:
    number = cluster.kubelet.stdin(*source, user=user)
    if not number:
        return None
    stream = cluster.machine.streams.streams[number]
    table = cluster.machine.table
    return TerminalInput(table, stream.pipe) if stream.kind == "master" else PipeInput(table, number, owned=False)
