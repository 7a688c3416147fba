"""jq's values: their order, their text and access to their parts. All numbers are floats, as in jq 1.6."""

import math
from decimal import Decimal
from typing import Any

TYPES = {type(None): "null", bool: "boolean", float: "number", str: "string", list: "array", dict: "object"}
ORDER = (None, False, True)
SHOWN = 11
"""Bytes of a value that an error shows, less its dots."""
LEAST_POINT = -4
MAX_INDEX = 1_000_000
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


class JqError(Exception):
    """An error that a program can catch; ``value`` is what ``catch`` sees."""

    def __init__(self, value: Any) -> None:
        super().__init__(str(value))
        self.value = value


def kind(value: Any) -> str:
    """Return the name of a value's type."""
    return TYPES[type(value)]


def shown(value: Any) -> str:
    """Return a value as error messages name it."""
    data = dump(value).encode()
    text = data[:SHOWN].decode(errors="ignore") + "..." if len(data) > SHOWN + 3 else data.decode()
    return f"{kind(value)} ({text})"


def truth(value: Any) -> bool:
    """Return whether a value counts as true."""
    return value is not None and value is not False


def order(value: Any) -> tuple[Any, ...]:
    """Return a key that sorts values as jq does."""
    if value is None or isinstance(value, bool):
        return (ORDER.index(value),)
    if isinstance(value, float):
        return (3, value)
    if isinstance(value, str):
        return (4, value)
    if isinstance(value, list):
        return (5, [order(item) for item in value])
    keys = sorted(value)
    return (6, keys, [order(value[key]) for key in keys])


def number(value: float) -> str:
    """Return a number's text."""
    if math.isnan(value):
        return "null"
    value = max(min(value, 1.7976931348623157e308), -1.7976931348623157e308)
    if value == int(value) and abs(value) < 1e17:  # noqa: PLR2004
        return "-0" if value == 0 and math.copysign(1, value) < 0 else str(int(value))
    sign, figures, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits, point = "".join(map(str, figures)), len(figures) + int(exponent)
    if LEAST_POINT < point <= len(digits) + 15:
        return format(Decimal(repr(value)).normalize(), "f")
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    power = point - 1
    return f"{'-' * sign}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


def quote(text: str, *, ascii_only: bool = False) -> str:
    """Return a string as JSON."""
    pieces = []
    for char in text:
        if char in ESCAPES:
            pieces.append(ESCAPES[char])
        elif char < " " or char == "\x7f":
            pieces.append(f"\\u{ord(char):04x}")
        elif ascii_only and char > "~":
            units = char.encode("utf-16-be", errors="surrogatepass")
            pieces += [f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)]
        else:
            pieces.append(char)
    return f'"{"".join(pieces)}"'


def dump(value: Any, *, indent: str = "", ascii_only: bool = False, sort: bool = False, level: int = 0) -> str:
    """Return a value as JSON, on one line where there is no indent."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return quote(value, ascii_only=ascii_only)
    if not isinstance(value, list | dict):
        return {None: "null", True: "true", False: "false"}[value]
    ends = "[]" if isinstance(value, list) else "{}"
    if not value:
        return ends

    def inner(item: Any) -> str:
        return dump(item, indent=indent, ascii_only=ascii_only, sort=sort, level=level + 1)

    if isinstance(value, list):
        rows = [inner(item) for item in value]
    else:
        keys = sorted(value) if sort else list(value)
        colon = ": " if indent else ":"
        rows = [f"{quote(key, ascii_only=ascii_only)}{colon}{inner(value[key])}" for key in keys]
    if not indent:
        return ends[0] + ",".join(rows) + ends[1]
    line = "\n" + indent * (level + 1)
    return f"{ends[0]}{line}{(',' + line).join(rows)}\n{indent * level}{ends[1]}"


def text_of(value: Any) -> str:
    """Return a string itself, another value as JSON."""
    return value if isinstance(value, str) else dump(value)


def _bounds(key: dict[str, Any], length: int) -> tuple[int, int]:
    first, last = key.get("start"), key.get("end")
    if not all(bound is None or isinstance(bound, float) for bound in (first, last)):
        raise JqError("Start and end indices of an array slice must be numbers")
    start = 0 if first is None else math.floor(first)
    end = length if last is None else math.ceil(last)
    start = min(max(start + length if start < 0 else start, 0), length)
    end = min(max(end + length if end < 0 else end, start), length)
    return start, max(start, end)


def get(value: Any, key: Any) -> Any:
    """Return a part of a value. Raises JqError."""
    if isinstance(value, dict) and isinstance(key, str):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, float):
        at = math.floor(key) if math.isfinite(key) else MAX_INDEX * 100
        at += len(value) if at < 0 else 0
        return value[at] if 0 <= at < len(value) else None
    if isinstance(value, list | str) and isinstance(key, dict):
        start, end = _bounds(key, len(value))
        return value[start:end]
    if value is None and isinstance(key, str | float | dict | None.__class__):
        return None
    if isinstance(value, list) and isinstance(key, list):
        return [float(at) for at in range(len(value)) if key and value[at : at + len(key)] == key]
    if isinstance(key, str):
        word = "" if isinstance(value, dict) else "string "
        raise JqError(f'Cannot index {kind(value)} with {word}"{key}"')
    raise JqError(f"Cannot index {kind(value)} with {kind(key)}")


def put(value: Any, path: list[Any], new: Any) -> Any:
    """Return a copy of a value with a part replaced. Raises JqError."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    inner = put(get(value, key), rest, new)
    if isinstance(key, str):
        return {**(value or {}), key: inner}
    if isinstance(key, dict):
        if not isinstance(inner, list):
            raise JqError("A slice of an array can only be assigned another array")
        start, end = _bounds(key, len(value or []))
        return [*(value or [])[:start], *inner, *(value or [])[end:]]
    items = list(value or [])
    at = int(key) + (len(items) if key < 0 else 0)
    if at < 0:
        raise JqError("Out of bounds negative array index")
    if at > MAX_INDEX:
        raise JqError("Array index too large")
    items += [None] * (at + 1 - len(items))
    items[at] = inner
    return items


def remove(value: Any, paths: list[list[Any]]) -> Any:
    """Return a copy of a value without some parts. Raises JqError."""
    for path in sorted(paths, key=order, reverse=True):
        value = _remove(value, path)
    return value


def _remove(value: Any, path: list[Any]) -> Any:
    if not path or value is None:
        return None
    key = path[0]
    if len(path) > 1:
        inner = get(value, key)
        return value if inner is None else put(value, [key], _remove(inner, path[1:]))
    if isinstance(value, dict) and isinstance(key, str):
        return {name: item for name, item in value.items() if name != key}
    if isinstance(value, list) and isinstance(key, float):
        at = int(key) + (len(value) if key < 0 else 0)
        return [item for number_, item in enumerate(value) if number_ != at]
    if isinstance(value, list) and isinstance(key, dict):
        start, end = _bounds(key, len(value))
        return value[:start] + value[end:]
    part = "field at object index" if isinstance(key, str) else f"field at {kind(value)} index"
    raise JqError(f"Cannot delete {part} of {kind(value)}")
