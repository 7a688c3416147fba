"""Quality-of-service classes.

Models k8s.io/kubernetes/pkg/apis/core/helper/qos v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity

Object = dict[str, Any]
_COMPUTE = ("cpu", "memory")


def qos_class(spec: Object) -> str:
    """Return Guaranteed, Burstable or BestEffort."""
    if spec.get("resources"):
        return _class_of([spec["resources"]])
    containers = [*spec.get("containers", ()), *spec.get("initContainers", ())]
    return _class_of([container.get("resources") or {} for container in containers])


def _class_of(all_resources: list[Object]) -> str:
    requests = [_positive(resources.get("requests")) for resources in all_resources]
    limits = [_positive(resources.get("limits")) for resources in all_resources]
    if not any(requests) and not any(limits):
        return "BestEffort"
    complete = all(set(_COMPUTE) <= set(limit) for limit in limits)
    equal = all(
        request.get(name, limit[name]) == limit[name]
        for request, limit in zip(requests, limits, strict=True)
        for name in _COMPUTE
        if name in limit
    )
    return "Guaranteed" if complete and equal else "Burstable"


def _positive(amounts: Object | None) -> dict[str, Any]:
    found = {name: to_quantity(amount).value for name, amount in (amounts or {}).items() if name in _COMPUTE}
    return {name: value for name, value in found.items() if value > 0}
