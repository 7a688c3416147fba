"""Frames: texts that the shell is in, coming to their end or being left.

Models the unwinding of execute_cmd.c of bash 5.2.
"""

from typing import TYPE_CHECKING

from sandbox.sim.shell import redirections, traps
from sandbox.sim.shell.compiler import compile_text
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine


def finish(machine: "Machine", status: int, *, guarded: bool, keep_pipe_status: bool = False) -> None:
    """Note a command's status; where it failed, do what ``set -e`` and the ERR trap ask for."""
    state = machine.state
    state["status"] = status
    if not keep_pipe_status:
        state["pipe_status"] = [status]
    if status == 0 or guarded or (state["frames"] and state["frames"][-1]["forgiven"]):
        return
    trap = traps.on_error(machine)
    if not machine.option("e"):
        return
    if trap is None:
        machine.exit(status, chosen=True)
    else:
        trap["ends"] = status


def leave(machine: "Machine", frame: State) -> None:
    """Go on after a frame that has come to its end."""
    pop_frame(machine)
    if "ends" in frame:
        # An ERR trap has run, and set -e ends the shell behind it.
        machine.exit(frame["ends"], chosen=True)
        return
    if not machine.state["frames"] and frame["kind"] == "main" and "reader" in machine.state:
        return
    if not machine.state["frames"] and frame["kind"] in ("main", "sub"):
        machine.exit(machine.state["status"])
    elif frame["kind"] in ("function", "source", "eval"):
        finish(machine, machine.state["status"], guarded=frame.get("guarded", True))


def pop_frame(machine: "Machine") -> State:
    """Take the innermost frame away, with its redirections, local variables and arguments."""
    frame: State = machine.state["frames"].pop()
    for rows in reversed(frame["redirections"]):
        redirections.undo(machine, {"fds": rows})
    for name, saved in reversed(list(frame.get("locals", {}).items())):
        machine.variables.restore(name, saved)
    if "args" in frame:
        machine.state["args"] = frame["args"]
    if "undo" in frame:
        redirections.undo(machine, frame["undo"])
    if "status" in frame:
        machine.state["status"] = frame["status"]
    return frame


def drop_redirections(machine: "Machine", frame: State, depth: int = 0) -> None:
    """Undo a frame's redirections down to a depth, as leaving a loop does."""
    while len(frame["redirections"]) > depth:
        redirections.undo(machine, {"fds": frame["redirections"].pop()})


def skip_line(machine: "Machine", frame: State) -> None:
    """Go on with the next line of a script."""
    while machine.frame is not frame:
        pop_frame(machine)
    drop_redirections(machine, frame)
    frame["loops"] = []
    code = compile_text(frame["text"], frame["line"]).code
    while frame["pc"] < len(code) and code[frame["pc"]][0] != "line_end":
        frame["pc"] += 1
