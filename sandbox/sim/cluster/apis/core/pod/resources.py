"""Requests and limits.

Models ValidateContainerResourceRequirements of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
Not modelled: claims of dynamic resource allocation beyond their names.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, required
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apimachinery.quantity import to_quantity

Object = dict[str, Any]
CONTAINER_RESOURCES = ("cpu", "memory", "ephemeral-storage")
_STANDARD = frozenset(
    (
        "cpu memory ephemeral-storage requests.cpu requests.memory requests.ephemeral-storage limits.cpu "
        "limits.memory limits.ephemeral-storage pods resourcequotas services replicationcontrollers secrets "
        "configmaps persistentvolumeclaims storage requests.storage services.nodeports services.loadbalancers"
    ).split()
)
_INTEGERS = frozenset(
    (
        "pods resourcequotas services replicationcontrollers secrets configmaps persistentvolumeclaims "
        "services.nodeports services.loadbalancers"
    ).split()
)


def is_standard(name: str) -> bool:
    """Tell whether a resource name without a domain is one of Kubernetes' own."""
    return name in _STANDARD or name.startswith(("hugepages-", "requests.hugepages-"))


def is_native(name: str) -> bool:
    """Tell whether a resource belongs to Kubernetes (no domain, or kubernetes.io)."""
    return "/" not in name or name.partition("/")[0].endswith("kubernetes.io")


def is_extended(name: str) -> bool:
    """Tell whether a resource is one that nodes advertise, such as ``nvidia.com/gpu``."""
    return not is_native(name) and not name.startswith("requests.")


def validate_resource_name(name: str, path: str) -> list[FieldError]:
    """Check the name of any resource."""
    faults = [invalid(path, name, words) for words in qualified_name(name)]
    if faults:
        return faults
    if "/" not in name and not is_standard(name):
        return [invalid(path, name, "must be a standard resource type or fully qualified")]
    return []


def validate_container_resource_name(name: str, path: str) -> list[FieldError]:
    """Check the name of a resource that a container asks for."""
    faults = validate_resource_name(name, path)
    if "/" not in name:
        if name not in CONTAINER_RESOURCES and not name.startswith("hugepages-"):
            faults.append(invalid(path, name, "must be a standard resource for containers"))
    elif not is_native(name) and name.startswith("requests."):
        faults.append(invalid(path, name, "doesn't follow extended resource name standard"))
    return faults


def validate_quantity(name: str, amount: str, path: str) -> list[FieldError]:
    """Check an amount: not negative, and whole where only whole ones make sense."""
    quantity = to_quantity(amount)
    faults = []
    if quantity.value < 0:
        faults.append(invalid(path, amount, "must be greater than or equal to 0"))
    if (name in _INTEGERS or is_extended(name)) and quantity.value.denominator != 1:
        faults.append(invalid(path, amount, "must be an integer"))
    return faults


def validate_requirements(resources: Object, path: str) -> list[FieldError]:
    """Check a container's requests and limits."""
    faults: list[FieldError] = []
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    names = sorted({*limits, *requests})
    has_compute = "cpu" in names or "memory" in names
    for name, amount in sorted(limits.items()):
        here = f"{path}.limits[{name}]"
        faults += validate_container_resource_name(name, here) + validate_quantity(name, amount, here)
    for name, amount in sorted(requests.items()):
        here = f"{path}.requests[{name}]"
        faults += validate_container_resource_name(name, here) + validate_quantity(name, amount, here)
        faults += _compare(name, amount, limits, f"{path}.requests")
    if any(name.startswith("hugepages-") for name in names) and not has_compute:
        faults.append(forbidden(path, "HugePages require cpu or memory"))
    return faults


def _may_overcommit(name: str) -> bool:
    return is_native(name) and not name.startswith("hugepages-")


def _compare(name: str, amount: str, limits: Object, path: str) -> list[FieldError]:
    if name in limits:
        if to_quantity(amount).value > to_quantity(limits[name]).value:
            return [invalid(path, amount, f"must be less than or equal to {name} limit of {limits[name]}")]
        if not _may_overcommit(name) and to_quantity(amount).value != to_quantity(limits[name]).value:
            return [invalid(path, amount, f"must be equal to {name} limit of {limits[name]}")]
        return []
    if not _may_overcommit(name):
        return [
            required(path.removesuffix(".requests") + ".limits", "Limit must be set for non overcommitable resources")
        ]
    return []
