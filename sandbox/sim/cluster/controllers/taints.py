"""Evicts Pods from nodes with NoExecute taints.

Models k8s.io/kubernetes/pkg/controller/tainteviction v1.36 and component-helpers' toleration rules.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import is_deleting, name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]


def tolerates(tolerations: list[Object], taint: Object) -> bool:
    """Tell whether any toleration accepts a taint."""
    return any(_accepts(toleration, taint) for toleration in tolerations)


def _accepts(toleration: Object, taint: Object) -> bool:
    effect, key = toleration.get("effect", ""), toleration.get("key", "")
    if (effect and effect != taint.get("effect")) or (key and key != taint.get("key")):
        return False
    if toleration.get("operator", "Equal") == "Exists":
        return True
    return bool(key) and toleration.get("value", "") == taint.get("value", "")


class TaintEviction:
    """Keyed by node."""

    name = "taint-eviction"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "taint-eviction-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at nodes whose taints changed and at nodes that got a Pod."""
        if event.resource == "/nodes" and event.type != "DELETED":
            before = (event.old or {}).get("spec", {}).get("taints") if event.old else None
            return (name_of(event.object),) if event.object["spec"].get("taints") != before else ()
        if event.resource == "/pods" and event.object["spec"].get("nodeName") and event.type != "DELETED":
            placed = event.old is None or not event.old["spec"].get("nodeName")
            return (event.object["spec"]["nodeName"],) if placed else ()
        return ()

    def reconcile(self, key: str) -> int | None:
        """Evict what does not tolerate the node, now or when its patience ends."""
        node = self.client.get("/nodes", "", key)
        taints = [t for t in (node or {}).get("spec", {}).get("taints") or () if t["effect"] == "NoExecute"]
        if node is None or not taints:
            return None
        waits = []
        for pod in self.client.scan("/pods"):
            if pod["spec"].get("nodeName") != key or is_deleting(pod):
                continue
            left = self._patience(pod, taints)
            if left is not None and left <= 0:
                words = f"Marking for deletion Pod {namespace_of(pod)}/{name_of(pod)}"
                self.client.record("/pods", pod, ("Normal", "TaintManagerEviction", words))
                self.client.delete("/pods", pod)
            elif left is not None:
                waits.append(left)
        return min(waits) if waits else None

    def _patience(self, pod: Object, taints: list[Object]) -> int | None:
        """Return how long a Pod may stay, in nanoseconds; None for ever."""
        tolerations = pod["spec"].get("tolerations", [])
        limits = []
        for taint in taints:
            accepting = [t for t in tolerations if _accepts(t, taint)]
            if not accepting:
                return 0
            seconds = [t["tolerationSeconds"] for t in accepting if "tolerationSeconds" in t]
            if seconds:
                added = parse_time(taint["timeAdded"]) if "timeAdded" in taint else self.client.now
                limits.append(added + min(seconds) * SECOND - self.client.now)
        return min(limits) if limits else None
