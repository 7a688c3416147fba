"""How Services are reached: ClusterIPs, node ports, load balancers.

Models kube-proxy as Pods, nodes and the learner's host see it, Kubernetes v1.36. Which endpoint answers goes round, so
that every one gets its turn; with session affinity a client comes back to the same one. Not modelled: IPv6.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.network.names import SERVICE_NAME, SLICES, ClusterNames
from sandbox.sim.cluster.network.pods import node_of, peer_at, peer_in
from sandbox.sim.cluster.network.policies import Policies
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import Network, NetworkError

Object = dict[str, Any]
_AFFINITY = 10800
"""Seconds for which a client comes back to its endpoint unless its Service says otherwise."""


class ServiceNetwork:
    """Tells the World's network what the cluster knows."""

    def __init__(self, storage: Storage, network: Network) -> None:
        self.storage = storage
        self.network = network
        self.turns: dict[str, int] = {}
        self.clients: dict[str, list[Any]] = {}
        """By Service, port and client: the endpoint that it was led to last, and when."""
        self.policies = Policies(storage)
        self.names = ClusterNames(storage, network, self.policies)
        network.resolvers.append(self.names.resolve)
        network.name_services.append(self.names)
        network.routers.append(self.route)
        network.guards.append(self.allow)

    # Connections

    def allow(self, space: str, address: str, port: int, proto: str) -> bool:
        """Say whether policies let a connection through that goes to an endpoint."""
        if self.policies.is_idle or address.startswith("127.") or not self._is_inside(space):
            return True
        source = peer_in(self.storage, self.network, space)
        return self.policies.allow(source, peer_at(self.storage, self.network, address), port, proto)

    def route(self, space: str, address: str, port: int, proto: str) -> tuple[str, int] | None:
        """Return the endpoint that answers for a ClusterIP or node port; None where it is neither."""
        if not self._is_inside(space):
            return None
        for service in self.storage.scan("/services"):
            for row in service["spec"].get("ports", ()):
                if row.get("protocol", "TCP").lower() != proto:
                    continue
                if row["port"] == port and address in service["spec"].get("clusterIPs", ()):
                    return self._choose(space, service, row, self._source_node(service, space))
                if row["port"] == port and address in _outer_addresses(service):
                    return self._choose(space, service, row, None)
                node = self._node_at(space, address) if row.get("nodePort") == port else None
                if node is not None:
                    local = service["spec"].get("externalTrafficPolicy") == "Local"
                    return self._choose(space, service, row, node if local else None)
        return None

    def _source_node(self, service: Object, space: str) -> str | None:
        """Return the node to stay on where the Service keeps traffic from inside on its node."""
        local = service["spec"].get("internalTrafficPolicy") == "Local"
        return peer_in(self.storage, self.network, space).node if local else None

    @staticmethod
    def _is_inside(space: str) -> bool:
        return space == HOST or space.startswith(("pod/", "node/"))

    def _node_at(self, space: str, address: str) -> str | None:
        """Return the node whose ports are asked for, or None."""
        if address.startswith("127.") and node_of(space):
            return node_of(space)
        for node in self.storage.scan("/nodes"):
            for row in (node.get("status") or {}).get("addresses", ()):
                if row["address"] == address:
                    return name_of(node)
        return None

    def _choose(self, space: str, service: Object, row: Object, node: str | None) -> tuple[str, int]:
        """Return the endpoint whose turn it is, of one node where one is given."""
        found = endpoints_of(self.storage, service, row, node)
        if not found:
            dropped = node is not None and endpoints_of(self.storage, service, row, None)
            raise NetworkError("timeout" if dropped else "refused")
        key = f"{service['metadata']['namespace']}/{service['metadata']['name']}"
        turn = self.turns.get(key, 0)
        fresh = found[turn % len(found)]
        if service["spec"].get("sessionAffinity") == "ClientIP":
            kept = self._kept(service, f"{key}:{row['port']}/{space}", fresh, found)
            self.turns[key] = turn + (kept == fresh)
            return kept
        self.turns[key] = turn + 1
        return fresh

    def _kept(
        self, service: Object, client: str, fresh: tuple[str, int], found: list[tuple[str, int]]
    ) -> tuple[str, int]:
        """Return the endpoint that a client was led to before, within the time that the Service says."""
        config = (service["spec"].get("sessionAffinityConfig") or {}).get("clientIP") or {}
        now = self.network.table.clock.now
        address, port, at = self.clients.get(client, ("", 0, 0))
        if (address, port) not in found or now - at > config.get("timeoutSeconds", _AFFINITY) * SECOND:
            address, port = fresh
        self.clients[client] = [address, port, now]
        return address, port


def endpoints_of(storage: Storage, service: Object, row: Object, node: str | None) -> list[tuple[str, int]]:
    """Return the ready endpoints behind one port of a Service, of one node where one is given."""
    meta, found = service["metadata"], list[tuple[str, int]]()
    for piece in storage.scan(SLICES, meta["namespace"]):
        if labels_of(piece).get(SERVICE_NAME) != meta["name"]:
            continue
        numbers = [p["port"] for p in piece.get("ports") or () if p.get("name", "") == row.get("name", "")]
        for endpoint in piece.get("endpoints") or ():
            here = node is None or endpoint.get("nodeName") == node
            if here and endpoint.get("conditions", {}).get("ready", True):
                found += [(endpoint["addresses"][0], number) for number in numbers]
    return found


def _outer_addresses(service: Object) -> list[str]:
    ingress = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress", ())
    return [*service["spec"].get("externalIPs", ()), *(row.get("ip", "") for row in ingress)]
