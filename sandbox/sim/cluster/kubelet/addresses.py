"""Addresses of nodes and Pods.

Models a CNI plugin with one /24 per node: node *n* is 10.0.0.(10+n), its Pods are in 10.244.n.0/24.
"""

from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import Interface, Network

_NODES = "10.0.0."
_PODS = "10.244."
_FIRST_NODE = 10
_LAST_POD = 254


def node_address(index: int) -> str:
    """Return the address of the node with an index in the cluster's list."""
    return f"{_NODES}{_FIRST_NODE + index}"


def node_space(node: str) -> str:
    """Return the network namespace of a node; the learner's machine is the host's."""
    return HOST if node == "controlplane" else f"node/{node}"


def connect_node(network: Network, node: str, index: int) -> None:
    """Give a node its card."""
    network.add_interface(node_space(node), Interface("eth0", node_address(index), 24, "10.0.0.1"))


def connect_pod(network: Network, space: str, index: int, counter: int) -> tuple[str, int]:
    """Give a Pod the next free address of its node; return it and the next counter."""
    while True:
        counter = counter % (_LAST_POD - 1) + 1
        address = f"{_PODS}{index}.{counter + 1}"
        if network.space_of(address) is None:
            network.add_interface(space, Interface("eth0", address, 24, f"{_PODS}{index}.1"))
            return address, counter
