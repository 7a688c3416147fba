"""ResourceQuotas.

Models ValidateResourceQuota of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.core.pod.resources import validate_resource_name
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_COUNTS = (
    "pods services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims "
    "services.nodeports services.loadbalancers"
).split()
_SCOPES = ("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
           "CrossNamespacePodAffinity", "VolumeAttributesClass")  # fmt: skip
_STANDARD = (
    "cpu memory requests.cpu requests.memory requests.storage requests.ephemeral-storage limits.cpu limits.memory "
    "limits.ephemeral-storage ephemeral-storage resourcequotas services pods replicationcontrollers secrets "
    "persistentvolumeclaims configmaps services.nodeports services.loadbalancers"
).split()
_COMPUTE = ("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory")


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {}
    obj.setdefault("spec", {})


def validate(obj: Object) -> list[FieldError]:
    """Check a quota."""
    spec = obj.get("spec") or {}
    hard, faults = spec.get("hard") or {}, list[FieldError]()
    for name, amount in sorted(hard.items()):
        here = f"spec.hard[{name}]"
        faults += _name(name, here)
        quantity = to_quantity(amount)
        if quantity.value < 0:
            faults.append(invalid(here, amount, "must be greater than or equal to 0"))
        if (name in _COUNTS or name.startswith("count/")) and quantity.value.denominator != 1:
            faults.append(invalid(here, amount, "must be an integer"))
    faults += _scopes(spec.get("scopes"), hard)
    return faults


def _name(name: str, path: str) -> list[FieldError]:
    if name.startswith("count/"):
        return []
    faults = validate_resource_name(name, path)
    huge = name.startswith(("hugepages-", "requests.hugepages-"))
    if "/" not in name and not qualified_name(name) and name not in _STANDARD and not huge:
        faults.append(invalid(path, name, "must be a standard resource for quota"))
    return faults


def _scopes(scopes: list[str] | None, hard: Object) -> list[FieldError]:
    if not scopes:
        return []
    faults: list[FieldError] = []
    for scope in scopes:
        if scope not in _SCOPES:
            faults.append(invalid("spec.scopes", scopes, "unsupported scope"))
        elif any(not _applies(scope, name) for name in hard):
            faults.append(invalid("spec.scopes", scopes, "unsupported scope applied to resource"))
    both = ({"BestEffort", "NotBestEffort"}, {"Terminating", "NotTerminating"})
    if any(pair <= set(scopes) for pair in both):
        faults.append(invalid("spec.scopes", scopes, "conflicting scopes"))
    return faults


def _applies(scope: str, name: str) -> bool:
    if scope == "BestEffort":
        return name == "pods"
    if scope in ("NotBestEffort", "Terminating", "NotTerminating", "PriorityClass"):
        return name == "pods" or name in _COMPUTE
    return True


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that the scopes stay."""
    faults = validate(new)
    before, after = (old.get("spec") or {}).get("scopes"), (new.get("spec") or {}).get("scopes")
    return faults + immutable(after, before, "spec.scopes")


RESOURCE_QUOTA = Strategy(
    prepare_create=prepare_create, validate=validate, validate_update=validate_update, has_status=True
)
