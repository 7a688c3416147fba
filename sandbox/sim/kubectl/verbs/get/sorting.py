"""The flag --sort-by.

Models k8s.io/kubectl/pkg/cmd/get/sorter.go v1.36: natural order of texts, numbers and times by value; a path that
cannot be read, or that no object has, leaves nothing to print.
"""

import re
from functools import cmp_to_key
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import QuantityError, parse_quantity
from sandbox.sim.kubectl.builder import Found, Info
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.jsonpath.evaluate import Evaluator
from sandbox.sim.kubectl.jsonpath.nodes import JsonPathError
from sandbox.sim.kubectl.jsonpath.parser import parse
from sandbox.sim.kubectl.printers.custom_columns import relaxed

_CHUNKS = re.compile(r"\d+|\D+")


def sort(found: Found, path: str) -> None:
    """Sort what was found in place."""
    if len(found.infos) < 1:
        return
    try:
        template = parse(relaxed(path))
        keyed = [(_first(Evaluator().results(template, info.obj)), info) for info in found.infos]
    except (JsonPathError, KubectlError):
        found.infos = []
        return
    if all(value is None for value, _ in keyed):
        found.infos = []
        return
    keyed.sort(key=cmp_to_key(_compare_rows))
    found.infos = [info for _, info in keyed]


def _first(results: list[list[Any]]) -> Any:
    return results[0][0] if results and results[0] else None


def _compare_rows(one: tuple[Any, Info], other: tuple[Any, Info]) -> int:
    return compare(one[0], other[0])


def compare(one: Any, other: Any) -> int:
    """Return -1, 0 or 1; a missing value comes first."""
    if one is None or other is None:
        return (one is not None) - (other is not None)
    if isinstance(one, str) and isinstance(other, str):
        return _compare_texts(one, other)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return (one > other) - (one < other)
    return _compare_texts(str(one), str(other))


def _compare_texts(one: str, other: str) -> int:
    try:
        first, second = parse_quantity(one).value, parse_quantity(other).value
    except QuantityError:
        left, right = _natural(one), _natural(other)
        return (left > right) - (left < right)
    return (first > second) - (first < second)


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [(0, int(chunk), "") if chunk.isdigit() else (1, 0, chunk) for chunk in _CHUNKS.findall(text)]
