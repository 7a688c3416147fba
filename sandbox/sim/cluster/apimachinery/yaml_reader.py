"""YAML as kubectl reads it: YAML 1.1 scalars, JSON out.

Models sigs.k8s.io/yaml v1.6 (YAMLToJSON on goyaml.v2), error texts included. Not modelled: timestamps, which stay text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import Event

from sandbox.sim.cluster.apimachinery.gojson import copy_json

MAX_NODES = 200_000
"""How many values a document may have once its aliases are written out."""

MAX_DEPTH = 100
"""How deep a document may be nested; goyaml.v2 stops at 10000, the simulator far before its own stack does."""

_MERGE = "\0merge"
_BOOLEANS = dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True)
_BOOLEANS |= dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = {".nan": "nan", ".NaN": "nan", ".NAN": "nan"} | {
    f"{sign}{word}": f"{sign}inf" for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")
}
_LONGEST_NUMBER = 300
"""Characters; a longer number is past the range of a float64, and go-yaml takes it for a text."""


class YamlError(ValueError):
    """The text is no YAML; ``str()`` is go-yaml's message, such as ``yaml: line 3: did not find expected key``."""


def resolve_plain(text: str) -> Any:
    """Return what an unquoted scalar means: None, a bool, a number, or the text itself."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in "+-.0123456789" or len(text) > _LONGEST_NUMBER:
        return text
    plain = text.replace("_", "")
    if _INTEGER.fullmatch(plain):
        return _integer(plain)
    if _FLOAT.fullmatch(plain):
        return float(plain)
    return float(_SPECIAL[text]) if text in _SPECIAL else text


def _integer(text: str) -> int:
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-")
    octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    return sign * (int(digits, 8) if octal else int(digits, 0))


def read_yaml(text: str) -> Any:
    """Return the JSON value of one YAML document. Raises YamlError."""
    try:
        return _Builder().build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        raise YamlError(f"yaml: {_where(error)}{error.problem}") from error
    except yaml.reader.ReaderError as error:
        raise YamlError("yaml: control characters are not allowed") from error


def _where(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark
    if mark is None:
        return ""
    line = mark.line + (1 if mark.line and isinstance(error, yaml.scanner.ScannerError) else 0)
    return f"line {line}: " if line else ""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read: ``key`` is what the next value of a mapping belongs to."""

    value: Any
    anchor: str | None
    count: int
    key: str | None = None
    merged: list[Any] = field(default_factory=list)


class _Builder:
    """Builds values from libyaml's events: its composer recurses in C, where a deep document ends the process."""

    def __init__(self) -> None:
        self.count = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.root: Any = None

    def build(self, events: Iterable[Event]) -> Any:
        for event in events:
            if isinstance(event, yaml.DocumentEndEvent):
                break
            self._take(event)
        return self.root

    def _take(self, event: Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._spend(1)
            plain_key = self._awaits_key() and not event.style
            value = "<<" if plain_key and event.value == "<<" else _scalar(event)
            self._remember(event.anchor, value, 1)
            self._put(value, merge=plain_key and event.value == "<<")
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "")

    def _spend(self, count: int) -> None:
        self.count += count
        if self.count > MAX_NODES:
            raise YamlError("yaml: document contains excessive aliasing")

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _remember(self, anchor: str | None, value: Any, count: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, count)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._spend(1)
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(f"yaml: exceeded max depth of {MAX_DEPTH}")
        if self._awaits_key():
            raise YamlError("yaml: invalid map key")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value, event.anchor, self.count))

    def _close(self) -> None:
        done = self.stack.pop()
        for source in done.merged:
            for key, item in source.items():
                done.value.setdefault(key, item)
        self._remember(done.anchor, done.value, self.count - done.count + 1)
        self._put(done.value)

    def _alias(self, anchor: str) -> None:
        if any(found.anchor == anchor for found in self.stack):
            raise YamlError(f"yaml: anchor '{anchor}' value contains itself")
        if anchor not in self.anchors:
            raise YamlError(f"yaml: unknown anchor '{anchor}' referenced")
        value, count = self.anchors[anchor]
        self._spend(count)
        self._put(copy_json(value))

    def _put(self, value: Any, *, merge: bool = False) -> None:
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            parent.key = _MERGE if merge else _key(value)
        elif parent.key == _MERGE:
            parent.key = None
            self._merge(parent, value)
        else:
            parent.value[parent.key] = value
            parent.key = None

    @staticmethod
    def _merge(parent: _Open, value: Any) -> None:
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            raise YamlError("yaml: map merge requires map or sequence of maps as the value")
        parent.merged += sources


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _scalar(event: yaml.ScalarEvent) -> Any:
    if event.style or (event.tag or "").endswith((":str", "!str")):
        return event.value
    return resolve_plain(event.value)
