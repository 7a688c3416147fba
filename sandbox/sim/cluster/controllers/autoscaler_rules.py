"""How far an autoscaler may go at once: stabilization windows, policies, limits.

Models stabilizeRecommendation, convertDesiredReplicas and their siblings with behavior in
k8s.io/kubernetes/pkg/controller/podautoscaler/horizontal.go v1.36. Moments are nanoseconds since the epoch.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
Fact = tuple[str, bool, str, str]
_DOWN_WINDOW = 300
_LONGEST = 3600 * SECOND
_UP_RULES: Object = {
    "stabilizationWindowSeconds": 0,
    "selectPolicy": "Max",
    "policies": [
        {"type": "Pods", "value": 4, "periodSeconds": 15},
        {"type": "Percent", "value": 100, "periodSeconds": 15},
    ],
}
_DOWN_RULES: Object = {"selectPolicy": "Max", "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}
_READY: Fact = ("AbleToScale", True, "ReadyForNewScale", "recommended size matches current size")
_HIGHER_WORDS = "recent recommendations were higher than current one, applying the highest recent recommendation"
_HIGHER: Fact = ("AbleToScale", True, "ScaleDownStabilized", _HIGHER_WORDS)
_LOWER_WORDS = "recent recommendations were lower than current one, applying the lowest recent recommendation"
_LOWER: Fact = ("AbleToScale", True, "ScaleUpStabilized", _LOWER_WORDS)
_LIMITS = {
    "": "the desired count is within the acceptable range",
    "TooFewReplicas": "the desired replica count is less than the minimum replica count",
    "TooManyReplicas": "the desired replica count is more than the maximum replica count",
    "ScaleUpLimit": "the desired replica count is increasing faster than the maximum scale rate",
    "ScaleDownLimit": "the desired replica count is decreasing faster than the maximum scale rate",
}


@dataclass(slots=True)
class History:
    """What one autoscaler recommended and did: rows of a moment and a number."""

    recommended: list[list[int]] = field(default_factory=list)
    added: list[list[int]] = field(default_factory=list)
    removed: list[list[int]] = field(default_factory=list)

    def dump(self) -> list[list[list[int]]]:
        """Return JSON-able data."""
        return [self.recommended, self.added, self.removed]

    def note(self, now: int, before: int, after: int) -> None:
        """Remember a change of size."""
        if after > before:
            self.added = [*_recent(self.added, now, _LONGEST), [now, after - before]]
        elif after < before:
            self.removed = [*_recent(self.removed, now, _LONGEST), [now, before - after]]


def _recent(rows: Iterable[list[int]], now: int, span: int) -> list[list[int]]:
    return [row for row in rows if row[0] > now - span]


def normalize(spec: Object, current: int, desired: int, history: History, now: int) -> tuple[int, list[Fact]]:
    """Return the size that may be set now, and the conditions AbleToScale and ScalingLimited."""
    behavior = spec.get("behavior")
    if behavior is None:
        size, able = _stabilize(desired, history, now)
        size, reason = _limit(spec, current, size)
    else:
        up, down = (
            {**_UP_RULES, **(behavior.get("scaleUp") or {})},
            {**_DOWN_RULES, **(behavior.get("scaleDown") or {})},
        )
        size, able = _stabilize_both(current, desired, (up, down), history, now)
        size, reason = _limit_by_rules(spec, current, size, (up, down), history, now)
    return size, [able, ("ScalingLimited", bool(reason), reason or "DesiredWithinRange", _LIMITS[reason])]


def _stabilize(desired: int, history: History, now: int) -> tuple[int, Fact]:
    kept = _recent(history.recommended, now, _DOWN_WINDOW * SECOND)
    history.recommended = [*kept, [now, desired]]
    highest = max([desired, *(number for _, number in kept)])
    return highest, _READY if highest == desired else _HIGHER


def _stabilize_both(
    current: int, desired: int, rules: tuple[Object, Object], history: History, now: int
) -> tuple[int, Fact]:
    spans = [
        rule.get("stabilizationWindowSeconds", default) for rule, default in zip(rules, (0, _DOWN_WINDOW), strict=True)
    ]
    lowest = min([desired, *(n for _, n in _recent(history.recommended, now, spans[0] * SECOND))])
    highest = max([desired, *(n for _, n in _recent(history.recommended, now, spans[1] * SECOND))])
    history.recommended = [*_recent(history.recommended, now, max(spans) * SECOND), [now, desired]]
    size = min(max(current, lowest), highest)
    if size == desired:
        return size, _READY
    return size, _LOWER if desired >= current else _HIGHER


def _limit(spec: Object, current: int, desired: int) -> tuple[int, str]:
    least, most, rate = spec.get("minReplicas", 1), spec["maxReplicas"], max(2 * current, 4)
    if desired < least:
        return least, "TooFewReplicas"
    if desired > min(most, rate):
        return min(most, rate), "ScaleUpLimit" if rate < most else "TooManyReplicas"
    return desired, ""


def _limit_by_rules(  # noqa: PLR0917  (the facts of one decision)
    spec: Object, current: int, desired: int, rules: tuple[Object, Object], history: History, now: int
) -> tuple[int, str]:
    least, most = spec.get("minReplicas", 1), spec["maxReplicas"]
    if desired > current:
        limit = max(_up_limit(current, rules[0], history, now), current)
        if desired > min(most, limit):
            return min(most, limit), "ScaleUpLimit" if limit < most else "TooManyReplicas"
    elif desired < current:
        limit = min(_down_limit(current, rules[1], history, now), current)
        if desired < max(least, limit):
            return max(least, limit), "ScaleDownLimit" if limit > least else "TooFewReplicas"
    return desired, ""


def _at_start(current: int, policy: Object, history: History, now: int) -> int:
    """Return the size at the beginning of a policy's period."""
    span = policy["periodSeconds"] * SECOND
    added = sum(number for _, number in _recent(history.added, now, span))
    return int(current - added + sum(number for _, number in _recent(history.removed, now, span)))


def _up_limit(current: int, rules: Object, history: History, now: int) -> int:
    if rules.get("selectPolicy") == "Disabled":
        return current
    limits = [
        start + policy["value"] if policy["type"] == "Pods" else ceil(start * (100 + policy["value"]) / 100)
        for policy in rules["policies"]
        for start in [_at_start(current, policy, history, now)]
    ]
    return int(min(limits) if rules.get("selectPolicy") == "Min" else max(limits))


def _down_limit(current: int, rules: Object, history: History, now: int) -> int:
    if rules.get("selectPolicy") == "Disabled":
        return current
    limits = [
        start - policy["value"] if policy["type"] == "Pods" else floor(start * (100 - policy["value"]) / 100)
        for policy in rules["policies"]
        for start in [_at_start(current, policy, history, now)]
    ]
    return int(max(limits) if rules.get("selectPolicy") == "Min" else min(limits))
