"""Finding what JSONPath templates mean in an object, and printing it.

Models k8s.io/client-go/util/jsonpath v1.36 (jsonpath.go).
"""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.sim.cli.gotemplate.values import show
from sandbox.sim.cluster.apimachinery.yaml_writer import go_number
from sandbox.sim.kubectl.jsonpath.nodes import (
    Field,
    Filter,
    JsonPathError,
    Keyword,
    Literal,
    Path,
    Recursive,
    Slice,
    Template,
    Text,
    Union,
    Wildcard,
)

Results = list[list[Any]]


class Evaluator:
    """Evaluates templates; with ``allow_missing`` a key that is not there is no error."""

    def __init__(self, *, allow_missing: bool = True) -> None:
        self.allow_missing = allow_missing

    def results(self, template: Template, data: Any) -> Results:
        """Return the values of each part of the template."""
        return list(self._block(list(template), data))

    def _block(self, parts: list[Text | Path], data: Any) -> Iterator[list[Any]]:
        at = 0
        while at < len(parts):
            part = parts[at]
            at += 1
            if isinstance(part, Text):
                yield [part.text]
                continue
            word = part.steps[0].word if part.steps and isinstance(part.steps[0], Keyword) else ""
            if word == "range":
                end = _end_of(parts, at)
                for value in self.path(Path(part.steps[1:]), [data], data):
                    yield from self._block(parts[at:end], value)
                at = end + 1
            elif word == "end":
                raise JsonPathError("not in range, nothing to end")
            else:
                yield self.path(part, [data], data)

    def path(self, path: Path, values: list[Any], root: Any) -> list[Any]:
        """Return what a path leads to, starting from values."""
        current = values
        for step in path.steps:
            current = self._step(step, current, root)
        return current

    def _step(self, step: Any, values: list[Any], root: Any) -> list[Any]:  # noqa: PLR0911  (one for each node)
        match step:
            case Field():
                return [found for value in values for found in self._field(step.name, value)]
            case Literal():
                return [step.value]
            case Wildcard():
                return [item for value in values for item in _children(value)]
            case Recursive():
                return [item for value in values for item in _descend(value)]
            case Slice():
                return [item for value in values for item in _slice(step, value)]
            case Union():
                return [item for path in step.paths for item in self.path(path, values, root)]
            case Filter():
                return [item for value in values for item in self._filter(step, value)]
            case Keyword():
                raise JsonPathError(f"unrecognized identifier {step.word}")
        raise JsonPathError(f"unexpected Node {step}")

    def _field(self, name: str, value: Any) -> Iterator[Any]:
        if not name:
            yield value
        elif isinstance(value, dict):
            if name in value:
                yield value[name]
            elif not self.allow_missing:
                raise JsonPathError(f"{name} is not found")
        elif not self.allow_missing:
            raise JsonPathError(f"{name} is not found")

    def _filter(self, step: Filter, value: Any) -> Iterator[Any]:
        if not isinstance(value, list):
            raise JsonPathError(f"{show(value)} is not array or slice and cannot be filtered")
        lenient = Evaluator()
        for item in value:
            left = lenient.path(step.left, [item], item)
            if not left:
                continue
            if step.operator == "exists":
                yield item
                continue
            right = lenient.path(step.right, [item], item)
            if len(left) > 1 or len(right) > 1:
                raise JsonPathError("can only compare one element at a time")
            if right and _compare(left[0], step.operator, right[0]):
                yield item

    def execute(self, template: Template, data: Any) -> str:
        """Return what the template prints."""
        return "".join(" ".join(text_of(value) for value in values) for values in self.results(template, data))


def _end_of(parts: list[Text | Path], at: int) -> int:
    depth = 1
    for index in range(at, len(parts)):
        part = parts[index]
        if isinstance(part, Path) and part.steps and isinstance(part.steps[0], Keyword):
            depth += {"range": 1, "end": -1}.get(part.steps[0].word, 0)
            if not depth:
                return index
    return len(parts)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    return list(value) if isinstance(value, list) else []


def _descend(value: Any) -> Iterator[Any]:
    yield value
    for child in _children(value):
        if isinstance(child, (dict, list)):
            yield from _descend(child)


def _slice(step: Slice, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise JsonPathError(f"{_go_type(value)} is not array or slice")
    length = len(value)
    start = _from_end(step.start or 0, length)
    until = length if step.end is None else _from_end(step.end, length)
    end = start + 1 if step.index else until
    if start == end:
        return []
    for index in (start, end - 1):
        if not 0 <= index < length:
            raise JsonPathError(f"array index out of bounds: index {index}, length {length}")
    if start > end:
        raise JsonPathError(f"starting index {start} is greater than ending index {end}")
    if step.step is not None and step.step <= 0:
        raise JsonPathError("step must be > 0")
    return value[start : end : step.step]


def _from_end(index: int, length: int) -> int:
    return index + length if index < 0 else index


def _go_type(value: Any) -> str:
    """Return Go's name for the type of a decoded value."""
    if isinstance(value, dict):
        return "map[string]interface {}"
    return {str: "string", bool: "bool", int: "int64"}.get(type(value), "float64")


def _compare(left: Any, operator: str, right: Any) -> bool:  # noqa: PLR0911  (one for each operator)
    if isinstance(left, bool) != isinstance(right, bool) or isinstance(left, str) != isinstance(right, str):
        if operator in ("==", "!="):
            return (text_of(left) == text_of(right)) == (operator == "==")
        raise JsonPathError("incompatible types for comparison")
    match operator:
        case "==":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)
    raise JsonPathError(f"unrecognized filter operator {operator}")


def text_of(value: Any) -> str:
    """Return a value as a template prints it: text bare, collections as JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return go_number(value)
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def go_syntax(value: Any) -> str:
    """Return a value as Go's %#v writes it."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, dict):
        return (
            "map[string]interface {}{"
            + ", ".join(f"{json.dumps(k)}:{go_syntax(value[k])}" for k in sorted(value))
            + "}"
        )
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(go_syntax(item) for item in value) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else go_number(value)
