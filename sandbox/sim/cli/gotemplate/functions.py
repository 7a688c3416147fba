"""The functions of Go's templates, and docker's own.

Models Go 1.24 text/template/funcs.go and docker/cli templates/templates.go. Not modelled: js, urlquery's odd corners,
call.
"""

import html as python_html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cli.gotemplate.values import MISSING, Record, Struct, is_true, show, to_json


class FunctionError(Exception):
    """A function cannot work on its arguments; ``str()`` is Go's message."""


def _need(condition: object, message: str) -> None:
    if not condition:
        raise FunctionError(message)


def length(value: Any) -> int:
    """Return the length of a string (in bytes), list or map."""
    if isinstance(value, str):
        return len(value.encode())
    _need(isinstance(value, (list, tuple, dict)) and not isinstance(value, Struct), f"len of type {kind_of(value)}")
    return len(value)


def index(value: Any, *keys: Any) -> Any:
    """Return what stands under keys, one after another."""
    for key in keys:
        _need(value is not MISSING, "index of untyped nil")
        if value is None:
            raise FunctionError("index of untyped nil")
        if isinstance(value, (list, tuple, str)):
            _need(isinstance(key, int), f"cannot index slice/array with type {kind_of(key)}")
            _need(0 <= key < len(value), f"index out of range: {key}")
            value = value[key] if not isinstance(value, str) else ord(value[key])
        elif isinstance(value, dict) and not isinstance(value, Struct):
            value = value.get(key, "" if all(isinstance(item, str) for item in value.values()) else MISSING)
        else:
            raise FunctionError(f"can't index item of type {kind_of(value)}")
    return value


def slice_of(value: Any, *ends: int) -> Any:
    """Return a part of a list or string."""
    _need(isinstance(value, (list, tuple, str)), f"can't slice item of type {kind_of(value)}")
    _need(all(0 <= end <= len(value) for end in ends), f"index out of range: {ends[-1] if ends else 0}")
    return value[slice(*ends)] if len(ends) > 1 else value[ends[0] :] if ends else value


def kind_of(value: Any) -> str:
    """Return the name of a value's Go type, as error messages have it."""
    if isinstance(value, (Struct, Record)):
        return value.type_name
    names = {bool: "bool", int: "int", float: "float64", str: "string", list: "[]interface {}"}
    return names.get(type(value), "map[string]interface {}" if isinstance(value, dict) else "nil")


def printf(form: str, *arguments: Any) -> str:
    """Format as fmt.Sprintf does: %s %d %v %q %t %x %f %c %% with width and precision."""
    out, rest, at = "", list(arguments), 0
    while at < len(form):
        if form[at] != "%":
            out += form[at]
            at += 1
            continue
        end = at + 1
        while end < len(form) and form[end] in "+-# 0123456789.":
            end += 1
        verb = form[end : end + 1]
        spec, at = form[at + 1 : end], end + 1
        if verb == "%":
            out += "%"
        elif not verb:
            out += "%!(NOVERB)"
        elif not rest:
            out += f"%!{verb}(MISSING)"
        else:
            out += _verb(verb, spec, rest.pop(0))
    return out + ("%!(EXTRA " + ", ".join(f"{kind_of(row)}={show(row)}" for row in rest) + ")" if rest else "")


def _verb(verb: str, spec: str, value: Any) -> str:  # noqa: PLR0911  (one line a verb reads best)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if verb in "sv":
        return (
            f"%{spec}s" % show(value, top=False)
            if verb == "v" or not number
            else f"%!s({kind_of(value)}={show(value)})"
        )
    if verb == "q":
        return quote(value) if isinstance(value, str) else show(value)
    if verb == "t":
        return show(value)
    if verb in "dxXofeg" and number:
        return str(f"%{spec}{verb}" % value)
    if verb == "c" and isinstance(value, int):
        return chr(value)
    if verb == "x" and isinstance(value, str):
        return value.encode().hex()
    return f"%!{verb}({kind_of(value)}={show(value)})"


def joined(*arguments: Any) -> str:
    """Return arguments as fmt.Sprint joins them: blanks between those that are no strings."""
    out = ""
    for position, argument in enumerate(arguments):
        both = position and not isinstance(argument, str) and not isinstance(arguments[position - 1], str)
        out += (" " if both else "") + show(argument, top=False)
    return out


def equal(first: Any, *others: Any) -> bool:
    """Say whether the first argument is one of the others. Raises FunctionError for types that cannot be compared."""
    _need(others, "missing argument for comparison")
    for other in others:
        if isinstance(first, bool) != isinstance(other, bool) or isinstance(first, str) != isinstance(other, str):
            raise FunctionError("incompatible types for comparison")
    return any(first == other for other in others)


def ordered(first: Any, second: Any) -> int:
    """Return -1, 0 or 1. Raises FunctionError for types that have no order."""
    if type(first) is not type(second) and not (_number(first) and _number(second)):
        raise FunctionError("incompatible types for comparison")
    _need(isinstance(first, (int, float, str)) and not isinstance(first, bool), "invalid type for comparison")
    return int(first > second) - int(first < second)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _truncate(text: str, size: int) -> str:
    return text[:size]


def _pad(text: str, before: int, after: int) -> str:
    return " " * before + text + " " * after if text else text


GO: dict[str, Callable[..., Any]] = {
    "len": length,
    "index": index,
    "slice": slice_of,
    "print": joined,
    "println": lambda *arguments: " ".join(show(argument, top=False) for argument in arguments) + "\n",
    "printf": printf,
    "html": lambda *arguments: (
        python_html.escape(joined(*arguments)).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    ),
    "js": lambda *arguments: json.dumps(joined(*arguments))[1:-1],
    "urlquery": lambda *arguments: quote_plus(joined(*arguments)),
    "not": lambda value: not is_true(value),
    "eq": equal,
    "ne": lambda first, second: not equal(first, second),
    "lt": lambda first, second: ordered(first, second) < 0,
    "le": lambda first, second: ordered(first, second) <= 0,
    "gt": lambda first, second: ordered(first, second) > 0,
    "ge": lambda first, second: ordered(first, second) >= 0,
}
LAZY = ("and", "or")
"""Functions that do not evaluate arguments which no longer matter."""

DOCKER: dict[str, Callable[..., Any]] = {
    **GO,
    "json": to_json,
    "split": lambda text, separator: text.split(separator) if separator else list(text),
    "join": lambda rows, separator: separator.join(rows or ()),
    "title": lambda text: text.title(),
    "lower": lambda text: text.lower(),
    "upper": lambda text: text.upper(),
    "pad": _pad,
    "truncate": _truncate,
}
