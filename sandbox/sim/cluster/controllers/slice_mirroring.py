"""Endpoints that somebody wrote by hand become EndpointSlices, which is what the network reads.

Models k8s.io/kubernetes/pkg/controller/endpointslicemirroring v1.36. Not modelled: more than a hundred addresses of one
subset.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of, namespace_of, owner_reference
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.kernel.ids import name_suffix

Object = dict[str, Any]
ENDPOINTS, SERVICES, SLICES = "/endpoints", "/services", "discovery.k8s.io/endpointslices"
_MANAGER = "endpointslicemirroring-controller.k8s.io"
_MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
_SERVICE_NAME = "kubernetes.io/service-name"
_SKIP = "endpointslice.kubernetes.io/skip-mirror"
_LEADER = "control-plane.alpha.kubernetes.io/leader"


class SliceMirroring:
    """Keyed by the Service's namespace and name."""

    name = "endpointslicemirroring"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "endpointslicemirroring-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at Endpoints, at Services and at mirrors that somebody deleted."""
        meta = event.object["metadata"]
        key = f"{meta.get('namespace', '')}/{meta['name']}"
        if event.resource in (ENDPOINTS, SERVICES):
            return (key,)
        if (
            event.resource == SLICES
            and event.type == "DELETED"
            and labels_of(event.object).get(_MANAGED_BY) == _MANAGER
        ):
            return (f"{meta['namespace']}/{labels_of(event.object).get(_SERVICE_NAME, '')}",)
        return ()

    def reconcile(self, key: str) -> int | None:
        """Bring the mirrors of one Service's Endpoints up to date."""
        namespace, _, name = key.partition("/")
        endpoints = self.client.get(ENDPOINTS, namespace, name)
        service = self.client.get(SERVICES, namespace, name)
        pieces = [
            piece
            for piece in self.client.scan(SLICES, namespace)
            if labels_of(piece).get(_SERVICE_NAME) == name and labels_of(piece).get(_MANAGED_BY) == _MANAGER
        ]
        wanted = _bodies(endpoints) if endpoints is not None and _is_mirrored(endpoints, service) else []
        for piece, body in zip(pieces, wanted, strict=False):
            if any(piece.get(field) != body[field] for field in body):
                self.client.update(SLICES, {**copy_json(piece), **body})
        for piece in pieces[len(wanted) :]:
            self.client.delete(SLICES, piece)
        for body in wanted[len(pieces) :]:
            self._create(endpoints or {}, body)
        return None

    def _create(self, endpoints: Object, body: Object) -> None:
        name = name_of(endpoints)
        meta: Object = {
            "name": f"{name}-{name_suffix(self.client.core.rng)}",
            "generateName": f"{name}-",
            "namespace": namespace_of(endpoints),
            "labels": {**labels_of(endpoints), _MANAGED_BY: _MANAGER, _SERVICE_NAME: name},
            "ownerReferences": [owner_reference(endpoints, RESOURCES[ENDPOINTS])],
        }
        self.client.create(SLICES, {"metadata": meta, **body})


def _is_mirrored(endpoints: Object, service: Object | None) -> bool:
    """Say whether Endpoints are somebody's own: their Service has no selector, and they are no lock of an election."""
    if service is None or service["spec"].get("selector"):
        return False
    annotations = endpoints["metadata"].get("annotations") or {}
    return labels_of(endpoints).get(_SKIP) != "true" and _LEADER not in annotations


def _bodies(endpoints: Object) -> list[Object]:
    """Return what each subset's slice says."""
    found = []
    for subset in endpoints.get("subsets") or ():
        rows = [_endpoint(row, ready=True) for row in subset.get("addresses") or ()]
        rows += [_endpoint(row, ready=False) for row in subset.get("notReadyAddresses") or ()]
        ports = [
            {"name": port.get("name", ""), "port": port["port"], "protocol": port.get("protocol", "TCP")}
            for port in subset.get("ports") or ()
        ]
        if rows:
            found.append({"addressType": "IPv4", "endpoints": rows, "ports": ports})
    return found


def _endpoint(row: Object, *, ready: bool) -> Object:
    endpoint: Object = {"addresses": [row["ip"]], "conditions": {"ready": ready}}
    kept = {key: row[key] for key in ("hostname", "nodeName", "targetRef") if row.get(key)}
    return {**endpoint, **copy_json(kept)}
