"""Ports of a container that are published on the host.

Models moby daemon/network and libnetwork's port allocator. Not modelled: SCTP beyond its name.
"""

from typing import TYPE_CHECKING

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.network import ANY, Forward, NetworkError

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

FIRST_RANDOM = 32768
LAST_RANDOM = 60999


def publish(engine: "Engine", container: Container, address: str) -> None:
    """Publish what the container asks for. Raises EngineError when a port is taken; nothing stays published then."""
    container.ports = []
    try:
        for port, bindings in wanted(container).items():
            number, _, proto = port.partition("/")
            for binding in bindings:
                _publish_one(engine, container, address, int(number), proto, binding)
    except EngineError:
        unpublish(engine, container)
        raise


def wanted(container: Container) -> dict[str, list[dict[str, str]]]:
    """Return the bindings asked for, by container port; ``-P`` asks for a random one for each exposed port."""
    asked = {port: list(bindings) for port, bindings in (container.host.get("PortBindings") or {}).items()}
    if container.host.get("PublishAllPorts"):
        for port in container.config.get("ExposedPorts") or {}:
            asked.setdefault(port, [{"HostIp": "", "HostPort": ""}])
    return dict(sorted(asked.items(), key=lambda item: port_key(item[0])))


def port_key(port: str) -> tuple[int, str]:
    """Return what ports are sorted by."""
    number, _, proto = port.partition("/")
    return int(number), proto


def _publish_one(  # noqa: PLR0917  (one port in all its parts)
    engine: "Engine", container: Container, address: str, port: int, proto: str, binding: dict[str, str]
) -> None:
    network = engine.network
    host_ip, asked = binding.get("HostIp") or "", binding.get("HostPort") or ""
    families = [host_ip] if host_ip else [ANY, "::"]
    if asked:
        low, _, high = asked.partition("-")
        candidates = range(int(low), int(high or low) + 1)
    else:
        candidates = range(engine.next_port, LAST_RANDOM + 1)
    for candidate in candidates:
        if not any(network.is_taken(family, candidate, proto) for family in families):
            break
    else:
        shown = host_ip or ANY
        raise EngineError(
            f"driver failed programming external connectivity on endpoint {container.name} "
            f"({_endpoint(container)}): Bind for {shown}:{candidates[-1]} failed: port is already allocated"
        )
    if not asked:
        engine.next_port = candidate + 1
    for family in families:
        try:
            network.forward(Forward(family, candidate, proto, address, port, container.id))
        except NetworkError as error:
            raise EngineError(f"Bind for {family}:{candidate} failed: port is already allocated") from error
        container.ports.append([port, proto, family, candidate])


def _endpoint(container: Container) -> str:
    for settings in container.networks.values():
        return str(settings.get("endpoint", ""))
    return ""


def unpublish(engine: "Engine", container: Container) -> None:
    """Take all published ports back."""
    engine.network.remove_forwards(container.id)
    container.ports = []
