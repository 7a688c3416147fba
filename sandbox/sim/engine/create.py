"""Containers are made: the request is checked, completed from the image, and given its files.

Models moby daemon/create.go and daemon/container.go (verifyContainerSettings). Not modelled: devices, cgroup parents,
security profiles, which are kept for ``inspect`` and have no effect.
"""

import posixpath
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import mounts
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.environment import merge_image_env
from sandbox.sim.engine.errors import BadRequest, EngineError, NotFound
from sandbox.sim.engine.images import Image
from sandbox.sim.engine.names import random_name
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.ids import hex_id
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.signals import parse_signal

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

MINIMUM_MEMORY = 6 * 1024 * 1024
SMALLEST_CPU = 10**7
CPUS = 4
MILLISECOND = 10**6
OOM_SCORES = range(-1000, 1001)
"""How many the simulated machine has."""
POLICIES = ("", "no", "always", "unless-stopped", "on-failure")


def create(engine: "Engine", name: str, body: dict[str, Any]) -> Container:
    """Make a container from a request in the API's shape (``Config`` with ``HostConfig``, ``NetworkingConfig``).

    Raises EngineError with the daemon's words.
    """
    config = {key: value for key, value in body.items() if key not in ("HostConfig", "NetworkingConfig")}
    host = dict(body.get("HostConfig") or {})
    verify(config, host)
    image = engine.images.find(config["Image"])
    complete_from_image(config, image)
    command = [*(config.get("Entrypoint") or []), *(config.get("Cmd") or [])]
    if not command:
        raise BadRequest("No command specified")
    bare = engine.containers.check_name(name) if name else _fresh_name(engine)
    container = Container(
        hex_id(engine.machine.rng), bare, engine.machine.clock.now, image.id, config["Image"], command[0], command[1:],
        config, host, networks={}, layers=list(image.layers),
    )  # fmt: skip
    _resolve_sharing(engine, container)
    config.setdefault("Hostname", "")
    if not config["Hostname"] and not shares_network(container):
        config["Hostname"] = container.id[:12]
    container.networks = networks_of(container, (body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {})
    _check_links(engine, container)
    _make_files(engine, container, image)
    engine.containers.containers[container.id] = container
    engine.emit("container", "create", container.id, {"image": container.image_name, "name": container.name})
    return container


def shares_network(container: Container) -> bool:
    """Say whether the container has no network namespace of its own."""
    return container.network_mode == "host" or container.network_mode.startswith("container:")


def _fresh_name(engine: "Engine") -> str:
    name = random_name(engine.machine.rng)
    while engine.containers.by_name(name) is not None:
        name = random_name(engine.machine.rng)
    return name


def verify(config: dict[str, Any], host: dict[str, Any]) -> None:
    """Check what does not depend on the image. Raises BadRequest."""
    verify_health(config)
    workdir = config.get("WorkingDir") or ""
    if workdir and not workdir.startswith("/"):
        raise BadRequest(f"the working directory '{workdir}' is invalid, it needs to be an absolute path")
    if config.get("StopSignal") and parse_signal(config["StopSignal"]) is None:
        raise BadRequest(f"Invalid signal: {config['StopSignal']}")
    verify_policy(host)
    verify_resources(host)


def verify_policy(host: dict[str, Any]) -> None:
    """Check the restart policy. Raises BadRequest."""
    policy = host.get("RestartPolicy") or {}
    name, count = policy.get("Name") or "", policy.get("MaximumRetryCount") or 0
    if name not in POLICIES:
        raise BadRequest(f"invalid restart policy '{name}'")
    if count and name != "on-failure":
        raise BadRequest(f"maximum retry count cannot be used with restart policy '{name or 'no'}'")
    if count < 0:
        raise BadRequest("maximum retry count cannot be negative")


def verify_resources(host: dict[str, Any]) -> None:
    """Check memory and CPU limits. Raises BadRequest."""
    memory, swap, cpus = host.get("Memory") or 0, host.get("MemorySwap") or 0, host.get("NanoCpus") or 0
    if 0 < memory < MINIMUM_MEMORY:
        raise BadRequest("Minimum memory limit allowed is 6MB")
    if memory > 0 and 0 < swap < memory:
        raise BadRequest("Minimum memoryswap limit should be larger than memory limit, see usage")
    if not memory and swap > 0:
        raise BadRequest("You should always set the Memory limit when using Memoryswap limit, see usage")
    reservation = host.get("MemoryReservation") or 0
    if 0 < memory < reservation:
        raise BadRequest("Minimum memory limit can not be less than memory reservation limit, see usage")
    score = host.get("OomScoreAdj") or 0
    if score not in OOM_SCORES:
        raise BadRequest(f"Invalid value {score}, range for oom score adj is [-1000, 1000]")
    if cpus and not SMALLEST_CPU <= cpus <= CPUS * 10**9:
        raise BadRequest(f"range of CPUs is from 0.01 to {CPUS:.2f}, as there are only {CPUS} CPUs available")


def verify_health(config: dict[str, Any]) -> None:
    """Check the durations of a health check. Raises BadRequest."""
    health = config.get("Healthcheck") or {}
    for name in ("Interval", "Timeout", "StartPeriod", "StartInterval"):
        if 0 < health.get(name, 0) < MILLISECOND:
            raise BadRequest(f"{name} in Healthcheck cannot be less than 1ms")


def complete_from_image(config: dict[str, Any], image: Image) -> None:
    """Fill in what the request leaves to the image (moby daemon/commit.go, merge)."""
    base = image.config
    config["Env"] = merge_image_env(config.get("Env") or [], base.get("Env") or [])
    config["Labels"] = {**(base.get("Labels") or {}), **(config.get("Labels") or {})}
    for key in ("ExposedPorts", "Volumes"):
        merged = {**(config.get(key) or {}), **(base.get(key) or {})}
        config[key] = merged or None
    for key in ("User", "WorkingDir", "StopSignal", "Shell"):
        config[key] = config.get(key) or base.get(key) or ""
    if not config.get("Entrypoint"):
        if not config.get("Cmd"):
            config["Cmd"] = base.get("Cmd")
        if config.get("Entrypoint") is None:
            config["Entrypoint"] = base.get("Entrypoint")
    if config.get("Entrypoint") in ([], [""]):
        config["Entrypoint"] = None
    _merge_health(config, base)


def _merge_health(config: dict[str, Any], base: dict[str, Any]) -> None:
    image_check = base.get("Healthcheck")
    if image_check is None:
        return
    own = config.get("Healthcheck") or {}
    config["Healthcheck"] = {**image_check, **{key: value for key, value in own.items() if value}}


def _resolve_sharing(engine: "Engine", container: Container) -> None:
    mode = container.network_mode
    if mode.startswith("container:"):
        other = engine.containers.find(mode.removeprefix("container:"))
        container.host["NetworkMode"] = f"container:{other.id}"
        _check_shared(container)


def _check_shared(container: Container) -> None:
    """Refuse what a container that uses another's network cannot have."""
    config, host = container.config, container.host
    conflicts = {
        "hostname and the network mode": config.get("Hostname"),
        "container type network can't be used with links. This would result in undefined behavior": host.get("Links"),
        "dns and the network mode": host.get("Dns"),
        "custom host-to-IP mapping and the network mode": host.get("ExtraHosts"),
        "port publishing and the container type network mode": host.get("PortBindings") or host.get("PublishAllPorts"),
    }
    for what, given in conflicts.items():
        if given:
            raise BadRequest(f"conflicting options: {what}")


def networks_of(container: Container, endpoints: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the networks that the container is to join, with what was asked for."""
    mode = container.network_mode
    if mode.startswith("container:"):
        return {}
    names = ["bridge" if mode == "default" else mode, *(name for name in endpoints if name not in (mode, "default"))]
    return {name: endpoint_settings(endpoints.get(name) or {}) for name in dict.fromkeys(names)}


def endpoint_settings(asked: dict[str, Any]) -> dict[str, Any]:
    """Return an endpoint's settings from the API's shape."""
    ipam = asked.get("IPAMConfig") or {}
    return {
        "aliases": list(asked.get("Aliases") or []),
        "links": list(asked.get("Links") or []),
        "address": ipam.get("IPv4Address") or "",
        "mac": asked.get("MacAddress") or "",
        "ip": "",
        "endpoint": "",
    }


def _check_links(engine: "Engine", container: Container) -> None:
    for link in container.host.get("Links") or []:
        name = link.partition(":")[0]
        try:
            target = engine.containers.find(name)
        except NotFound as error:
            raise NotFound(f"could not get container for {name}: {error}") from error
        if target.network_mode == "host":
            raise BadRequest("conflicting options: host type networking can't be used with links. "
                             "This would result in undefined behavior")  # fmt: skip


def _make_files(engine: "Engine", container: Container, image: Image) -> None:
    disks, now = engine.machine.disks, engine.machine.clock.now
    disks.create(container.disk, lower=image.disk, now=now)
    try:
        _init_layer(engine, container)
        container.mounts = mounts.collect(engine, container)
        mounts.prepare(engine, container)
        mounts.make_mount_points(engine, container)
    except EngineError:
        disks.remove(container.disk)
        raise


def _init_layer(engine: "Engine", container: Container) -> None:
    """Put in what every container's root has: mount points, /.dockerenv, the working directory."""
    files = FileView(MountTable(Mount("/", engine.machine.disks[container.disk])), engine.machine.clock)
    for directory in ("/etc", "/proc", "/sys", "/dev"):
        files.mkdir(directory, parents=True)
    for path in ("/.dockerenv", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf"):
        if not files.exists(path):
            files.write(path, b"")
    if files.kind("/etc/mtab", follow=False) is None:
        files.symlink("/proc/mounts", "/etc/mtab")
    files.mkdir("/sys/fs/cgroup", parents=True)
    workdir = posixpath.normpath(container.config.get("WorkingDir") or "/")
    if not files.exists(workdir):
        files.mkdir(workdir, parents=True)
