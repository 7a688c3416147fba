"""PodDisruptionBudgets.

Models k8s.io/kubernetes/pkg/apis/policy/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, invalid, not_supported
from sandbox.sim.cluster.apis.int_or_percent import at_most_100_percent, validate_int_or_percent
from sandbox.sim.cluster.apis.object_meta import validate_label_selector
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_POLICIES = ("AlwaysAllow", "IfHealthyBudget")


def default(obj: Object) -> None:
    """Give a budget its spec."""
    obj.setdefault("spec", {})


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    keys = ("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")
    obj["status"] = dict.fromkeys(keys, 0)


def validate(obj: Object) -> list[FieldError]:
    """Check a budget."""
    spec = obj["spec"]
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    faults: list[FieldError] = []
    if least is not None and most is not None:
        shown = GoStruct(
            MinAvailable=least,
            Selector=spec.get("selector"),
            MaxUnavailable=most,
            UnhealthyPodEvictionPolicy=spec.get("unhealthyPodEvictionPolicy"),
        )
        faults.append(invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set"))
    for key, value in (("minAvailable", least), ("maxUnavailable", most)):
        if value is not None:
            faults += validate_int_or_percent(value, f"spec.{key}")
            faults += at_most_100_percent(value, f"spec.{key}")
    faults += validate_label_selector(spec.get("selector"), "spec.selector")
    policy = spec.get("unhealthyPodEvictionPolicy")
    if policy is not None and policy not in _POLICIES:
        faults.append(not_supported("spec.unhealthyPodEvictionPolicy", policy, _POLICIES))
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed budget."""
    return validate(new)


DISRUPTION_BUDGET = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
    generation=True,
)
