"""docker exec.

Models docker/cli cli/command/container/exec.go, v28.2.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import options, streaming
from sandbox.sim.docker.container.detaching import parse_keys
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.execs import CannotExec, check
from sandbox.sim.runtime.process import Exit, Step, Wait
from sandbox.sim.runtime.streams import Stream
from sandbox.sim.runtime.terminals import lead

KEPT_FD = 11
"""Where the client keeps a terminal open into which nobody types."""


def run(call: Call) -> Step | int:
    """Run a further process in a container; attached unless ``-d``."""
    flags = call.flags
    check(call.engine.containers.find(call.args[0]))
    if flags["interactive"] and flags["tty"] and not flags["detach"] and not call.is_terminal(0):
        raise Failure("the input device is not a TTY")
    try:
        env = options.read_env_files(call, flags["env-file"]) + options.resolve_env(call, flags["env"])
    except Failure as failure:
        raise Failure(str(failure), 1) from failure
    body = {
        "Cmd": call.args[1:],
        "Env": env,
        "User": flags["user"],
        "WorkingDir": flags["workdir"],
        "Tty": flags["tty"],
    }
    if flags["privileged"]:
        call.err("drydock: --privileged has no effect in this sandbox")
    fds = _streams(call)
    parent = 0 if flags["detach"] else call.process.pid
    try:
        child = call.engine.exec(call.args[0], body, fds, parent)
    except CannotExec as error:
        if flags["detach"]:
            raise
        call.out(f"{error}\r\n")  # The daemon writes this into the attached stream, as a terminal would have it.
        return error.exit_code
    if flags["detach"]:
        return 0
    call.state["child"] = child.pid
    if flags["tty"]:
        lead(call.engine.machine.table, child)
    return _wait(call)


def _wait(call: Call) -> Wait:
    state = call.state
    topics = (f"log/{state['log']}",) if "log" in state else ()
    return Wait(readable=(0,) if state.get("stdin") else (), child=True, topics=topics)


def _streams(call: Call) -> dict[int, int]:
    """Return the new process's file descriptors: the client's own where it is attached and no terminal is involved."""
    streams, own, flags = call.engine.machine.streams, call.process.fds, call.flags
    nothing = streams.open(Stream("device", target="null"))
    if flags["detach"]:
        return {0: nothing, 1: nothing, 2: nothing}
    stdin = own.get(0, nothing) if flags["interactive"] else nothing
    if not flags["tty"] and not any(call.is_terminal(fd) for fd in (0, 1, 2)):
        return {0: stdin, 1: own.get(1, nothing), 2: own.get(2, nothing)}
    state = call.state
    state |= {"log": streams.make_log(), "entry": 0, "chars": 0, "streams": ["stdout", "stderr"]}
    state |= {"stdin": flags["interactive"], "keys": parse_keys(flags["detach-keys"]), "detach_code": 1}
    if flags["tty"]:
        slave, master = streams.make_terminal(state["log"])
        streaming.hold_stdin(call, master, tty=True) if flags["interactive"] else call.system.set_fd(KEPT_FD, master)
        return {0: slave, 1: slave, 2: slave}
    out, err = (
        streams.open(Stream("log", readable=False, target=name, pipe=state["log"])) for name in state["streams"]
    )
    if not flags["interactive"]:
        return {0: nothing, 1: out, 2: err}
    reading, writing = streams.make_pipe(unlimited=True)
    streaming.hold_stdin(call, writing, tty=False)
    return {0: reading, 1: out, 2: err}


def resume(call: Call) -> Step | int:
    """Pass input and output on; return the process's exit code once it has ended."""
    if call.state.get("stdin"):
        streaming.feed(call)
    child = call.system.reap()
    if "log" in call.state:
        streaming.pump(call)
    if child is None:
        return streaming.detach(call) if call.state.get("detached") else _wait(call)
    call.engine.machine.streams.logs.pop(call.state.get("log", 0), None)
    streaming.let_go(call)
    return Exit(child.status or 0)


def signalled(call: Call, signal: str) -> Step | int | None:
    """Pass a signal on to the process."""
    pid = call.state.get("child", 0)
    process = call.engine.machine.table.processes.get(pid)
    if process is not None and process.status is None:
        call.engine.machine.table.signal(pid, signal)
    return Exit(130)
