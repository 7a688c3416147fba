"""Builtins that decide what runs next: loops, functions, scripts, traps, the end.

Models builtins/{break,return,exit,eval,source,exec,trap}.def of bash 5.2.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.kernel.errors import MESSAGES, KernelError
from sandbox.sim.runtime import executables, signals
from sandbox.sim.runtime.process import Exec
from sandbox.sim.shell import frames, jobs, traps
from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.quoting import quote_value
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

CALLED = -1
"""Returned by a builtin that has begun a frame or left some: the status comes from elsewhere."""


def true(_machine: "Machine", _argv: list[str]) -> int:
    """``:`` and ``true``."""
    return 0


def false(_machine: "Machine", _argv: list[str]) -> int:
    """Fail, as ``false`` does."""
    return 1


def leave_loop(machine: "Machine", argv: list[str]) -> int:
    """``break`` and ``continue``."""
    name, levels = argv[0], 1
    if len(argv) > 1:
        if not re.fullmatch(r"\+?\d+", argv[1]):
            machine.complain(f"{name}: {argv[1]}: numeric argument required")
            machine.exit(128)
            return CALLED
        levels = int(argv[1][:9])
        if levels < 1:
            raise UsageFault(f"{argv[1]}: loop count out of range", 1)
    stack = machine.state["frames"]
    if not _has_loop(stack):
        if machine.style.is_bash:
            machine.complain(f"{name}: only meaningful in a `for', `while', or `until' loop")
        return 0
    call = machine.state["call"]
    from sandbox.sim.shell.commands import undo_call  # noqa: PLC0415  (commands stand on this module)

    undo_call(machine, call["record"])
    call["passed_on"] = True
    machine.state["status"] = 0
    _unwind(machine, levels, again=name == "continue")
    return CALLED


def _has_loop(stack: list[State]) -> bool:
    for frame in reversed(stack):
        if frame["loops"]:
            return True
        if frame["kind"] not in ("eval", "trap"):
            return False
    return False


def _unwind(machine: "Machine", levels: int, *, again: bool) -> None:
    while True:
        frame = machine.frame
        while frame["loops"]:
            entry = frame["loops"][-1]
            levels -= 1
            outermost = len(frame["loops"]) == 1 and frame["kind"] not in ("eval", "trap")
            frames.drop_redirections(machine, frame, entry["depth"])
            if levels <= 0 or outermost:
                if again:
                    frame["pc"] = entry["again"]
                else:
                    frame["loops"].pop()
                    frame["pc"] = entry["after"]
                return
            frame["loops"].pop()
        frames.pop_frame(machine)


def _status(machine: "Machine", argv: list[str]) -> int | None:
    if len(argv) < 2:  # noqa: PLR2004  (the name and an expression)
        status: int = machine.state["status"]
        return status
    if not re.fullmatch(r"\s*[-+]?\d+\s*", argv[1]):
        if machine.style.is_bash:
            machine.complain(f"{argv[0]}: {argv[1]}: numeric argument required")
        else:
            machine.complain(f"{argv[0]}: Illegal number: {argv[1]}")
        return None
    return int(argv[1]) & 0xFF


def leave_function(machine: "Machine", argv: list[str]) -> int:
    """``return``."""
    status = _status(machine, argv)
    status = 2 if status is None else status
    stack = machine.state["frames"]
    kinds = [frame["kind"] for frame in stack]
    inside = stack[0].get("function") and kinds[0] == "sub"
    if "function" not in kinds and "source" not in kinds and not inside:
        if machine.style.is_bash:
            machine.complain("return: can only `return' from a function or sourced script")
            return 2
        machine.exit(status)
        return CALLED
    while machine.state["frames"]:
        frame = frames.pop_frame(machine)
        if frame["kind"] in ("function", "source"):
            frames.finish(machine, status, guarded=frame.get("guarded", True))
            break
    else:
        machine.exit(status)
    return CALLED


def leave_shell(machine: "Machine", argv: list[str]) -> int:
    """``exit``."""
    status = _status(machine, argv)
    if jobs.holds_back(machine):
        return 1
    if jobs.is_interactive(machine) and machine.style.is_bash:
        machine.err("exit\n")
    machine.exit(2 if status is None else status, chosen=True)
    return CALLED


def _pass_on(machine: "Machine", frame: State) -> None:
    """Let a frame do what is left of this call when it ends: undo its redirections, judge its status."""
    call = machine.state["call"]
    frame |= {"undo": call["record"], "guarded": call["guarded"]}
    frame["forgiven"] = frame["forgiven"] or call["guarded"]
    call["passed_on"] = True


def evaluate(machine: "Machine", argv: list[str]) -> int:
    """``eval``."""
    text = " ".join(argv[2:] if argv[1:2] == ["--"] else argv[1:])
    if not text.strip():
        return 0
    machine.state["status"] = 0
    _pass_on(machine, machine.push(text, kind="eval", line=machine.line))
    return CALLED


def source(machine: "Machine", argv: list[str]) -> int:
    """``source`` and ``.``."""
    words = argv[2:] if argv[1:2] == ["--"] else argv[1:]
    if not words:
        raise UsageFault("filename argument required", 2, f"{argv[0]} filename [arguments]")
    path = words[0]
    if "/" not in path:
        found = _on_path(machine, path)
        path = found or path
    try:
        text = machine.files.read_text(path)
    except KernelError as error:
        if machine.style.is_bash:
            shown = "is a directory" if error.code == "EISDIR" else MESSAGES[error.code]
            machine.complain(f"{argv[0] + ': ' if error.code == 'EISDIR' else ''}{words[0]}: {shown}")
            return 1
        machine.complain(f"{argv[0]}: {machine.style.cannot_open(words[0], error.code, writing=False)}")
        machine.exit(2)
        return CALLED
    frame = machine.push(text, kind="source")
    frame["name"] = words[0]
    if words[1:]:
        frame["args"] = machine.state["args"]
        machine.state["args"] = words[1:]
    machine.state["status"] = 0
    _pass_on(machine, frame)
    return CALLED


def _on_path(machine: "Machine", name: str) -> str | None:
    for directory in (machine.variables.get("PATH") or "").split(":"):
        candidate = f"{directory or '.'}/{name}"
        if machine.files.kind(candidate) == "file":
            return candidate
    return None


def execute(machine: "Machine", argv: list[str]) -> int | Exec:
    """``exec``."""
    words = argv[1:]
    while words and words[0] in ("-c", "-l", "--"):
        words = words[1:]
    if words[:1] == ["-a"]:
        words = words[2:]
    if not words:
        machine.state["call"]["record"]["fds"] = []
        return 0
    if words[0].startswith("-"):
        raise UsageFault(
            f"{words[0]}: invalid option", 2, "exec [-cl] [-a name] [command [argument ...]] [redirection ...]"
        )
    try:
        executables.resolve(words, machine.variables.get("PATH") or "", machine.files)
    except executables.ExecError as error:
        from sandbox.sim.shell.commands import explain  # noqa: PLC0415  (commands stand on this module)

        if "/" not in error.name and machine.style.is_bash and not error.found:
            machine.complain(f"exec: {error.name}: not found")
            status = 127
        else:
            status = explain(machine, error, "exec: " if not machine.style.is_bash else "")
        machine.exit(status)
        return CALLED
    if machine.state.get("session"):
        return _run_instead(machine, words)
    return machine.replace_process(words)


def _run_instead(machine: "Machine", words: list[str]) -> int:
    """In the learner's own session the shell stays: the program runs and then the script ends."""
    from sandbox.sim.shell.quoting import quote_if_needed  # noqa: PLC0415  (only this rare case needs it)

    text = " ".join(quote_if_needed(word) for word in words) + "; exit"
    _pass_on(machine, machine.push(text, kind="eval", line=machine.line))
    return CALLED


def trap(machine: "Machine", argv: list[str]) -> int:
    """``trap``."""
    words = argv[1:]
    if words[:1] == ["--"]:
        words = words[1:]
    if words[:1] == ["-l"]:
        machine.out(list_signals())
        return 0
    held: dict[str, str] = machine.state["traps"]
    if not words or words[0] == "-p":
        wanted = [name for name in map(_condition, words[1:]) if name] or list(held)
        for name in wanted:
            if name in held:
                shown = (
                    name if name in ("EXIT", "ERR", "DEBUG", "RETURN") or not machine.style.is_bash else f"SIG{name}"
                )
                machine.out(f"trap -- {quote_value(held[name])} {shown}\n")
        return 0
    action, conditions = words[0], words[1:]
    if not conditions or action == "-" or action.isdecimal():
        conditions = words if action != "-" else conditions
        return _change(machine, conditions, None)
    return _change(machine, conditions, action)


def _change(machine: "Machine", conditions: list[str], action: str | None) -> int:
    status = 0
    for text in conditions:
        name = _condition(text)
        if name is None:
            message = "invalid signal specification" if machine.style.is_bash else ""
            machine.complain(f"trap: {text}: {message}" if message else f"trap: {text}: bad trap")
            status = 1
        elif name in ("DEBUG", "RETURN") and action:
            machine.complain(f"trap: {name}: not modelled in this sandbox")
            status = 1
        elif action is None:
            machine.state["traps"].pop(name, None)
        elif name not in ("KILL", "STOP"):
            machine.state["traps"][name] = action
    traps.handle_signals(machine)
    return status


def _condition(text: str) -> str | None:
    if text in ("0", "EXIT", "ERR", "DEBUG", "RETURN", "exit"):
        return "EXIT" if text in ("0", "exit") else text
    return signals.parse_signal(text)


def list_signals() -> str:
    """Return the table of ``trap -l`` and ``kill -l``."""
    cells = [f"{number:2}) SIG{name}" for name, number in signals.NUMBERS.items()]
    rows = [cells[at : at + 5] for at in range(0, len(cells), 5)]
    return "".join("\t".join(row) + "\n" for row in rows)
