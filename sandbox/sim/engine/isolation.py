"""Who reaches whom between the engine's networks.

Models the firewall rules of libnetwork's bridge driver: a container reaches its own networks and the host, through it
the ports that others publish, but no address of a network that it is not connected to; from an ``internal`` network
nothing else is reached. Not modelled: --ip-masq, inter-container communication switched off.
"""

from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from sandbox.sim.engine.networks import NetworkRecord

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

CONTAINERS = "container/"


def barrier(engine: "Engine", space: str, address: str) -> str:
    """Return why what a namespace sends to an address does not arrive, as a NetworkError's code; or nothing."""
    container = engine.containers.containers.get(space.removeprefix(CONTAINERS))
    if container is None or not space.startswith(CONTAINERS) or address.startswith("127."):
        return ""
    own = [row for row in engine.networks.networks.values() if {row.name, row.id} & container.networks.keys()]
    if not own or any(_holds(row, address) for row in own):
        return ""
    if all(row.internal for row in own):
        return "unreachable"
    other = next((row for row in engine.networks.networks.values() if _holds(row, address)), None)
    return "timeout" if other is not None and address != other.gateway else ""


def _holds(network: NetworkRecord, address: str) -> bool:
    try:
        return bool(network.subnet) and IPv4Address(address) in IPv4Network(network.subnet)
    except ValueError:
        return False
