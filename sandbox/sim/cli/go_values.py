"""Go's ways of writing booleans, numbers and durations on a command line.

Models strconv and time.ParseDuration of Go 1.26, error texts included. Not modelled: hexadecimal floats.
"""

import json
import re
from fractions import Fraction

NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("0", "f", "F", "FALSE", "false", "False")
_INTEGER = re.compile(r"[+-]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|0|[1-9][0-9_]*)")
_PART = re.compile(r"(\d+\.?\d*|\.\d+)([^\d.]*)")
_LIMITS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}


class GoValueError(ValueError):
    """The text is no such value; ``str()`` is Go's message."""


def quote(text: str) -> str:
    """Return the text as Go's %q writes it."""
    return json.dumps(text, ensure_ascii=False)


def parse_bool(text: str) -> bool:
    """Read a boolean as strconv.ParseBool does."""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise GoValueError(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")


def parse_int(text: str, size: str = "int64") -> int:
    """Read an integer as strconv.ParseInt(text, 0, …) does. ``size`` is int32, int64 or uint64."""
    function = "strconv.ParseUint" if size == "uint64" else "strconv.ParseInt"
    signed = size != "uint64" or text[:1] not in ("+", "-")
    if not _INTEGER.fullmatch(text) or not signed:
        raise GoValueError(f"{function}: parsing {quote(text)}: invalid syntax")
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    value = sign * (int(digits, 8) if octal else int(digits, 0))
    low, high = _LIMITS[size]
    if not low <= value <= high:
        raise GoValueError(f"{function}: parsing {quote(text)}: value out of range")
    return value


def parse_float(text: str) -> float:
    """Read a number as strconv.ParseFloat does."""
    try:
        return float(text)
    except ValueError as error:
        raise GoValueError(f"strconv.ParseFloat: parsing {quote(text)}: invalid syntax") from error


def parse_duration(text: str) -> int:
    """Read ``1h2m3.5s`` into nanoseconds as time.ParseDuration does."""
    sign = -1 if text.startswith("-") else 1
    body = text[1:] if text[:1] in ("-", "+") else text
    if body == "0":
        return 0
    total, at = Fraction(0), 0
    while at < len(body):
        part = _PART.match(body, at)
        if part is None:
            raise GoValueError(f"time: invalid duration {quote(text)}")
        number, unit = part.groups()
        if not unit:
            raise GoValueError(f"time: missing unit in duration {quote(text)}")
        if unit not in NANOSECONDS:
            raise GoValueError(f"time: unknown unit {quote(unit)} in duration {quote(text)}")
        total += Fraction(number.rstrip(".") if number.endswith(".") else number) * NANOSECONDS[unit]
        at = part.end()
    if not body:
        raise GoValueError(f"time: invalid duration {quote(text)}")
    return sign * int(total)


def format_duration(nanoseconds: int) -> str:
    """Write nanoseconds as time.Duration.String does: ``1m30s``, ``1.5s``, ``0s``."""
    if nanoseconds == 0:
        return "0s"
    sign, rest = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    for unit in ("ns", "us", "ms"):
        scale = NANOSECONDS[unit]
        if rest < scale * 1000:
            return f"{sign}{_decimal(Fraction(rest, scale))}{'µs' if unit == 'us' else unit}"
    hours, rest = divmod(rest, NANOSECONDS["h"])
    minutes, rest = divmod(rest, NANOSECONDS["m"])
    text = f"{_decimal(Fraction(rest, NANOSECONDS['s']))}s"
    if hours or minutes:
        text = f"{minutes}m{text}"
    return f"{sign}{hours}h{text}" if hours else f"{sign}{text}"


def _decimal(value: Fraction) -> str:
    whole, rest = divmod(value, 1)
    digits = f"{int(rest * 10**9):09d}".rstrip("0")
    return f"{int(whole)}.{digits}" if digits else str(int(whole))
