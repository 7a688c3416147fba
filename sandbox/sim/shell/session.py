"""The learner's own shell: it stays, and gets one script after another.

Models the bash of a terminal, with the messages of ``bash -c``: the recorded answers were given by that.
"""

import orjson

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.table import ProcessTable
from sandbox.sim.shell.state import State, new_frame, new_state

HISTORY = 200
"""How many lines ``history`` remembers."""
ENVIRONMENT = {
    "HOME": "/root",
    "USER": "root",
    "LOGNAME": "root",
    "SHELL": "/bin/bash",
    "LANG": "C.UTF-8",
    "TERM": "xterm-256color",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "PWD": "/root",
    "SHLVL": "1",
}


def start(table: ProcessTable) -> Process:
    """Start the learner's shell on the host and return its process."""
    process = table.spawn(
        ["bash"], namespaces=HOST, env=ENVIRONMENT, fds={}, cwd="/root", user=ROOT_USER, program="bash",
        state=new_state("bash", [], ENVIRONMENT) | {"session": True},
    )  # fmt: skip
    process.state["pid"] = process.inner_pid
    return process


def open_terminal(table: ProcessTable, model: Process | None, state: State) -> None:
    """Start an interactive bash on the learner's terminal and note it in ``state``, with the terminal if that is new.

    It begins with the variables, functions, aliases and directory of ``model``, or like a fresh login without one.
    """
    if not state:
        slave, _ = table.streams.make_terminal()
        table.streams.refer(slave)
        number = table.streams.streams[slave].pipe
        state |= {"number": number, "stream": slave, "pid": 0, "pending": [], "lines": "", "prompt": ""}
        state["running"] = False
    kept = ("vars", "attrs", "functions", "aliases", "options", "shopt")
    own = {} if model is None else {name: model.state[name] for name in kept}
    memory = orjson.loads(orjson.dumps(new_state("bash", [], ENVIRONMENT) | own)) | {"reader": {}}
    env = ENVIRONMENT if model is None else model.env
    stream: int = state["stream"]
    process = table.spawn(
        ["bash"], namespaces=HOST, env=env, fds={0: stream, 1: stream, 2: stream}, user=ROOT_USER,
        cwd="/root" if model is None else model.cwd, program="bash", state=memory,
    )  # fmt: skip
    process.state["pid"] = process.inner_pid
    state["pid"] = process.pid


def feed(table: ProcessTable, process: Process, text: str) -> None:
    """Hand the shell a script. Variables, functions, options but ``-e`` and the directory stay from the one before."""
    state = process.state
    state["frames"] = [new_frame(text, kind="main")]
    state["hold"], state["memo"], state["signals"] = None, [], []
    state["options"] = state["options"].replace("e", "")
    state["turns"] = 0
    state["history"] = [*state.get("history", []), text.rstrip("\n")][-HISTORY:]
    state.pop("interrupted", None)
    table.announce(f"shell/{process.pid}")
    table.wake(process.pid)


def is_idle(process: Process) -> bool:
    """Say whether the shell has done with the last script."""
    return process.status is not None or not process.state["frames"]


def last_status(process: Process) -> int:
    """Return the exit code of the last script."""
    status: int = process.state["status"]
    return status


def foreground(table: ProcessTable, process: Process) -> list[int]:
    """Return the pids that Ctrl-C reaches: what the shell waits for, with their descendants."""
    found: list[int] = []
    todo = list((process.state["hold"] or {}).get("pids", ()))
    while todo:
        child = table.processes.get(todo.pop())
        if child is not None and child.status is None:
            found.append(child.pid)
            todo += child.children
    return found


def interrupt(table: ProcessTable, process: Process) -> None:
    """Do what Ctrl-C does: the foreground gets SIGINT, and the script ends with 130."""
    state = process.state
    if not state["frames"]:
        return
    state["interrupted"] = True
    pids = foreground(table, process)
    for pid in pids:
        try:
            table.signal(pid, "INT")
        except KernelError:
            continue
    if not pids:
        table.wake(process.pid)
