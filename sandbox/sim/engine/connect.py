"""Containers join and leave networks.

Models moby daemon/container_operations.go. Not modelled: gateway priority, link-local addresses.
"""

from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.create import endpoint_settings
from sandbox.sim.engine.errors import BadRequest, Conflict, EngineError, Forbidden, NotFound
from sandbox.sim.engine.networks import NetworkRecord, mac_of
from sandbox.sim.kernel.ids import hex_id
from sandbox.sim.runtime.network import Interface

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine


SHARED = "container sharing network namespace with another container or host cannot be connected to any other network"


def join_all(engine: "Engine", container: Container) -> None:
    """Give the starting container an address on each of its networks. Raises EngineError; then it has none."""
    try:
        for name in container.networks:
            join(engine, container, engine.networks.find(name))
    except EngineError:
        leave_all(engine, container)
        raise


def join(engine: "Engine", container: Container, network: NetworkRecord) -> None:
    """Give a running container a card on a network."""
    settings = container.networks[_key(container, network)]
    if network.driver != "bridge":
        settings["endpoint"] = hex_id(engine.machine.rng, "endpoint")
        return
    if settings["address"] and network.predefined:
        raise BadRequest("user specified IP address is supported on user defined networks only")
    if settings["address"] and not network.given_subnet:
        raise BadRequest(
            "user specified IP address is supported only when connecting to networks with user configured subnets"
        )
    if settings["aliases"] and network.predefined:
        raise BadRequest("network-scoped alias is supported only for containers in user defined networks")
    if settings["address"] and IPv4Address(settings["address"]) not in IPv4Network(network.subnet):
        raise BadRequest(f"Invalid address {settings['address']}: It does not belong to any of this network's subnets")
    settings["ip"] = network.lease(container.id, settings["address"])
    settings["mac"] = settings["mac"] or mac_of(settings["ip"])
    settings["endpoint"] = hex_id(engine.machine.rng, "endpoint")
    cards = engine.network.interfaces.get(container.spaces, [])
    gateway = "" if network.internal else network.gateway
    card = Interface(f"eth{len(cards)}", settings["ip"], network.prefix, gateway, settings["mac"])
    engine.network.add_interface(container.spaces, card)
    engine.emit(
        "network", "connect", network.id, {"container": container.id, "name": network.name, "type": network.driver}
    )


def _key(container: Container, network: NetworkRecord) -> str:
    for name in (network.name, network.id):
        if name in container.networks:
            return name
    return next(name for name in container.networks if network.id.startswith(name))


def leave_all(engine: "Engine", container: Container) -> None:
    """Take back the addresses of a container that has ended."""
    for name, settings in container.networks.items():
        if settings["ip"]:
            _leave(engine, container, name, settings["ip"])
            settings["ip"], settings["mac"], settings["endpoint"] = "", "", ""
    engine.network.remove_space(container.spaces)


def _leave(engine: "Engine", container: Container, name: str, address: str) -> None:
    engine.network.remove_interface(container.spaces, address)
    network = next((row for row in engine.networks.networks.values() if name in (row.name, row.id)), None)
    if network is not None:
        network.leases.pop(address, None)
        attributes = {"container": container.id, "name": network.name, "type": network.driver}
        engine.emit("network", "disconnect", network.id, attributes)


def connect(engine: "Engine", network_name: str, container_name: str, asked: dict[str, object]) -> None:
    """Connect a container to one more network. Raises EngineError."""
    network = engine.networks.find(network_name)
    container = engine.containers.find(container_name)
    if network.driver == "host" and container.network_mode != "host":
        raise Forbidden("container cannot be disconnected from host network or connected to host network")
    if container.network_mode.startswith(("container:", "host")) and network.driver != "host":
        raise Conflict(SHARED)
    if container.network_mode == "none" or network.driver == "null":
        raise Forbidden(
            "container cannot be connected to multiple networks with one of the networks in private (none) mode"
        )
    if network.name in container.networks:
        raise Conflict(f"endpoint with name {container.name} already exists in network {network.name}")
    container.networks[network.name] = endpoint_settings(asked)
    if container.running:
        try:
            join(engine, container, network)
        except EngineError:
            del container.networks[network.name]
            raise
    engine.touch()


def disconnect(engine: "Engine", network_name: str, container_name: str, *, force: bool) -> None:
    """Take a container from a network. Raises EngineError."""
    network = engine.networks.find(network_name)
    try:
        container = engine.containers.find(container_name)
    except NotFound:
        if force:
            return
        raise
    if network.driver == "host":
        raise Forbidden("container cannot be disconnected from host network or connected to host network")
    if network.name not in container.networks:
        raise Forbidden(f"container {container.id} is not connected to network {network.name}")
    settings = container.networks.pop(network.name)
    if settings["ip"]:
        _leave(engine, container, network.name, settings["ip"])
    engine.touch()
