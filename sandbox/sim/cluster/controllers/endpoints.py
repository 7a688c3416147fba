"""Endpoints and EndpointSlices: which Pods stand behind a Service.

Models k8s.io/kubernetes/pkg/controller/{endpoint,endpointslice} v1.36. Not modelled: topology hints, slices of more
than a hundred endpoints.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import is_deleting, labels_of, name_of, namespace_of, owner_reference
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.pod_control import is_finished, ready_since
from sandbox.sim.kernel.ids import name_suffix

Object = dict[str, Any]
SERVICES, ENDPOINTS, SLICES = "/services", "/endpoints", "discovery.k8s.io/endpointslices"
_SERVICE_NAME = "kubernetes.io/service-name"
_MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
_CHANGE_TIME = "endpoints.kubernetes.io/last-change-trigger-time"


def target_port(pod: Object, port: Object) -> int | None:
    """Return the number of a Service's target port on a Pod, None where the Pod has no port of that name."""
    wanted = port.get("targetPort", port["port"])
    if isinstance(wanted, int):
        return wanted
    for container in [*pod["spec"].get("containers", ()), *pod["spec"].get("initContainers", ())]:
        for row in container.get("ports", ()):
            if row.get("name") == wanted and row.get("protocol", "TCP") == port.get("protocol", "TCP"):
                return int(row["containerPort"])
    return None


class Endpoints:
    """Keyed by the Service's namespace and name."""

    name = "endpoint"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "endpoint-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed Services and at those that select a changed Pod."""
        meta = event.object["metadata"]
        if event.resource == SERVICES:
            return (f"{meta['namespace']}/{meta['name']}",)
        if event.resource in (ENDPOINTS, SLICES) and event.type == "DELETED":
            service = (meta.get("labels") or {}).get(_SERVICE_NAME, meta["name"])
            return (f"{meta['namespace']}/{service}",)
        if event.resource != "/pods":
            return ()
        sets = [labels_of(event.object)] + ([labels_of(event.old)] if event.old else [])
        return [
            f"{meta['namespace']}/{name_of(service)}"
            for service in self.client.scan(SERVICES, meta["namespace"])
            if service["spec"].get("selector")
            and any(selects({"matchLabels": service["spec"]["selector"]}, labels) for labels in sets)
        ]

    def reconcile(self, key: str) -> int | None:
        """Write what stands behind one Service."""
        namespace, _, name = key.partition("/")
        service = self.client.get(SERVICES, namespace, name)
        if service is None:
            self._forget(namespace, name)
            return None
        if not service["spec"].get("selector") or service["spec"].get("type") == "ExternalName":
            return None
        pods = [
            pod
            for pod in self.client.scan("/pods", namespace)
            if selects({"matchLabels": service["spec"]["selector"]}, labels_of(pod))
            and (pod.get("status") or {}).get("podIP")
            and not is_finished(pod)
        ]
        pods.sort(key=lambda pod: [int(part) for part in pod["status"]["podIP"].split(".")])
        self._write_endpoints(service, pods)
        self._write_slice(service, pods)
        return None

    def _forget(self, namespace: str, name: str) -> None:
        found = self.client.get(ENDPOINTS, namespace, name)
        if found is not None:
            self.client.delete(ENDPOINTS, found)
        for piece in self._slices(namespace, name):
            self.client.delete(SLICES, piece)

    def _slices(self, namespace: str, name: str) -> list[Object]:
        return [piece for piece in self.client.scan(SLICES, namespace) if labels_of(piece).get(_SERVICE_NAME) == name]

    # Endpoints

    def _write_endpoints(self, service: Object, pods: list[Object]) -> None:
        groups: dict[str, Object] = {}
        always = service["spec"].get("publishNotReadyAddresses", False)
        for pod in pods:
            if is_deleting(pod) and not always:
                continue
            ports = self._ports(service, pod)
            if ports is None:
                continue
            group = groups.setdefault(repr(ports), {"ports": ports})
            ready = always or ready_since(pod) is not None
            group.setdefault("addresses" if ready else "notReadyAddresses", []).append(self._address(pod))
        subsets = [
            {key: group[key] for key in ("addresses", "notReadyAddresses", "ports") if group.get(key)}
            for group in groups.values()
        ]
        labels = {**labels_of(service), "endpoints.kubernetes.io/managed-by": "endpoint-controller"}
        if service["spec"].get("clusterIP") == "None":
            labels["service.kubernetes.io/headless"] = ""
        current = self.client.get(ENDPOINTS, namespace_of(service), name_of(service))
        if current is None:
            annotations = {_CHANGE_TIME: self.client.timestamp}
            meta: Object = {"name": name_of(service), "namespace": namespace_of(service), "labels": labels}
            meta["annotations"] = annotations
            self.client.create(ENDPOINTS, {"metadata": meta, **({"subsets": subsets} if subsets else {})})
        elif current.get("subsets", []) != subsets or labels_of(current) != labels:
            new = copy_json(current)
            new["metadata"]["labels"] = labels
            new["metadata"].setdefault("annotations", {})[_CHANGE_TIME] = self.client.timestamp
            new["subsets"] = subsets
            if not subsets:
                del new["subsets"]
            self.client.update(ENDPOINTS, new)

    @staticmethod
    def _ports(service: Object, pod: Object) -> list[Object] | None:
        found = []
        for port in service["spec"].get("ports", ()):
            number = target_port(pod, port)
            if number is None:
                continue
            row: Object = {"port": number, "protocol": port.get("protocol", "TCP")}
            if port.get("name"):
                row["name"] = port["name"]
            if port.get("appProtocol"):
                row["appProtocol"] = port["appProtocol"]
            found.append(row)
        return found if found or not service["spec"].get("ports") else None

    @staticmethod
    def _address(pod: Object) -> Object:
        address: Object = {
            "ip": pod["status"]["podIP"],
            "nodeName": pod["spec"].get("nodeName", ""),
            "targetRef": {
                "kind": "Pod",
                "namespace": namespace_of(pod),
                "name": name_of(pod),
                "uid": pod["metadata"]["uid"],
            },
        }
        if pod["spec"].get("hostname") and pod["spec"].get("subdomain"):
            address["hostname"] = pod["spec"]["hostname"]
        return address

    # EndpointSlices

    def _write_slice(self, service: Object, pods: list[Object]) -> None:
        ports = self._slice_ports(service, pods)
        endpoints = [self._endpoint(service, pod) for pod in pods]
        namespace, name = namespace_of(service), name_of(service)
        labels = {**labels_of(service), _MANAGED_BY: "endpointslice-controller.k8s.io", _SERVICE_NAME: name}
        if service["spec"].get("clusterIP") == "None":
            labels["service.kubernetes.io/headless"] = ""
        pieces = [p for p in self._slices(namespace, name) if _MANAGED_BY in labels_of(p)]
        if not pieces:
            meta: Object = {
                "name": f"{name}-{name_suffix(self.client.core.rng)}",
                "namespace": namespace,
                "labels": labels,
                "annotations": {_CHANGE_TIME: self.client.timestamp},
                "ownerReferences": [owner_reference(service, RESOURCES[SERVICES])],
                "generateName": f"{name}-",
            }
            body = {"addressType": "IPv4", "endpoints": endpoints, "ports": ports}
            self.client.create(SLICES, {"metadata": meta, **body})
            return
        current = pieces[0]
        if (current.get("endpoints"), current.get("ports"), labels_of(current)) != (endpoints, ports, labels):
            new = copy_json(current)
            new["endpoints"], new["ports"], new["metadata"]["labels"] = endpoints, ports, labels
            self.client.update(SLICES, new)

    @staticmethod
    def _slice_ports(service: Object, pods: list[Object]) -> list[Object]:
        found = []
        for port in service["spec"].get("ports", ()):
            numbers = [number for pod in pods if (number := target_port(pod, port)) is not None]
            wanted = port.get("targetPort", port["port"])
            if numbers or isinstance(wanted, int):
                number = numbers[0] if numbers else wanted
                found.append({"name": port.get("name", ""), "port": number, "protocol": port.get("protocol", "TCP")})
        return found

    @staticmethod
    def _endpoint(service: Object, pod: Object) -> Object:
        ready = ready_since(pod) is not None
        ending = is_deleting(pod)
        published = service["spec"].get("publishNotReadyAddresses", False)
        endpoint: Object = {
            "addresses": [pod["status"]["podIP"]],
            "conditions": {"ready": published or (ready and not ending), "serving": ready, "terminating": ending},
            "nodeName": pod["spec"].get("nodeName", ""),
            "targetRef": {
                "kind": "Pod",
                "namespace": namespace_of(pod),
                "name": name_of(pod),
                "uid": pod["metadata"]["uid"],
            },
        }
        if pod["spec"].get("hostname") and pod["spec"].get("subdomain") == name_of(service):
            endpoint["hostname"] = pod["spec"]["hostname"]
        return endpoint
