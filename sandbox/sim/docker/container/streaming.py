"""The client's end of an attached container: its log goes out, standard input goes in, signals go through.

Models docker/cli cli/command/container/hijack.go and signals.go. Not modelled: window sizes.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Exit, Step, Wait

STDIN_FD = 10
"""Where the client keeps the container's standard input."""
PATIENCE = 3
"""How many interrupts a client passes on before it gives up."""
SIGNALS = ("INT", "TERM", "HUP", "QUIT")


def begin(call: Call, container: Container, *, streams: list[str], stdin: bool, proxy: bool, once: bool) -> None:
    """Remember what is followed. ``once``: the container's standard input ends with the client's."""
    state = call.state
    state["container"], state["log"], state["streams"] = container.id, container.log, streams
    entries = _entries(call)
    state["entry"], state["chars"] = len(entries), 0
    if entries and not entries[-1][2].endswith("\n"):
        state["entry"], state["chars"] = len(entries) - 1, len(entries[-1][2])
    state["stdin"], state["proxy"], state["once"], state["interrupts"] = stdin, proxy, once, 0


def open_stdin(call: Call, container: Container) -> None:
    """Take hold of the container's standard input, once it runs."""
    if call.state["stdin"] and container.stdin:
        call.system.set_fd(STDIN_FD, container.stdin)
        if call.state["once"]:
            lifecycle.close_stdin(call.engine, container)


def _entries(call: Call) -> list[list[Any]]:
    log = call.engine.machine.streams.logs.get(call.state["log"])
    return log.entries if log is not None else []


def pump(call: Call) -> None:
    """Write what the container has written since the last time."""
    state = call.state
    entries = _entries(call)
    while state["entry"] < len(entries):
        _, stream, text = entries[state["entry"]]
        fresh = str(text)[state["chars"] :]
        if stream == "tty":
            call.system.write(1, fresh.replace("\n", "\r\n"))
        elif stream in state["streams"]:
            call.system.write(1 if stream == "stdout" else 2, fresh)
        if not str(text).endswith("\n") and state["entry"] == len(entries) - 1:
            state["chars"] += len(fresh)
            return
        state["entry"], state["chars"] = state["entry"] + 1, 0


def feed(call: Call) -> None:
    """Pass on what stands in the client's standard input, and its end."""
    if not call.state["stdin"] or STDIN_FD not in call.process.fds:
        return
    while call.system.can_read(0):
        data = call.system.read(0, 65536)
        if not data:
            call.state["stdin"] = False
            call.system.close(STDIN_FD)
            return
        try:
            call.system.write(STDIN_FD, data)
        except KernelError:
            return


def wait(call: Call) -> Wait:
    """Return the step that waits for output, input or the end."""
    readable = (0,) if call.state["stdin"] and STDIN_FD in call.process.fds else ()
    state = call.state
    return Wait(
        readable=readable, topics=(f"log/{state['log']}", "engine", f"namespaces/container/{state['container']}")
    )


def follow(call: Call, finish: Callable[[Call, int], Step | int]) -> Step | int:
    """Pass everything on; when the container has ended, call ``finish`` with its exit code."""
    feed(call)
    pump(call)
    code = ended(call)
    if code is None:
        return wait(call)
    pump(call)
    return finish(call, code)


def ended(call: Call) -> int | None:
    """Return the exit code once the container has ended (and is gone, where it removes itself)."""
    identifier = call.state["container"]
    container = call.engine.containers.containers.get(identifier)
    if container is not None and container.host.get("AutoRemove"):
        return None
    return call.engine.containers.exit_code(identifier)


def signalled(call: Call, signal: str) -> Step | int | None:
    """Pass a signal on to the container; give up on the third."""
    state = call.state
    if "container" not in state:
        return Exit(130)
    state["interrupts"] += 1
    if state["interrupts"] >= PATIENCE:
        call.err(f"got {PATIENCE} SIGTERM/SIGINTs, forcefully exiting")
        return Exit(1)
    container = call.engine.containers.containers.get(state["container"])
    if container is None or not state["proxy"]:
        return Exit(130)
    try:
        lifecycle.kill(call.engine, container, signal)
    except EngineError:
        return Exit(130)
    return None
