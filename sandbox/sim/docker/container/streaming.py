"""The client's end of an attached container: its log goes out, standard input goes in, signals go through.

Models docker/cli cli/command/container/hijack.go and signals.go: a container with a terminal gets every key, so the
client's own terminal is raw meanwhile. Not modelled: window sizes.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.detaching import filter_keys, parse_keys
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Exit, Step, Wait
from sandbox.sim.runtime.system import BrokenPipe
from sandbox.sim.runtime.terminals import set_mode, terminal_of

STDIN_FD = 10
"""Where the client keeps the container's standard input."""
PATIENCE = 3
"""How many interrupts a client passes on before it gives up."""
SIGNALS = ("INT", "TERM", "HUP", "QUIT")


def begin(
    call: Call, container: Container, *, streams: list[str], stdin: bool, proxy: bool, once: bool, detached: int = 1
) -> None:
    """Remember what is followed. ``once``: the container's standard input ends with the client's.

    ``detached`` is the exit code after the detach keys. Joining a terminal shows the line that it stands in, for its
    program draws that again when the window's size is set.
    """
    state = call.state
    call.engine.emit("container", "attach", container.id, call.engine.attributes(container))
    state["container"], state["log"], state["streams"] = container.id, container.log, streams
    entries = _entries(call)
    state["entry"], state["chars"] = len(entries), 0
    if entries and not entries[-1][2].endswith("\n"):
        state["entry"] = len(entries) - 1
        state["chars"] = 0 if container.config.get("Tty") else len(entries[-1][2])
    state["stdin"], state["proxy"], state["once"], state["interrupts"] = stdin, proxy, once, 0
    state["keys"], state["detach_code"] = parse_keys(call.flags["detach-keys"]), detached


def open_stdin(call: Call, container: Container) -> None:
    """Take hold of the container's standard input, once it runs."""
    if not (call.state["stdin"] and container.stdin):
        return
    tty = bool(container.config.get("Tty"))
    hold_stdin(call, container.stdin, tty=tty)
    if call.state["once"] and not tty:
        lifecycle.close_stdin(call.engine, container)


def hold_stdin(call: Call, stream: int, *, tty: bool) -> None:
    """Lead what is typed into a stream; a terminal at its other end gets every key."""
    call.system.set_fd(STDIN_FD, stream)
    terminal = terminal_of(call.system.table, call.process)
    if terminal is not None:
        terminal.relay = stream
        if tty:
            set_mode(terminal, "raw")


def let_go(call: Call) -> None:
    """Give the client's terminal back as it was."""
    terminal = terminal_of(call.system.table, call.process)
    if terminal is not None and STDIN_FD in call.process.fds:
        terminal.reset()
    call.system.close(STDIN_FD)


def _entries(call: Call) -> list[list[Any]]:
    log = call.engine.machine.streams.logs.get(call.state["log"])
    return log.entries if log is not None else []


def pump(call: Call) -> None:
    """Write what the container has written since the last time, what belongs together in one go."""
    state = call.state
    entries = _entries(call)
    pieces: list[tuple[int, list[str]]] = []
    while state["entry"] < len(entries):
        _, stream, text = entries[state["entry"]]
        fresh = str(text)[state["chars"] :]
        fd = 1 if stream == "tty" else ("stdout", "stderr").index(stream) + 1 if stream in state["streams"] else 0
        if not pieces or pieces[-1][0] != fd:
            pieces.append((fd, []))
        pieces[-1][1].append(fresh.replace("\n", "\r\n") if stream == "tty" else fresh)
        if not str(text).endswith("\n") and state["entry"] == len(entries) - 1:
            state["chars"] += len(fresh)
            break
        state["entry"], state["chars"] = state["entry"] + 1, 0
    for fd, texts in pieces:
        if fd:
            call.system.write(fd, "".join(texts))


def feed(call: Call) -> None:
    """Pass on what stands in the client's standard input, and its end."""
    if not call.state["stdin"] or STDIN_FD not in call.process.fds:
        return
    while call.system.can_read(0):
        data = call.system.read(0, 65536)
        terminal = terminal_of(call.system.table, call.process)
        if data and terminal is not None and terminal.mode == "raw":
            data = filter_keys(call.state, data.decode(errors="surrogateescape")).encode(errors="surrogateescape")
            if not data and not call.state.get("detached"):
                continue
        if not data:
            call.state["stdin"] = False
            let_go(call)
            return
        try:
            call.system.write(STDIN_FD, data)
        except (KernelError, BrokenPipe):
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
    if call.state.get("detached"):
        return detach(call)
    code = ended(call)
    if code is None:
        return wait(call)
    pump(call)
    let_go(call)
    return finish(call, code)


def detach(call: Call) -> int:
    """End the client; the container runs on."""
    let_go(call)
    call.err("read escape sequence")
    return int(call.state["detach_code"])


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
