"""How Services are reached: ClusterIPs, node ports, names.

Models kube-proxy and CoreDNS as Pods, nodes and the learner's host see them, Kubernetes v1.36. Which endpoint answers
goes round, so that every one gets its turn. Not modelled: session affinity, NetworkPolicy, IPv6.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import Network

Object = dict[str, Any]
_DOMAIN = "cluster.local"
_SLICES = "discovery.k8s.io/endpointslices"
_SERVICE_NAME = "kubernetes.io/service-name"


class ServiceNetwork:
    """Tells the World's network what the cluster knows."""

    def __init__(self, storage: Storage, network: Network) -> None:
        self.storage = storage
        self.network = network
        self.turns: dict[str, int] = {}
        network.resolvers.append(self.resolve)
        network.routers.append(self.route)

    # Connections

    def route(self, space: str, address: str, port: int, proto: str) -> tuple[str, int] | None:
        """Return the endpoint that answers for a ClusterIP or node port; None where it is neither."""
        if not self._is_inside(space):
            return None
        for service in self.storage.scan("/services"):
            spec = service["spec"]
            for row in spec.get("ports", ()):
                if row.get("protocol", "TCP").lower() != proto:
                    continue
                by_ip = address in self._addresses(service) and row["port"] == port
                by_node = row.get("nodePort") == port and self._is_node(space, address)
                if by_ip or by_node:
                    return self._choose(service, row)
        return None

    @staticmethod
    def _is_inside(space: str) -> bool:
        return space == HOST or space.startswith(("pod/", "node/"))

    @staticmethod
    def _addresses(service: Object) -> list[str]:
        spec = service["spec"]
        ingress = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress", ())
        return [*spec.get("clusterIPs", ()), *spec.get("externalIPs", ()), *(row.get("ip", "") for row in ingress)]

    def _is_node(self, space: str, address: str) -> bool:
        if address.startswith("127.") and (space == HOST or space.startswith("node/")):
            return True
        for node in self.storage.scan("/nodes"):
            for row in (node.get("status") or {}).get("addresses", ()):
                if row["address"] == address:
                    return True
        return False

    def _choose(self, service: Object, row: Object) -> tuple[str, int]:
        found = self._endpoints(service, row)
        if not found:
            return "", row["port"]
        key = f"{service['metadata']['namespace']}/{service['metadata']['name']}"
        turn = self.turns.get(key, 0)
        self.turns[key] = turn + 1
        return found[turn % len(found)]

    def _endpoints(self, service: Object, row: Object) -> list[tuple[str, int]]:
        meta, found = service["metadata"], list[tuple[str, int]]()
        for piece in self.storage.scan(_SLICES, meta["namespace"]):
            if labels_of(piece).get(_SERVICE_NAME) != meta["name"]:
                continue
            numbers = [p["port"] for p in piece.get("ports") or () if p.get("name", "") == row.get("name", "")]
            for endpoint in piece.get("endpoints") or ():
                if endpoint.get("conditions", {}).get("ready", True):
                    found += [(endpoint["addresses"][0], number) for number in numbers]
        return found

    # Names

    def resolve(self, space: str, name: str) -> list[str]:
        """Return the addresses of a name as a Pod's DNS answers; empty where it knows nothing."""
        if not space.startswith("pod/"):
            return self._node_name(name)
        full = name.rstrip(".")
        for candidate in self._candidates(space, full):
            found = self._look_up(candidate)
            if found:
                return found
        return self._node_name(name)

    def _node_name(self, name: str) -> list[str]:
        node = self.storage.get("/nodes", "", name)
        rows = ((node or {}).get("status") or {}).get("addresses", ())
        return [row["address"] for row in rows if row["type"] == "InternalIP"]

    def _candidates(self, space: str, name: str) -> list[str]:
        if name.endswith(_DOMAIN):
            return [name]
        namespace = self._namespace_of(space)
        return [f"{name}.{namespace}.svc.{_DOMAIN}", f"{name}.svc.{_DOMAIN}", f"{name}.{_DOMAIN}"]

    def _namespace_of(self, space: str) -> str:
        uid = space.removeprefix("pod/")
        for pod in self.storage.scan("/pods"):
            if pod["metadata"]["uid"] == uid:
                return str(pod["metadata"]["namespace"])
        return "default"

    def _look_up(self, full: str) -> list[str]:
        parts = full.removesuffix(f".{_DOMAIN}").split(".")
        if len(parts) == 3 and parts[2] == "svc":  # noqa: PLR2004  (service, namespace, svc)
            return self._service(parts[1], parts[0])
        if len(parts) == 4 and parts[3] == "svc":  # noqa: PLR2004  (host, service, namespace, svc)
            return self._member(parts[2], parts[1], parts[0])
        if len(parts) == 3 and parts[2] == "pod":  # noqa: PLR2004  (address, namespace, pod)
            return [parts[0].replace("-", ".")]
        return []

    def _service(self, namespace: str, name: str) -> list[str]:
        service = self.storage.get("/services", namespace, name)
        if service is None:
            return []
        spec = service["spec"]
        if spec.get("type") == "ExternalName":
            return self.network.resolve("", spec.get("externalName", ""))
        if spec.get("clusterIP") not in ("None", "", None):
            return [spec["clusterIP"]]
        return [endpoint["addresses"][0] for endpoint in self._members(namespace, name)]

    def _members(self, namespace: str, name: str) -> list[Object]:
        return [
            endpoint
            for piece in self.storage.scan(_SLICES, namespace)
            if labels_of(piece).get(_SERVICE_NAME) == name
            for endpoint in piece.get("endpoints") or ()
            if endpoint.get("conditions", {}).get("ready", True)
        ]

    def _member(self, namespace: str, service: str, host: str) -> list[str]:
        for endpoint in self._members(namespace, service):
            address = endpoint["addresses"][0]
            if endpoint.get("hostname") == host or address.replace(".", "-") == host:
                return [address]
        return []
