"""The network of a World: who has which address, who listens, who is called what.

Models routing, port forwarding and name service as far as one request and its answer need them: a server is asked
and answers at once. What is filtered away gets no answer at all: the caller waits out its own patience.
Not modelled: packets, bandwidth, connections that stay open, IPv6 routing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Any, Protocol

from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.servers import PLAIN_TO_TLS, Appliance, SecureServer, Server
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.table import ProcessTable
from sandbox.sim.runtime.tls import Certificate, TlsClient
from sandbox.sim.runtime.usage import REQUEST_COST, Meter

LOOPBACK = "127.0.0.1"
HOST_ADDRESS, HOST_GATEWAY = "192.168.1.10", "192.168.1.1"
"""Where the learner's machine stands in its own network."""
ANY = "0.0.0.0"  # noqa: S104  (the simulated one)

Resolver = Callable[[str, str], list[str]]
"""Returns the addresses of a name as it is known inside a network namespace; an empty list when it knows nothing."""
Router = Callable[[str, str, int, str], "tuple[str, int] | None"]
"""Returns where (address, port) a connection from a namespace to an address, port and protocol is sent, or None.

Raises NetworkError where it is turned away."""
Guard = Callable[[str, str, int, str], bool]
"""Says whether what a namespace sends may arrive at an address, port and protocol; what may not is dropped."""
Barrier = Callable[[str, str], str]
"""Returns the code of the NetworkError with which what a namespace sends to an address ends on its way, or nothing."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer of a name service: who is asked about, ``A``, ``CNAME`` or ``SRV``, and what stands there."""

    name: str
    kind: str
    value: str


class NameService(Protocol):
    """Who answers questions about names inside some namespaces."""

    def answers(self, space: str) -> bool:
        """Say whether questions from a namespace get through to it."""

    def records(self, space: str, name: str, kind: str) -> list[Record]:
        """Return what it knows of a name, as it is completed inside a namespace; empty for nothing."""


class NetworkError(Exception):
    """A connection failed.

    ``code`` is ``refused``, ``unreachable``, ``timeout`` (nobody answers: the caller waits), ``unknown-host``,
    ``no-names`` (the name service does not answer: the caller waits), ``in-use`` or ``no-tls``.
    """

    MESSAGES = {
        "refused": "Connection refused",
        "unreachable": "No route to host",
        "timeout": "Connection timed out",
        "unknown-host": "Name or service not known",
        "no-names": "Temporary failure in name resolution",
        "no-tls": "wrong version number",
        "in-use": "Address already in use",
    }

    def __init__(self, code: str) -> None:
        super().__init__(self.MESSAGES[code])
        self.code = code


@dataclass(slots=True)
class Interface:
    """One network card of a network namespace."""

    name: str
    address: str
    prefix: int = 16
    gateway: str = ""
    mac: str = ""

    @property
    def network(self) -> IPv4Network:
        """The network that the card is on."""
        return IPv4Network(f"{self.address}/{self.prefix}", strict=False)

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [self.name, self.address, self.prefix, self.gateway, self.mac]


@dataclass(slots=True)
class Listener:
    """A process that accepts connections. ``address`` is 0.0.0.0 for all."""

    space: str
    proto: str
    address: str
    port: int
    pid: int

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [self.space, self.proto, self.address, self.port, self.pid]


@dataclass(slots=True)
class Forward:
    """A port of the host that leads into a container (``docker run -p``, a host port of a Pod)."""

    address: str
    port: int
    proto: str
    to_address: str
    to_port: int
    owner: str

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [self.address, self.port, self.proto, self.to_address, self.to_port, self.owner]


class Network:
    """All network namespaces of a World."""

    def __init__(self, table: ProcessTable) -> None:
        self.table = table
        table.network = self
        self.interfaces: dict[str, list[Interface]] = {HOST: [Interface("eth0", HOST_ADDRESS, 24, HOST_GATEWAY)]}
        self.listeners: list[Listener] = []
        self.forwards: list[Forward] = []
        self.meter = Meter()
        self.resolvers: list[Resolver] = []
        self.routers: list[Router] = []
        self.guards: list[Guard] = []
        self.barriers: list[Barrier] = []
        self.name_services: list[NameService] = []
        self.appliances: dict[tuple[str, int], Appliance] = {}
        """Wired anew with each World: engine and cluster say what only they know."""

    # Addresses

    def add_interface(self, space: str, interface: Interface) -> None:
        """Give a network namespace another card."""
        self.interfaces.setdefault(space, []).append(interface)

    def remove_interface(self, space: str, address: str) -> None:
        """Take the card with an address away; none is no error."""
        cards = self.interfaces.get(space, [])
        self.interfaces[space] = [card for card in cards if card.address != address]

    def remove_space(self, space: str) -> None:
        """Forget a network namespace with its cards and listeners."""
        self.interfaces.pop(space, None)
        self.listeners = [listener for listener in self.listeners if listener.space != space]

    def addresses(self, space: str) -> list[str]:
        """Return the addresses of a namespace, without loopback."""
        return [card.address for card in self.interfaces.get(space, [])]

    def space_of(self, address: str) -> str | None:
        """Return which namespace has an address."""
        for space, cards in self.interfaces.items():
            if any(card.address == address for card in cards):
                return space
        return None

    # Listening

    def listen(self, process: Process, port: int, *, proto: str = "tcp", address: str = ANY) -> None:
        """Accept connections to a port of the process's network namespace. Raises NetworkError ``in-use``."""
        space = self.table.namespaces[process.namespaces].network
        if self._listener(space, address, port, proto) is not None:
            raise NetworkError("in-use")
        self.listeners.append(Listener(space, proto, address, port, process.pid))

    def _listener(self, space: str, address: str, port: int, proto: str) -> Listener | None:
        self.listeners = [row for row in self.listeners if self._lives(row)]
        for row in self.listeners:
            same = (row.space, row.port, row.proto) == (space, port, proto)
            if same and (row.address in (ANY, address) or address == ANY):
                return row
        return None

    def _lives(self, listener: Listener) -> bool:
        process = self.table.processes.get(listener.pid)
        return process is not None and process.status is None

    def listening(self, space: str) -> list[Listener]:
        """Return who listens in a namespace."""
        return [row for row in self.listeners if row.space == space and self._lives(row)]

    # Names

    def resolve(self, space: str, name: str) -> list[str]:
        """Return the addresses of a name: itself, /etc/hosts excluded, then whoever knows. Empty when nobody does."""
        if is_address(name):
            return [name]
        if name in ("localhost", "localhost.localdomain", "ip6-localhost"):
            return [LOOPBACK]
        for resolver in self.resolvers:
            found = resolver(space, name)
            if found:
                return found
        return []

    def answers_names(self, space: str) -> bool:
        """Say whether a namespace reaches its name service; where it does not, every question takes its full time."""
        return all(service.answers(space) for service in self.name_services)

    def records(self, space: str, name: str, kind: str) -> list[Record]:
        """Return what the name services of a namespace know of a name; empty for nothing."""
        for service in self.name_services:
            found = service.records(space, name, kind)
            if found:
                return found
        return []

    # Connecting

    def reach(self, space: str, address: str, port: int, proto: str = "tcp") -> tuple[str, int]:
        """Return the address and port at which a connection arrives. Raises NetworkError."""
        if not space:
            raise NetworkError("unreachable")
        blocked = self.blocked(space, address)
        if blocked:
            raise NetworkError(blocked)
        target, target_port = self._route(space, address, port, proto)
        if not all(guard(space, target, target_port, proto) for guard in self.guards):
            raise NetworkError("timeout")
        return target, target_port

    def blocked(self, space: str, address: str) -> str:
        """Return why nothing that a namespace sends reaches an address, as a NetworkError's code; or nothing."""
        return next((code for barrier in self.barriers for code in [barrier(space, address)] if code), "")

    def connect(self, space: str, address: str, port: int, proto: str = "tcp") -> Listener:
        """Return who answers at an address. Raises NetworkError ``refused``, ``unreachable`` or ``timeout``."""
        return self._listener_at(space, *self.reach(space, address, port, proto), proto)

    def _listener_at(self, space: str, target: str, target_port: int, proto: str) -> Listener:
        where = self._local_space(space, target)
        if where is None:
            raise NetworkError("unreachable")
        found = self._listener(where, target, target_port, proto)
        if found is None:
            raise NetworkError("refused")
        return found

    def _local_space(self, space: str, address: str) -> str | None:
        return space if address.startswith("127.") or address == ANY else self.space_of(address)

    def _route(self, space: str, address: str, port: int, proto: str) -> tuple[str, int]:
        for router in self.routers:
            sent = router(space, address, port, proto)
            if sent is not None:
                return sent
        if self._local_space(space, address) == HOST:
            for row in self.forwards:
                if (row.port, row.proto) == (port, proto) and row.address in (ANY, "::", address):
                    return row.to_address, row.to_port
        return address, port

    def request(
        self, space: str, address: str, port: int, request: bytes, *, tls: TlsClient | None = None, weight: int = 1
    ) -> bytes:
        """Send a request, over TLS where a ``tls`` client is given, and return the answer. Raises NetworkError.

        ``weight`` is how many requests this one stands for.

        A process that listens but serves nothing answers with nothing, as a server that closes the connection does.
        """
        target = self.reach(space, address, port)
        peer = self._own_address(space, target[0])
        name = tls.name if tls is not None else ""
        appliance = self.appliances.get(target)
        if appliance is not None:
            plain = _agree(appliance.certificate(name), tls)
            return PLAIN_TO_TLS if plain and request else appliance.answer(peer, request)
        listener = self._listener_at(space, *target, "tcp")
        process = self.table.processes[listener.pid]
        program = self.table.programs[process.program]
        system = System(self.table, process)
        shown = program.certificate(process, system, listener.port, name) if isinstance(program, SecureServer) else None
        plain = _agree(shown, tls)
        if plain and request:
            return PLAIN_TO_TLS
        if process.stopped or not isinstance(program, Server):
            return b""
        if self.table.namespaces[process.namespaces].owner == "kubelet":
            cost = getattr(program, "request_cost", REQUEST_COST)
            self.meter.count(process.namespaces, cost * weight, self.table.clock.now)
        return program.serve(process, system, listener.port, request, peer)

    def _own_address(self, space: str, target: str) -> str:
        """Return the address with which a namespace shows itself to another: that of the card towards it."""
        cards = self.interfaces.get(space, [])
        if target.startswith("127.") or not cards:
            return LOOPBACK
        near = (card for card in cards if IPv4Address(target) in card.network)
        return next(near, cards[0]).address

    def certificate(self, space: str, address: str, port: int, name: str) -> Certificate | None:
        """Return what a server shows to a client that asks for a name; None without TLS. Raises NetworkError."""
        target = self.reach(space, address, port)
        if target in self.appliances:
            return self.appliances[target].certificate(name)
        listener = self._listener_at(space, *target, "tcp")
        process = self.table.processes[listener.pid]
        program = self.table.programs[process.program]
        if not isinstance(program, SecureServer):
            return None
        return program.certificate(process, System(self.table, process), listener.port, name)

    # Published ports

    def forward(self, row: Forward) -> None:
        """Publish a port of the host. Raises NetworkError ``in-use``."""
        if self.is_taken(row.address, row.port, row.proto):
            raise NetworkError("in-use")
        self.forwards.append(row)

    def is_taken(self, address: str, port: int, proto: str) -> bool:
        """Say whether a port of the host is published or listened to already."""
        for row in self.forwards:
            if (row.port, row.proto) == (port, proto) and _overlap(row.address, address):
                return True
        return ":" not in address and self._listener(HOST, address, port, proto) is not None

    def remove_forwards(self, owner: str) -> None:
        """Take back all that an owner published."""
        self.forwards = [row for row in self.forwards if row.owner != owner]

    # Snapshots

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON-able data."""
        return {
            "interfaces": [[space, [card.dump() for card in cards]] for space, cards in self.interfaces.items()],
            "listeners": [row.dump() for row in self.listeners],
            "forwards": [row.dump() for row in self.forwards],
            "meter": self.meter.dump(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what ``dump()`` described; resolvers and routers stay as they are wired."""
        self.interfaces = {space: [Interface(*card) for card in cards] for space, cards in state["interfaces"]}
        self.listeners = [Listener(*row) for row in state["listeners"]]
        self.forwards = [Forward(*row) for row in state["forwards"]]
        self.meter.restore(state.get("meter", {}))


def _agree(shown: Certificate | None, tls: TlsClient | None) -> bool:
    """Let client and server agree on TLS; return whether a client without it has come to a server with it."""
    if tls is None:
        return shown is not None
    if shown is None:
        raise NetworkError("no-tls")
    tls.judge(shown)
    return False


def _overlap(first: str, second: str) -> bool:
    """Say whether two addresses to listen on take the same port from each other: never across families."""
    if (":" in first) != (":" in second):
        return False
    return first == second or ANY in (first, second) or "::" in (first, second)


def is_address(text: str) -> bool:
    """Say whether a text is an IPv4 address."""
    parts = text.split(".")
    return len(parts) == 4 and all(part.isdecimal() and int(part) < 256 for part in parts)  # noqa: PLR2004  (dotted quad)
