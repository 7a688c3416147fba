"""docker kill, pause, unpause.

Models docker/cli cli/command/container/{kill,pause,unpause}.go, v28.2.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.errors import BadRequest, Conflict, EngineError, NotFound
from sandbox.sim.runtime.signals import parse_signal


def kill(call: Call) -> int:
    """Docker kill: send a signal to each container's first process."""
    wanted = call.flags["signal"] or "KILL"

    def one(name: str) -> None:
        signal = parse_signal(wanted)
        if signal is None:
            raise BadRequest(f"Invalid signal: {wanted}")
        try:
            container = call.engine.containers.find(name)
            lifecycle.kill(call.engine, container, signal)
        except NotFound as error:
            raise NotFound(f"Cannot kill container: {name}: {error}") from error
        except Conflict as error:
            raise Conflict(f"Cannot kill container: {name}: {error}") from error

    return call.for_each(call.args, one)


def pause(call: Call) -> int:
    """Docker pause: freeze containers."""
    return call.for_each(call.args, lambda name: lifecycle.pause(call.engine, call.engine.containers.find(name)))


def unpause(call: Call) -> int:
    """Docker unpause: let containers go on."""
    return call.for_each(call.args, lambda name: lifecycle.unpause(call.engine, call.engine.containers.find(name)))


def rename(call: Call) -> int:
    """Docker rename: give a container another name."""
    old, new = (word.strip() for word in call.args)
    if not old or not new:
        call.err("Error: Neither old nor new names may be empty")
        return 1
    try:
        call.engine.rename(old, new)
    except EngineError as error:
        call.err(f"Error response from daemon: {error}")
        call.err(f"Error: failed to rename container named {old}")
        return 1
    return 0
