"""Traps: what a script wants done when a signal comes, a command fails or the shell ends.

Models trap.c of bash 5.2. Not modelled: DEBUG and RETURN.
"""

from typing import TYPE_CHECKING

from sandbox.sim.shell.compiler import compile_text
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine


def deliver(machine: "Machine") -> bool:
    """Begin the trap of a signal that has come; return whether there was one."""
    state = machine.state
    name = state["signals"].pop(0)
    text = state["traps"].get(name)
    if not text:
        return False
    frame = machine.push(text, kind="trap")
    frame["status"] = state["status"]
    return True


def on_error(machine: "Machine") -> State | None:
    """Begin the ERR trap and return its frame; None where there is none, as in a function without ``set -E``."""
    state = machine.state
    text = state["traps"].get("ERR")
    shielded = ("trap",) if machine.option("E") else ("trap", "function")
    if not text or any(frame["kind"] in shielded for frame in state["frames"]):
        return None
    frame = machine.push(text, kind="trap", line=_line_of_failure(machine))
    frame["status"] = state["status"]
    return frame


def _line_of_failure(machine: "Machine") -> int:
    """Return the line of the command that has just ended, which another shell object may have begun."""
    if not machine.state["frames"]:
        return machine.line
    frame = machine.state["frames"][-1]
    lines = compile_text(frame["text"], frame["line"]).lines
    return lines[min(max(frame["pc"] - 1, 0), len(lines) - 1)] if lines else machine.line


def at_exit(machine: "Machine") -> None:
    """Begin the EXIT trap of a shell that is about to end."""
    state = machine.state
    text = state["traps"].pop("EXIT", "")
    if text:
        frame = machine.push(text, kind="trap")
        frame["status"] = state["status"]


def handle_signals(machine: "Machine") -> None:
    """Tell the process table which signals the traps handle and which they ignore."""
    state, process = machine.state, machine.process
    traps = {name: text for name, text in state["traps"].items() if name not in ("EXIT", "ERR", "DEBUG", "RETURN")}
    own = {"INT"} if state.get("interactive") and traps.get("INT") != "" else set()
    process.handled = sorted({name for name, text in traps.items() if text} | own)
    ignored = {name for name in process.ignored if name not in state.get("trapped", ())}
    process.ignored = sorted(ignored | {name for name, text in traps.items() if not text})
    state["trapped"] = sorted({*state.get("trapped", ()), *traps})
