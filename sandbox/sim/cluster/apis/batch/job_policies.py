"""When a Job counts as failed or succeeded: completion modes, failure policy, success policy.

Models validateJobSpec, validatePodFailurePolicy and validateSuccessPolicy of
k8s.io/kubernetes/pkg/apis/batch/validation v1.36.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    INVALID,
    FieldError,
    duplicate,
    invalid,
    not_supported,
    required,
    too_many,
)
from sandbox.sim.cluster.apimachinery.names import qualified_name

Object = dict[str, Any]
_MOST_INDEXED = 100_000
_MANY_PARALLEL = 10_000
_MOST_RULES = 20
_MOST_CODES = 255
_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
_INDEXED_ONLY = "requires indexed completion mode"


def validate_modes(spec: Object, path: str) -> list[FieldError]:
    """Check the completion mode and the fields that belong to one of the two."""
    mode, faults = spec.get("completionMode"), list[FieldError]()
    if mode not in (None, "NonIndexed", "Indexed"):
        faults.append(not_supported(f"{path}.completionMode", mode, ("NonIndexed", "Indexed")))
    if mode == "Indexed":
        return faults + _indexed(spec, path)
    if mode in (None, "NonIndexed"):
        keys = ("backoffLimitPerIndex", "maxFailedIndexes")
        faults += [invalid(f"{path}.{key}", spec[key], _INDEXED_ONLY) for key in keys if key in spec]
    return faults


def _indexed(spec: Object, path: str) -> list[FieldError]:
    completions, parallelism = spec.get("completions"), spec.get("parallelism", 1)
    failed, faults = spec.get("maxFailedIndexes"), list[FieldError]()
    if completions is None:
        faults.append(required(f"{path}.completions", "when completion mode is Indexed"))
    if parallelism > _MOST_INDEXED:
        words = f"must be less than or equal to {_MOST_INDEXED} when completion mode is Indexed"
        faults.append(invalid(f"{path}.parallelism", parallelism, words))
    if failed is not None and completions is not None and failed > completions:
        faults.append(invalid(f"{path}.maxFailedIndexes", failed, "must be less than or equal to completions"))
    if failed is not None and failed > _MOST_INDEXED:
        faults.append(invalid(f"{path}.maxFailedIndexes", failed, f"must be less than or equal to {_MOST_INDEXED}"))
    if (completions or 0) > _MOST_INDEXED and "backoffLimitPerIndex" in spec:
        faults += _very_many(spec, path)
    return faults


def _very_many(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if "maxFailedIndexes" not in spec:
        words = f"must be specified when completions is above {_MOST_INDEXED}"
        faults.append(required(f"{path}.maxFailedIndexes", words))
    for key in ("parallelism", "maxFailedIndexes"):
        if spec.get(key, 0) > _MANY_PARALLEL:
            words = f"must be less than or equal to {_MANY_PARALLEL} when completions are above {_MOST_INDEXED}"
            faults.append(invalid(f"{path}.{key}", spec[key], f"{words} and used with backoff limit per index"))
    return faults


def _one_of(values: tuple[str, ...]) -> str:
    return "valid values: [" + " ".join(f'"{value}"' for value in values) + "]"


def _without_value(path: str, words: str) -> FieldError:
    return FieldError(INVALID, path, f"Invalid value: {words}")


def validate_failure_policy(spec: Object, path: str) -> list[FieldError]:
    """Check what is done about failed Pods."""
    pod = spec["template"]["spec"]
    names = {c.get("name") for group in ("containers", "initContainers") for c in pod.get(group, ())}
    rules, faults = (spec["podFailurePolicy"] or {}).get("rules", ()), list[FieldError]()
    if len(rules) > _MOST_RULES:
        faults.append(too_many(f"{path}.rules", len(rules), _MOST_RULES))
    for index, rule in enumerate(rules):
        here = f"{path}.rules[{index}]"
        faults += _action(rule.get("action", ""), spec, f"{here}.action")
        codes, conditions = rule.get("onExitCodes"), rule.get("onPodConditions")
        if codes is not None:
            faults += _exit_codes(codes, names, f"{here}.onExitCodes")
        if conditions:
            faults += _conditions(conditions, f"{here}.onPodConditions")
        if codes is not None and conditions:
            faults.append(_without_value(here, "specifying both OnExitCodes and OnPodConditions is not supported"))
        if codes is None and not conditions:
            faults.append(_without_value(here, "specifying one of OnExitCodes and OnPodConditions is required"))
    return faults


def _action(action: str, spec: Object, path: str) -> list[FieldError]:
    if not action:
        return [required(path, _one_of(_ACTIONS))]
    if action == "FailIndex" and "backoffLimitPerIndex" not in spec:
        return [invalid(path, action, "requires the backoffLimitPerIndex to be set")]
    return [] if action in _ACTIONS else [not_supported(path, action, _ACTIONS)]


def _conditions(patterns: list[Object], path: str) -> list[FieldError]:
    faults = [too_many(path, len(patterns), _MOST_RULES)] if len(patterns) > _MOST_RULES else []
    allowed = ("False", "True", "Unknown")
    for index, pattern in enumerate(patterns):
        here, kind, status = f"{path}[{index}]", pattern.get("type", ""), pattern.get("status", "")
        faults += [invalid(f"{here}.type", kind, words) for words in qualified_name(kind)]
        if not status:
            faults.append(required(f"{here}.status", _one_of(allowed)))
        elif status not in allowed:
            faults.append(not_supported(f"{here}.status", status, allowed))
    return faults


def _exit_codes(codes: Object, names: set[Any], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    operator, values = codes.get("operator", ""), codes.get("values") or []
    if not operator:
        faults.append(required(f"{path}.operator", _one_of(("In", "NotIn"))))
    elif operator not in ("In", "NotIn"):
        faults.append(not_supported(f"{path}.operator", operator, ("In", "NotIn")))
    if codes.get("containerName") is not None and codes["containerName"] not in names:
        words = "must be one of the container or initContainer names in the pod template"
        faults.append(invalid(f"{path}.containerName", codes["containerName"], words))
    if not values:
        faults.append(invalid(f"{path}.values", values, "at least one value is required"))
    elif len(values) > _MOST_CODES:
        faults.append(too_many(f"{path}.values", len(values), _MOST_CODES))
    for index, value in enumerate(values):
        if operator == "In" and value == 0:
            faults.append(invalid(f"{path}.values[{index}]", value, "must not be 0 for the In operator"))
        if value in values[:index]:
            faults.append(duplicate(f"{path}.values[{index}]", value))
    if values != sorted(values):
        faults.append(invalid(f"{path}.values", values, "must be ordered"))
    return faults


def validate_success_policy(spec: Object, path: str) -> list[FieldError]:
    """Check when an indexed Job has succeeded before all its indexes have."""
    policy = spec["successPolicy"] or {}
    if spec.get("completionMode") != "Indexed":
        shown = {"Rules": [_shown(rule) for rule in policy.get("rules", ())]}
        return [invalid(path, shown, _INDEXED_ONLY)]
    rules = policy.get("rules") or []
    if not rules:
        return [required(f"{path}.rules", "at least one rules must be specified when the successPolicy is specified")]
    faults = [too_many(f"{path}.rules", len(rules), _MOST_RULES)] if len(rules) > _MOST_RULES else []
    for index, rule in enumerate(rules):
        faults += _success_rule(rule, spec, f"{path}.rules[{index}]")
    return faults


def _shown(rule: Object) -> Object:
    return {"SucceededIndexes": rule.get("succeededIndexes"), "SucceededCount": rule.get("succeededCount")}


def _success_rule(rule: Object, spec: Object, path: str) -> list[FieldError]:
    count, text = rule.get("succeededCount"), rule.get("succeededIndexes")
    if count is None and text is None:
        words = "at least one of succeededCount or succeededIndexes must be specified"
        return [required(path, words)]
    faults: list[FieldError] = []
    total = spec.get("completions") or 0
    if text is not None:
        try:
            total = _count_indexes(text, total)
        except ValueError as error:
            words = f"error parsing succeededIndexes: {error}"
            return [invalid(f"{path}.succeededIndexes", text, words)]
    if count is not None and count < 0:
        faults.append(invalid(f"{path}.succeededCount", count, "must be greater than or equal to 0"))
    if count is not None and text is None and count > total:
        words = f"must be less than or equal to {total} (the number of specified completions)"
        faults.append(invalid(f"{path}.succeededCount", count, words))
    elif count is not None and count > total:
        words = f"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"
        faults.append(invalid(f"{path}.succeededCount", count, words))
    return faults


def _count_indexes(text: str, completions: int) -> int:
    """Return how many indexes a list such as ``0,2-4`` names. Raises ValueError in upstream's words."""
    total, last = 0, -1
    for part in text.split(",") if text else ():
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if match is None:
            shown = part.partition("-")[0]
            raise ValueError(f'cannot convert string to integer for index: "{shown}"')
        first, end = int(match.group(1)), int(match.group(2) or match.group(1))
        if first <= last:
            raise ValueError(f"non-increasing order, previous: {last}, current: {first}")
        if end < first or (match.group(2) and end == first):
            raise ValueError(f"non-increasing order, previous: {first}, current: {end}")
        if end >= completions:
            raise ValueError(f'too large index: "{end}"')
        total, last = total + end - first + 1, end
    return total
