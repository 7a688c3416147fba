"""Objects of the engine as ``docker inspect`` prints them.

Models moby api/types (container.InspectResponse, image.InspectResponse, volume.Volume, network.Inspect), field by field
in their order. Not modelled: fields of swarm and of Windows.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import inspect_container
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.copying import tree_size
from sandbox.sim.engine.errors import EngineError, NotFound
from sandbox.sim.engine.images import Image
from sandbox.sim.engine.networks import NetworkRecord
from sandbox.sim.engine.volumes import Volume
from sandbox.sim.kernel.clock import rfc3339, rfc3339_nano
from sandbox.sim.kernel.filesystem import ROOT
from sandbox.sim.runtime.images.image import digest
from sandbox.sim.runtime.network import ANY

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine


def inspect(engine: "Engine", kind: str, name: str) -> dict[str, Any]:
    """Return one object. ``kind`` is container, image, volume or network. Raises EngineError."""
    if kind == "container":
        return container_view(engine, engine.containers.find(name))
    if kind == "image":
        try:
            return image_view(engine, engine.images.find(name))
        except NotFound as error:
            raise NotFound(f"no such image: {name}: {error}") from error
    if kind == "volume":
        return volume_view(engine.volumes.get(name))
    if kind == "network":
        return network_view(engine, engine.networks.find(name))
    raise EngineError(f"not modelled in this sandbox: docker inspect --type {kind}")


def container_view(engine: "Engine", container: Container) -> dict[str, Any]:
    """Return a container."""
    return inspect_container.view(engine, container)


def volume_view(volume: Volume) -> dict[str, Any]:
    """Return a volume."""
    return {
        "CreatedAt": rfc3339(volume.created),
        "Driver": "local",
        "Labels": dict(volume.labels) or None,
        "Mountpoint": volume.mountpoint,
        "Name": volume.name,
        "Options": dict(volume.options) or None,
        "Scope": "local",
    }


def volume_size(engine: "Engine", volume: Volume) -> int:
    """Return the bytes that a volume holds."""
    return tree_size(engine.machine.disks[volume.disk], ROOT)


def network_view(engine: "Engine", network: NetworkRecord) -> dict[str, Any]:
    """Return a network with the containers that are on it."""
    config = [{"Subnet": network.subnet, "Gateway": network.gateway}] if network.subnet else []
    if network.ip_range:
        config[0] = {"Subnet": network.subnet, "IPRange": network.ip_range, "Gateway": network.gateway}
    connected: dict[str, Any] = {}
    for container in engine.containers:
        settings = container.networks.get(network.name)
        if settings is not None and container.running:
            address = f"{settings['ip']}/{network.prefix}" if settings["ip"] else ""
            connected[container.id] = {
                "Name": container.name, "EndpointID": settings["endpoint"], "MacAddress": settings["mac"],
                "IPv4Address": address, "IPv6Address": "",
            }  # fmt: skip
    options = dict(network.options)
    if network.name == "bridge":
        options = {
            "com.docker.network.bridge.default_bridge": "true",
            "com.docker.network.bridge.enable_icc": "true",
            "com.docker.network.bridge.enable_ip_masquerade": "true",
            "com.docker.network.bridge.host_binding_ipv4": ANY,
            "com.docker.network.bridge.name": "docker0",
            "com.docker.network.driver.mtu": "1500",
        }
    return {
        "Name": network.name,
        "Id": network.id,
        "Created": rfc3339_nano(network.created),
        "Scope": "local",
        "Driver": network.driver,
        "EnableIPv4": True,
        "EnableIPv6": False,
        "IPAM": {"Driver": "default", "Options": None if network.predefined else {}, "Config": config or None},
        "Internal": network.internal,
        "Attachable": network.attachable,
        "Ingress": False,
        "ConfigFrom": {"Network": ""},
        "ConfigOnly": False,
        "Containers": connected,
        "Options": options,
        "Labels": dict(network.labels),
    }


def image_view(engine: "Engine", image: Image) -> dict[str, Any]:
    """Return an image."""
    config = image.config
    view: dict[str, Any] = {
        "Id": image.id,
        "RepoTags": engine.images.names(image.id),
        "RepoDigests": engine.images.repo_digests(image.id),
        "Parent": image.parent,
        "Comment": image.comment or (image.history[-1].comment if image.history else ""),
        "Created": image.created,
        "Container": image.container,
        "DockerVersion": "28.2.2" if image.container else "",
        "Author": image.author,
        "Config": oci_config(config),
        "Architecture": "amd64",
        "Os": "linux",
        "Size": image.size,
        "GraphDriver": {"Data": _graph_data(image), "Name": "overlay2"},
        "RootFS": {"Type": "layers", "Layers": list(image.layers)},
        "Metadata": {"LastTagTime": "0001-01-01T00:00:00Z"},
    }
    return view


def _graph_data(image: Image) -> dict[str, str]:
    key = digest("graph", *image.layers).removeprefix("sha256:")
    top = f"/var/lib/docker/overlay2/{key}"
    return {"MergedDir": f"{top}/merged", "UpperDir": f"{top}/diff", "WorkDir": f"{top}/work"}


def oci_config(config: dict[str, Any]) -> dict[str, Any]:
    """Return an image's configuration with the fields that are set, in the order of the OCI specification."""
    names = ("User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels", "StopSignal",
             "Healthcheck", "OnBuild", "Shell")  # fmt: skip
    return {name: config[name] for name in names if config.get(name)}


def config_view(config: dict[str, Any]) -> dict[str, Any]:
    """Return an image's configuration with all fields in order."""
    view: dict[str, Any] = {
        "Hostname": "", "Domainname": "", "User": config.get("User") or "", "AttachStdin": False, "AttachStdout": False,
        "AttachStderr": False,
    }  # fmt: skip
    if config.get("ExposedPorts"):
        view["ExposedPorts"] = config["ExposedPorts"]
    view |= {
        "Tty": False, "OpenStdin": False, "StdinOnce": False, "Env": config.get("Env") or [], "Cmd": config.get("Cmd"),
    }  # fmt: skip
    if config.get("Healthcheck"):
        view["Healthcheck"] = config["Healthcheck"]
    view |= {
        "Image": config.get("Image") or "", "Volumes": config.get("Volumes"),
        "WorkingDir": config.get("WorkingDir") or "", "Entrypoint": config.get("Entrypoint"),
        "OnBuild": config.get("OnBuild"), "Labels": config.get("Labels"),
    }  # fmt: skip
    if config.get("StopSignal"):
        view["StopSignal"] = config["StopSignal"]
    if config.get("Shell"):
        view["Shell"] = config["Shell"]
    return view
