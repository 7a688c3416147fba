"""numfmt: numbers with and without units.

Models coreutils 9.1. Not modelled: --format's flags, --grouping, --debug.
"""

import math

from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

LETTERS = "KMGTPEZY"
TEN = 10
ROUNDINGS = {
    "up": lambda x: math.ceil(x) if x > 0 else math.floor(x),
    "down": math.floor,
    "from-zero": lambda x: math.ceil(x) if x > 0 else math.floor(x),
    "towards-zero": math.trunc,
    "nearest": lambda x: math.floor(x + 0.5),
}


def run(call: Call) -> int | None:
    """``numfmt``."""
    options = parse(
        call, "/to= /from= /suffix= /padding= /field= d/delimiter= /header? /round= /to-unit= /from-unit= /invalid=",
        "/format= /grouping /debug z/zero-terminated", status=1,
    )  # fmt: skip
    field = int(options.get("field", "1"))
    if options.operands:
        for word in options.operands:
            call.line(_convert(call, options, word))
        return None
    skip = int(options.get("header") or "1") if "header" in options else 0
    for number, line in enumerate(call.stdin().decode(errors="replace").splitlines()):
        call.line(line if number < skip else _in_field(call, options, line, field))
    return None


def _in_field(call: Call, options: Options, line: str, field: int) -> str:
    mark = options.get("d") if "d" in options else None
    parts = line.split(mark)
    if field > len(parts):
        return line
    parts[field - 1] = _convert(call, options, parts[field - 1])
    return (mark if mark is not None else " ").join(parts)


def _unit(text: str) -> float:
    return float(text) if text else 1.0


def _convert(call: Call, options: Options, word: str) -> str:
    suffix = options.get("suffix")
    value = _read(call, word.strip().removesuffix(suffix) if suffix else word.strip(), options.get("from"))
    value = value * _unit(options.get("from-unit")) / _unit(options.get("to-unit"))
    rounding = ROUNDINGS[options.get("round", "from-zero")]
    text = _write(value, options.get("to"), rounding) + suffix
    width = int(options.get("padding", "0"))
    return text.rjust(width) if width > 0 else text.ljust(-width)


def _read(call: Call, word: str, scale: str) -> float:
    digits = word.rstrip(f"{LETTERS}ki")
    unit = word[len(digits) :]
    try:
        number = float(digits)
    except ValueError:
        raise Failure(f"invalid number: ‘{word}’", 2) from None
    if not unit:
        return number
    if scale in ("", "none"):
        raise Failure(f"rejecting suffix in input: ‘{word}’ (consider using --from)", 2)
    binary = scale in ("iec", "iec-i") or (scale == "auto" and unit.endswith("i"))
    letter = unit[0].upper()
    if letter not in LETTERS or (len(unit) > 1 and unit[1:] != "i"):
        raise Failure(f"invalid suffix in input: ‘{word}’", 2)
    if scale == "iec-i" and len(unit) == 1:
        raise Failure(f"missing 'i' suffix in input: ‘{word}’ (e.g Ki/Mi/Gi)", 2)
    del call
    return float(number * (1024 if binary else 1000) ** (LETTERS.index(letter) + 1))


def _write(value: float, scale: str, rounding: object) -> str:
    apply = rounding if callable(rounding) else round
    if scale in ("", "none"):
        return str(int(value)) if value == int(value) else f"{value:g}"
    base = 1000 if scale == "si" else 1024
    power = 0
    while abs(value) >= base and power < len(LETTERS):
        value /= base
        power += 1
    # Below ten, one digit behind the point is shown.
    tenths = abs(value) < TEN and power > 0
    value = apply(value * 10) / 10 if tenths else apply(value)
    if abs(value) >= base and power < len(LETTERS):
        value, power = value / base, power + 1
    shown = f"{value:.1f}" if power and abs(value) < TEN else f"{value:.0f}"
    return shown + (LETTERS[power - 1] + ("i" if scale == "iec-i" else "") if power else "")
