"""docker exec.

Models docker/cli cli/command/container/exec.go, v28.2. Not modelled: --detach-keys.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import options, streaming
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine.execs import CannotExec, check
from sandbox.sim.runtime.process import Exit, Step, Wait
from sandbox.sim.runtime.streams import Stream
from sandbox.sim.runtime.terminals import TTY


def run(call: Call) -> Step | int:
    """Run a further process in a container; attached unless ``-d``."""
    flags = call.flags
    if flags["detach-keys"]:
        raise NotModelled("docker exec --detach-keys")
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
    return _wait(call)


def _wait(call: Call) -> Wait:
    return Wait(child=True, topics=(f"log/{call.state['log']}",) if "log" in call.state else ())


def _streams(call: Call) -> dict[int, int]:
    """Return the new process's file descriptors: the client's own where it is attached."""
    streams, own = call.engine.machine.streams, call.process.fds
    nothing = streams.open(Stream("device", target="null"))
    if call.flags["detach"]:
        return {0: nothing, 1: nothing, 2: nothing}
    stdin = own.get(0, nothing) if call.flags["interactive"] else nothing
    if not call.flags["tty"]:
        return {0: stdin, 1: own.get(1, nothing), 2: own.get(2, nothing)}
    state = call.state
    state["log"], state["entry"], state["chars"], state["streams"] = streams.make_log(), 0, 0, []
    out, err = (streams.open(Stream("log", readable=False, target=TTY, pipe=state["log"])) for _ in range(2))
    terminal = streams.open(Stream("log", writable=False, target=TTY, pipe=state["log"]))
    return {0: stdin if call.flags["interactive"] else terminal, 1: out, 2: err}


def resume(call: Call) -> Step | int:
    """Return the process's exit code once it has ended."""
    child = call.system.reap()
    if "log" in call.state:
        streaming.pump(call)
    if child is None:
        return _wait(call)
    call.engine.machine.streams.logs.pop(call.state.get("log", 0), None)
    return Exit(child.status or 0)


def signalled(call: Call, signal: str) -> Step | int | None:
    """Pass a signal on to the process."""
    pid = call.state.get("child", 0)
    process = call.engine.machine.table.processes.get(pid)
    if process is not None and process.status is None:
        call.engine.machine.table.signal(pid, signal)
    return Exit(130)
