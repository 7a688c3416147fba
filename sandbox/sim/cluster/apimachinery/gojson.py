"""Values as Go's encoding/json prints them in messages.

Models encoding/json.Marshal with HTML escaping, and fmt's %v of lists and maps. Not modelled: struct tags.
"""

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
