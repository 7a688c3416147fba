"""What is done to a Pod or ServiceAccount by posting to it.

Models k8s.io/kubernetes/pkg/registry/core/{pod,serviceaccount}/storage v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import conflict, invalid, too_many_requests
from sandbox.sim.cluster.apiserver import deletion
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.tokens import make_token
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
_SHORTEST_TOKEN = 600
_TOKEN_REQUEST = ApiResource(
    group="authentication.k8s.io",
    version="v1",
    kind="TokenRequest",
    plural="tokenrequests",
    singular="tokenrequest",
    short_names=(),
    namespaced=True,
    verbs=(),
    categories=(),
)
_SUCCESS: Object = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}


def bind(core: Core, resource: ApiResource, old: Object, binding: Object, _options: Options) -> Object:
    """Put a Pod on a node."""
    node = binding["target"]["name"]
    if old["spec"].get("nodeName"):
        words = f"pod {name_of(old)} is already assigned to node {old['spec']['nodeName']!r}".replace("'", '"')
        raise conflict(resource, name_of(old), words)
    new = {**old, "metadata": dict(old["metadata"]), "spec": {**old["spec"], "nodeName": node}}
    status = copy_json(old.get("status") or {})
    now = core.clock.rfc3339()
    scheduled: Object = {"type": "PodScheduled", "status": "True", "lastProbeTime": None, "lastTransitionTime": now}
    conditions = [c for c in status.get("conditions") or () if c["type"] != "PodScheduled"]
    status["conditions"] = [*conditions, scheduled]
    new["status"] = status
    new["metadata"]["resourceVersion"] = str(core.storage.next_version())
    core.storage.put(resource.key, new)
    return dict(_SUCCESS)


def evict(core: Core, resource: ApiResource, old: Object, eviction: Object, options: Options) -> Object:
    """Delete a Pod if its disruption budgets allow it."""
    budgets = [
        budget
        for budget in core.storage.scan("policy/poddisruptionbudgets", namespace_of(old))
        if selects(budget["spec"].get("selector"), labels_of(old))
    ]
    phase = (old.get("status") or {}).get("phase")
    if phase not in ("Succeeded", "Failed", "Pending") and "deletionTimestamp" not in old["metadata"]:
        for budget in budgets:
            _take_disruption(core, budget, old, dry_run=options.dry_run)
    wishes = eviction.get("deleteOptions") or {}
    order = deletion.Order("Background", wishes.get("gracePeriodSeconds"), options.dry_run, {}, options.user)
    deletion.delete(core, resource, name_of(old), namespace_of(old), order)
    return dict(_SUCCESS)


def _take_disruption(core: Core, budget: Object, pod: Object, *, dry_run: bool) -> None:
    status = budget.get("status") or {}
    if status.get("disruptionsAllowed", 0) <= 0:
        error = too_many_requests("Cannot evict pod as it would violate the pod's disruption budget.")
        words = (
            f"The disruption budget {name_of(budget)} needs {status.get('desiredHealthy', 0)} healthy pods and has "
            f"{status.get('currentHealthy', 0)} currently"
        )
        error.status["details"] = {"causes": [{"reason": "DisruptionBudget", "message": words}]}
        raise error
    if dry_run:
        return
    new = copy_json(budget)
    new["status"]["disruptionsAllowed"] -= 1
    new["status"].setdefault("disruptedPods", {})[name_of(pod)] = core.clock.rfc3339()
    new["metadata"]["resourceVersion"] = str(core.storage.next_version())
    core.storage.put("policy/poddisruptionbudgets", new)


def issue_token(core: Core, resource: ApiResource, old: Object, request: Object, _options: Options) -> Object:
    """Return a TokenRequest with a token."""
    del resource
    spec = request.get("spec") or {}
    lifetime = spec.get("expirationSeconds") or 3600
    if lifetime < _SHORTEST_TOKEN:
        fault = field.invalid("spec.expirationSeconds", lifetime, "may not specify a duration less than 10 minutes")
        raise invalid(_TOKEN_REQUEST, "", [fault])
    expires = core.clock.now + lifetime * SECOND
    status = {"token": make_token(core, old, expires), "expirationTimestamp": rfc3339(expires)}
    return {**request, "metadata": {"name": name_of(old), "namespace": namespace_of(old)}, "status": status}
