"""Applies LimitRanges: defaults first, then limits.

Models k8s.io/kubernetes/plugin/pkg/admission/limitranger v1.36.
"""

from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apiserver.admission.request import Request
from sandbox.sim.cluster.apiserver.storage import Storage

Object = dict[str, Any]


def _items(storage: Storage, namespace: str, kind: str) -> list[Object]:
    found = []
    for limits in storage.scan("/limitranges", namespace):
        found += [item for item in (limits.get("spec") or {}).get("limits") or () if item.get("type") == kind]
    return found


def admit(request: Request) -> None:
    """Give containers the default requests and limits of the namespace."""
    if not request.is_create_of("/pods"):
        return
    items = _items(request.core.storage, request.namespace, "Container")
    if not items:
        return
    told: list[str] = []
    for group in ("containers", "initContainers"):
        for container in request.obj["spec"].get(group, ()):
            words = _default(container, items)
            noun = "container" if group == "containers" else "init container"
            told += [f"{part} for {noun} {container['name']}" for part in words]
    if told:
        annotations = request.obj["metadata"].setdefault("annotations", {})
        annotations["kubernetes.io/limit-ranger"] = "LimitRanger plugin set: " + "; ".join(told)


def _default(container: Object, items: list[Object]) -> list[str]:
    resources = container.setdefault("resources", {})
    told: list[str] = []
    set_requests: list[str] = []
    set_limits: list[str] = []
    for item in items:
        for name, amount in (item.get("defaultRequest") or {}).items():
            if name not in resources.get("requests", {}):
                resources.setdefault("requests", {})[name] = amount
                set_requests.append(name)
        for name, amount in (item.get("default") or {}).items():
            if name not in resources.get("limits", {}):
                resources.setdefault("limits", {})[name] = amount
                set_limits.append(name)
    if set_requests:
        told.append(f"{', '.join(sorted(set_requests))} request")
    if set_limits:
        told.append(f"{', '.join(sorted(set_limits))} limit")
    return told


def validate(request: Request) -> None:
    """Refuse Pods and claims outside the limits."""
    if request.operation != "CREATE" or request.options.subresource:
        return
    faults: list[str] = []
    if request.resource.key == "/pods":
        faults = _pod_faults(request)
    elif request.resource.key == "/persistentvolumeclaims":
        for item in _items(request.core.storage, request.namespace, "PersistentVolumeClaim"):
            requests = (request.obj["spec"].get("resources") or {}).get("requests") or {}
            faults += _check(item, "PersistentVolumeClaim", requests, {})
    if faults:
        raise request.forbid(faults[0] if len(faults) == 1 else f"[{', '.join(faults)}]")


def _pod_faults(request: Request) -> list[str]:
    faults: list[str] = []
    spec, storage = request.obj["spec"], request.core.storage
    for item in _items(storage, request.namespace, "Container"):
        for container in [*spec.get("containers", ()), *spec.get("initContainers", ())]:
            resources = container.get("resources") or {}
            faults += _check(item, "Container", resources.get("requests") or {}, resources.get("limits") or {})
    for item in _items(storage, request.namespace, "Pod"):
        faults += _check(item, "Pod", _sum(spec, "requests"), _sum(spec, "limits"))
    return faults


def _sum(spec: Object, kind: str) -> Object:
    total: dict[str, Fraction] = {}
    shapes: dict[str, Any] = {}
    for container in spec.get("containers", ()):
        for name, amount in ((container.get("resources") or {}).get(kind) or {}).items():
            quantity = to_quantity(amount)
            total[name] = total.get(name, Fraction(0)) + quantity.value
            shapes[name] = quantity.format
    return {name: str(type(to_quantity("1"))(value, shapes[name])) for name, value in total.items()}


def _check(item: Object, kind: str, requests: Object, limits: Object) -> list[str]:
    faults: list[str] = []
    for name, bound in sorted((item.get("min") or {}).items()):
        faults += _minimum(kind, name, bound, requests.get(name), limits.get(name))
    for name, bound in sorted((item.get("max") or {}).items()):
        faults += _maximum(kind, name, bound, requests.get(name), limits.get(name))
    for name, bound in sorted((item.get("maxLimitRequestRatio") or {}).items()):
        faults += _ratio(kind, name, bound, requests.get(name), limits.get(name))
    return faults


def _minimum(kind: str, name: str, bound: str, request: str | None, limit: str | None) -> list[str]:
    low = to_quantity(bound).value
    head = f"minimum {name} usage per {kind} is {bound}"
    if request is None:
        return [f"{head}.  No request is specified"]
    if to_quantity(request).value < low:
        return [f"{head}, but request is {request}"]
    if limit is not None and to_quantity(limit).value < low:
        return [f"{head}, but limit is {limit}"]
    return []


def _maximum(kind: str, name: str, bound: str, request: str | None, limit: str | None) -> list[str]:
    high = to_quantity(bound).value
    head = f"maximum {name} usage per {kind} is {bound}"
    if kind == "PersistentVolumeClaim":
        over = request is not None and to_quantity(request).value > high
        return [f"{head}, but request is {request}"] if over else []
    if limit is None:
        return [f"{head}.  No limit is specified"]
    if to_quantity(limit).value > high:
        return [f"{head}, but limit is {limit}"]
    if request is not None and to_quantity(request).value > high:
        return [f"{head}, but request is {request}"]
    return []


def _ratio(kind: str, name: str, bound: str, request: str | None, limit: str | None) -> list[str]:
    head = f"{name} max limit to request ratio per {kind} is {bound}"
    if request is None or to_quantity(request).value == 0:
        return [f"{head}, but no request is specified or request is 0"]
    if limit is None or to_quantity(limit).value == 0:
        return [f"{head}, but no limit is specified or limit is 0"]
    actual = to_quantity(limit).value / to_quantity(request).value
    if actual > to_quantity(bound).value:
        return [f"{head}, but provided ratio is {float(actual):.6f}"]
    return []
