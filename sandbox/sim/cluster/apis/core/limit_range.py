"""LimitRanges.

Models ValidateLimitRange of k8s.io/kubernetes/pkg/apis/core/validation and defaults v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, forbidden, invalid, required
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apimachinery.quantity import Quantity, to_quantity
from sandbox.sim.cluster.apis.core.pod.resources import (
    may_overcommit,
    validate_container_resource_name,
    validate_resource_name,
)
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_KINDS = ("Pod", "Container", "PersistentVolumeClaim")
_MAPS = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")


def default(obj: Object) -> None:
    """Fill in the defaults of containers: limits from max, requests from limits or min."""
    for item in (obj.setdefault("spec", {})).get("limits", ()):
        if item.get("type") != "Container":
            continue
        limits, requests = item.setdefault("default", {}), item.setdefault("defaultRequest", {})
        for name, amount in (item.get("max") or {}).items():
            limits.setdefault(name, amount)
        for name, amount in limits.items():
            requests.setdefault(name, amount)
        for name, amount in (item.get("min") or {}).items():
            requests.setdefault(name, amount)
        for key in ("default", "defaultRequest"):
            if not item[key]:
                del item[key]


def validate(obj: Object) -> list[FieldError]:
    """Check a LimitRange."""
    faults: list[FieldError] = []
    kinds: set[str] = set()
    for index, item in enumerate((obj.get("spec") or {}).get("limits") or ()):
        path = f"spec.limits[{index}]"
        kind = item.get("type", "")
        named = [invalid(f"{path}.type", kind, words) for words in qualified_name(kind)]
        if not named and "/" not in kind and kind not in _KINDS:
            named.append(invalid(f"{path}.type", kind, "must be a standard limit type or fully qualified"))
        faults += named
        if kind in kinds:
            faults.append(duplicate(f"{path}.type", kind))
        kinds.add(kind)
        faults += _item(item, kind, path)
    return faults


def _item(item: Object, kind: str, path: str) -> list[FieldError]:
    rule = validate_container_resource_name if kind in ("Pod", "Container") else validate_resource_name
    faults: list[FieldError] = []
    for key in _MAPS:
        if kind != "Pod" or not key.startswith("default"):
            for name in sorted(item.get(key) or {}):
                faults += rule(name, f"{path}.{key}[{name}]")
    if kind == "Pod":
        words = "may not be specified when `type` is 'Pod'"
        faults += [forbidden(f"{path}.{key}", words) for key in ("default", "defaultRequest") if item.get(key)]
    if kind == "PersistentVolumeClaim" and not any("storage" in (item.get(key) or {}) for key in ("min", "max")):
        words = "either minimum or maximum storage value is required, but neither was provided"
        faults.append(required(f"{path}.limits", words))
    amounts = {key: {n: to_quantity(a) for n, a in (item.get(key) or {}).items()} for key in _MAPS}
    if kind == "Pod":
        amounts["default"], amounts["defaultRequest"] = {}, {}
    for name in sorted({name for found in amounts.values() for name in found}):
        faults += _resource(name, amounts, path)
    return faults


def _resource(name: str, amounts: dict[str, dict[str, Quantity]], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    get = {key: amounts[key].get(name) for key in _MAPS}
    low, high, limit, request = get["min"], get["max"], get["default"], get["defaultRequest"]
    faults += _ordered(low, high, f"{path}.min[{name}]", low, "min value {} is greater than max value {}")
    faults += _ordered(low, request, f"{path}.defaultRequest[{name}]", request,
                       "min value {} is greater than default request value {}")  # fmt: skip
    faults += _ordered(request, high, f"{path}.defaultRequest[{name}]", request,
                       "default request value {} is greater than max value {}")  # fmt: skip
    faults += _ordered(request, limit, f"{path}.defaultRequest[{name}]", request,
                       "default request value {} is greater than default limit value {}")  # fmt: skip
    faults += _ordered(low, limit, f"{path}.default[{name}]", low, "min value {} is greater than default value {}")
    faults += _ordered(limit, high, f"{path}.default[{name}]", high, "default value {} is greater than max value {}")
    faults += _ratio(get["maxLimitRequestRatio"], low, high, f"{path}.maxLimitRequestRatio[{name}]")
    if not may_overcommit(name) and limit is not None and request is not None and limit.value != request.value:
        words = f"default value {limit} must equal to defaultRequest value {request} in {name}"
        faults.append(invalid(f"{path}.defaultRequest[{name}]", str(request), words))
    return faults


def _ordered(
    small: Quantity | None, large: Quantity | None, path: str, shown: Quantity | None, words: str
) -> list[FieldError]:
    if small is None or large is None or small.value <= large.value:
        return []
    return [invalid(path, str(shown), words.format(small, large))]


def _ratio(ratio: Quantity | None, low: Quantity | None, high: Quantity | None, path: str) -> list[FieldError]:
    if ratio is None:
        return []
    if ratio.value < 1:
        return [invalid(path, str(ratio), f"ratio {ratio} is less than 1")]
    if low is not None and high is not None and low.value and ratio.value > high.value / low.value:
        words = f"ratio {ratio} is greater than max/min = {float(high.value / low.value):f}"
        return [invalid(path, str(ratio), words)]
    return []


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed LimitRange."""
    return validate(new)


LIMIT_RANGE = Strategy(default=default, validate=validate, validate_update=validate_update)
