"""Does what was found hold all that is expected? A partial comparison that knows Kubernetes' lists and quantities.

Maps are subsets. Lists of maps match by merge key, other lists as sets; with ``exact`` every list must have the same
items in the same order. Quantities compare by value, mount paths without the slash at their end. An expected ``null``
means that the field must not be there, and an expected ``false`` is also met by a field that is not there, because
Kubernetes leaves such fields out.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.checks.merge_keys import find_merge_key
from sandbox.sim.checks.quantities import is_quantity_field, parse_quantity


class _Missing:
    """Stands for a field that is not there; ``None`` is a value that JSON can hold."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference: the path such as ``spec.containers[name=web].image``, and the JSON values of both sides."""

    path: str
    expected: Any
    found: Any


def find_mismatches(expected: Any, found: Any, *, exact: bool = False) -> list[Mismatch]:
    """Return every difference between JSON values, in the order of ``expected``; empty when all of it is found."""
    return _compare(expected, found, _Place(), exact=exact)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a comparison stands."""

    path: str = ""
    parent: str = ""
    key: str = ""

    def field(self, key: str) -> "_Place":
        step = f"[{key}]" if "." in key or "/" in key else f".{key}" if self.path else key
        return _Place(self.path + step, self.key, key)

    def item(self, label: str) -> "_Place":
        return _Place(f"{self.path}[{label}]", self.parent, self.key)


def _compare(expected: Any, found: Any, place: _Place, *, exact: bool) -> list[Mismatch]:
    if expected is None:
        return [] if found is MISSING or found is None else [Mismatch(place.path, MISSING, found)]
    if expected is False and found is MISSING:
        return []
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            difference
            for key, value in expected.items()
            for difference in _compare(value, found.get(key, MISSING), place.field(key), exact=exact)
        ]
    if isinstance(expected, list) and isinstance(found, list):
        return _compare_in_order(expected, found, place) if exact else _compare_as_set(expected, found, place)
    return [] if _is_same(expected, found, place) else [Mismatch(place.path, expected, found)]


def _is_same(expected: Any, found: Any, place: _Place) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if is_quantity_field(place.parent, place.key):
        quantity = parse_quantity(expected)
        if quantity is not None:
            return quantity == parse_quantity(found)
    if place.key == "mountPath" and isinstance(expected, str) and isinstance(found, str):
        return (expected.rstrip("/") or "/") == (found.rstrip("/") or "/")
    return bool(expected == found)


def _compare_in_order(expected: list[Any], found: list[Any], place: _Place) -> list[Mismatch]:
    if len(expected) != len(found):
        return [Mismatch(place.path, expected, found)]
    return [
        difference
        for index, (wanted, there) in enumerate(zip(expected, found, strict=True))
        for difference in _compare(wanted, there, place.item(str(index)), exact=True)
    ]


def _compare_as_set(expected: list[Any], found: list[Any], place: _Place) -> list[Mismatch]:
    key = find_merge_key(place.key, expected)
    differences: list[Mismatch] = []
    for index, wanted in enumerate(expected):
        if key is None:
            label, candidates = str(index), found
        else:
            label = f"{key}={wanted[key]}"
            named = place.field(key)
            candidates = [
                item for item in found if isinstance(item, dict) and _is_same(wanted[key], item.get(key), named)
            ]
        differences += _nearest(wanted, candidates, place.item(label))
    return differences


def _nearest(wanted: Any, candidates: list[Any], place: _Place) -> list[Mismatch]:
    """Return the differences from the candidate that is most like ``wanted``: none, if one of them holds it."""
    best: list[Mismatch] = [Mismatch(place.path, wanted, MISSING)]
    for number, candidate in enumerate(candidates):
        differences = _compare(wanted, candidate, place, exact=False)
        if not differences:
            return []
        if isinstance(wanted, (dict, list)) and (number == 0 or len(differences) < len(best)):
            best = differences
    return best
