"""Empties namespaces that are being deleted.

Models k8s.io/kubernetes/pkg/controller/namespace v1.36.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apiserver import deletion
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.apiserver.users import ADMIN
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
_FIRST_DELAY = 5 * SECOND
_PODS_DELAY = 2 * SECOND


class Namespaces:
    """Keyed by namespace."""

    name = "namespace"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "namespace-controller")
        self.api = api

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at namespaces that are being deleted, and at what vanishes from them."""
        if event.resource == "/namespaces" and "deletionTimestamp" in event.object["metadata"]:
            return (event.object["metadata"]["name"],) if event.type != "DELETED" else ()
        if event.type == "DELETED" and event.object["metadata"].get("namespace"):
            return (event.object["metadata"]["namespace"],)
        return ()

    def reconcile(self, key: str) -> int | None:
        """Delete what is left; when nothing is, let the namespace go."""
        namespace = self.client.get("/namespaces", "", key)
        if namespace is None or "deletionTimestamp" not in namespace["metadata"]:
            return None
        wait = parse_time(namespace["metadata"]["deletionTimestamp"]) + _FIRST_DELAY - self.client.now
        if wait > 0:
            return wait
        left = self._delete_content(key)
        if left:
            self._set_conditions(namespace, left)
            return _PODS_DELAY
        self._finalize(namespace)
        return None

    def _delete_content(self, namespace: str) -> list[tuple[str, Object]]:
        for resource in self.api.discover():
            if not resource.namespaced or "delete" not in resource.verbs or resource.group == "events.k8s.io":
                continue
            for obj in list(self.client.core.storage.scan(resource.key, namespace)):
                if "deletionTimestamp" not in obj["metadata"]:
                    order = deletion.Order("Background", None, dry_run=False, preconditions={}, user=ADMIN)
                    deletion.delete(self.client.core, resource, name_of(obj), namespace_of(obj), order)
        left = []
        for resource in self.api.discover():
            if resource.namespaced and resource.group != "events.k8s.io":
                left += [(resource.qualified, obj) for obj in self.client.scan(resource.key, namespace)]
        return left

    def _set_conditions(self, namespace: Object, left: list[tuple[str, Object]]) -> None:
        now = self.client.timestamp
        remaining: dict[str, int] = {}
        finalizers: dict[str, int] = {}
        for resource, obj in left:
            remaining[resource] = remaining.get(resource, 0) + 1
            for name in obj["metadata"].get("finalizers", ()):
                finalizers[name] = finalizers.get(name, 0) + 1
        shown = ", ".join(f"{name}. has {count} resource instances" for name, count in sorted(remaining.items()))
        held = ", ".join(f"{name} in {count} resource instances" for name, count in sorted(finalizers.items()))
        facts = (
            ("NamespaceDeletionDiscoveryFailure", False, "ResourcesDiscovered",
             "All resources successfully discovered"),
            ("NamespaceDeletionGroupVersionParsingFailure", False, "ParsedGroupVersions",
             "All legacy kube types successfully parsed"),
            ("NamespaceDeletionContentFailure", False, "ContentDeleted",
             "All content successfully deleted, may be waiting on finalization"),
            ("NamespaceContentRemaining", bool(left), "SomeResourcesRemain" if left else "ContentRemoved",
             f"Some resources are remaining: {shown}" if left else "All content successfully removed"),
            ("NamespaceFinalizersRemaining", bool(finalizers),
             "SomeFinalizersRemain" if finalizers else "ContentHasNoFinalizers",
             f"Some content in the namespace has finalizers remaining: {held}" if finalizers
             else "All content-preserving finalizers finished"),
        )  # fmt: skip
        current = self.client.get("/namespaces", "", name_of(namespace)) or namespace
        old = {c["type"]: c for c in (current.get("status") or {}).get("conditions") or ()}
        conditions = [
            {
                "type": kind,
                "status": str(holds),
                "reason": reason,
                "message": message,
                "lastTransitionTime": old[kind]["lastTransitionTime"]
                if kind in old and old[kind]["status"] == str(holds)
                else now,
            }
            for kind, holds, reason, message in facts
        ]
        status = {**(current.get("status") or {}), "conditions": conditions}
        self.client.set_status("/namespaces", current, status)

    def _finalize(self, namespace: Object) -> None:
        current = self.client.get("/namespaces", "", name_of(namespace))
        if current is None:
            return
        new = copy_json(current)
        new["spec"]["finalizers"] = [name for name in new["spec"].get("finalizers", ()) if name != "kubernetes"]
        core = self.client.core
        new["metadata"]["resourceVersion"] = str(core.storage.next_version())
        if new["spec"]["finalizers"] or new["metadata"].get("finalizers"):
            core.storage.put("/namespaces", new)
        else:
            core.storage.remove("/namespaces", new)
