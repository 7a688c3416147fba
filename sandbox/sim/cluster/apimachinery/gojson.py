"""Values as Go's encoding/json prints them in messages.

Models encoding/json.Marshal with HTML escaping, and fmt's %v of lists and maps. Not modelled: struct tags.
"""

import json
from typing import Any

import orjson

Json = Any
Object = dict[str, Any]

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def copy_json(value: Json) -> Any:
    """Return a deep copy of a JSON value: several times faster than copy.deepcopy."""
    return orjson.loads(orjson.dumps(value))


def to_json(value: Json, *, sort_keys: bool = True) -> str:
    """Return ``value`` on one line as Go prints it: maps sorted by key, ``<``, ``>`` and ``&`` escaped."""
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else 0).decode()
    for character, escape in _ESCAPES.items():
        if character in text:
            text = text.replace(character, escape)
    return text


def quote(text: str) -> str:
    """Return ``text`` as Go's %q prints it, for the characters that occur in names and messages."""
    return orjson.dumps(text).decode()


def percent_v(value: Json) -> str:
    """Return ``value`` as Go's %v prints decoded JSON: ``map[a:1 b:[x y]]``."""
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{percent_v(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(percent_v(item) for item in value) + "]"
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class JsonError(ValueError):
    """A text is no JSON; ``str()`` says it as encoding/json does."""


_FAULTS = {
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Illegal trailing comma before end of object": "looking for beginning of object key string",
    "Expecting value": "looking for beginning of value",
    "Expecting ':' delimiter": "after object key",
    "Extra data": "after top-level value",
    "Invalid control character at": "in string literal",
    "Invalid \\escape": "in string escape code",
}


def parse_json(text: str) -> Any:
    """Return the value that a text holds. Raises JsonError."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise JsonError(_go_words(text)) from error


def _go_words(text: str) -> str:
    """Return what Go's decoder says of a text that is no JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        at = error.pos + (error.msg == "Invalid \\escape")
        if at >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            return "unexpected end of JSON input"
        where = _FAULTS.get(error.msg) or _after(text[:at])
        return f"invalid character {_character(text[at])} {where}"
    except RecursionError:
        pass
    return "exceeded max depth"


def _after(before: str) -> str:
    """Say what a comma was missing after: the innermost bracket that is still open tells."""
    depth, quoted, escaped = list[str](), False, False
    for character in before:
        if quoted:
            quoted, escaped = escaped or character != '"', not escaped and character == "\\"
        elif character == '"':
            quoted = True
        elif character in "{[":
            depth.append(character)
        elif character in "}]" and depth:
            depth.pop()
    return "after array element" if depth[-1:] == ["["] else "after object key:value pair"


def _character(character: str) -> str:
    return "'\\''" if character == "'" else f"'{orjson.dumps(character).decode()[1:-1]}'"
