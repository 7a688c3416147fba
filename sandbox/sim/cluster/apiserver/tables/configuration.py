"""Rows of configuration, identity and RBAC.

Models print* of k8s.io/kubernetes/pkg/printers/internalversion v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.tables.ages import age
from sandbox.sim.cluster.apiserver.tables.columns import columns, name

Object = dict[str, Any]


def _config_map(obj: Object, now: int) -> list[Any]:
    return [name(obj), len(obj.get("data") or {}) + len(obj.get("binaryData") or {}), age(obj, now)]


def _secret(obj: Object, now: int) -> list[Any]:
    return [name(obj), obj.get("type", ""), len(obj.get("data") or {}), age(obj, now)]


def _service_account(obj: Object, now: int) -> list[Any]:
    return [name(obj), age(obj, now)]


def _role(obj: Object, now: int) -> list[Any]:
    del now
    return [name(obj), obj["metadata"].get("creationTimestamp", "")]


def _binding(obj: Object, now: int) -> list[Any]:
    reference, subjects = obj["roleRef"], obj.get("subjects") or ()
    users = [s["name"] for s in subjects if s["kind"] == "User"]
    groups = [s["name"] for s in subjects if s["kind"] == "Group"]
    accounts = [f"{s.get('namespace', '')}/{s['name']}" for s in subjects if s["kind"] == "ServiceAccount"]
    role = f"{reference['kind']}/{reference['name']}"
    return [name(obj), role, age(obj, now), ", ".join(users), ", ".join(groups), ", ".join(accounts)]


def _namespace(obj: Object, now: int) -> list[Any]:
    return [name(obj), (obj.get("status") or {}).get("phase", ""), age(obj, now)]


def _lease(obj: Object, now: int) -> list[Any]:
    return [name(obj), (obj.get("spec") or {}).get("holderIdentity", ""), age(obj, now)]


def _signing_request(obj: Object, now: int) -> list[Any]:
    spec, conditions = obj["spec"], (obj.get("status") or {}).get("conditions", ())
    state = ",".join(c["type"] for c in conditions) or "Pending"
    if (obj.get("status") or {}).get("certificate"):
        state += ",Issued"
    seconds = spec.get("expirationSeconds")
    requested = f"{seconds}s" if seconds else "<none>"
    return [name(obj), age(obj, now), spec.get("signerName", ""), spec.get("username", ""), requested, state]


_BINDING = "Name|Role|Age|Users*|Groups*|ServiceAccounts*"
CONFIGURATION = {
    "/configmaps": columns("Name|Data|Age", _config_map),
    "/secrets": columns("Name|Type|Data|Age", _secret),
    "/serviceaccounts": columns("Name|Age", _service_account),
    "/namespaces": columns("Name|Status|Age", _namespace),
    "rbac.authorization.k8s.io/roles": columns("Name|Created At", _role),
    "rbac.authorization.k8s.io/clusterroles": columns("Name|Created At", _role),
    "rbac.authorization.k8s.io/rolebindings": columns(_BINDING, _binding),
    "rbac.authorization.k8s.io/clusterrolebindings": columns(_BINDING, _binding),
    "coordination.k8s.io/leases": columns("Name|Holder|Age", _lease),
    "certificates.k8s.io/certificatesigningrequests": columns(
        "Name|Age|SignerName|Requestor|RequestedDuration|Condition", _signing_request
    ),
}
