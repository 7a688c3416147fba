"""A shell that reads its commands from standard input: one complete command after the other.

Models reader_loop of bash 5.2 and cmdloop of ash: a command runs as soon as its last line is there, and what follows
is left for the programs that it starts. Not modelled: history expansion, line editing (the page's input has its own).
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.runtime.terminals import terminal_of
from sandbox.sim.shell import jobs, prompts
from sandbox.sim.shell.parser import Parser
from sandbox.sim.shell.state import new_frame
from sandbox.sim.shell.syntax import ShellSyntaxError

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

HISTORY = 200
"""How many lines ``history`` remembers."""
LONG = 4096
"""Characters of an unfinished command from which on only lines that could end it are looked at."""
ENDING = re.compile(r"\b(?:fi|done|esac)\b|[})'\"`]")
CHUNK = 4096


def begin(machine: "Machine") -> None:
    """Make the shell one that reads commands; on a terminal it is interactive."""
    state = machine.state
    state["reader"] = {"text": "", "partial": "", "asked": False, "line": 1}
    terminal = terminal_of(machine.system.table, machine.process)
    if terminal is None or terminal_of(machine.system.table, machine.process, 2) is None:
        state["script"] = True
        return
    state["interactive"] = True
    machine.process.handled = ["INT"]
    machine.process.ignored = ["QUIT", "TERM", "TSTP", "TTIN", "TTOU"]
    prompts.set_defaults(machine)
    jobs.begin(machine, terminal)
    _read_start_up_files(machine)


def _read_start_up_files(machine: "Machine") -> None:
    """Run ~/.bashrc after /etc/bash.bashrc (Debian) or /etc/bashrc, which Red Hat's own ~/.bashrc reads."""
    name = machine.state["name"].rpartition("/")[2]
    if not machine.style.is_bash or name != "bash" or "--norc" in machine.process.argv:
        return
    home = machine.variables.get("HOME") or "/"
    for path in (f"{home.rstrip('/')}/.bashrc", "/etc/bash.bashrc"):
        if machine.files.kind(path) == "file":
            frame = new_frame(machine.files.read_text(path), kind="source")
            machine.state["frames"].append(frame | {"name": path, "guarded": True})


def next_command(machine: "Machine") -> Step | None:
    """Begin the next command and return None; a Wait while it is not complete."""
    state = machine.state
    reader = state["reader"]
    if state.get("interactive") and not reader["asked"]:
        reader["asked"] = True
        jobs.take_back(machine)
        if not reader["text"]:
            jobs.notify(machine)
        if prompts.show(machine, "PS2" if reader["text"] else "PS1"):
            return None
    line = _read_line(machine, reader)
    if line is None:
        return Wait(readable=(0,))
    reader["asked"] = False
    if not line:
        _end_of_file(machine)
        return None
    reader["text"] += line
    if _is_unfinished(reader["text"], line):
        return None
    _run(machine, reader)
    return None


def _run(machine: "Machine", reader: dict[str, Any]) -> None:
    text: str = reader["text"]
    state = machine.state
    state["frames"] = [new_frame(text, kind="main", line=reader["line"])]
    state.pop("exit_refused", None) if text.split()[:1] != ["exit"] else None
    reader["text"] = ""
    jobs.begin_line(machine)
    reader["line"] += text.count("\n")
    if state.get("interactive") and text.strip():
        state["history"] = [*state.get("history", []), text.rstrip("\n")][-HISTORY:]


def _end_of_file(machine: "Machine") -> None:
    """Run what was begun, with its syntax error; else leave the shell."""
    reader = machine.state["reader"]
    if reader["text"]:
        _run(machine, reader)
    elif not jobs.holds_back(machine):
        if machine.state.get("interactive"):
            machine.err({"bash": "exit\n", "dash": "\n"}.get(machine.style.name, ""))
        machine.exit(machine.state["status"], chosen=True)


def _read_line(machine: "Machine", reader: dict[str, Any]) -> str | None:
    """Return the next line, ``""`` at the end of the input, None while there is no whole line.

    bash leaves what comes after a line to the programs that it starts; ash and dash have read it already.
    """
    data: bytes = reader["partial"].encode("latin-1")
    system = machine.system
    while b"\n" not in data:
        if not system.can_read(0):
            reader["partial"] = data.decode("latin-1")
            return None
        chunk = system.read(0, CHUNK)
        if not chunk:
            break
        data += chunk
    line, newline, rest = data.partition(b"\n")
    keeps = not machine.style.is_bash and not machine.state.get("interactive")
    if rest and not keeps:
        system.unread(0, rest)
    reader["partial"] = rest.decode("latin-1") if keeps else ""
    return (line + newline).decode(errors="replace")


def _is_unfinished(text: str, line: str) -> bool:
    if len(text) > LONG and not ENDING.search(line):
        return True
    return needs_more(text)


@lru_cache(maxsize=256)
def needs_more(text: str) -> bool:
    """Say whether a command goes on in the next line: open quotes, a here-document, ``if`` without ``fi``."""
    body = text.removesuffix("\n")
    if (len(body) - len(body.rstrip("\\"))) % 2 and not body.rpartition("\n")[2].lstrip().startswith("#"):
        return True
    parser = Parser(text, 1)
    try:
        while parser.parse_line() is not None:
            pass
    except ShellSyntaxError as error:
        return error.near == "EOF"
    return any("delimited by end-of-file" in warning for _, warning in parser.lexer.warnings)


def interrupt_trapped(machine: "Machine") -> None:
    """Forget what is typed, for a trap runs now; the prompt comes again behind it."""
    machine.state["reader"] |= {"text": "", "partial": "", "asked": False}
    jobs.take_back(machine)


def interrupt(machine: "Machine") -> None:
    """Do what ^C does to the shell itself: forget the line that is typed or run, and ask for another."""
    state = machine.state
    hold = state["hold"] or {}
    if "record" in hold:
        from sandbox.sim.shell.commands import undo_call  # noqa: PLC0415  (commands stand on the machine)

        undo_call(machine, hold["record"])
    state["reader"] |= {"text": "", "partial": "", "asked": False}
    machine.err("\n")
    machine.drop_line(130)
