"""Counts what quotas count.

Models k8s.io/kubernetes/pkg/controller/resourcequota v1.36.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apimachinery.quantity import canonical
from sandbox.sim.cluster.apis.core.quota_usage import Usage, add, in_scope, usage_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent

Object = dict[str, Any]
KEY = "/resourcequotas"
_COUNTED = {
    "pods": "/pods",
    "services": "/services",
    "secrets": "/secrets",
    "configmaps": "/configmaps",
    "replicationcontrollers": "/replicationcontrollers",
    "resourcequotas": "/resourcequotas",
    "persistentvolumeclaims": "/persistentvolumeclaims",
    "services.nodeports": "/services",
    "services.loadbalancers": "/services",
    "requests.storage": "/persistentvolumeclaims",
}


def resource_behind(name: str) -> str:
    """Return the storage key of the objects that a quota's resource name counts."""
    if name.startswith("count/"):
        plural, _, group = name.removeprefix("count/").partition(".")
        return f"{group}/{plural}"
    if ".storageclass.storage.k8s.io/" in name:
        return "/persistentvolumeclaims"
    return _COUNTED.get(name, "/pods")


class ResourceQuotas:
    """Keyed by namespace and name."""

    name = "resourcequota"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "resourcequota-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed quotas, and at those of a namespace in which a counted object came, went or ended."""
        meta = event.object["metadata"]
        if event.resource == KEY:
            return (f"{meta['namespace']}/{meta['name']}",)
        namespace = meta.get("namespace", "")
        if not namespace or event.resource == "/events" or not self._counts(event):
            return ()
        return [f"{namespace}/{name_of(quota)}" for quota in self.client.scan(KEY, namespace)]

    @staticmethod
    def _counts(event: WatchEvent) -> bool:
        if event.type != "MODIFIED" or event.old is None:
            return True
        if event.resource == "/pods":
            return (event.old.get("status") or {}).get("phase") != (event.object.get("status") or {}).get("phase")
        return event.old.get("spec") != event.object.get("spec")

    def reconcile(self, key: str) -> int | None:
        """Write hard limits and use into the status."""
        namespace, _, name = key.partition("/")
        quota = self.client.get(KEY, namespace, name)
        if quota is None:
            return None
        hard = {k: canonical(v) for k, v in ((quota.get("spec") or {}).get("hard") or {}).items()}
        used = self._used(quota, hard)
        self.client.set_status(KEY, quota, {"hard": hard, "used": used} if hard else {"hard": {}, "used": {}})
        return None

    def _used(self, quota: Object, hard: dict[str, str]) -> dict[str, str]:
        total: Usage = {}
        for key in sorted({resource_behind(name) for name in hard}):
            for obj in self.client.scan(key, namespace_of(quota)):
                if in_scope(quota, key, obj):
                    add(total, usage_of(key, obj))
        return {name: str(total[name]) if name in total else "0" for name in hard}
