"""PriorityClasses.

Models k8s.io/kubernetes/pkg/apis/scheduling/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, not_supported
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_HIGHEST = 1_000_000_000
_SYSTEM = ("system-node-critical", "system-cluster-critical")
_POLICIES = ("PreemptLowerPriority", "Never")


def default(obj: Object) -> None:
    """Fill in a PriorityClass."""
    obj.setdefault("preemptionPolicy", "PreemptLowerPriority")


def validate(obj: Object) -> list[FieldError]:
    """Check a PriorityClass."""
    name, faults = obj["metadata"].get("name", ""), list[FieldError]()
    if name.startswith("system-") and name not in _SYSTEM:
        words = "priority class names with 'system-' prefix are reserved for system use only. error: "
        faults.append(forbidden("metadata.name", f"{words}{name} is not a known system priority class"))
    elif obj.get("value", 0) > _HIGHEST and name not in _SYSTEM:
        faults.append(forbidden("value", f"maximum allowed value of a user defined priority is {_HIGHEST}"))
    if obj["preemptionPolicy"] not in _POLICIES:
        faults.append(not_supported("preemptionPolicy", obj["preemptionPolicy"], _POLICIES))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that value and policy stay."""
    faults: list[FieldError] = []
    if new.get("value", 0) != old.get("value", 0):
        faults.append(forbidden("value", "may not be changed in an update."))
    return faults + immutable(new.get("preemptionPolicy"), old.get("preemptionPolicy"), "preemptionPolicy")


PRIORITY_CLASS = Strategy(default=default, validate=validate, validate_update=validate_update, generation=True)
