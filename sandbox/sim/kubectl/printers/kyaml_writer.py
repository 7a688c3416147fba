"""KYAML: YAML in braces, every text quoted.

Models sigs.k8s.io/yaml/kyaml v1.6 as ``kubectl -o kyaml`` uses it. Not modelled: comments.
"""

import json
import re
from typing import Any

from sandbox.sim.cluster.apimachinery.yaml_reader import resolve_plain
from sandbox.sim.cluster.apimachinery.yaml_writer import go_number, sorted_keys

_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")


def write_kyaml(value: Any) -> str:
    """Return a document with its ``---`` line, newline included."""
    return f"---\n{_render(value, 0)}\n"


def _render(value: Any, depth: int) -> str:
    if isinstance(value, dict):
        return _mapping(value, depth)
    if isinstance(value, list):
        return _sequence(value, depth)
    return _scalar(value, depth)


def _mapping(value: dict[str, Any], depth: int) -> str:
    if not value:
        return "{}"
    inner = "  " * (depth + 1)
    lines = [f"{inner}{_key(key)}: {_render(value[key], depth + 1)},\n" for key in sorted_keys(list(value))]
    return "{\n" + "".join(lines) + "  " * depth + "}"


def _sequence(value: list[Any], depth: int) -> str:
    if not value:
        return "[]"
    if all(isinstance(item, (dict, list)) for item in value):
        return "[" + ", ".join(_render(item, depth) for item in value) + "]"
    inner = "  " * (depth + 1)
    lines = [f"{inner}{_render(item, depth + 1)},\n" for item in value]
    return "[\n" + "".join(lines) + "  " * depth + "]"


def _key(key: str) -> str:
    bare = _BARE_KEY.fullmatch(key) and isinstance(resolve_plain(key), str)
    return key if bare else json.dumps(key, ensure_ascii=False)


def _scalar(value: Any, depth: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return go_number(value)
    return _folded(str(value), depth) if "\n" in str(value) else json.dumps(value, ensure_ascii=False)


def _folded(text: str, depth: int) -> str:
    """Return a text of several lines, one source line each, joined by escaped line ends."""
    indent = "  " * depth
    lines = text.split("\n")
    out = '"\\\n'
    for line in lines[:-1]:
        out += f"{indent}   {json.dumps(line, ensure_ascii=False)[1:-1]}\\n\\\n"
    if lines[-1]:
        return out + f'{indent}   {json.dumps(lines[-1], ensure_ascii=False)[1:-1]}\\\n{indent}  "'
    return out + f'{indent}  "'
