"""Simple commands: assignments, functions, builtins, programs.

Models execute_cmd.c: execute_simple_command of bash 5.2.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime import executables
from sandbox.sim.runtime.process import Exec, Exit, Step, Wait
from sandbox.sim.shell import frames, redirections
from sandbox.sim.shell.assignments import Expanded, expand_assignment, expand_declarations, put
from sandbox.sim.shell.builtins.registry import ASH_ABSENT, BUILTINS, SPECIAL_BUILTINS
from sandbox.sim.shell.compiler import compile_text
from sandbox.sim.shell.descriptors import open_fds
from sandbox.sim.shell.faults import ShellFault, UsageFault
from sandbox.sim.shell.forks import hold_for
from sandbox.sim.shell.quoting import quote_if_needed
from sandbox.sim.shell.state import State
from sandbox.sim.shell.syntax import Simple, Word

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

CALLED = -1
"""What a builtin returns that has begun a frame or ended the shell: the status is not its own."""


def run_simple(machine: "Machine", command: Simple, guarded: bool) -> Step | None:  # noqa: FBT001  (an operand)
    """Run a simple command. Raises ShellFault for expansions that fail, NeedSubstitution."""
    if machine.state["aliases"] and _run_alias(machine, command, guarded=guarded):
        return None
    if not machine.state["memo"]:
        machine.state["substituted"] = None
    if machine.frame["kind"] != "trap":
        machine.state["command"] = command.source
    argv = expand_declarations(machine, command.words)
    names = redirections.targets(machine, command.redirections)
    if not argv:
        return _without_command(machine, command, names, guarded=guarded)
    values = [expand_assignment(machine, row) for row in command.assignments]
    if machine.option("x"):
        _trace_assignments(machine, command, values)
        machine.err(f"{_lead(machine)} {' '.join(quote_if_needed(word) for word in argv)}\n")
    return _with_command(machine, command, argv, names, values, guarded=guarded)


def _run_alias(machine: "Machine", command: Simple, *, guarded: bool) -> bool:
    first = command.words[0] if command.words else None
    name = first.literal if isinstance(first, Word) else None
    frame = machine.frame
    if name is None or name not in machine.state["aliases"] or name in frame.get("without", ()) or command.assignments:
        return False
    if not command.source.startswith(name) or "<<" in command.source:
        return False
    text = machine.state["aliases"][name] + command.source[len(name) :]
    inner = machine.push(text, kind="eval", line=command.line)
    inner |= {"without": [*frame.get("without", ()), name], "guarded": guarded}
    return True


def _lead(machine: "Machine") -> str:
    depth: int = machine.state["depth"]
    return "+" * (depth + 1)


def _trace_assignments(machine: "Machine", command: Simple, values: list[Expanded]) -> None:
    for row, (_, value) in zip(command.assignments, values, strict=True):
        shown = (quote_if_needed(value) if value else "") if isinstance(value, str) else "(...)"
        machine.err(f"{_lead(machine)} {row.name}{'+' if row.append else ''}={shown}\n")


def _without_command(machine: "Machine", command: Simple, names: list[str], *, guarded: bool) -> Step | None:
    """Make assignments and redirections alone: they last, and the status is that of the last substitution."""
    for row in command.assignments:
        expanded = expand_assignment(machine, row)
        machine.once(partial(put, machine, row, expanded))
        if machine.option("x"):
            _trace_assignments(machine, Simple((row,), (), (), 0, ""), [expanded])
    try:
        rows = redirections.apply(machine, command.redirections, names)
    except ShellFault as fault:
        machine.complain(str(fault))
        frames.finish(machine, fault.status, guarded=guarded)
        return None
    if machine.frame.get("substitution") and rows and not command.assignments:
        machine.out(machine.system.read(0))
    redirections.undo(machine, {"fds": rows})
    frames.finish(machine, machine.state["substituted"] or 0, guarded=guarded)
    return None


def _with_command(
    machine: "Machine", command: Simple, argv: list[str], names: list[str], values: list[Expanded], *, guarded: bool
) -> Step | None:
    state = machine.state
    name = argv[0]
    special = name in SPECIAL_BUILTINS and not machine.style.is_bash
    try:
        keep = name == "exec" and len(argv) == 1
        record: State = {"fds": redirections.apply(machine, command.redirections, names, keep=keep)}
    except ShellFault as fault:
        machine.complain(str(fault))
        if special:
            machine.exit(2)
        frames.finish(machine, fault.status, guarded=guarded)
        return None
    if command.assignments:
        saved = _assign_for_call(machine, command, values)
        record["vars"] = {} if special else saved
    if state.get("process_fds"):
        record["close"] = state.pop("process_fds")
    function = state["functions"].get(name)
    state["vars"]["_"] = argv[-1]
    if function is not None:
        _call(machine, function, argv, record, guarded=guarded)
        return None
    return dispatch(machine, argv, record, guarded=guarded, source=command.source)


def _assign_for_call(machine: "Machine", command: Simple, values: list[Expanded]) -> dict[str, Any]:
    """Make the assignments before a command, exported; return how they were before."""
    saved: dict[str, Any] = {}
    for row, expanded in zip(command.assignments, values, strict=True):
        saved.setdefault(row.name, machine.variables.save(row.name))
        put(machine, row, expanded)
        machine.variables.add_attributes(row.name, "x")
    return saved


def _call(machine: "Machine", function: list[Any], argv: list[str], record: State, *, guarded: bool) -> None:
    text, line, place = function
    frame = machine.push(text, kind="function", line=line)
    frame |= {"args": machine.state["args"], "undo": record, "function": argv[0], "guarded": guarded, "name": place}
    frame["forgiven"] = frame["forgiven"] or guarded
    machine.state["args"] = argv[1:]


def dispatch(
    machine: "Machine", argv: list[str], record: State, *, guarded: bool, source: str, only_programs: bool = False
) -> Step | None:
    """Run a builtin or a program whose redirections are done and recorded."""
    builtin = None if only_programs or not _has(machine, argv[0]) else BUILTINS.get(argv[0])
    if builtin is None:
        return run_program(machine, argv, record, guarded=guarded, source=source)
    hold: State = {"kind": "builtin", "argv": argv, "record": record, "guarded": guarded, "pids": []}
    return _run_builtin(machine, hold)


def _has(machine: "Machine", name: str) -> bool:
    return machine.style.is_bash or name not in ASH_ABSENT


def resume_builtin(machine: "Machine", hold: State) -> Step | None:
    """Let a builtin that had to wait look again."""
    machine.state["hold"] = None
    if machine.state.pop("interrupted", False):
        machine.exit(130)
        return None
    return _run_builtin(machine, hold)


def _run_builtin(machine: "Machine", hold: State) -> Step | None:
    argv, record = hold["argv"], hold["record"]
    machine.state["call"] = hold
    try:
        result = BUILTINS[argv[0]](machine, argv)
    except UsageFault as fault:
        result = _misused(machine, argv[0], fault)
    except KernelError as error:
        machine.complain(f"{argv[0]}: write error: {error}")
        result = 1
    finally:
        machine.state.pop("call", None)
    if isinstance(result, Wait):
        machine.state["hold"] = hold
        return result
    if isinstance(result, Exec | Exit):
        return result
    if result == CALLED:
        if not hold.get("passed_on"):
            undo_call(machine, record)
        return None
    undo_call(machine, record)
    frames.finish(machine, result, guarded=hold["guarded"])
    return None


def _misused(machine: "Machine", name: str, fault: UsageFault) -> int:
    """Say how a builtin was used wrongly; for a special one, shells other than bash end."""
    text = str(fault)
    if machine.style.is_bash:
        if text:
            machine.complain(f"{name}: {text}")
        machine.err(f"{name}: usage: {fault.usage}\n" if fault.usage else "")
        return fault.status
    if text.endswith(": invalid option"):
        text = f"{machine.style.illegal} option {text.partition(':')[0]}"
    machine.complain(f"{name}: {text or 'usage error'}")
    if name in SPECIAL_BUILTINS:
        machine.exit(2)
        return CALLED
    return fault.status


def undo_call(machine: "Machine", record: State) -> None:
    """Undo a command's redirections and assignments."""
    redirections.undo(machine, record)


# Programs


def run_program(machine: "Machine", argv: list[str], record: State, *, guarded: bool, source: str) -> Step | None:
    """Start a program and wait for it; a subshell's last command takes the place of the subshell."""
    try:
        found = _find(machine, argv)
    except executables.ExecError as error:
        status = explain(machine, error)
        undo_call(machine, record)
        frames.finish(machine, status, guarded=guarded)
        return None
    if _is_last(machine):
        return machine.replace_process(found)
    child = machine.system.spawn(found, open_fds(machine), env=machine.variables.exported())
    undo_call(machine, record)
    hold_for(machine, [child.pid], guarded=guarded, source=source)
    return None


def _find(machine: "Machine", argv: list[str]) -> list[str]:
    """Return the arguments of what is to be run: a script without an interpreter line is run by this shell."""
    path = machine.variables.get("PATH") or ""
    if not argv[0]:
        raise executables.ExecError(argv[0], "ENOENT", found=False)
    try:
        executables.resolve(argv, path, machine.files)
    except executables.ExecError as error:
        if error.code == "ENOEXEC":
            place = executables.find(argv[0], path, machine.files)
            return ["bash" if machine.style.is_bash else "sh", str(place), *argv[1:]]
        raise
    return argv


def explain(machine: "Machine", error: executables.ExecError, prefix: str = "") -> int:
    """Print why a program cannot be run, and return the status."""
    name = error.name
    if "/" not in name and not error.found:
        machine.complain(prefix + machine.style.not_found(name))
        return 127
    message, status = machine.style.cannot_run(name, error.code)
    machine.complain(prefix + message)
    return status


def _is_last(machine: "Machine") -> bool:
    """Say whether nothing is left to do after this command: the process may become the program."""
    state = machine.state
    if (
        len(state["frames"]) != 1
        or state.get("session")
        or "reader" in state
        or any(state["traps"].values())
        or state["jobs"]
    ):
        return False
    frame = state["frames"][0]
    code = compile_text(frame["text"], frame["line"]).code
    place = frame["pc"]
    while place < len(code) and code[place][0] == "line_end":
        place += 1
    return (place >= len(code) and not state.get("script")) or (place < len(code) and code[place][0] == "end")
