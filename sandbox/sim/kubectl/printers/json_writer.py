"""JSON as kubectl prints it.

Models k8s.io/cli-runtime/pkg/printers/json.go v1.36: four blanks, sorted keys for served objects, Go's HTML escapes.
"""

import json
from typing import Any

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_json(value: Any, *, indent: int = 4, sort_keys: bool = True) -> str:
    """Return a JSON value with one member a line, newline included."""
    text = json.dumps(value, indent=indent, sort_keys=sort_keys, ensure_ascii=False)
    return text.translate(_ESCAPES) + "\n"


def compact_json(value: Any) -> str:
    """Return a JSON value on one line as encoding/json marshals a map: sorted, escaped."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).translate(_ESCAPES)
