"""The Docker daemon of a World.

Models dockerd as the Docker CLI 28 talks to it: images, containers, volumes, networks, events. Not modelled: swarm,
plugins, checkpoints, other storage drivers than overlay2.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sandbox.sim.engine import connect, create, execs, images, inspect, isolation, lifecycle, remote
from sandbox.sim.engine.builder.buildkit.cache import BuildCache
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.containers import ContainerStore
from sandbox.sim.engine.errors import EngineError, NotFound
from sandbox.sim.engine.images import Image, ImageStore
from sandbox.sim.engine.networks import NetworkRecord, NetworkStore
from sandbox.sim.engine.volumes import Volume, VolumeStore
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.network import Interface, Network
from sandbox.sim.runtime.process import Process

EVENTS_KEPT = 256
TARGET = "engine"


class Engine:
    """All state of the daemon. Every change goes through a method that calls ``touch()`` or ``emit()``."""

    def __init__(self, machine: Machine, network: Network) -> None:
        self.machine = machine
        self.network = network
        self.images = ImageStore()
        self.containers = ContainerStore()
        self.volumes = VolumeStore(machine)
        self.networks = NetworkStore(machine)
        self.builds = BuildCache()
        self.events: list[list[Any]] = []
        """``[moment, type, action, id, attributes]``, the latest last."""
        self.event_count = 0
        self.next_port = 32768
        self.version = 0
        machine.events.register(TARGET, self._timer)
        machine.table.on_end("docker", self._ended)
        network.resolvers.append(self._resolve)
        network.barriers.append(partial(isolation.barrier, self))

    @classmethod
    def create(cls, machine: Machine, network: Network, images: Sequence[str] = ()) -> "Engine":
        """Return a fresh engine that has pulled some images."""
        engine = cls(machine, network)
        engine.networks.create_predefined()
        engine._add_gateway(engine.networks.find("bridge"), "docker0")
        engine.preload(images)
        return engine

    def preload(self, names: Sequence[str]) -> None:
        """Have images from the beginning. Raises RegistryError for one that the catalogue lacks."""
        for name in names:
            reference = parse_normalized(name)
            entry = catalogue.find(reference)
            self.images.add_catalogue_image(entry, reference)
        self.images.digests.clear()

    def _add_gateway(self, network: NetworkRecord, card: str) -> None:
        if network.gateway:
            self.network.add_interface(HOST, Interface(card, network.gateway, network.prefix))

    # Changes that others may wait for

    def touch(self) -> None:
        """Note a change and wake who waits for one."""
        self.version += 1
        self.machine.table.announce(TARGET)

    def emit(self, kind: str, action: str, identifier: str, attributes: dict[str, str]) -> None:
        """Write an event."""
        self.events.append([self.machine.clock.now, kind, action, identifier, attributes])
        self.event_count += 1
        del self.events[:-EVENTS_KEPT]
        self.touch()

    def attributes(self, container: Container) -> dict[str, str]:
        """Return what events say of a container."""
        return {**(container.config.get("Labels") or {}), "image": container.image_name, "name": container.name}

    def plan(self, delay: int, what: str, container: Container) -> None:
        """Plan something for a container, void when it is started or stopped before."""
        payload = {"do": what, "id": container.id, "ticket": container.ticket}
        self.machine.events.schedule(self.machine.clock.now + delay, TARGET, payload)

    def _timer(self, payload: dict[str, Any]) -> None:
        lifecycle.timer(self, payload)

    def _ended(self, spaces: Namespaces, process: Process) -> None:
        lifecycle.ended(self, spaces, process)

    # Containers

    def hostname(self, container: Container) -> str:
        """Return what a container calls itself."""
        mode = container.network_mode
        if mode == "host":
            return container.config.get("Hostname") or self.machine.table.namespaces[HOST].hostname
        if mode.startswith("container:"):
            return self.hostname(self.containers.find(mode.removeprefix("container:")))
        return str(container.config.get("Hostname") or container.id[:12])

    def create_container(self, name: str, body: dict[str, Any]) -> Container:
        """Make a container from a request in the API's shape. Raises EngineError."""
        return create.create(self, name, body)

    def start(self, name: str) -> None:
        """Start a container. Raises EngineError."""
        lifecycle.start(self, self.containers.find(name))

    def stop(self, name: str, timeout: int | None = None) -> Container:
        """Begin to stop a container; wait for its status. Raises EngineError."""
        container = self.containers.find(name)
        lifecycle.stop(self, container, timeout)
        return container

    def exec(self, name: str, body: dict[str, Any], fds: dict[int, int], parent: int) -> Process:
        """Run a further process in a container. Raises EngineError."""
        return execs.run(self, self.containers.find(name), body, fds, parent)

    def rename(self, old: str, new: str) -> None:
        """Give a container another name. Raises EngineError."""
        container = self.containers.find(old)
        if container.name == new.removeprefix("/"):
            raise EngineError("Renaming a container with the same name as its current name")
        try:
            container.name = self.containers.check_name(new if new.startswith("/") else f"/{new}")
        except EngineError as error:
            raise type(error)(f"Error when allocating new name: {error}") from error
        self.emit("container", "rename", container.id, {**self.attributes(container), "oldName": f"/{old}"})

    # Volumes

    def volume_users(self, name: str) -> list[str]:
        """Return the ids of containers that mount a volume."""
        return [row.id for row in self.containers if any(m.kind == "volume" and m.name == name for m in row.mounts)]

    def create_volume(self, name: str = "", **settings: Any) -> Volume:
        """Make a volume. Raises EngineError."""
        known = name in self.volumes.volumes
        volume = self.volumes.create(name, **settings)
        if not known:
            self.emit("volume", "create", volume.name, {"driver": "local"})
        return volume

    def remove_volume(self, name: str, *, force: bool = False) -> None:
        """Remove a volume that nobody uses. Raises EngineError."""
        self.volumes.remove(name, self.volume_users(name), force=force)
        self.emit("volume", "destroy", name, {"driver": "local"})

    # Networks

    def create_network(self, name: str, **settings: Any) -> NetworkRecord:
        """Make a network. Raises EngineError."""
        network = self.networks.create(name, **settings)
        self._add_gateway(network, f"br-{network.id[:12]}")
        self.emit("network", "create", network.id, {"name": name, "type": network.driver})
        return network

    def remove_network(self, name: str) -> None:
        """Remove a network. Raises EngineError."""
        network = self.networks.remove(name)
        self.network.remove_interface(HOST, network.gateway)
        self.emit("network", "destroy", network.id, {"name": network.name, "type": network.driver})

    def connect_network(self, network: str, container: str, asked: dict[str, Any]) -> None:
        """Connect a container to a network. Raises EngineError."""
        connect.connect(self, network, container, asked)

    def disconnect_network(self, network: str, container: str, *, force: bool = False) -> None:
        """Disconnect a container from a network. Raises EngineError."""
        connect.disconnect(self, network, container, force=force)

    def _resolve(self, space: str, name: str) -> list[str]:
        """Answer for the engine's name server, which containers in user-defined networks have."""
        asking = self.containers.containers.get(space.removeprefix("container/"))
        if asking is None:
            return []
        for network_name in asking.networks:
            network = next((row for row in self.networks.networks.values() if row.name == network_name), None)
            if network is None or network.predefined:
                continue
            linked = self._linked(asking, network_name, name)
            if linked:
                return [linked]
            for other in self.containers:
                settings = other.networks.get(network_name)
                if settings is not None and settings["ip"] and name in self._names(other, settings):
                    return [settings["ip"]]
        return []

    def _linked(self, asking: Container, network: str, name: str) -> str:
        """Return the address of the container that a container knows by a name of its own on a network, or ''."""
        for link in asking.networks[network]["links"]:
            container, _, alias = link.partition(":")
            row = self.containers.by_name(container) if alias == name else None
            if row is not None and network in row.networks:
                return str(row.networks[network]["ip"])
        return ""

    @staticmethod
    def _names(container: Container, settings: dict[str, Any]) -> tuple[str, ...]:
        return (container.name, container.id[:12], container.config.get("Hostname") or "", *settings["aliases"])

    # Images

    def image_users(self, image: Image) -> list[Container]:
        """Return the containers that were made from an image."""
        return [row for row in self.containers if row.image == image.id]

    def fetch(self, reference: Reference) -> tuple[Image, str]:
        """Return what a registry has under a name, and its digest, without taking it in. Raises NotFound."""
        published = self.machine.published.find(reference)
        if published is not None:
            return images.from_published(published), published.entry.manifest_digest
        if remote.is_remote(reference):
            return remote.Remote(self, reference.domain).fetch(reference)
        try:
            entry = catalogue.find(reference)
        except catalogue.RegistryError as error:
            raise NotFound(str(error)) from error
        return self.images.images.get(entry.id) or images.from_catalogue(entry), entry.manifest_digest

    def pull(self, name: str) -> tuple[Image, bool]:
        """Take an image from the registry; also say whether it is new here. Raises EngineError."""
        reference = images.parse_daemon_reference(name)
        image, found = self.fetch(reference)
        known = image.id in self.images.images
        self.images.take(image, reference, found)
        self.emit("image", "pull", reference.with_default_tag().familiar, {"name": reference.familiar_name})
        return image, not known

    # What checks and commands look at

    def inspect(self, kind: str, name: str) -> dict[str, Any]:
        """Return one object as ``docker inspect`` prints it. Raises EngineError.

        ``kind`` is container, image, volume or network.
        """
        return inspect.inspect(self, kind, name)

    # Snapshots

    def dump(self) -> dict[str, Any]:
        """Return all state as JSON-able data."""
        return {
            "images": self.images.dump(),
            "containers": self.containers.dump(),
            "volumes": self.volumes.dump(),
            "networks": self.networks.dump(),
            "builds": self.builds.dump(),
            "events": self.events,
            "event_count": self.event_count,
            "next_port": self.next_port,
            "version": self.version,
        }

    @classmethod
    def load(cls, state: dict[str, Any], machine: Machine, network: Network) -> "Engine":
        """Return the engine that ``dump()`` described."""
        engine = cls(machine, network)
        engine.images = ImageStore.load(state["images"])
        engine.containers.restore(state["containers"])
        engine.volumes.restore(state["volumes"])
        engine.networks.restore(state["networks"])
        engine.builds = BuildCache.load(state.get("builds") or {"records": [], "history": 0})
        engine.events, engine.event_count = state["events"], state["event_count"]
        engine.next_port, engine.version = state["next_port"], state["version"]
        return engine
