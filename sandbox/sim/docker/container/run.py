"""docker run.

Models docker/cli cli/command/container/run.go, v28.2.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import creating, streaming
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Step

NOT_FOUND = ("executable file not found", "no such file or directory", "system cannot find the file specified")
NOT_EXECUTABLE = ("permission denied", "is a directory")


def start_code(message: str) -> int:
    """Return the exit code for a container that could not be started (docker/cli toStatusError)."""
    words = message.lower()
    if any(part in words for part in NOT_FOUND):
        return 127
    if any(part in words for part in NOT_EXECUTABLE):
        return 126
    return creating.DAEMON_FAILED


def run(call: Call) -> Step | int:
    """Make a container and start it; attached unless ``-d``."""
    flags = call.flags
    detached, attach = flags["detach"], flags["attach"]
    if detached and attach:
        raise Failure("conflicting options: cannot specify both --attach and --detach")
    stdin = not detached and (flags["interactive"] if not attach else "stdin" in attach)
    if stdin and flags["tty"] and not call.is_terminal(0):
        raise Failure("the input device is not a TTY")
    adjust = {
        "AttachStdin": stdin,
        "AttachStdout": not detached and (not attach or "stdout" in attach),
        "AttachStderr": not detached and (not attach or "stderr" in attach),
        "StdinOnce": flags["interactive"] and not detached,
        "OpenStdin": flags["interactive"] or "stdin" in attach,
    }
    container = creating.create(call, call.args[0], call.args[1:], adjust)
    if detached:
        call.line(container.id)
        _start(call, container)
        return 0
    streams = [name for name in ("stdout", "stderr") if not attach or name in attach]
    proxy = flags["sig-proxy"] and not flags["tty"]
    streaming.begin(call, container, streams=streams, stdin=stdin, proxy=proxy, once=True, detached=0)
    _start(call, container)
    call.state["log"] = container.log
    streaming.open_stdin(call, container)
    return streaming.follow(call, _finish)


def _start(call: Call, container: Container) -> None:
    try:
        lifecycle.start(call.engine, container)
    except EngineError as error:
        if container.host.get("AutoRemove"):
            lifecycle.remove(call.engine, container)
        raise creating.failed(call, f"Error response from daemon: {error}", start_code(str(error))) from error


def resume(call: Call) -> Step | int:
    """Go on passing input and output."""
    return streaming.follow(call, _finish)


def _finish(_call: Call, code: int) -> int:
    return code
