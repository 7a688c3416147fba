"""Removes Pods of nodes that are gone.

Models gcOrphaned of k8s.io/kubernetes/pkg/controller/podgc v1.36: after a quarantine of 40 seconds they are deleted by
force. Not modelled: the limit of ended Pods (12,500), nodes out of service.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
_QUARANTINE = 40 * SECOND


class PodGarbage:
    """Keyed by node. Remembers since when a node is gone."""

    name = "pod-garbage-collector"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "pod-garbage-collector")
        self.memory: dict[str, int] = {}

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at nodes that were deleted."""
        if event.resource != "/nodes" or event.type != "DELETED":
            return ()
        self.memory[name_of(event.object)] = self.client.now
        return (name_of(event.object),)

    def reconcile(self, key: str) -> int | None:
        """Delete what ran on a node that has not come back."""
        since = self.memory.get(key)
        if since is None or self.client.get("/nodes", "", key) is not None:
            self.memory.pop(key, None)
            return None
        left = since + _QUARANTINE - self.client.now
        if left > 0:
            return left
        for pod in self.client.scan("/pods"):
            if pod["spec"].get("nodeName") == key:
                self.client.delete("/pods", pod, grace=0)
        del self.memory[key]
        return None
