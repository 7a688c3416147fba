"""The values of awk: numbers, texts, and texts from input that count as numbers where they look like one.

Models mawk 1.3.4.
"""

import math
import re
from typing import Any

from sandbox.sim.shell.coreutils.tool import Failure

NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)")
BIGGEST_INTEGER = 1e16


class Numeric(str):
    """A string from input that looks like a number."""

    __slots__ = ()


def from_input(text: str) -> str:
    """Return a text from outside: one that looks like a number counts as one where it is compared."""
    return Numeric(text) if text == "" or _whole_number(text) else text


def _whole_number(text: str) -> bool:
    found = NUMBER.match(text)
    return found is not None and not text[found.end() :].strip()


def looks_numeric(value: Any) -> bool:
    """Say whether a value is compared as a number."""
    return isinstance(value, float | Numeric)


def is_true(value: Any) -> bool:
    """Say whether a value counts as true."""
    if isinstance(value, float):
        return value != 0
    if isinstance(value, Numeric):
        return to_number(value) != 0 if value else False
    return bool(value)


def to_number(value: Any) -> float:
    """Return a value as a number: the one that its text begins with, or 0."""
    if isinstance(value, float):
        return value
    if isinstance(value, dict):
        raise Failure("type error: array used as scalar", 2)
    found = NUMBER.match(value)
    return float(found.group()) if found else 0.0


def number_text(value: float, form: str = "%.6g") -> str:
    """Return a number as text: whole ones without a point."""
    if math.isfinite(value) and value == int(value) and abs(value) < BIGGEST_INTEGER:
        return str(int(value))
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    try:
        return form % value
    except (TypeError, ValueError):
        return f"{value:.6g}"


def to_text(value: Any, form: str) -> str:
    """Return a value as text."""
    if isinstance(value, float):
        return number_text(value, form)
    if isinstance(value, dict):
        raise Failure("type error: array used as scalar", 2)
    return str(value)
