"""Nodes that fall silent, and the taints that follow from what nodes say.

Models k8s.io/kubernetes/pkg/controller/nodelifecycle v1.36: 50 seconds after a kubelet's last sign its node is Unknown,
its Pods are not ready, and the node is tainted as unreachable. Not modelled: zones, the pace of evictions.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting, name_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
LEASES = "coordination.k8s.io/leases"
_GRACE = 50 * SECOND
_WATCHED = ("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
_PREFIX = "node.kubernetes.io/"
_PRESSURES = {
    "MemoryPressure": "memory-pressure",
    "DiskPressure": "disk-pressure",
    "PIDPressure": "pid-pressure",
    "NetworkUnavailable": "network-unavailable",
}
_MANAGED = {f"{_PREFIX}{word}" for word in ("not-ready", "unreachable", "unschedulable", *_PRESSURES.values())}


class NodeLifecycle:
    """Keyed by node."""

    name = "node-lifecycle-controller"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "node-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at nodes that changed, and at those whose lease did: a kubelet stops or starts."""
        meta = event.object["metadata"]
        if event.type == "DELETED":
            return ()
        if event.resource == LEASES and meta.get("namespace") == "kube-node-lease":
            return (meta["name"],)
        return (meta["name"],) if event.resource == "/nodes" else ()

    def reconcile(self, key: str) -> int | None:
        """Draw the consequences of what one node says, or that it says nothing."""
        node = self.client.get("/nodes", "", key)
        if node is None:
            return None
        since = self.client.core.silent_since(key)
        left = None
        if since is not None and _status(node, "Ready") != "Unknown":
            left = since + _GRACE - self.client.now
            if left <= 0:
                node, left = self._give_up(node, since), None
        self._taint(node)
        return left

    def _give_up(self, node: Object, since: int) -> Object:
        """Note that a node says nothing any more, and that its Pods cannot be relied on."""
        conditions = copy_json((node.get("status") or {}).get("conditions") or [])
        for row in conditions:
            if row["type"] in _WATCHED:
                row |= {
                    "status": "Unknown",
                    "reason": "NodeStatusUnknown",
                    "message": "Kubelet stopped posting node status.",
                    "lastHeartbeatTime": rfc3339(since),
                    "lastTransitionTime": self.client.timestamp,
                }
        name = name_of(node)
        self.client.record("/nodes", node, ("Normal", "NodeNotReady", f"Node {name} status is now: NodeNotReady"))
        for pod in self.client.scan("/pods"):
            if pod["spec"].get("nodeName") == name and not is_deleting(pod):
                self._mark(pod)
        return self.client.set_status("/nodes", node, {**copy_json(node["status"]), "conditions": conditions})

    def _mark(self, pod: Object) -> None:
        status = copy_json(pod.get("status") or {})
        for row in status.get("conditions") or ():
            if row["type"] == "Ready" and row["status"] == "True":
                row |= {"status": "False", "lastTransitionTime": self.client.timestamp}
                self.client.set_status("/pods", pod, status)
                self.client.record("/pods", pod, ("Warning", "NodeNotReady", "Node is not ready"))
                return

    def _taint(self, node: Object) -> None:
        """Bring a node's taints in line with its conditions."""
        before = node["spec"].get("taints") or []
        wanted = _wanted(node)
        kept = [row for row in before if row["key"] not in _MANAGED or (row["key"], row["effect"]) in wanted]
        known = {(row["key"], row["effect"]) for row in kept}
        added = [
            {"key": key, "effect": effect, "timeAdded": self.client.timestamp}
            for key, effect in wanted
            if (key, effect) not in known
        ]
        if kept + added == before:
            return
        new = copy_json(node)
        new["spec"]["taints"] = kept + added
        if not new["spec"]["taints"]:
            del new["spec"]["taints"]
        self.client.update("/nodes", new)


def _status(node: Object, kind: str) -> str:
    rows = (node.get("status") or {}).get("conditions") or ()
    return next((str(row["status"]) for row in rows if row["type"] == kind), "")


def _wanted(node: Object) -> list[tuple[str, str]]:
    """Return the taints, as key and effect, that follow from conditions and from being cordoned."""
    found = []
    if node["spec"].get("unschedulable"):
        found.append((f"{_PREFIX}unschedulable", "NoSchedule"))
    found += [(f"{_PREFIX}{word}", "NoSchedule") for kind, word in _PRESSURES.items() if _status(node, kind) == "True"]
    word = {"False": "not-ready", "Unknown": "unreachable"}.get(_status(node, "Ready"))
    if word is not None:
        found += [(f"{_PREFIX}{word}", "NoSchedule"), (f"{_PREFIX}{word}", "NoExecute")]
    return found
