"""Refuses what would exceed a quota.

Models k8s.io/apiserver/pkg/admission/plugin/resourcequota v1.36.
"""

from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.quantity import Quantity, to_quantity
from sandbox.sim.cluster.apis.core.quota_usage import POD_RESOURCES, Usage, in_scope, usage_of
from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]
_KEY = "/resourcequotas"
_ENFORCED = frozenset(("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"))


def validate(request: Request) -> None:
    """Charge the request to the quotas of its namespace, or refuse it."""
    if request.options.subresource or not request.resource.namespaced or request.resource.key == _KEY:
        return
    quotas = list(request.core.storage.scan(_KEY, request.namespace))
    for quota in quotas:
        _check(request, quota)
    if not request.options.dry_run:
        for quota in quotas:
            _charge(request, quota)


def _delta(request: Request) -> Usage:
    new = usage_of(request.resource.key, request.obj)
    if request.old is None:
        return new
    old = usage_of(request.resource.key, request.old)
    found = {name: Quantity(q.value - (old[name].value if name in old else 0), q.format) for name, q in new.items()}
    return {name: quantity for name, quantity in found.items() if quantity.value}


def _relevant(request: Request, quota: Object) -> tuple[dict[str, Quantity], dict[str, Quantity], Usage]:
    status = quota.get("status") or {}
    hard = {k: to_quantity(v) for k, v in (status.get("hard") or (quota.get("spec") or {}).get("hard") or {}).items()}
    used = {k: to_quantity(v) for k, v in (status.get("used") or {}).items()}
    if not in_scope(quota, request.resource.key, request.obj):
        return hard, used, {}
    return hard, used, {name: amount for name, amount in _delta(request).items() if name in hard}


def _check(request: Request, quota: Object) -> None:
    hard, used, delta = _relevant(request, quota)
    name = quota["metadata"]["name"]
    if request.is_create_of("/pods") and in_scope(quota, "/pods", request.obj):
        _check_specified(request, name, hard)
    zero = Quantity(Fraction(0), "decimal")
    over = [k for k in sorted(delta) if delta[k].value > 0 and used.get(k, zero).value + delta[k].value > hard[k].value]
    if over:
        asked = ",".join(f"{k}={delta[k]}" for k in over)
        shown = ",".join(f"{k}={used.get(k, zero)}" for k in over)
        limit = ",".join(f"{k}={hard[k]}" for k in over)
        raise request.forbid(f"exceeded quota: {name}, requested: {asked}, used: {shown}, limited: {limit}")


def _check_specified(request: Request, quota: str, hard: dict[str, Quantity]) -> None:
    needed = [name for name in hard if name in _ENFORCED and name in POD_RESOURCES]
    spec = request.obj["spec"]
    missing: dict[str, list[str]] = {}
    for container in [*spec.get("containers", ()), *spec.get("initContainers", ())]:
        resources = container.get("resources") or {}
        for name in needed:
            kind, _, plain = name.rpartition(".")
            if plain not in (resources.get(kind or "requests") or {}):
                missing.setdefault(name, []).append(container["name"])
    if missing:
        words = "; ".join(f"{name} for: {','.join(sorted(missing[name]))}" for name in sorted(missing))
        raise request.forbid(f"failed quota: {quota}: must specify {words}")


def _charge(request: Request, quota: Object) -> None:
    _, used, delta = _relevant(request, quota)
    if not delta or not (quota.get("status") or {}).get("hard"):
        return
    new = copy_json(quota)
    for name, amount in delta.items():
        before = used.get(name)
        value = amount.value + (before.value if before else 0)
        shape = before.format if before is not None and before.value else amount.format
        new["status"].setdefault("used", {})[name] = str(Quantity(value, shape))
    storage = request.core.storage
    new["metadata"]["resourceVersion"] = str(storage.next_version())
    storage.put(_KEY, new)
