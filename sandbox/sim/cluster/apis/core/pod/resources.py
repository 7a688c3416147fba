"""Requests and limits.

Models ValidateContainerResourceRequirements, validatePodResources and validateResizePolicy of
k8s.io/kubernetes/pkg/apis/core/validation v1.36.
Not modelled: claims of dynamic resource allocation beyond their names.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    NOT_FOUND,
    FieldError,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apimachinery.quantity import Quantity, QuantityError, to_quantity

Object = dict[str, Any]
Rule = Callable[[str, str], list[FieldError]]
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


def validate_requirements(
    resources: Object, path: str, *, claims: tuple[str, ...] = (), name_rule: Rule = validate_container_resource_name
) -> list[FieldError]:
    """Check requests and limits; ``claims`` are the names that the Pod's resource claims offer."""
    faults: list[FieldError] = []
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name, amount in sorted(limits.items()):
        here = f"{path}.limits[{name}]"
        faults += name_rule(name, here) + validate_quantity(name, amount, here) + _whole_pages(name, amount, here)
    for name, amount in sorted(requests.items()):
        here = f"{path}.requests[{name}]"
        faults += name_rule(name, here) + validate_quantity(name, amount, here)
        faults += _compare(name, amount, limits, path) + _whole_pages(name, amount, here)
    names = {*limits, *requests}
    if any(name.startswith("hugepages-") for name in names) and not names & {"cpu", "memory"}:
        faults.append(forbidden(path, "HugePages require cpu or memory"))
    return faults + _claims(resources.get("claims", ()), claims, f"{path}.claims")


def _whole_pages(name: str, amount: str, path: str) -> list[FieldError]:
    if not name.startswith("hugepages-"):
        return []
    try:
        size = to_quantity(name.removeprefix("hugepages-")).value
    except QuantityError:
        return []
    value = to_quantity(amount).value
    if size and value % size == 0:
        return []
    return [invalid(path, amount, f"{amount} is not positive integer multiple of {name}")]


def may_overcommit(name: str) -> bool:
    """Tell whether requests of a resource may stay below its limits."""
    return is_native(name) and not name.startswith("hugepages-")


def _compare(name: str, amount: str, limits: Object, path: str) -> list[FieldError]:
    if name not in limits:
        words = "Limit must be set for non overcommitable resources"
        return [] if may_overcommit(name) else [required(f"{path}.limits", words)]
    wanted, limit = to_quantity(amount).value, to_quantity(limits[name]).value
    if wanted != limit and not may_overcommit(name):
        return [invalid(f"{path}.requests", amount, f"must be equal to {name} limit of {limits[name]}")]
    if wanted > limit:
        return [invalid(f"{path}.requests", amount, f"must be less than or equal to {name} limit of {limits[name]}")]
    return []


def _claims(claims: Any, offered: tuple[str, ...], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, claim in enumerate(claims):
        here, name = f"{path}[{index}]", claim.get("name", "")
        if not name:
            faults.append(required(here))
            continue
        key = f"{name}/{claim['request']}" if claim.get("request") else name
        if key in seen or name in seen:
            faults.append(duplicate(here, key))
        seen.add(key)
        if name not in offered:
            listed = f": {', '.join(sorted(offered))}" if offered else " which is empty"
            words = f"must be one of the names in pod.spec.resourceClaims{listed}"
            faults.append(FieldError(NOT_FOUND, here, f'Not found: "{name}": {words}'))
    return faults


def validate_resize_policy(policies: Any, restart_policy: str, path: str) -> list[FieldError]:
    """Check what is done to a container whose resources change."""
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, policy in enumerate(policies):
        name, restart = policy.get("resourceName", ""), policy.get("restartPolicy", "")
        if name in seen:
            faults.append(duplicate(f"{path}[{index}]", name))
        seen.add(name)
        for value, supported in ((name, ("cpu", "memory")), (restart, ("NotRequired", "RestartContainer"))):
            if not value:
                faults.append(required(path))
            elif value not in supported:
                faults.append(not_supported(path, value, supported))
        if restart_policy == "Never" and restart != "NotRequired":
            words = "must be 'NotRequired' when `restartPolicy` is 'Never'"
            faults.append(invalid(path, restart, words))
    return faults


def _pod_resource_name(name: str, path: str) -> list[FieldError]:
    faults = validate_resource_name(name, path)
    if faults or name in ("cpu", "memory") or name.startswith("hugepages-"):
        return faults
    return [not_supported(path, name, ("cpu", "hugepages-", "memory"))]


def validate_pod_resources(spec: Object, path: str) -> list[FieldError]:
    """Check the resources of a whole Pod, and that its containers stay within them."""
    resources = spec["resources"] or {}
    faults: list[FieldError] = []
    if "claims" in resources:
        faults.append(forbidden(f"{path}.claims", "claims cannot be set for Resources at pod-level"))
    faults += validate_requirements(resources, path, name_rule=_pod_resource_name)
    containers = spec.get("containers", ())
    requests, limits = resources.get("requests") or {}, resources.get("limits") or {}
    asked = [(container.get("resources") or {}).get("requests") or {} for container in containers]
    for name in sorted({name for amounts in asked for name in amounts}):
        total = sum((to_quantity(amounts[name]).value for amounts in asked if name in amounts), Fraction(0))
        if total > to_quantity(requests.get(name, "0")).value:
            shown = Quantity(total, to_quantity(next(a[name] for a in asked if name in a)).format)
            words = f"must be greater than or equal to aggregate container requests of {shown}"
            faults.append(invalid(f"{path}.requests[{name}]", requests.get(name, "0"), words))
    for index, container in enumerate(containers):
        for name, amount in sorted(((container.get("resources") or {}).get("limits") or {}).items()):
            if name in limits and to_quantity(amount).value > to_quantity(limits[name]).value:
                words = f"must be less than or equal to pod limits of {limits[name]}"
                faults.append(invalid(f"{path}.containers[{index}][{name}].limits", amount, words))
    return faults
