"""HorizontalPodAutoscalers.

Models k8s.io/kubernetes/pkg/apis/autoscaling/{v2/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import path_segment
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_TYPES = ("Object", "Pods", "Resource", "External", "ContainerResource")
_FIELDS = {kind: kind[:1].lower() + kind[1:] for kind in _TYPES}
_TARGETS = ("Utilization", "Value", "AverageValue")
_LONGEST_WINDOW = 3600
_LONGEST_PERIOD = 1800


def default(obj: Object) -> None:
    """Fill in an autoscaler: one Pod at least, 80 % CPU without metrics."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("minReplicas", 1)
    if not spec.get("metrics"):
        target = {"type": "Utilization", "averageUtilization": 80}
        spec["metrics"] = [{"type": "Resource", "resource": {"name": "cpu", "target": target}}]
    behavior = spec.get("behavior")
    if behavior is not None:
        _default_rules(behavior, "scaleUp", 0, [("Pods", 4, 15), ("Percent", 100, 15)])
        _default_rules(behavior, "scaleDown", None, [("Percent", 100, 15)])


def _default_rules(behavior: Object, key: str, window: int | None, policies: list[tuple[str, int, int]]) -> None:
    rules = behavior.setdefault(key, {})
    if window is not None:
        rules.setdefault("stabilizationWindowSeconds", window)
    rules.setdefault("selectPolicy", "Max")
    if not rules.get("policies"):
        rules["policies"] = [
            {"type": kind, "value": value, "periodSeconds": period} for kind, value, period in policies
        ]


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {"currentMetrics": None, "desiredReplicas": 0}


def validate(obj: Object) -> list[FieldError]:
    """Check an autoscaler."""
    spec = obj["spec"]
    least, most = spec.get("minReplicas"), spec.get("maxReplicas", 0)
    faults: list[FieldError] = []
    if least is not None and least < 1:
        faults.append(invalid("spec.minReplicas", least, "must be greater than or equal to 1"))
    if most < 1:
        faults.append(required("spec.maxReplicas", "must be set and greater than 0"))
    if least is not None and most < least:
        faults.append(invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"))
    faults += _reference(spec.get("scaleTargetRef") or {}, "spec.scaleTargetRef")
    faults += _metrics(spec.get("metrics", []), least)
    for key in ("scaleUp", "scaleDown"):
        faults += _rules((spec.get("behavior") or {}).get(key), f"spec.behavior.{key}")
    return faults


def _reference(reference: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for key in ("kind", "name"):
        value = reference.get(key, "")
        if not value:
            faults.append(required(f"{path}.{key}"))
        else:
            faults += [invalid(f"{path}.{key}", value, words) for words in path_segment(value)]
    return faults


def _metrics(metrics: list[Object], least: int | None) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, metric in enumerate(metrics):
        faults += _metric(metric, f"spec.metrics[{index}]")
    if least == 0 and not any(metric.get("type") in ("Object", "External") for metric in metrics):
        words = "must specify at least one Object or External metric to support scaling to zero replicas"
        faults.append(forbidden("spec.metrics", words))
    return faults


def _metric(metric: Object, path: str) -> list[FieldError]:
    kind = metric.get("type", "")
    if not kind:
        return [required(f"{path}.type", "must specify a metric source type")]
    if kind not in _TYPES:
        return [not_supported(f"{path}.type", kind, sorted(_TYPES))]
    source, faults = metric.get(_FIELDS[kind]), list[FieldError]()
    for other, name in _FIELDS.items():
        if other != kind and name in metric:
            words = "must populate the given metric source only"
            faults.append(forbidden(f"{path}.{name}", words))
    if source is None:
        words = "must populate information for the given metric source"
        return [*faults, required(f"{path}.{_FIELDS[kind]}", words)]
    return faults + _source(kind, source, f"{path}.{_FIELDS[kind]}")


def _source(kind: str, source: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if kind in ("Resource", "ContainerResource"):
        if not source.get("name"):
            faults.append(required(f"{path}.name", "must specify a resource name"))
        if kind == "ContainerResource" and not source.get("container"):
            faults.append(required(f"{path}.container", "must specify a container"))
        target = source.get("target") or {}
        faults += _target(target, f"{path}.target")
        if "averageUtilization" not in target and "averageValue" not in target:
            words = "must set either a target raw value or a target utilization"
            faults.append(required(f"{path}.target.averageUtilization", words))
        return faults
    if not (source.get("metric") or {}).get("name"):
        faults.append(required(f"{path}.metric.name", "must specify a metric name"))
    return faults + _target(source.get("target") or {}, f"{path}.target")


def _target(target: Object, path: str) -> list[FieldError]:
    kind, faults = target.get("type", ""), list[FieldError]()
    if not kind:
        faults.append(required(f"{path}.type", "must specify a metric target type"))
    elif kind not in _TARGETS:
        faults.append(invalid(f"{path}.type", kind, "must be either Utilization, Value, or AverageValue"))
    for key in ("value", "averageValue"):
        if key in target and to_quantity(target[key]).value <= 0:
            faults.append(invalid(f"{path}.{key}", target[key], "must be positive"))
    if target.get("averageUtilization", 1) < 1:
        words = "must be greater than 0"
        faults.append(invalid(f"{path}.averageUtilization", target["averageUtilization"], words))
    return faults


def _rules(rules: Object | None, path: str) -> list[FieldError]:
    if rules is None:
        return []
    faults: list[FieldError] = []
    window = rules.get("stabilizationWindowSeconds")
    if window is not None and window < 0:
        faults.append(invalid(f"{path}.stabilizationWindowSeconds", window, "must be greater than or equal to zero"))
    if window is not None and window > _LONGEST_WINDOW:
        words = f"must be less than or equal to {_LONGEST_WINDOW}"
        faults.append(invalid(f"{path}.stabilizationWindowSeconds", window, words))
    if rules.get("selectPolicy") not in (None, "Max", "Min", "Disabled"):
        faults.append(not_supported(f"{path}.selectPolicy", rules["selectPolicy"], ("Disabled", "Max", "Min")))
    for index, policy in enumerate(rules.get("policies", ())):
        faults += _policy(policy, f"{path}.policies[{index}]")
    return faults


def _policy(policy: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if policy.get("type") not in ("Pods", "Percent"):
        faults.append(not_supported(f"{path}.type", policy.get("type", ""), ("Percent", "Pods")))
    if policy.get("value", 0) <= 0:
        faults.append(invalid(f"{path}.value", policy.get("value", 0), "must be greater than zero"))
    period = policy.get("periodSeconds", 0)
    if period <= 0:
        faults.append(invalid(f"{path}.periodSeconds", period, "must be greater than zero"))
    if period > _LONGEST_PERIOD:
        faults.append(invalid(f"{path}.periodSeconds", period, f"must be less than or equal to {_LONGEST_PERIOD}"))
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed autoscaler."""
    return validate(new)


POD_AUTOSCALER = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
)
