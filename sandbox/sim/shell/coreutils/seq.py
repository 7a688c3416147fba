"""seq. Models coreutils 9.1."""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from sandbox.sim.runtime.process import Again, Exit, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool
from sandbox.sim.shell.printf import format_all

CHUNK = 1000


class Seq(Tool):
    """Prints a thousand numbers a step, so that ``seq 1000000000 | head`` ends."""

    def start(self, process: Process, system: System) -> Step:
        """Begin."""
        call = Call(process, system, busybox=self.busybox)
        try:
            options, numbers, _ = _settings(call)
        except Failure as failure:
            call.error(str(failure)) if str(failure) else None
            call.flush()
            return Exit(1)
        if numbers[1] == 0:
            system.write(
                2,
                f"seq: invalid Zero increment value: ‘{options.operands[1]}’\nTry 'seq --help' for more information.\n",
            )
            return Exit(1)
        process.state = {"at": 0}
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Print the next numbers."""
        call = Call(process, system, busybox=self.busybox)
        options, (first, step, last), places = _settings(call)
        at = process.state["at"]
        rows = []
        width = max(len(f"{value:.{places}f}") for value in (first, last)) if "w" in options else 0
        for number in range(at, at + CHUNK):
            value = first + step * number
            if value > last if step > 0 else value < last:
                break
            rows.append(_show(value, options, places, width))
        process.state["at"] = at + len(rows)
        joint = options.get("s", "\n")
        if rows:
            system.write(1, (joint if at else "") + joint.join(rows))
        if len(rows) < CHUNK:
            system.write(1, "\n" if process.state["at"] else "")
            return Exit(0)
        return Again()


def _show(value: Decimal, options: Options, places: int, width: int) -> str:
    if "f" in options:
        return format_all(options.get("f").replace("%g", "%s"), [f"{value:.{places}f}"], now=0).data.decode()
    return f"{value:0{width}.{places}f}" if width else f"{value:.{places}f}"


def _settings(call: Call) -> tuple[Options, tuple[Decimal, Decimal, Decimal], int]:
    words = call.args
    kept = [f"\0{word}" if re.match(r"-[\d.]", word) else word for word in words]
    call.args = kept
    options = parse(call, "f/format= s/separator= w/equal-width")
    operands = [word.removeprefix("\0") for word in options.operands]
    options = replace(options, operands=operands)
    if not operands:
        raise usage(call, "missing operand")
    if len(operands) > 3:  # noqa: PLR2004  (first, step, last)
        raise usage(call, f"extra operand ‘{operands[3]}’")
    numbers = []
    for word in operands:
        try:
            numbers.append(Decimal(word))
        except InvalidOperation:
            raise usage(call, f"invalid floating point argument: ‘{word}’") from None
    places = max((len(word.partition(".")[2]) for word in operands[: 2 if len(operands) > 1 else 1]), default=0)
    first = numbers[0] if len(numbers) > 1 else Decimal(1)
    step = numbers[1] if len(numbers) > 2 else Decimal(1)  # noqa: PLR2004  (a step is the middle one of three)
    return options, (first, step, numbers[-1]), places
