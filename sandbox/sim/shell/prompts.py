"""Prompts: what an interactive shell shows before it reads a line.

Models decode_prompt_string of bash 5.2 and putprompt of ash. Not modelled: strftime formats, the terminal's name, PS0.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.shell import specials
from sandbox.sim.shell.coreutils.dates import format_date

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

DEFAULTS = {"bash": r"\s-\v\$ ", "ash": r"\w \$ ", "dash": r"\$ "}
ESCAPE = re.compile(r"\\([0-7]{3}|.)", re.DOTALL)
SHOW = "__show_prompt"
"""The builtin that prints a prompt in which something had to be expanded."""


def set_defaults(machine: "Machine") -> None:
    """Give an interactive shell its prompts where the environment has none."""
    variables = machine.state["vars"]
    variables.setdefault("PS1", DEFAULTS[machine.style.name])
    variables.setdefault("PS2", "> ")


def show(machine: "Machine", name: str) -> bool:
    """Print a prompt; return whether that takes running something, which a frame does then."""
    text = decode(machine, machine.variables.get(name) or "")
    before = machine.variables.get("PROMPT_COMMAND") if name == "PS1" and machine.style.is_bash else None
    if not before and not set("$`") & set(text):
        write(machine, text)
        return False
    quoted = re.sub(r'(["\\])', r"\\\1", text)
    for script in (f'{SHOW} "{quoted}"', before):
        if script:
            frame = machine.push(script, kind="trap")
            frame["status"] = machine.state["status"]
    return True


def write(machine: "Machine", text: str) -> None:
    """Write a prompt where its shell does."""
    machine.system.write(1 if machine.style.name == "ash" else 2, text)


def decode(machine: "Machine", text: str) -> str:
    """Return a prompt with its backslash escapes replaced."""
    return ESCAPE.sub(lambda found: _escape(machine, found.group(1)), text)


def _escape(machine: "Machine", letter: str) -> str:
    if len(letter) == 3:  # noqa: PLR2004  (octal digits)
        return chr(int(letter, 8) & 0xFF)
    compute = ESCAPES.get(letter)
    return f"\\{letter}" if compute is None else compute(machine)


def _directory(machine: "Machine") -> str:
    home = (machine.variables.get("HOME") or "").rstrip("/")
    cwd = machine.variables.get("PWD") or machine.process.cwd
    if home and (cwd == home or cwd.startswith(f"{home}/")):
        return f"~{cwd[len(home) :]}"
    return cwd


def _last_directory(machine: "Machine") -> str:
    shown = _directory(machine)
    return shown if shown in ("~", "/") else shown.rpartition("/")[2]


def _user(machine: "Machine") -> str:
    for row in _passwd(machine).splitlines():
        fields = row.split(":")
        if len(fields) > 2 and fields[2] == str(machine.process.uid):  # noqa: PLR2004  (name, password, number)
            return fields[0]
    return "I have no name!"


def _passwd(machine: "Machine") -> str:
    return machine.files.read_text("/etc/passwd") if machine.files.kind("/etc/passwd") == "file" else ""


def _hostname(machine: "Machine") -> str:
    spaces = machine.system.table.namespaces
    name = spaces.get(machine.process.namespaces) or spaces[HOST]
    return name.hostname


def _time(pattern: str) -> "Callable[[Machine], str]":
    return lambda machine: format_date(pattern, machine.system.table.clock.now)


ESCAPES: "dict[str, Callable[[Machine], str]]" = {
    "u": _user,
    "h": lambda machine: _hostname(machine).partition(".")[0],
    "H": _hostname,
    "w": _directory,
    "W": _last_directory,
    "$": lambda machine: "#" if machine.process.uid == 0 else "$",
    "s": lambda machine: str(machine.state["name"]).rpartition("/")[2].removeprefix("-"),
    "v": lambda _machine: ".".join(specials.VERSION.split(".")[:2]),
    "V": lambda _machine: specials.VERSION.partition("(")[0],
    "j": lambda machine: str(len(machine.state["jobs"])),
    "#": lambda machine: str(len(machine.state.get("history", ())) + 1),
    "!": lambda machine: str(len(machine.state.get("history", ())) + 1),
    "t": _time("%H:%M:%S"),
    "T": _time("%I:%M:%S"),
    "@": _time("%I:%M %p"),
    "A": _time("%H:%M"),
    "d": _time("%a %b %d"),
    "n": lambda _machine: "\n",
    "r": lambda _machine: "\r",
    "a": lambda _machine: "\a",
    "e": lambda _machine: "\x1b",
    "[": lambda _machine: "",
    "]": lambda _machine: "",
    "\\": lambda _machine: "\\",
}


def show_prompt(machine: "Machine", argv: list[str]) -> int:
    """Print a prompt whose expansions are made: ``__show_prompt``, which the shell itself calls."""
    write(machine, " ".join(argv[1:]))
    return 0
