"""Subshells: processes that go on with a copy of the shell's state.

Models execute_cmd.c: execute_in_subshell of bash 5.2.
"""

from typing import TYPE_CHECKING

from sandbox.sim.runtime.process import Process
from sandbox.sim.shell import jobs
from sandbox.sim.shell.descriptors import free_fd, keep_open, null_input, open_fds
from sandbox.sim.shell.faults import NeedSubstitution
from sandbox.sim.shell.state import State, forked, new_frame

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine


def fork(machine: "Machine", frame: State, fds: dict[int, int], *, background: bool = False) -> Process:
    """Start a subshell that runs ``frame``."""
    process = machine.process
    child = machine.system.spawn(
        list(process.argv), fds, program=process.program, state=forked(machine.state, frame), env=process.env
    )
    if background:
        child.state["background"] = True
    interactive = machine.state.get("interactive")
    child.ignored = [] if interactive else list(process.ignored) + (["INT", "QUIT"] if background else [])
    return child


def fork_at(machine: "Machine", place: int, fds: dict[int, int], *, background: bool = False) -> Process:
    """Start a subshell that runs the present text from a place on, up to its ``end``."""
    frame = machine.frame
    inner = new_frame(frame["text"], kind="sub", line=frame["line"])
    inner |= {"pc": place, "forgiven": frame["forgiven"], "name": frame.get("name"), "function": _function(machine)}
    if background and 0 in fds and not machine.state.get("interactive"):
        fds[0] = null_input(machine)
    return fork(machine, inner, fds, background=background)


def _function(machine: "Machine") -> str | None:
    return next((str(row["function"]) for row in reversed(machine.state["frames"]) if row.get("function")), None)


def hold_for(machine: "Machine", pids: list[int], *, guarded: bool, source: str = "") -> State:
    """Wait for children in the foreground; return what is noted, to be added to."""
    hold: State = {"kind": "children", "pids": pids, "guarded": guarded, "source": source}
    machine.state["hold"] = hold
    if jobs.is_interactive(machine):
        jobs.put_in_foreground(machine, pids)
    return hold


def substitute(machine: "Machine", need: NeedSubstitution) -> None:
    """Start the command of ``$(…)``, ``<(…)`` or ``>(…)``."""
    reading, writing = machine.system.table.streams.make_pipe()
    frame = new_frame(need.text, kind="sub", line=need.line)
    frame |= {"substitution": True, "function": _function(machine), "name": machine.frame.get("name")}
    fds = open_fds(machine)
    forward = need.kind != ">"
    fds[1 if forward else 0] = writing if forward else reading
    child = fork(machine, frame, fds)
    if machine.style.is_bash and "inherit_errexit" not in machine.state["shopt"]:
        child.state["options"] = child.state["options"].replace("e", "")
    fd = free_fd(machine)
    machine.system.set_fd(fd, reading if forward else writing)
    if need.kind == "output":
        keep_open(machine, fd)
        machine.state["hold"] = {"kind": "substitution", "pids": [child.pid], "fd": fd, "text": ""}
        return
    machine.state.setdefault("process_fds", []).append(fd)
    machine.state["memo"].append(f"/dev/fd/{fd}")
