"""NetworkPolicies: which connections of Pods get through.

Models the rules of k8s.io/api/networking/v1 NetworkPolicy v1.36 as CNI plugins enforce them: what no policy selects is
open, what one selects is closed but for what some policy allows; ports are those of the Pod that is reached; a Pod's
own node always reaches it; Pods on the host's network are not policed. Not modelled: SCTP, connections that outlive the
policy which allowed them.
"""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of, namespace_of
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.network.pods import Peer

Object = dict[str, Any]
POLICIES = "networking.k8s.io/networkpolicies"


class Policies:
    """Judges connections by the policies that are stored now."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    @property
    def is_idle(self) -> bool:
        """Say whether there is no policy at all."""
        return next(iter(self.storage.scan(POLICIES)), None) is None

    def allow(self, source: Peer, target: Peer, port: int, proto: str) -> bool:
        """Say whether a connection gets through. ``port`` is the one on which ``target`` listens."""
        if source.pod is not None and source.pod is target.pod:
            return True
        return self._may_leave(source, target, port, proto) and self._may_enter(source, target, port, proto)

    def _may_leave(self, source: Peer, target: Peer, port: int, proto: str) -> bool:
        if source.pod is None:
            return True
        policies = self._of(source.pod, "Egress")
        return not policies or any(self._permits(p, "egress", "to", target, target, port, proto) for p in policies)

    def _may_enter(self, source: Peer, target: Peer, port: int, proto: str) -> bool:
        if target.pod is None or (source.pod is None and source.node == target.node):
            return True
        policies = self._of(target.pod, "Ingress")
        return not policies or any(self._permits(p, "ingress", "from", source, target, port, proto) for p in policies)

    def _of(self, pod: Object, direction: str) -> list[Object]:
        return [
            policy
            for policy in self.storage.scan(POLICIES, namespace_of(pod))
            if direction in policy["spec"].get("policyTypes", ())
            and selects(policy["spec"].get("podSelector") or {}, labels_of(pod))
        ]

    def _permits(  # noqa: PLR0917  (one rule of one direction)
        self, policy: Object, rules: str, peers: str, other: Peer, target: Peer, port: int, proto: str
    ) -> bool:
        return any(
            self._names(rule.get(peers) or (), other, namespace_of(policy))
            and _opens(rule.get("ports") or (), target, port, proto)
            for rule in policy["spec"].get(rules) or ()
        )

    def _names(self, peers: Iterable[Object], other: Peer, namespace: str) -> bool:
        """Say whether a list of peers names somebody; an empty list names everybody."""
        rows = list(peers)
        return not rows or any(self._matches(row, other, namespace) for row in rows)

    def _matches(self, row: Object, other: Peer, namespace: str) -> bool:
        if "ipBlock" in row:
            return _contains(row["ipBlock"], other.address)
        if other.pod is None:
            return False
        if "namespaceSelector" in row:
            found = self.storage.get("/namespaces", "", namespace_of(other.pod))
            if found is None or not selects(row["namespaceSelector"] or {}, labels_of(found)):
                return False
        elif namespace_of(other.pod) != namespace:
            return False
        return "podSelector" not in row or selects(row["podSelector"] or {}, labels_of(other.pod))


def _contains(block: Object, address: str) -> bool:
    if not address:
        return False
    found = ip_address(address)
    inside = found in ip_network(block["cidr"], strict=False)
    return inside and not any(found in ip_network(cidr, strict=False) for cidr in block.get("except") or ())


def _opens(ports: Iterable[Object], target: Peer, port: int, proto: str) -> bool:
    """Say whether a list of ports has this one; an empty list has every one."""
    rows = list(ports)
    return not rows or any(_is_port(row, target, port, proto) for row in rows)


def _is_port(row: Object, target: Peer, port: int, proto: str) -> bool:
    if row.get("protocol", "TCP").lower() != proto:
        return False
    wanted = row.get("port")
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return target.pod is not None and port in _named(target.pod, wanted, proto)
    return int(wanted) <= port <= int(row.get("endPort") or wanted)


def _named(pod: Object, name: str, proto: str) -> list[int]:
    spec = pod["spec"]
    return [
        row["containerPort"]
        for container in [*spec.get("containers", ()), *spec.get("initContainers", ())]
        for row in container.get("ports") or ()
        if row.get("name") == name and row.get("protocol", "TCP").lower() == proto
    ]
