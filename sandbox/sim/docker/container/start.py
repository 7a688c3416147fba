"""docker start.

Models docker/cli cli/command/container/start.go, v28.2. Not modelled: --checkpoint.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import streaming
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Step


def run(call: Call) -> Step | int:
    """Start containers; with ``-a`` or ``-i`` one, attached."""
    if call.flags["attach"] or call.flags["interactive"]:
        return _attached(call)
    failed = []
    for name in call.args:
        try:
            call.engine.start(name)
            call.line(name)
        except EngineError as error:
            call.err(f"Error response from daemon: {error}")
            failed.append(name)
    if failed:
        raise Failure(f"Error: failed to start containers: {', '.join(failed)}")
    return 0


def _attached(call: Call) -> Step | int:
    if len(call.args) > 1:
        raise Failure("you cannot start and attach multiple containers at once")
    container = call.engine.containers.find(call.args[0])
    stdin = bool(call.flags["interactive"] and container.config.get("OpenStdin"))
    if stdin and container.config.get("Tty") and not call.is_terminal(0):
        raise Failure("the input device is not a TTY")
    proxy = call.flags["sig-proxy"] and not container.config.get("Tty")
    once = bool(container.config.get("StdinOnce")) or stdin
    streaming.begin(call, container, streams=["stdout", "stderr"], stdin=stdin, proxy=proxy, once=once)
    try:
        call.engine.start(call.args[0])
    except EngineError as error:
        call.err(f"Error response from daemon: {error}")
        raise Failure(f"Error: failed to start containers: {call.args[0]}") from error
    call.state["log"] = container.log
    streaming.open_stdin(call, container)
    return resume(call)


def resume(call: Call) -> Step | int:
    """Go on passing input and output."""
    return streaming.follow(call, lambda _call, code: code)
