"""awk. Models mawk 1.3.4, Debian's awk: ``awk_parser`` reads the program, ``awk_machine`` runs it."""

import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.awk_machine import Machine
from sandbox.sim.shell.coreutils.awk_parser import parse_program
from sandbox.sim.shell.coreutils.awk_words import unescape
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure


def run(call: Call) -> int:
    """Run a program over the inputs."""
    options = parse(call, "F/field-separator= v/assign= f/file= /posix", "W= /re-interval", status=2, in_order=True)
    operands = list(options.operands)
    if "f" in options:
        try:
            text = "\n".join(call.read(name).decode(errors="replace") for name in options.all("f"))
        except KernelError as error:
            raise Failure(f"couldn't open file {options.get('f')}: {error}", 2) from None
    elif operands:
        text = operands.pop(0)
    else:
        call.written.append((2, b"Usage: awk [POSIX or GNU style options] -f progfile [--] file ...\n"))
        return 2
    rules, functions = parse_program(text)
    machine = Machine(call, rules, functions)
    machine.set("ENVIRON", dict(call.process.env))
    if "F" in options:
        machine.set("FS", "\t" if options.get("F") == "t" else unescape(options.get("F")))
    for assignment in options.all("v"):
        name, equals, value = assignment.partition("=")
        if not equals:
            raise Failure(f"improper assignment: -v {assignment}", 2)
        machine.set_input(name, unescape(value))
    machine.set("ARGC", float(len(operands) + 1))
    machine.set("ARGV", {str(number): word for number, word in enumerate([call.name, *operands])})
    return machine.run(_sources(operands))


def _sources(operands: list[str]) -> list[tuple[str, str]]:
    """Return rows of ``("file", name)`` and ``("assign", name=value)``; standard input where no file is named."""
    rows = [("assign" if re.match(r"[A-Za-z_]\w*=", word) else "file", word) for word in operands]
    return rows if any(kind == "file" for kind, _ in rows) else [*rows, ("file", "-")]
