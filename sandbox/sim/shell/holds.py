"""What a shell waits for, and how it goes on: children, substitutions, blocked builtins.

Models jobs.c of bash 5.2 as far as waiting goes.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.runtime.terminals import terminal_of
from sandbox.sim.shell import frames, jobs, menus, redirections
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
        if jobs.is_interactive(machine) and jobs.stopped_child(machine, hold["pids"]):
            _suspend(machine, hold)
            return None
        return Wait(child=True)
    rows = [done.pop(str(pid)) for pid in hold["pids"]]
    state["hold"] = None
    announce(machine, rows[-1], hold["source"], foreground=True)
    if jobs.is_interactive(machine) and _was_interrupted(machine, rows[-1]):
        redirections.undo(machine, hold.get("undo", {}))
        machine.drop_line(rows[-1][0])
        return None
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


def _suspend(machine: "Machine", hold: State) -> None:
    """Go on after a command that ^Z has stopped."""
    machine.state["hold"] = None
    jobs.suspend(machine, hold)
    redirections.undo(machine, hold.get("undo", {}))
    frames.finish(machine, jobs.STOPPED_STATUS, guarded=hold["guarded"])


def _was_interrupted(machine: "Machine", row: list[Any]) -> bool:
    """Say whether ^C ended a command, and with it the line; the terminal then goes on in a new line."""
    jobs.take_back(machine)
    status, signal, _ = row
    terminal = terminal_of(machine.system.table, machine.process, 2)
    if status == 130 and terminal is not None and terminal.column:  # noqa: PLR2004  (128 + SIGINT)
        machine.err("\n")
    return bool(signal == "INT")


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
    if state.pop("interrupted", False) or (done[1] == "INT" and jobs.is_interactive(machine)):
        machine.exit(130)
    return None


POLLS = {"children": _poll_children, "substitution": _poll_substitution, "builtin": resume_builtin, "menu": menus.poll}
