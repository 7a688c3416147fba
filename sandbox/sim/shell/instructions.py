"""The instructions of the virtual machine, one function each.

Models execute_cmd.c of bash 5.2. A function returns None to go on, or a step for the process table.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.process import Exit, Step
from sandbox.sim.shell import conditions, frames, jobs, menus, patterns, redirections
from sandbox.sim.shell.commands import run_simple
from sandbox.sim.shell.descriptors import open_fds
from sandbox.sim.shell.faults import ShellFault
from sandbox.sim.shell.forks import fork_at, hold_for
from sandbox.sim.shell.syntax import Redirection, Word

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine


# Going from place to place


def jump(machine: "Machine", place: int) -> None:
    """Go on elsewhere."""
    machine.frame["pc"] = place


def jump_if_ok(machine: "Machine", place: int) -> None:
    """Go on elsewhere if the last command succeeded."""
    if machine.state["status"] == 0:
        machine.frame["pc"] = place


def jump_if_failed(machine: "Machine", place: int) -> None:
    """Go on elsewhere if the last command failed; the status becomes that of what follows."""
    if machine.state["status"] != 0:
        machine.frame["pc"] = place


def set_status(machine: "Machine", status: int) -> None:
    """Set ``$?``."""
    machine.state["status"] = status


def negate(machine: "Machine") -> None:
    """``!``."""
    machine.state["status"] = int(machine.state["status"] == 0)


def line_end(_machine: "Machine") -> None:
    """Mark where a line of the script has ended."""


def end(machine: "Machine") -> Step | None:
    """End a subshell."""
    machine.exit(machine.state["status"])
    return None if machine.state["frames"] else Exit(machine.state["status"])


# Loops


def loop(machine: "Machine", after: int, again: int) -> None:
    """Enter ``while``, ``until`` or ``for ((``."""
    frame = machine.frame
    frame["loops"].append({"after": after, "again": again, "depth": len(frame["redirections"]), "status": 0})


def loop_again(machine: "Machine", place: int) -> None:
    """Note the body's status and begin the next round."""
    frame = machine.frame
    frame["loops"][-1]["status"] = machine.state["status"]
    frame["pc"] = place


def loop_status(machine: "Machine") -> None:
    """Note the body's status."""
    machine.frame["loops"][-1]["status"] = machine.state["status"]


def loop_end(machine: "Machine") -> None:
    """Leave a loop at its end; its status is that of the last body."""
    machine.state["status"] = machine.frame["loops"].pop()["status"]


def for_start(machine: "Machine", words: tuple[Word, ...] | None, after: int, again: int, name: str) -> None:
    """Enter ``for name in words``."""
    if not name.replace("_", "a").isalnum() or name[0].isdigit():
        machine.complain(f"`{name}': not a valid identifier")
        machine.state["status"] = 1
        machine.frame["pc"] = after
        return
    items = list(machine.state["args"]) if words is None else machine.expander.fields(words)
    loop(machine, after, again)
    machine.frame["loops"][-1] |= {"items": items, "at": 0}


def for_next(machine: "Machine", name: str, after: int, menu: bool) -> None:  # noqa: FBT001  (an operand)
    """Give the variable its next value, or go to the loop's end."""
    entry = machine.frame["loops"][-1]
    if menu:
        menus.begin(machine, name, entry["items"], after)
        return
    if entry["at"] >= len(entry["items"]):
        machine.frame["pc"] = after
        return
    machine.variables.set(name, entry["items"][entry["at"]])
    entry["at"] += 1


# Conditions and choices


def arithmetic(machine: "Machine", text: str, guarded: bool) -> None:  # noqa: FBT001  (an operand)
    """``((…))``: succeeds where the value is not 0."""
    from_text = _arithmetic_text(machine, text)
    try:
        value = machine.once(lambda: machine.expander.evaluate(from_text))
    except ShellFault as fault:
        machine.complain(f"((: {fault}")
        value = 0
    frames.finish(machine, int(value == 0), guarded=guarded)


def _arithmetic_text(machine: "Machine", text: str) -> str:
    if "$" not in text and "`" not in text and '"' not in text:
        return text
    return machine.expander.parts_text(conditions.arithmetic_parts(text))


def conditional(machine: "Machine", expression: tuple[Any, ...], guarded: bool) -> None:  # noqa: FBT001  (an operand)
    """``[[ … ]]``."""
    frames.finish(machine, conditions.evaluate(machine, expression), guarded=guarded)


def case(
    machine: "Machine",
    word: Word,
    rows: tuple[tuple[tuple[Word, ...], int], ...],
    after: int,
    first: bool,  # noqa: FBT001  (an operand)
) -> None:
    """``case``: go on at the first body one of whose patterns matches."""
    fold = str.lower if "nocasematch" in machine.state["shopt"] else str
    text = fold(machine.expander.text(word))
    for found, place in rows:
        for pattern in found:
            if patterns.matches(fold(machine.expander.pattern(pattern)), text):
                machine.frame["pc"] = place
                if first:
                    machine.state["status"] = 0
                return
    if first:
        machine.state["status"] = 0
    machine.frame["pc"] = after


# Processes


def pipeline(machine: "Machine", starts: tuple[int, ...], after: int, guarded: bool) -> None:  # noqa: FBT001  (an operand)
    """Start each stage of a pipeline in a process, joined by pipes."""
    streams = machine.system.table.streams
    pids, reading = [], None
    for number, start in enumerate(starts):
        fds = open_fds(machine)
        if reading is not None:
            fds[0] = reading
        if number < len(starts) - 1:
            reading, fds[1] = streams.make_pipe()
        pids.append(fork_at(machine, start, fds).pid)
    machine.frame["pc"] = after
    hold_for(machine, pids, guarded=guarded)


def subshell(machine: "Machine", after: int, guarded: bool) -> None:  # noqa: FBT001  (an operand)
    """``( … )``."""
    child = fork_at(machine, machine.frame["pc"], open_fds(machine))
    machine.frame["pc"] = after
    hold_for(machine, [child.pid], guarded=guarded)


def background(machine: "Machine", after: int, source: str) -> None:
    """``&``: start a list and go on."""
    state = machine.state
    child = fork_at(machine, machine.frame["pc"], open_fds(machine), background=True)
    machine.frame["pc"] = after
    state["last_background"] = child.inner_pid
    interactive = jobs.is_interactive(machine)
    if interactive:
        child.group = child.pid
        source = source or jobs.typed_source(machine)
    job = jobs.add(machine, [child.pid], source)
    if interactive and machine.style.is_bash:
        machine.err(f"[{job['number']}] {child.inner_pid}\n")
    state["status"] = 0


# Redirections, functions, messages


def redirect(machine: "Machine", rows: tuple[Redirection, ...], after: int) -> None:
    """Redirect what a compound command does; where that fails, pass over it."""
    try:
        names = redirections.targets(machine, rows)
        done = redirections.apply(machine, rows, names)
    except ShellFault as fault:
        machine.complain(str(fault))
        machine.frame["pc"] = after
        machine.state["memo"] = []
        frames.finish(machine, fault.status, guarded=False)
        return
    machine.frame["redirections"].append(done)


def restore(machine: "Machine") -> None:
    """End the redirections of a compound command."""
    redirections.undo(machine, {"fds": machine.frame["redirections"].pop()})


def define(machine: "Machine", name: str, text: str, line: int) -> None:
    """Define a function."""
    frame = machine.frame
    place = frame.get("name") or (machine.state["name"] if machine.state.get("script") else "environment")
    machine.state["functions"][name] = [text, line, place if machine.style.is_bash else frame.get("name")]
    machine.state["status"] = 0


def complain(machine: "Machine", message: str, source_line: str | None) -> None:
    """Print the error of a script that cannot be read; nothing after it is run."""
    frame = machine.frame
    state = machine.state
    where = "eval" if frame["kind"] == "eval" else "" if state.get("script") or frame["kind"] == "source" else "-c"
    style = machine.style
    prefix = style.syntax_prefix(str(frame.get("name") or state["name"]), machine.line, where)
    token = message.rsplit("`", 1)[1][:-1] if "`" in message else "EOF"
    interactive = jobs.is_interactive(machine) and frame["kind"] == "main"
    if interactive and style.is_bash:
        prefix = f"{state['name']}: "
    machine.err(f"{prefix}{style.syntax_error(message, token)}\n")
    if source_line is not None and style.is_bash and not interactive:
        machine.err(f"{prefix}`{source_line}'\n")
    if frame["kind"] in ("eval", "source", "trap"):
        frame["pc"] = 1 << 30
        state["status"] = 2 if frame["kind"] != "source" else 1
    else:
        machine.exit(2)


def warn(machine: "Machine", message: str) -> None:
    """Print a warning of the parser."""
    if machine.style.is_bash:
        machine.complain(message)


def time_start(machine: "Machine") -> None:
    """Note when a timed pipeline began."""
    machine.frame.setdefault("times", []).append(machine.system.table.clock.now)


def time_end(machine: "Machine") -> None:
    """Print how long a timed pipeline took, on the virtual clock."""
    taken = machine.system.table.clock.now - machine.frame["times"].pop()
    minutes, rest = divmod(taken / SECOND, 60)
    machine.err(f"\nreal\t{int(minutes)}m{rest:.3f}s\nuser\t0m0.000s\nsys\t0m0.000s\n")


INSTRUCTIONS: dict[str, Any] = {
    function.__name__: function
    for function in (
        jump, jump_if_ok, jump_if_failed, set_status, negate, line_end, end, loop, loop_again, loop_status, loop_end,
        for_start, for_next, arithmetic, conditional, case, pipeline, subshell, background, redirect, restore, define,
        complain, warn, time_start, time_end,
    )
} | {"simple": run_simple}  # fmt: skip
