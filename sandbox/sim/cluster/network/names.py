"""Names inside the cluster.

Models CoreDNS 1.12 with the kubernetes plugin, asked through the resolv.conf that a Pod's dnsPolicy gives it: A, CNAME,
PTR and SRV records of Services, their endpoints and Pods. Not modelled: forwarding to servers outside, which know no
name here; AAAA records; a changed Corefile.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.kubelet.private import CLUSTER_DNS, resolv_conf
from sandbox.sim.cluster.network.pods import Peer, peer_at, peer_in, pod_of
from sandbox.sim.cluster.network.policies import Policies
from sandbox.sim.runtime.network import Network, Record, is_address

Object = dict[str, Any]
DOMAIN = "cluster.local"
SLICES = "discovery.k8s.io/endpointslices"
SERVICE_NAME = "kubernetes.io/service-name"
DNS_LABELS = {"k8s-app": "kube-dns"}
_DNS_PORT = 53
_SERVICE = 3
_MEMBER = 4
_MOST_DOTS = 5


class ClusterNames:
    """Answers as the cluster's DNS does."""

    def __init__(self, storage: Storage, network: Network, policies: Policies) -> None:
        self.storage = storage
        self.network = network
        self.policies = policies

    # Whether it answers at all

    def answers(self, space: str) -> bool:
        """Say whether a Pod's questions get through: some server of names runs, and no policy is in the way."""
        pod = pod_of(self.storage, space)
        if pod is None or not _asks_cluster(pod):
            return True
        servers = self._servers()
        if not servers:
            return False
        if self.policies.is_idle:
            return True
        source = peer_in(self.storage, self.network, space)
        return any(self.policies.allow(source, server, _DNS_PORT, "udp") for server in servers)

    def _servers(self) -> list[Peer]:
        """Return the Pods that answer; where the cluster shows none of its own, one that nobody sees."""
        if self.storage.get("apps/deployments", "kube-system", "coredns") is None:
            meta = {"name": "coredns", "namespace": "kube-system", "labels": DNS_LABELS, "uid": ""}
            return [Peer(CLUSTER_DNS, {"metadata": meta, "spec": {}})]
        rows = self._members("kube-system", "kube-dns")
        return [peer_at(self.storage, self.network, row["addresses"][0]) for row in rows]

    # Names

    def resolve(self, space: str, name: str) -> list[str]:
        """Return the addresses of a name inside a network namespace; empty where nobody knows it."""
        found = [record.value for record in self.records(space, name, "A") if record.kind == "A"]
        return found or self._node_name(name)

    def records(self, space: str, name: str, kind: str) -> list[Record]:
        """Return what is known of a name or, for ``PTR``, of an address."""
        pod = pod_of(self.storage, space)
        if pod is None or not _asks_cluster(pod) or not self.answers(space):
            return []
        for candidate in _candidates(pod, name):
            found = self.look_up(candidate, kind)
            if found:
                return found
        return []

    def _node_name(self, name: str) -> list[str]:
        node = self.storage.get("/nodes", "", name)
        rows = ((node or {}).get("status") or {}).get("addresses", ())
        return [row["address"] for row in rows if row["type"] == "InternalIP"]

    def look_up(self, full: str, kind: str) -> list[Record]:
        """Return the records of a complete name."""
        if kind == "PTR":
            return self._reverse(full)
        parts = full.removesuffix(f".{DOMAIN}").split(".") if full.endswith(f".{DOMAIN}") else []
        if kind == "SRV" and parts and parts[0].startswith("_"):
            return self._srv(full, parts)
        return self._addresses(full, parts) if kind in ("A", "CNAME") else []

    def _addresses(self, full: str, parts: list[str]) -> list[Record]:
        if parts[-1:] == ["svc"] and len(parts) == _SERVICE:
            return self._service(full, parts[1], parts[0])
        if parts[-1:] == ["svc"] and len(parts) == _MEMBER:
            return [Record(full, "A", address) for address in self._member(parts[2], parts[1], parts[0])]
        if parts[-1:] == ["pod"] and len(parts) == _SERVICE and is_address(parts[0].replace("-", ".")):
            return [Record(full, "A", parts[0].replace("-", "."))]
        return []

    def _service(self, full: str, namespace: str, name: str) -> list[Record]:
        service = self.storage.get("/services", namespace, name)
        if service is None:
            return []
        spec = service["spec"]
        if spec.get("type") == "ExternalName":
            return self._alias(full, spec.get("externalName", ""))
        if spec.get("clusterIP") not in ("None", "", None):
            return [Record(full, "A", spec["clusterIP"])]
        return [Record(full, "A", row["addresses"][0]) for row in self._members(namespace, name)]

    def _alias(self, full: str, target: str, depth: int = 0) -> list[Record]:
        """Return the CNAME, and what the name behind it leads to where that is known here."""
        goal = target.rstrip(".")
        further = self.look_up(goal, "A") if depth < _MOST_DOTS and goal != full else []
        if not further:
            further = [Record(goal, "A", address) for address in self._node_name(goal)]
        return [Record(full, "CNAME", goal), *further]

    def _members(self, namespace: str, name: str) -> list[Object]:
        return [
            endpoint
            for piece in self.storage.scan(SLICES, namespace)
            if labels_of(piece).get(SERVICE_NAME) == name
            for endpoint in piece.get("endpoints") or ()
            if endpoint.get("conditions", {}).get("ready", True)
        ]

    def _member(self, namespace: str, service: str, host: str) -> list[str]:
        rows = self._members(namespace, service)
        return [row["addresses"][0] for row in rows if host in (row.get("hostname"), _dashed(row))][:1]

    def _srv(self, full: str, parts: list[str]) -> list[Record]:
        """Return ``_port._protocol.service.namespace.svc`` as ``priority weight port target``."""
        if len(parts) != _SERVICE + 2 or parts[-1] != "svc":
            return []
        port, proto, name, namespace = parts[0][1:], parts[1][1:], parts[2], parts[3]
        service = self.storage.get("/services", namespace, name)
        rows = (service or {"spec": {}})["spec"].get("ports") or ()
        found = [row for row in rows if row.get("name") == port and row.get("protocol", "TCP").lower() == proto]
        if service is None or not found:
            return []
        base = f"{name}.{namespace}.svc.{DOMAIN}"
        if service["spec"].get("clusterIP") != "None":
            return [Record(full, "SRV", f"0 100 {found[0]['port']} {base}")]
        members = self._members(namespace, name)
        hosts = [row.get("hostname") or _dashed(row) for row in members]
        return [Record(full, "SRV", f"0 {100 // len(hosts)} {found[0]['port']} {host}.{base}") for host in hosts]

    def _reverse(self, address: str) -> list[Record]:
        for service in self.storage.scan("/services"):
            name, namespace = name_of(service), service["metadata"]["namespace"]
            if address in service["spec"].get("clusterIPs", ()):
                return [Record(address, "PTR", f"{name}.{namespace}.svc.{DOMAIN}")]
            for row in self._members(namespace, name) if service["spec"].get("clusterIP") == "None" else ():
                if row["addresses"][0] == address:
                    host = row.get("hostname") or _dashed(row)
                    return [Record(address, "PTR", f"{host}.{name}.{namespace}.svc.{DOMAIN}")]
        return []


def _dashed(endpoint: Object) -> str:
    return str(endpoint["addresses"][0]).replace(".", "-")


def _asks_cluster(pod: Object) -> bool:
    return f"nameserver {CLUSTER_DNS}\n" in resolv_conf(pod, pod["metadata"]["namespace"])


def _candidates(pod: Object, name: str) -> list[str]:
    """Return the complete names that a resolver tries, in its order: a final dot or many dots mean complete."""
    if name.endswith(".") or is_address(name):
        return [name.rstrip(".")]
    searches: list[str] = []
    most = 1
    for line in resolv_conf(pod, pod["metadata"]["namespace"]).splitlines():
        word, _, rest = line.partition(" ")
        if word == "search":
            searches = rest.split()
        for option in rest.split() if word == "options" else ():
            if option.startswith("ndots:") and option[6:].isdecimal():
                most = int(option[6:])
    extended = [f"{name}.{search}" for search in searches]
    return [name, *extended] if name.count(".") >= most else [*extended, name]
