"""Networks of the engine: bridge, host, none, and those that the user makes.

Models moby libnetwork: bridge driver, IPAM, names in user-defined networks. Not modelled: overlay, macvlan, ipvlan,
IPv6 addresses.
"""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from sandbox.sim.engine.errors import BadRequest, Conflict, Forbidden, NotFound
from sandbox.sim.kernel.ids import hex_id
from sandbox.sim.runtime.machine import Machine

PREDEFINED = ("bridge", "host", "none")
DRIVERS = {"bridge": "bridge", "host": "host", "none": "null"}
NOT_MODELLED = ("overlay", "macvlan", "ipvlan")
POOLS = [f"172.{second}.0.0/16" for second in range(18, 32)] + [f"192.168.{third}.0/20" for third in range(0, 256, 16)]


@dataclass(slots=True)
class NetworkRecord:
    """One network. ``created`` is in nanoseconds since the epoch; ``leases`` maps addresses to container ids."""

    id: str
    name: str
    driver: str
    created: int
    subnet: str = ""
    gateway: str = ""
    ip_range: str = ""
    given_subnet: bool = False
    internal: bool = False
    attachable: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    leases: dict[str, str] = field(default_factory=dict)

    @property
    def predefined(self) -> bool:
        """Whether the engine itself made it."""
        return self.name in PREDEFINED

    @property
    def prefix(self) -> int:
        """The length of the subnet's prefix."""
        return IPv4Network(self.subnet).prefixlen if self.subnet else 0

    def lease(self, container: str, wanted: str = "") -> str:
        """Give an address to a container. Raises Forbidden when the wanted one is taken or none is left."""
        if wanted:
            if wanted in self.leases or wanted == self.gateway:
                raise Forbidden("Address already in use")
            self.leases[wanted] = container
            return wanted
        for address in IPv4Network(self.ip_range or self.subnet).hosts():
            text = str(address)
            if text not in self.leases and text != self.gateway:
                self.leases[text] = container
                return text
        raise Forbidden("no available IPv4 addresses on this network's address pools: " + f"{self.name} ({self.id})")

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [
            self.id, self.name, self.driver, self.created, self.subnet, self.gateway, self.ip_range, self.given_subnet,
            self.internal, self.attachable, self.labels, self.options, self.leases,
        ]  # fmt: skip


class NetworkStore:
    """All networks of an engine, by id."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.networks: dict[str, NetworkRecord] = {}

    def create_predefined(self) -> None:
        """Make what a fresh engine has."""
        for name in PREDEFINED:
            network = NetworkRecord(self._new_id(), name, DRIVERS[name], self.machine.clock.now)
            if name == "bridge":
                network.subnet, network.gateway = "172.17.0.0/16", "172.17.0.1"
            self.networks[network.id] = network

    def _new_id(self) -> str:
        """Return an id that begins with a decimal digit, so that no short name is the beginning of one."""
        plain = hex_id(self.machine.rng, "network")
        return f"{int(plain[0], 16) % 10}{plain[1:]}"

    def find(self, name: str) -> NetworkRecord:
        """Return the network with a name, an id or the beginning of one. Raises NotFound, BadRequest."""
        for network in self.networks.values():
            if name in (network.name, network.id):
                return network
        matches = [network for network in self.networks.values() if name and network.id.startswith(name)]
        if len(matches) > 1:
            raise BadRequest(f"network {name} is ambiguous ({len(matches)} matches found on ID prefix)")
        if not matches:
            raise NotFound(f"network {name} not found")
        return matches[0]

    def create(self, name: str, *, driver: str = "bridge", subnet: str = "", gateway: str = "", ip_range: str = "",
               internal: bool = False, attachable: bool = False, labels: dict[str, str] | None = None,
               options: dict[str, str] | None = None) -> NetworkRecord:  # fmt: skip
        """Make a network. Raises BadRequest, Conflict, Forbidden, NotFound."""
        if name in PREDEFINED:
            raise Forbidden(f"operation is not permitted on predefined {name} network")
        if any(network.name == name for network in self.networks.values()):
            raise Conflict(f"network with name {name} already exists")
        if driver in ("host", "null"):
            raise Forbidden(f'only one instance of "{driver}" network is allowed')
        if driver != "bridge":
            raise NotFound(f'plugin "{driver}" not found')
        chosen = self._subnet(subnet)
        made = NetworkRecord(
            self._new_id(), name, driver, self.machine.clock.now, str(chosen),
            gateway or str(next(chosen.hosts())), ip_range, bool(subnet), internal, attachable, dict(labels or {}),
            dict(options or {}),
        )  # fmt: skip
        self.networks[made.id] = made
        return made

    def _subnet(self, wanted: str) -> IPv4Network:
        used = [IPv4Network(network.subnet) for network in self.networks.values() if network.subnet]
        if wanted:
            try:
                chosen = IPv4Network(wanted, strict=False)
            except ValueError as error:
                raise BadRequest(f"invalid network config: invalid subnet {wanted}") from error
            if any(chosen.overlaps(other) for other in used):
                raise Forbidden("Pool overlaps with other one on this address space")
            return chosen
        for pool in POOLS:
            if not any(IPv4Network(pool).overlaps(other) for other in used):
                return IPv4Network(pool)
        raise Forbidden(
            "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network"
        )

    def remove(self, name: str) -> NetworkRecord:
        """Remove a network without endpoints. Raises NotFound, Forbidden."""
        network = self.find(name)
        if network.predefined:
            raise Forbidden(f"{network.name} is a pre-defined network and cannot be removed")
        if network.leases:
            raise Forbidden(
                f"error while removing network: network {network.name} id {network.id} has active endpoints"
            )
        del self.networks[network.id]
        return network

    def dump(self) -> list[Any]:
        """Return all networks as JSON-able rows."""
        return [network.dump() for network in self.networks.values()]

    def restore(self, state: list[Any]) -> None:
        """Take over what ``dump()`` described."""
        self.networks = {row[0]: NetworkRecord(*row) for row in state}


def mac_of(address: str) -> str:
    """Return the card's address that the bridge driver derives from an IP address."""
    return "02:42:" + ":".join(f"{part:02x}" for part in IPv4Address(address).packed)
