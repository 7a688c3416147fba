"""Builtins that print.

Models builtins/{echo,printf,times}.def of bash 5.2.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.shell.ansi_c import interpret
from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.printf import format_all

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine


def echo(machine: "Machine", argv: list[str]) -> int:
    """``echo``. That of dash knows ``-n`` alone and always reads backslashes."""
    words, newline = argv[1:], True
    escapes = machine.style.name == "dash" or "xpg_echo" in machine.state["shopt"]
    pattern = r"-n" if machine.style.name == "dash" else r"-[neE]+"
    while words and re.fullmatch(pattern, words[0]):
        for letter in words[0][1:]:
            newline = newline and letter != "n"
            escapes = letter == "e" if letter in "eE" else escapes
        words = words[1:]
    text = " ".join(words)
    if not escapes or "\\" not in text:
        machine.out(text + ("\n" if newline else ""))
        return 0
    data, cut = interpret(text)
    machine.out(data + (b"\n" if newline and not cut else b""))
    return 0


def printf(machine: "Machine", argv: list[str]) -> int:
    """``printf``."""
    words = argv[1:]
    variable = None
    if words[:1] == ["-v"] and len(words) > 1 and machine.style.is_bash:
        variable, words = words[1], words[2:]
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        raise UsageFault("", 2, "printf [-v var] format [arguments]")
    result = format_all(words[0], words[1:], now=machine.system.table.clock.seconds)
    if variable is None:
        machine.out(result.data)
    else:
        machine.variables.set(variable, result.data.decode(errors="replace"))
    for message in result.messages:
        machine.complain(f"printf: {message}")
    return int(bool(result.messages))


def times(machine: "Machine", _argv: list[str]) -> int:
    """Print what ``times`` does; the simulation counts no processor time."""
    machine.out("0m0.001s 0m0.001s\n0m0.000s 0m0.000s\n")
    return 0
