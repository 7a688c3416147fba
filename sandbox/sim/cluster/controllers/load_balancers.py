"""Gives Services of type LoadBalancer an address, where the cluster has a provider of them.

Models k8s.io/cloud-provider/controllers/service v1.36 with a provider that hands out addresses of the nodes' own
network, the lowest free one first. Without the provider's Deployment (addon ``load-balancer``) nothing happens, as on
bare machines. Not modelled: health checks of nodes, source ranges.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "/services"
PROVIDER = "cloud-controller-manager"
POOL = tuple(f"10.0.0.{number}" for number in range(200, 250))
FINALIZER = "service.kubernetes.io/load-balancer-cleanup"
_DEPLOYMENTS = "apps/deployments"
_DELAY = 3 * SECOND


class LoadBalancers:
    """Keyed by the Service's namespace and name. Remembers since when a balancer is being made."""

    name = "service-lb"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "service-controller")
        self.memory: dict[str, int] = {}

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at Services, and at all of them once the provider is there."""
        meta = event.object["metadata"]
        if event.resource == KEY:
            concerned = _wants(event.object) or FINALIZER in meta.get("finalizers", ())
            return (f"{meta['namespace']}/{meta['name']}",) if concerned else ()
        if event.resource == _DEPLOYMENTS and meta["name"] == PROVIDER:
            found = [s["metadata"] for s in self.client.scan(KEY) if _wants(s)]
            return [f"{one['namespace']}/{one['name']}" for one in found]
        return ()

    def reconcile(self, key: str) -> int | None:
        """Make, keep or take down one balancer."""
        namespace, _, name = key.partition("/")
        service = self.client.get(KEY, namespace, name)
        provider = self.client.get(_DEPLOYMENTS, "kube-system", PROVIDER)
        if service is None or not ((provider or {}).get("status") or {}).get("availableReplicas"):
            self.memory.pop(key, None)
            return None
        if is_deleting(service) or not _wants(service):
            self._take_down(key, service)
            return None
        return None if _addresses(service) else self._make(key, service)

    def _make(self, key: str, service: Object) -> int | None:
        if key not in self.memory:
            self.memory[key] = self.client.now
            self.client.record(KEY, service, ("Normal", "EnsuringLoadBalancer", "Ensuring load balancer"))
        left = self.memory[key] + _DELAY - self.client.now
        if left > 0:
            return left
        address = self._free(service["spec"].get("loadBalancerIP", ""))
        if not address:
            words = "Error syncing load balancer: failed to ensure load balancer: no address is free"
            self.client.record(KEY, service, ("Warning", "SyncLoadBalancerFailed", words))
            return 10 * _DELAY
        del self.memory[key]
        if FINALIZER not in service["metadata"].get("finalizers", ()):
            service = self._with_finalizers(service, [*service["metadata"].get("finalizers", ()), FINALIZER])
        status = {
            **copy_json(service.get("status") or {}),
            "loadBalancer": {"ingress": [{"ip": address, "ipMode": "VIP"}]},
        }
        self.client.set_status(KEY, service, status)
        self.client.record(KEY, service, ("Normal", "EnsuredLoadBalancer", "Ensured load balancer"))
        return None

    def _free(self, wanted: str) -> str:
        taken = {address for service in self.client.scan(KEY) for address in _addresses(service)}
        return next((one for one in POOL if one not in taken and wanted in ("", one)), "")

    def _take_down(self, key: str, service: Object) -> None:
        self.memory.pop(key, None)
        finalizers = service["metadata"].get("finalizers", [])
        if FINALIZER not in finalizers:
            return
        self.client.record(KEY, service, ("Normal", "DeletingLoadBalancer", "Deleting load balancer"))
        if _addresses(service):
            service = self.client.set_status(KEY, service, {**copy_json(service["status"]), "loadBalancer": {}})
        self.client.record(KEY, service, ("Normal", "DeletedLoadBalancer", "Deleted load balancer"))
        self._with_finalizers(service, [one for one in finalizers if one != FINALIZER])

    def _with_finalizers(self, service: Object, finalizers: list[str]) -> Object:
        new = copy_json(service)
        new["metadata"]["finalizers"] = finalizers
        if not finalizers:
            del new["metadata"]["finalizers"]
        return self.client.update(KEY, new)


def _wants(service: Object) -> bool:
    return service["spec"].get("type") == "LoadBalancer" and not service["spec"].get("loadBalancerClass")


def _addresses(service: Object) -> list[str]:
    rows = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return [row["ip"] for row in rows if row.get("ip")]
