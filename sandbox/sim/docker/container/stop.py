"""docker stop and docker restart.

Models docker/cli cli/command/container/{stop,restart}.go, v28.2. All containers are asked at once; each is printed when
it has ended.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.runtime.signals import parse_signal


def run(call: Call) -> Step | int:
    """Docker stop: ask all containers to end, then wait."""
    return _begin(call, again=False)


def restart(call: Call) -> Step | int:
    """Docker restart: ask all containers to end, and start each again."""
    return _begin(call, again=True)


def _timeout(call: Call) -> int | None:
    for name in ("timeout", "time"):
        if call.flags.given(name):
            return int(call.flags[name])
    return None


def _begin(call: Call, *, again: bool) -> Step | int:
    if call.flags.given("time") and call.flags.given("timeout"):
        raise Failure("conflicting options: cannot specify both --timeout and --time")
    signal = call.flags["signal"]
    if signal and parse_signal(signal) is None:
        raise Failure(f"Error response from daemon: Invalid signal: {signal}")
    call.state["again"], call.state["code"], call.state["left"] = again, 0, []
    for name in call.args:
        try:
            container = call.engine.containers.find(name)
            if signal and container.running:
                lifecycle.kill(call.engine, container, parse_signal(signal) or "TERM")
            else:
                lifecycle.stop(call.engine, container, _timeout(call))
            call.state["left"].append([name, container.id])
        except EngineError as error:
            call.err(f"Error response from daemon: {error}")
            call.state["code"] = 1
    return resume(call)


def resume(call: Call) -> Step | int:
    """Print those that have ended; wait for the others."""
    left = []
    for name, identifier in call.state["left"]:
        container = call.engine.containers.containers.get(identifier)
        if container is not None and (container.running or container.host.get("AutoRemove")):
            left.append([name, identifier])
            continue
        try:
            if call.state["again"] and container is not None:
                lifecycle.start(call.engine, container)
                call.engine.emit("container", "restart", container.id, call.engine.attributes(container))
            elif container is not None:
                call.engine.emit("container", "stop", container.id, call.engine.attributes(container))
            call.line(name)
        except EngineError as error:
            call.err(f"Error response from daemon: Cannot restart container {name}: {error}")
            call.state["code"] = 1
    call.state["left"] = left
    return Wait(topics=("engine",)) if left else int(call.state["code"])
