"""Objects that every cluster starts with and that hardly anyone changes: bootstrap RBAC, priority classes.

Models k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy v1.36, read from a fresh cluster.
"""

from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import orjson

from sandbox.sim.kernel.clock import DEFAULT_START, rfc3339

Object = dict[str, Any]
_RBAC = "rbac.authorization.k8s.io"
_PLURALS = {
    "Role": "roles",
    "ClusterRole": "clusterroles",
    "RoleBinding": "rolebindings",
    "ClusterRoleBinding": "clusterrolebindings",
}
_PRIORITY_CLASSES = {
    "system-cluster-critical": (
        2_000_000_000,
        "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    ),
    "system-node-critical": (
        2_000_001_000,
        "Used for system critical pods that must not be moved from their current node.",
    ),
}


def pristine_objects(resource: str) -> dict[str, Object]:
    """Return the initial objects of a storage key by ``namespace/name``. Read only, shared by all Worlds."""
    return _pristine().get(resource, {})


@lru_cache(maxsize=1)
def _pristine() -> dict[str, dict[str, Object]]:
    found: dict[str, dict[str, Object]] = {}
    data = files("sandbox.sim.cluster.apiserver").joinpath("data", "bootstrap-rbac.json").read_bytes()
    for obj in orjson.loads(data):
        _add(found, f"{_RBAC}/{_PLURALS[obj['kind']]}", obj)
    for name, (value, description) in _PRIORITY_CLASSES.items():
        _add(found, "scheduling.k8s.io/priorityclasses", _priority_class(name, value, description))
    for name in ("controller-manager", "etcd-0", "scheduler"):
        found.setdefault("/componentstatuses", {})[f"/{name}"] = _component_status(name)
    return found


def _component_status(name: str) -> Object:
    """Return what asking one component gives: it is never stored, so it has neither UID nor version nor age."""
    condition = {"type": "Healthy", "status": "True", "message": "ok"}
    return {"apiVersion": "v1", "kind": "ComponentStatus", "metadata": {"name": name}, "conditions": [condition]}


def _add(found: dict[str, dict[str, Object]], resource: str, obj: Object) -> None:
    meta = obj["metadata"]
    key = f"{meta.get('namespace', '')}/{meta['name']}"
    digest = blake2b(f"{resource}{key}".encode(), digest_size=16).hexdigest()
    meta["uid"] = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:]}"
    meta["creationTimestamp"] = rfc3339(DEFAULT_START)
    meta["resourceVersion"] = "1"
    found.setdefault(resource, {})[key] = obj


def _priority_class(name: str, value: int, description: str) -> Object:
    return {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": name, "generation": 1},
        "value": value,
        "description": description,
        "preemptionPolicy": "PreemptLowerPriority",
    }
