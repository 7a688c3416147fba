"""The functions of awk."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.shell.coreutils.awk_values import from_input, to_number
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.sed_replacement import expand_replacement

if TYPE_CHECKING:
    from sandbox.sim.shell.coreutils.awk_evaluator import Evaluator as Machine


def _values(machine: "Machine", arguments: Any) -> list[Any]:
    return [machine.value(node) for node in arguments or ()]


def _number(machine: "Machine", node: Any) -> float:
    return to_number(machine.value(node))


def length(machine: "Machine", arguments: Any) -> float:
    """``length``, of the record, a text or an array."""
    if not arguments:
        return float(len(machine.record))
    if arguments[0][0] == "name":
        held = machine.scope(arguments[0][1]).get(arguments[0][1])
        if isinstance(held, dict):
            return float(len(held))
    return float(len(machine.text(machine.value(arguments[0]))))


def substr(machine: "Machine", arguments: Any) -> str:
    """``substr(text, start, count)``."""
    text = machine.text(machine.value(arguments[0]))
    start = _number(machine, arguments[1])
    first = _round(start)
    last = len(text) + 1 if len(arguments) < 3 else _round(start + _number(machine, arguments[2]))  # noqa: PLR2004  (the count may be left out)
    return text[max(first, 1) - 1 : max(min(last, len(text) + 1), 1) - 1]


def _round(value: float) -> int:
    return math.floor(value + 0.5) if math.isfinite(value) else (1 << 40 if value > 0 else -(1 << 40))


def index(machine: "Machine", arguments: Any) -> float:
    """``index(text, part)``."""
    text, part = (machine.text(value) for value in _values(machine, arguments))
    return float(text.find(part) + 1)


def split(machine: "Machine", arguments: Any) -> float:
    """``split(text, array, separator)``."""
    text = machine.text(machine.value(arguments[0]))
    if len(arguments) > 2:  # noqa: PLR2004  (the separator may be left out)
        node = arguments[2]
        pieces = (
            (machine.regex(node[1]).split(text) if text else [])
            if node[0] == "regex"
            else machine.split(text, machine.text(machine.value(node)))
        )
    else:
        pieces = machine.split(text, machine.text(machine.globals["FS"]))
    array = machine.array(arguments[1][1])
    array.clear()
    array.update({str(number): from_input(piece) for number, piece in enumerate(pieces, 1)})
    return float(len(pieces))


def _substitute(machine: "Machine", arguments: Any, count: int) -> float:
    expression = machine.pattern(arguments[0])
    replacement = machine.text(machine.value(arguments[1]))
    target = arguments[2] if len(arguments) > 2 else ("field", ("number", 0.0))  # noqa: PLR2004  (the target may be left out)
    text = machine.text(machine.value(target))
    new, done = expression.subn(lambda found: _fill(replacement, found.group()), text, count=count)
    if done:
        machine.assign(target, new)
    return float(done)


def _fill(replacement: str, matched: str) -> str:
    out, at = "", 0
    while at < len(replacement):
        char = replacement[at]
        if char == "\\" and replacement[at + 1 : at + 2] in ("&", "\\"):
            out += replacement[at + 1]
            at += 2
            continue
        out += matched if char == "&" else char
        at += 1
    return out


def match(machine: "Machine", arguments: Any) -> float:
    """``match(text, expression)``; sets RSTART and RLENGTH."""
    found = machine.pattern(arguments[1]).search(machine.text(machine.value(arguments[0])))
    machine.globals["RSTART"] = float(found.start() + 1) if found else 0.0
    machine.globals["RLENGTH"] = float(found.end() - found.start()) if found else -1.0
    start: float = machine.globals["RSTART"]
    return start


def gensub(machine: "Machine", arguments: Any) -> str:
    """``gensub(expression, replacement, how, target)``."""
    expression = machine.pattern(arguments[0])
    replacement, how = (machine.text(machine.value(node)) for node in arguments[1:3])
    text = machine.text(machine.value(arguments[3])) if len(arguments) > 3 else machine.record  # noqa: PLR2004  (the target may be left out)
    if how[:1] in ("g", "G"):
        return expression.sub(lambda found: expand_replacement(replacement, found), text)
    wanted, seen = int(how) if how.isdecimal() else 1, [0]

    def one(found: Any) -> str:
        seen[0] += 1
        return expand_replacement(replacement, found) if seen[0] == wanted else str(found.group())

    return expression.sub(one, text)


def rand(machine: "Machine", _arguments: Any) -> float:
    """``rand``, from the World's seed."""
    call = machine.call
    return float(call.recall(lambda: call.table.rng.below("awk", 1 << 30)) / (1 << 30))


def srand(machine: "Machine", arguments: Any) -> float:
    """``srand``; the World's seed rules all the same."""
    before, machine.seed = machine.seed, _number(machine, arguments[0]) if arguments else float(machine.call.seconds)
    return before


def system(machine: "Machine", arguments: Any) -> float:
    """``system``: a command, whose status it returns."""
    return float(machine.channels.system(machine.text(machine.value(arguments[0]))))


def close(machine: "Machine", arguments: Any) -> float:
    """``close``: the end of a file or of a command's input; its status, or -1 for what was not open."""
    return float(machine.channels.close(machine.text(machine.value(arguments[0]))))


def strftime(machine: "Machine", arguments: Any) -> str:
    """``strftime(format, time)``."""
    form = machine.text(machine.value(arguments[0])) if arguments else "%a %b %e %H:%M:%S %Z %Y"
    seconds = _number(machine, arguments[1]) if arguments and len(arguments) > 1 else machine.call.seconds
    return format_date(form, int(seconds) * SECOND)


def _math(function: Callable[[float], float]) -> Callable[["Machine", Any], float]:
    def compute(machine: "Machine", arguments: Any) -> float:
        try:
            return function(_number(machine, arguments[0]))
        except (ValueError, OverflowError):
            return math.nan if function is not math.exp else math.inf

    return compute


FUNCTIONS: dict[str, Callable[["Machine", Any], Any]] = {
    "length": length,
    "substr": substr,
    "index": index,
    "split": split,
    "match": match,
    "gensub": gensub,
    "rand": rand,
    "srand": srand,
    "system": system,
    "strftime": strftime,
    "sub": lambda machine, arguments: _substitute(machine, arguments, 1),
    "gsub": lambda machine, arguments: _substitute(machine, arguments, 0),
    "sprintf": lambda machine, arguments: machine.format(_values(machine, arguments)),
    "tolower": lambda machine, arguments: machine.text(machine.value(arguments[0])).lower(),
    "toupper": lambda machine, arguments: machine.text(machine.value(arguments[0])).upper(),
    "int": lambda machine, arguments: float(math.trunc(_number(machine, arguments[0]))),
    "sin": _math(math.sin),
    "cos": _math(math.cos),
    "exp": _math(math.exp),
    "log": _math(math.log),
    "sqrt": _math(math.sqrt),
    "atan2": lambda machine, arguments: math.atan2(_number(machine, arguments[0]), _number(machine, arguments[1])),
    "close": close,
    "fflush": lambda _machine, _arguments: 0.0,
    "systime": lambda machine, _arguments: float(machine.call.seconds),
}
LEAST = {
    "split": 2, "substr": 2, "index": 2, "match": 2, "sub": 2, "gsub": 2, "gensub": 3, "sprintf": 1, "tolower": 1,
    "toupper": 1, "int": 1, "sin": 1, "cos": 1, "exp": 1, "log": 1, "sqrt": 1, "atan2": 2, "system": 1, "close": 1,
}  # fmt: skip
"""How many arguments functions need."""
