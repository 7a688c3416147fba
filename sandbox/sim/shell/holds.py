"""What a shell waits for, and how it goes on: children, substitutions, blocked builtins.

Models jobs.c of bash 5.2 as far as waiting goes. Not modelled: job control (``fg``, ``bg``, ^Z).
"""

from typing import TYPE_CHECKING

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.shell import frames, redirections
from sandbox.sim.shell.children import announce, reap_all
from sandbox.sim.shell.commands import resume_builtin
from sandbox.sim.shell.descriptors import close_own
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

MAX_SUBSTITUTION = 1_048_576
"""Bytes that one command substitution may return."""


def poll(machine: "Machine") -> Step | None:
    """Look whether what the shell waits for has happened; if so, go on with it and return None."""
    hold = machine.state["hold"]
    return POLLS[hold["kind"]](machine, hold)


def _poll_children(machine: "Machine", hold: State) -> Step | None:
    state = machine.state
    reap_all(machine)
    done = state["done"]
    if any(str(pid) not in done for pid in hold["pids"]):
        return Wait(child=True)
    rows = [done.pop(str(pid)) for pid in hold["pids"]]
    state["hold"] = None
    announce(machine, rows[-1], hold["source"], foreground=True)
    statuses = [row[0] for row in rows]
    status = statuses[-1]
    if "pipefail" in state["shopt"]:
        status = next((code for code in reversed(statuses) if code), 0)
    state["pipe_status"] = statuses
    redirections.undo(machine, hold.get("undo", {}))
    if state.pop("interrupted", False):
        machine.exit(130)
    else:
        frames.finish(machine, status, guarded=hold["guarded"], keep_pipe_status=True)
    return None


def _poll_substitution(machine: "Machine", hold: State) -> Step | None:
    state, fd, system = machine.state, hold["fd"], machine.system
    if not hold.get("ended"):
        while system.can_read(fd):
            data = system.read(fd)
            if not data:
                hold["ended"] = True
                break
            hold["text"] += data.decode(errors="replace")
            if len(hold["text"]) > MAX_SUBSTITUTION:
                raise BudgetExceeded("substitution", MAX_SUBSTITUTION)
        else:
            return Wait(readable=(fd,))
    reap_all(machine)
    done = state["done"].pop(str(hold["pids"][0]), None)
    if done is None:
        return Wait(child=True)
    close_own(machine, fd)
    text = hold["text"]
    if "\0" in text:
        machine.complain("warning: command substitution: ignored null byte in input")
        text = text.replace("\0", "")
    state["memo"].append(text.rstrip("\n"))
    state["substituted"] = state["status"] = done[0]
    state["hold"] = None
    if state.pop("interrupted", False):
        machine.exit(130)
    return None


POLLS = {"children": _poll_children, "substitution": _poll_substitution, "builtin": resume_builtin}
