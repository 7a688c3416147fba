"""The network cards of a process's namespaces, as ip, ifconfig and route show them.

Models loopback, Ethernet and bridges. Not modelled: the ends of containers' cables on the host, IPv6, counters.
"""

from dataclasses import dataclass
from ipaddress import IPv4Network

from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import Interface
from sandbox.sim.shell.coreutils.tool import Call

FIRST_INSIDE = 4
MTU = 1500


@dataclass(frozen=True, slots=True)
class Card:
    """One card with its number. ``peer`` is the number of a cable's other end, 0 for none."""

    number: int
    name: str
    address: str
    prefix: int
    gateway: str
    mac: str
    peer: int = 0
    is_up: bool = True

    @property
    def network(self) -> IPv4Network:
        """The network that it is on."""
        return IPv4Network(f"{self.address}/{self.prefix}", strict=False)

    @property
    def flags(self) -> str:
        """What the kernel says of it, between angle brackets."""
        if self.name == "lo":
            return "LOOPBACK,UP,LOWER_UP"
        return "BROADCAST,MULTICAST,UP,LOWER_UP" if self.is_up else "NO-CARRIER,BROADCAST,MULTICAST,UP"


def all_cards(call: Call) -> list[Card]:
    """Return loopback and the cards of the namespace in which a utility runs."""
    space = call.table.namespaces[call.process.namespaces].network
    network = call.table.network
    found = [Card(1, "lo", "127.0.0.1", 8, "", "00:00:00:00:00:00")]
    rows: list[Interface] = network.interfaces.get(space, []) if network is not None else []
    for position, row in enumerate(rows):
        if space == HOST:
            found.append(
                Card(position + 2, row.name, row.address, row.prefix, row.gateway, _mac(row), 0, _is_up(call, row))
            )
        else:
            number = FIRST_INSIDE + 2 * position
            found.append(Card(number, row.name, row.address, row.prefix, row.gateway, _mac(row), number + 1))
    return found


def _mac(row: Interface) -> str:
    pairs = [f"{int(part):02x}" for part in row.address.split(".")]
    return row.mac or ":".join(["02", "42", *pairs])


def _is_up(call: Call, row: Interface) -> bool:
    """Say whether something is connected to a bridge; other cards are."""
    if row.gateway or call.table.network is None:
        return True
    network = IPv4Network(f"{row.address}/{row.prefix}", strict=False)
    cards = [card for space, cards in call.table.network.interfaces.items() if space != HOST for card in cards]
    return any(IPv4Network(f"{card.address}/32").subnet_of(network) for card in cards)
