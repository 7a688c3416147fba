"""docker attach.

Models docker/cli cli/command/container/attach.go, v28.2.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import streaming
from sandbox.sim.docker.errors import Failure
from sandbox.sim.runtime.process import Step


def run(call: Call) -> Step | int:
    """Join the standard streams of a running container."""
    container = call.engine.containers.find(call.args[0])
    if container.status == "paused":
        raise Failure("You cannot attach to a paused container, unpause it first")
    if container.status == "restarting":
        raise Failure("You cannot attach to a restarting container, wait until it is running")
    if not container.running:
        raise Failure("You cannot attach to a stopped container, start it first")
    stdin = bool(not call.flags["no-stdin"] and container.config.get("OpenStdin"))
    tty = bool(container.config.get("Tty"))
    if stdin and tty and not call.is_terminal(0):
        raise Failure("the input device is not a TTY")
    proxy = call.flags["sig-proxy"] and not tty
    once = bool(container.config.get("StdinOnce"))
    streaming.begin(call, container, streams=["stdout", "stderr"], stdin=stdin, proxy=proxy, once=once)
    streaming.open_stdin(call, container)
    return resume(call)


def resume(call: Call) -> Step | int:
    """Go on passing input and output."""
    return streaming.follow(call, lambda _call, code: code)
