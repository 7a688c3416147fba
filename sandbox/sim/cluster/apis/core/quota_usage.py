"""What an object counts for in quotas.

Models k8s.io/kubernetes/pkg/quota/v1/evaluator/core v1.36. Not modelled: dynamic resources, volume attribute classes.
"""

from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import Quantity, to_quantity
from sandbox.sim.cluster.apis.core.pod.qos import qos_class

Object = dict[str, Any]
Usage = dict[str, Quantity]
_COUNTED = {
    "/services": "services",
    "/secrets": "secrets",
    "/configmaps": "configmaps",
    "/replicationcontrollers": "replicationcontrollers",
    "/resourcequotas": "resourcequotas",
    "/persistentvolumeclaims": "persistentvolumeclaims",
}
POD_RESOURCES = (
    "cpu memory ephemeral-storage requests.cpu requests.memory requests.ephemeral-storage limits.cpu limits.memory "
    "limits.ephemeral-storage pods"
).split()
_ONE = Quantity(Fraction(1), "decimal")


def add(total: Usage, more: Usage) -> None:
    """Add amounts to a total."""
    for name, amount in more.items():
        before = total.get(name)
        total[name] = Quantity(before.value + amount.value, before.format) if before else amount


def usage_of(key: str, obj: Object) -> Usage:
    """Return what an object of a storage key uses."""
    group, _, plural = key.partition("/")
    count = f"count/{plural}.{group}" if group else f"count/{plural}"
    found: Usage = {count: _ONE}
    if key == "/pods":
        if (obj.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
            return found
        found |= _pod_usage(obj)
    elif key in _COUNTED:
        found[_COUNTED[key]] = _ONE
        if key == "/services":
            found |= _service_usage(obj)
        elif key == "/persistentvolumeclaims":
            found |= _claim_usage(obj)
    return found


def _pod_usage(pod: Object) -> Usage:
    found: Usage = {"pods": _ONE}
    spec = pod["spec"]
    for kind in ("requests", "limits"):
        for name, amount in _pod_amounts(spec, kind).items():
            found[f"{kind}.{name}"] = amount
            if kind == "requests" and name in ("cpu", "memory", "ephemeral-storage"):
                found[name] = amount
    return found


def _pod_amounts(spec: Object, kind: str) -> Usage:
    total: Usage = {}
    for container in spec.get("containers", ()):
        add(total, _amounts(container, kind))
    for container in spec.get("initContainers", ()):
        amounts = _amounts(container, kind)
        if container.get("restartPolicy") == "Always":
            add(total, amounts)
            continue
        for name, amount in amounts.items():
            if name not in total or amount.value > total[name].value:
                total[name] = amount
    for name, amount in ((spec.get("resources") or {}).get(kind) or {}).items():
        total[name] = to_quantity(amount)
    return total


def _amounts(container: Object, kind: str) -> Usage:
    amounts = (container.get("resources") or {}).get(kind) or {}
    return {name: to_quantity(amount) for name, amount in amounts.items()}


def _service_usage(service: Object) -> Usage:
    spec, found = service["spec"], Usage()
    ports = len(spec.get("ports", ()))
    if spec.get("type") == "LoadBalancer":
        found["services.loadbalancers"] = _ONE
    if spec.get("type") == "NodePort" or (
        spec.get("type") == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts", True)
    ):
        found["services.nodeports"] = Quantity(Fraction(ports), "decimal")
    return found


def _claim_usage(claim: Object) -> Usage:
    storage = ((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage")
    if storage is None:
        return {}
    found = {"requests.storage": to_quantity(storage)}
    name = claim["spec"].get("storageClassName")
    if name:
        found[f"{name}.storageclass.storage.k8s.io/requests.storage"] = to_quantity(storage)
        found[f"{name}.storageclass.storage.k8s.io/persistentvolumeclaims"] = _ONE
    return found


def in_scope(quota: Object, key: str, obj: Object) -> bool:
    """Tell whether a quota's scopes speak of an object."""
    spec = quota.get("spec") or {}
    scopes = [{"scopeName": name, "operator": "Exists"} for name in spec.get("scopes", ())]
    scopes += list((spec.get("scopeSelector") or {}).get("matchExpressions", ()))
    if not scopes:
        return True
    return key == "/pods" and all(_scope_holds(scope, obj) for scope in scopes)


def _scope_holds(scope: Object, pod: Object) -> bool:
    name, spec = scope["scopeName"], pod["spec"]
    best_effort = qos_class(spec) == "BestEffort"
    terminating = "activeDeadlineSeconds" in spec
    if name in ("BestEffort", "NotBestEffort"):
        return bool(best_effort == (name == "BestEffort"))
    if name in ("Terminating", "NotTerminating"):
        return bool(terminating == (name == "Terminating"))
    if name == "PriorityClass":
        given, values = spec.get("priorityClassName", ""), scope.get("values") or ()
        operator = scope.get("operator")
        if operator == "In":
            return given in values
        if operator == "NotIn":
            return given not in values
        return bool(given) == (operator != "DoesNotExist")
    return False
