"""exec and attach: a process's standard streams over a connection.

Models k8s.io/kubernetes/pkg/kubelet/server/remotecommand v1.36 with the channels of v5.channel.k8s.io. Not modelled:
standard input of a container that runs already (attach with stdin), the size of the terminal.
"""

from collections.abc import Callable

import orjson

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http.containers import choose_container
from sandbox.sim.cluster.http.line_discipline import LineDiscipline
from sandbox.sim.cluster.http.logs import LogCursor
from sandbox.sim.cluster.http.messages import Request
from sandbox.sim.cluster.http.paths import Target
from sandbox.sim.cluster.kubelet.access import ExecRefused
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.streams import Stream, Streams
from sandbox.sim.runtime.terminals import TTY

STDIN, STDOUT, STDERR, RESULT = range(4)
Frame = tuple[int, bytes]


class ExecDialogue:
    """A command that runs in a container."""

    def __init__(self, cluster: Cluster, start: Callable[[dict[int, int]], Process], request: Request) -> None:
        self.finished = False
        self._table = cluster.machine.table
        self._streams: Streams = cluster.machine.streams
        self._terminal = LineDiscipline() if request.flag("tty") else None
        self._outputs: dict[int, int] = {}
        self._input = 0
        self._process: Process | None = None
        self._refused = ""
        fds = self._open(request)
        for number in fds.values():
            self._streams.refer(number)
        try:
            self._process = start(fds)
        except ExecRefused as error:
            self._refused = str(error)
        except ApiError:
            self._close()
            raise
        finally:
            for number in fds.values():
                self._streams.release(number)

    def _open(self, request: Request) -> dict[int, int]:
        fds: dict[int, int] = {}
        if request.flag("stdin"):
            fds[STDIN], self._input = self._streams.make_pipe(unlimited=True)
            self._streams.refer(self._input)
        for channel, name in ((STDOUT, "stdout"), (STDERR, "stderr")):
            if request.flag(name) and not (channel == STDERR and self._terminal):
                self._outputs[channel], fds[channel] = self._streams.make_pipe(unlimited=True)
                self._streams.refer(self._outputs[channel])
        if self._terminal:
            for number in fds.values():
                self._streams.streams[number].target = TTY
            fds.update({STDERR: fds[STDOUT]} if STDOUT in fds else {})
        for channel in (STDIN, STDOUT, STDERR):
            if channel not in fds:
                fds[channel] = self._streams.open(Stream("device", target="null"))
        return fds

    def receive(self, channel: int, data: bytes) -> None:
        """Give standard input to the process; what a terminal makes of keys happens here."""
        if channel != STDIN or not self._input:
            return
        if self._terminal is None:
            self._write(data)
            return
        for text, signal in self._terminal.type(data):
            if signal:
                self._signal(signal)
            elif text:
                self._write(text)
            else:
                self.close_input()

    def _write(self, data: bytes) -> None:
        if not self._input:
            return
        number = self._streams.streams[self._input].pipe
        pipe = self._streams.pipes[number]
        if pipe.readers:
            pipe.data += data
            self._table.wake_readers(number)

    def _signal(self, name: str) -> None:
        """Send a signal to the innermost processes: those that the terminal would have in the foreground."""
        process = self._process
        if process is None or process.status is not None:
            return
        foreground = [self._table.processes[pid] for pid in process.children if pid in self._table.processes]
        for found in foreground or [process]:
            if found.status is None:
                self._table.signal(found.pid, name)

    def close_input(self) -> None:
        """End standard input."""
        if self._input:
            number = self._streams.streams[self._input].pipe
            self._streams.release(self._input)
            self._input = 0
            self._table.wake_readers(number)

    def read(self) -> list[Frame]:
        """Return what the process has printed and, once it has ended, its result."""
        frames = [(STDOUT, echo) for echo in [self._terminal.take_echo()] if echo] if self._terminal else []
        for channel, stream in self._outputs.items():
            data = self._drain(stream)
            if data:
                frames.append((channel, data.replace(b"\n", b"\r\n") if self._terminal else data))
        result = self._result()
        if result is not None:
            self._close()
            self.finished = True
            frames.append((RESULT, orjson.dumps(result)))
        return frames

    def _drain(self, stream: int) -> bytes:
        pipe = self._streams.streams[stream].pipe
        found = self._streams.pipes[pipe]
        data, found.data = found.data, b""
        self._table.wake_writers(pipe)
        return data

    def _result(self) -> dict[str, object] | None:
        if self._process is None:
            return _failure(self._refused)
        if self._process.status is None:
            return None
        return _exit_status(self._process.status)

    def _close(self) -> None:
        self.close_input()
        for stream in self._outputs.values():
            self._streams.release(stream)
        self._outputs = {}

    def hang_up(self) -> None:
        """End input; a terminal that is gone hangs its processes up."""
        if self.finished:
            return
        self.close_input()
        if self._terminal:
            self._signal("HUP")


class AttachDialogue:
    """What a container prints from now on."""

    def __init__(self, cluster: Cluster, source: tuple[str, str, str]) -> None:
        self.finished = False
        self._access = cluster.kubelet
        self._source = source
        self._cursor = LogCursor(self._access.logs(*source))

    def receive(self, channel: int, data: bytes) -> None:
        """Pass over what is sent: a request for standard input was refused."""

    def close_input(self) -> None:
        """Pass over the end of what is not read."""

    def hang_up(self) -> None:
        """Let go: nothing is held."""

    def read(self) -> list[Frame]:
        """Return what was printed since the last call and, once the container has ended, the result."""
        try:
            added, fresh = self._cursor.advance(self._access.logs(*self._source))
        except ApiError:
            added, fresh = None, []
        rows = [added, *fresh] if added else fresh
        frames = [(STDERR if row[1] == "stderr" else STDOUT, str(row[2]).encode()) for row in rows]
        if not self._access.is_running(*self._source):
            self.finished = True
            frames.append((RESULT, orjson.dumps(_exit_status(0))))
        return frames


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
    """Attach to a container's output. Raises ApiError."""
    if request.flag("stdin"):
        raise bad_request("not modelled in this sandbox: standard input of a container that runs already; use exec")
    container = choose_container(cluster, target, request.option("container"), user, "create", "attach")
    if not cluster.kubelet.is_running(target.namespace, target.name, container):
        raise ApiError(500, "InternalError", f'unable to upgrade connection: container not found ("{container}")')
    return AttachDialogue(cluster, (target.namespace, target.name, container))
