"""JSON values written as YAML.

Models sigs.k8s.io/yaml v1.6 (Marshal on goyaml.v2): sorted keys, lines folded at 80 columns. PyYAML and goyaml.v2 are
ports of one emitter, libyaml; what differs is which scalars are quoted, and how.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cmp_to_key
from io import StringIO
from typing import Any

import yaml
from yaml.emitter import Emitter
from yaml.events import ScalarEvent

from sandbox.sim.cluster.apimachinery.yaml_reader import resolve_plain

_BASE60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_TIMESTAMP = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt ]+\d\d?:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[ ]?[-+]\d\d?(?::\d\d)?)?)?")


class _Emitter(Emitter):
    """libyaml's choice of style, which PyYAML changed: a literal that is not allowed becomes double-quoted."""

    def choose_scalar_style(self) -> str:
        """Return the style of the scalar at hand."""
        event = self.event
        if not isinstance(event, ScalarEvent):
            return ""
        if self.analysis is None:
            self.analysis = self.analyze_scalar(event.value)
        if any(character > "\uffff" for character in event.value):
            return '"'
        if event.style == "|":
            block = not self.flow_level and not self.simple_key_context and self.analysis.allow_block
            return "|" if block else '"'
        return str(super().choose_scalar_style())


def style_of(text: str) -> str | None:
    """Return the style that goyaml.v2 asks for: ``|``, a double quote, or None for plain."""
    if "\n" in text:
        return "|"
    plain = isinstance(resolve_plain(text), str) and not _BASE60.fullmatch(text) and not _TIMESTAMP.fullmatch(text)
    return None if plain and text != "<<" else '"'


def _order(one: str, other: str) -> int:
    """Compare keys as goyaml.v2 sorts them: digits by value, letters after other signs."""
    digits = False
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a == b:
            digits = a.isdigit()
            continue
        if a.isalpha() and b.isalpha():
            return -1 if a < b else 1
        if a.isalpha() or b.isalpha():
            return -1 if (a if digits else b).isalpha() else 1
        return _order_numbers(one, other, index)
    return len(one) - len(other)


def _order_numbers(one: str, other: str, index: int) -> int:
    first, second = _number_at(one, index), _number_at(other, index)
    value = 0
    if "0" in (one[index], other[index]):
        before = one[:index]
        run = before[len(before.rstrip("0123456789")) :]
        value = 1 if run.strip("0") else 0
    scale = (value * 10 ** len(first), value * 10 ** len(second))
    left, right = scale[0] + int(first or 0), scale[1] + int(second or 0)
    if left != right:
        return -1 if left < right else 1
    if len(first) != len(second):
        return len(first) - len(second)
    return -1 if one[index] < other[index] else 1


def _number_at(text: str, index: int) -> str:
    found = re.compile(r"\d*").match(text, index)
    return found.group() if found else ""


def sorted_keys(keys: Sequence[str]) -> list[str]:
    """Return map keys in the order in which goyaml.v2 writes them."""
    return sorted(keys, key=cmp_to_key(_order))


class _Writer:
    def __init__(self) -> None:
        self.stream = StringIO()
        self.emitter = _Emitter(self.stream, width=80, allow_unicode=True)

    def write(self, value: Any) -> str:
        emit = self.emitter.emit
        emit(yaml.StreamStartEvent())
        emit(yaml.DocumentStartEvent(explicit=False))
        self.value(value)
        emit(yaml.DocumentEndEvent(explicit=False))
        emit(yaml.StreamEndEvent())
        text = self.stream.getvalue()
        return text.removesuffix("...\n")

    def value(self, value: Any) -> None:
        emit = self.emitter.emit
        if isinstance(value, Mapping):
            emit(yaml.MappingStartEvent(None, None, implicit=True, flow_style=not value))
            for key in sorted_keys([str(key) for key in value]):
                self.scalar(key)
                self.value(value[key])
            emit(yaml.MappingEndEvent())
        elif isinstance(value, (list, tuple)):
            emit(yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not value))
            for item in value:
                self.value(item)
            emit(yaml.SequenceEndEvent())
        else:
            self.scalar(value)

    def scalar(self, value: Any) -> None:
        text, style = _scalar_text(value)
        self.emitter.emit(ScalarEvent(None, None, (True, True), text, style=style))


def _scalar_text(value: Any) -> tuple[str, str | None]:
    if value is None:
        return "null", None
    if isinstance(value, bool):
        return ("true" if value else "false"), None
    if isinstance(value, (int, float)):
        return go_number(value), None
    return str(value), style_of(str(value))


def go_number(value: float) -> str:
    """Return a number as Go writes it: 1.5, 1e+06 as 1e+06, 3 for a whole number."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e21:  # noqa: PLR2004  (where Go's encoding/json turns to exponents)
        return str(int(value))
    return repr(value)


def write_yaml(value: Any) -> str:
    """Return a JSON value as a YAML document, newline included."""
    return _Writer().write(value)
