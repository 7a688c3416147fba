"""Label selectors, as text (``app=web,tier in (a,b)``) and as LabelSelector objects.

Models k8s.io/apimachinery/pkg/labels and metav1.LabelSelectorAsSelector v1.36.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.sim.cluster.apimachinery.names import label_key_faults, label_value_faults


class SelectorError(ValueError):
    """The text is no selector; ``str()`` is upstream's message."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition on a label."""

    key: str
    operator: str
    values: frozenset[str] = frozenset()

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Tell whether a set of labels meets the condition."""
        found = labels.get(self.key)
        match self.operator:
            case "in":
                return found in self.values
            case "notin":
                return found not in self.values
            case "exists":
                return found is not None
            case "!":
                return found is None
        return self._compare(found)

    def _compare(self, found: str | None) -> bool:
        try:
            actual, limit = int(found or ""), int(next(iter(self.values)))
        except ValueError:
            return False
        return actual > limit if self.operator == "gt" else actual < limit


@dataclass(frozen=True, slots=True)
class Selector:
    """All of several conditions; none at all selects everything."""

    requirements: tuple[Requirement, ...] = ()

    def matches(self, labels: Mapping[str, str] | None) -> bool:
        """Tell whether a set of labels meets every condition."""
        given = labels or {}
        return all(requirement.matches(given) for requirement in self.requirements)


_TOKEN = re.compile(r"\s*(?:(!=|==|[=!,()<>])|([^\s=!,()<>]+)|$)")


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = [found.group(1) or found.group(2) for found in _TOKEN.finditer(text) if found.group().strip()]
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def parse(self) -> tuple[Requirement, ...]:
        requirements: list[Requirement] = []
        while self.peek():
            requirements.append(self.requirement())
            token = self.take()
            if token not in ("", ","):
                raise SelectorError(f"unable to parse requirement: found '{token}', expected: ',' or 'end of string'")
            if token == "," and not self.peek():  # noqa: S105  (a token of the grammar)
                raise SelectorError("unable to parse requirement: found '', expected: identifier after ','")
        return tuple(requirements)

    def requirement(self) -> Requirement:
        if self.peek() == "!":
            self.take()
            return _require(self.identifier(), "!")
        key = self.identifier()
        operator = self.peek()
        if operator in ("", ","):
            return _require(key, "exists")
        self.take()
        if operator in ("=", "==", "!="):
            return _require(key, "notin" if operator == "!=" else "in", (self.exact(),))
        if operator in ("<", ">"):
            return _require(key, "lt" if operator == "<" else "gt", (self.identifier(),))
        if operator in ("in", "notin"):
            return _require(key, operator, self.values())
        expected = "in, notin, =, ==, !=, gt, lt"
        raise SelectorError(f"unable to parse requirement: found '{operator}', expected: {expected}")

    def identifier(self) -> str:
        token = self.take()
        if not token or token in "=!,()<>" or token in ("==", "!="):  # noqa: S105  (a token of the grammar)
            raise SelectorError(f"unable to parse requirement: found '{token}', expected: identifier")
        return token

    def exact(self) -> str:
        return "" if self.peek() in ("", ",") else self.identifier()

    def values(self) -> tuple[str, ...]:
        if self.take() != "(":
            raise SelectorError(f"unable to parse requirement: found '{self.tokens[self.at - 1]}', expected: '('")
        values: list[str] = []
        while self.peek() not in (")", ""):
            token = self.take()
            if token != ",":  # noqa: S105  (a token of the grammar)
                values.append(token)
        if self.take() != ")":
            raise SelectorError("unable to parse requirement: found '', expected: ',', or ')'")
        return tuple(values)


def _require(key: str, operator: str, values: tuple[str, ...] = ()) -> Requirement:
    for words in label_key_faults(key):
        raise SelectorError(f'unable to parse requirement: key: Invalid value: "{key}": {words}')
    for index, value in enumerate(values):
        for words in label_value_faults(value):
            raise SelectorError(
                f'unable to parse requirement: values[{index}][{key}]: Invalid value: "{value}": {words}'
            )
    return Requirement(key, operator, frozenset(values))


@lru_cache(maxsize=1024)
def parse_selector(text: str) -> Selector:
    """Return the selector that ``text`` writes; SelectorError in upstream's words where it is none."""
    return Selector(_Parser(text).parse())


_OPERATORS = {"In": "in", "NotIn": "notin", "Exists": "exists", "DoesNotExist": "!", "Gt": "gt", "Lt": "lt"}


def selector_of(selector: Mapping[str, Any] | None) -> Selector | None:
    """Return what a LabelSelector object selects; None (nothing at all) for a missing one."""
    if selector is None:
        return None
    requirements = [
        Requirement(k, "in", frozenset((v,))) for k, v in sorted((selector.get("matchLabels") or {}).items())
    ]
    requirements += [
        Requirement(e.get("key", ""), _OPERATORS.get(e.get("operator", ""), "in"), frozenset(e.get("values") or ()))
        for e in selector.get("matchExpressions") or []
    ]
    return Selector(tuple(requirements))


def selects(selector: Mapping[str, Any] | None, labels: Mapping[str, str] | None) -> bool:
    """Tell whether a LabelSelector object selects these labels; a missing selector selects nothing."""
    found = selector_of(selector)
    return found is not None and found.matches(labels)


def node_requirement_matches(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Tell whether one NodeSelectorRequirement holds."""
    operator = _OPERATORS.get(expression.get("operator", ""), "in")
    return Requirement(expression.get("key", ""), operator, frozenset(expression.get("values") or ())).matches(labels)
