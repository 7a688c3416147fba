"""Which Pod or node stands behind an address or a network namespace.

Models what a CNI plugin knows of the Pods that it connected. Not modelled: several addresses of one Pod.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import Network

Object = dict[str, Any]
LEARNERS_NODE = "controlplane"


@dataclass(frozen=True, slots=True)
class Peer:
    """One end of a connection: a Pod, a node (``pod`` is None), or somebody outside (``node`` is empty as well)."""

    address: str
    pod: Object | None = None
    node: str = ""


def pod_of(storage: Storage, space: str) -> Object | None:
    """Return the Pod whose network namespace this is, or None."""
    uid = space.removeprefix("pod/")
    if uid == space:
        return None
    return next((pod for pod in storage.scan("/pods") if pod["metadata"]["uid"] == uid), None)


def node_of(space: str) -> str:
    """Return the node whose network namespace this is; empty for no node's."""
    return LEARNERS_NODE if space == HOST else space.removeprefix("node/") if space.startswith("node/") else ""


def peer_in(storage: Storage, network: Network, space: str) -> Peer:
    """Return who is connected to a network namespace."""
    address = next(iter(network.addresses(space)), "")
    pod = pod_of(storage, space)
    return Peer(address, pod, str(pod["spec"].get("nodeName", "")) if pod else node_of(space))


def peer_at(storage: Storage, network: Network, address: str) -> Peer:
    """Return who has an address."""
    space = network.space_of(address)
    return Peer(address) if space is None else peer_in(storage, network, space)
