"""Writes into Ingresses where their controller is reached.

Models the status syncer of ingress-nginx v1.13: the address of its Service, or else of the node that its Pod runs on,
shows a while after the Ingress came. Without a running controller (addon ``ingress-nginx``) nothing happens.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.network.ingress_rules import CONTROLLER, is_served
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "networking.k8s.io/ingresses"
NAMESPACE = "ingress-nginx"
NAME = "ingress-nginx-controller"
_DELAY = 8 * SECOND


class Ingresses:
    """Keyed by the Ingress's namespace and name."""

    name = "ingress-nginx"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "nginx-ingress-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at Ingresses, and at all of them when their controller moves."""
        meta = event.object["metadata"]
        if event.resource == KEY:
            return (f"{meta['namespace']}/{meta['name']}",) if event.type != "DELETED" else ()
        about = event.resource in ("/services", "/pods", "networking.k8s.io/ingressclasses")
        if about and meta.get("namespace", NAMESPACE) == NAMESPACE:
            found = self.client.scan(KEY)
            return [f"{namespace_of(one)}/{name_of(one)}" for one in found]
        return ()

    def reconcile(self, key: str) -> int | None:
        """Write one Ingress's address."""
        namespace, _, name = key.partition("/")
        found = self.client.get(KEY, namespace, name)
        rows = self._where()
        if found is None or not rows:
            return None
        if not is_served(found, self.client.scan("networking.k8s.io/ingressclasses")):
            return None
        self._tell(found)
        left = parse_time(found["metadata"]["creationTimestamp"]) + _DELAY - self.client.now
        if left > 0:
            return left
        status = {**copy_json(found.get("status") or {}), "loadBalancer": {"ingress": rows}}
        self.client.set_status(KEY, found, status)
        return None

    def _tell(self, found: Object) -> None:
        """Say once that the controller has taken an Ingress up."""
        known = self.client.core.storage.events_of(found["metadata"]["uid"])
        if not any(event.get("reason") == "Sync" for event in known):
            self.client.record(KEY, found, ("Normal", "Sync", "Scheduled for sync"))

    def _where(self) -> list[Object]:
        pods = [
            pod
            for pod in self.client.scan("/pods", NAMESPACE)
            if selects({"matchLabels": CONTROLLER}, labels_of(pod))
            and (pod.get("status") or {}).get("phase") == "Running"
        ]
        service = self.client.get("/services", NAMESPACE, NAME)
        if not pods or service is None:
            return []
        if service["spec"].get("type") == "LoadBalancer":
            rows = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
            return [{"ip": row["ip"]} for row in rows]
        return [{"ip": address} for address in sorted({pod["status"]["hostIP"] for pod in pods})]
