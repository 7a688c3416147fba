"""A container as ``docker inspect`` prints it.

Models moby api/types/container.InspectResponse and HostConfig, field by field in their order.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import ports
from sandbox.sim.engine.container import Container, MountPoint
from sandbox.sim.engine.health import check_of
from sandbox.sim.kernel.clock import rfc3339_nano

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

NEVER = "0001-01-01T00:00:00Z"
DIRECTORY = "/var/lib/docker/containers"
SHM_SIZE = 67108864
MASKED = [
    "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
    "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware",
    "/sys/devices/virtual/powercap",
]  # fmt: skip
READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]


def moment(value: int) -> str:
    """Return a moment as the API writes it."""
    return rfc3339_nano(value) if value else NEVER


def view(engine: "Engine", container: Container) -> dict[str, Any]:
    """Return the container."""
    home = f"{DIRECTORY}/{container.id}"
    ever = bool(container.started)
    return {
        "Id": container.id,
        "Created": moment(container.created),
        "Path": container.path,
        "Args": list(container.args),
        "State": state_view(container),
        "Image": container.image,
        "ResolvConfPath": f"{home}/resolv.conf" if ever else "",
        "HostnamePath": f"{home}/hostname" if ever else "",
        "HostsPath": f"{home}/hosts" if ever else "",
        "LogPath": f"{home}/{container.id}-json.log" if ever else "",
        "Name": f"/{container.name}",
        "RestartCount": container.restarts,
        "Driver": "overlay2",
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "docker-default" if ever else "",
        "ExecIDs": container.execs or None,
        "HostConfig": host_view(container),
        "GraphDriver": {"Data": graph_data(container), "Name": "overlay2"},
        "Mounts": [mount_view(mount) for mount in container.mounts if mount.kind != "tmpfs" or mount.from_mount],
        "Config": config_view(container),
        "NetworkSettings": network_settings(engine, container),
    }


def state_view(container: Container) -> dict[str, Any]:
    """Return ``State``."""
    state: dict[str, Any] = {
        "Status": container.status,
        "Running": container.running or container.status == "restarting",
        "Paused": container.status == "paused",
        "Restarting": container.status == "restarting",
        "OOMKilled": container.oom_killed,
        "Dead": False,
        "Pid": container.pid + 1000 if container.running else 0,
        "ExitCode": container.exit_code,
        "Error": container.error,
        "StartedAt": moment(container.started),
        "FinishedAt": moment(container.finished),
    }
    if container.health is not None:
        state["Health"] = {
            "Status": container.health["Status"],
            "FailingStreak": container.health["FailingStreak"],
            "Log": [
                {"Start": moment(begun), "End": moment(done), "ExitCode": code, "Output": output}
                for begun, done, code, output in container.health["Log"]
            ],
        }
    return state


def graph_data(container: Container) -> dict[str, str]:
    """Return where overlay2 keeps the container's files."""
    top = f"/var/lib/docker/overlay2/{container.id}"
    return {
        "ID": container.id, "LowerDir": f"{top}-init/diff", "MergedDir": f"{top}/merged", "UpperDir": f"{top}/diff",
        "WorkDir": f"{top}/work",
    }  # fmt: skip


def mount_view(mount: MountPoint) -> dict[str, Any]:
    """Return one of ``Mounts``."""
    if mount.kind == "volume":
        return {
            "Type": "volume", "Name": mount.name, "Source": mount.source, "Destination": mount.destination,
            "Driver": "local", "Mode": "" if mount.anonymous else mount.mode, "RW": mount.writable, "Propagation": "",
        }  # fmt: skip
    return {
        "Type": mount.kind, "Source": mount.source, "Destination": mount.destination,
        "Mode": mount.mode if mount.kind == "bind" else "", "RW": mount.writable,
        "Propagation": "rprivate" if mount.kind == "bind" else "",
    }  # fmt: skip


def config_view(container: Container) -> dict[str, Any]:
    """Return ``Config``."""
    config = container.config
    result: dict[str, Any] = {
        "Hostname": config.get("Hostname") or "",
        "Domainname": config.get("Domainname") or "",
        "User": config.get("User") or "",
        "AttachStdin": bool(config.get("AttachStdin")),
        "AttachStdout": bool(config.get("AttachStdout")),
        "AttachStderr": bool(config.get("AttachStderr")),
    }
    if config.get("ExposedPorts"):
        result["ExposedPorts"] = dict(sorted(config["ExposedPorts"].items()))
    result |= {
        "Tty": bool(config.get("Tty")),
        "OpenStdin": bool(config.get("OpenStdin")),
        "StdinOnce": bool(config.get("StdinOnce")),
        "Env": config.get("Env") or [],
        "Cmd": config.get("Cmd"),
    }
    if check_of(container) or (config.get("Healthcheck") or {}).get("Test"):
        result["Healthcheck"] = config["Healthcheck"]
    result |= {
        "Image": config.get("Image") or "",
        "Volumes": config.get("Volumes"),
        "WorkingDir": config.get("WorkingDir") or "",
        "Entrypoint": config.get("Entrypoint"),
        "OnBuild": None,
        "Labels": config.get("Labels") or {},
    }
    if config.get("StopSignal"):
        result["StopSignal"] = config["StopSignal"]
    if config.get("StopTimeout") is not None:
        result["StopTimeout"] = config["StopTimeout"]
    return result


def host_view(container: Container) -> dict[str, Any]:
    """Return ``HostConfig`` with every field."""
    host = container.host
    policy = host.get("RestartPolicy") or {}
    retries = policy.get("MaximumRetryCount") or 0
    defaults: dict[str, Any] = {
        "Binds": None, "ContainerIDFile": "", "LogConfig": {"Type": "json-file", "Config": {}},
        "NetworkMode": "bridge" if container.network_mode == "default" else container.network_mode, "PortBindings": {},
        "RestartPolicy": {"Name": policy.get("Name") or "no", "MaximumRetryCount": retries},
        "AutoRemove": False, "VolumeDriver": "", "VolumesFrom": None, "ConsoleSize": [0, 0], "CapAdd": None,
        "CapDrop": None, "CgroupnsMode": "private", "Dns": [], "DnsOptions": [], "DnsSearch": [], "ExtraHosts": None,
        "GroupAdd": None, "IpcMode": "private", "Cgroup": "", "Links": None, "OomScoreAdj": 0, "PidMode": "",
        "Privileged": False, "PublishAllPorts": False, "ReadonlyRootfs": False, "SecurityOpt": None, "UTSMode": "",
        "UsernsMode": "", "ShmSize": SHM_SIZE, "Runtime": "runc", "Isolation": "", "CpuShares": 0, "Memory": 0,
        "NanoCpus": 0, "CgroupParent": "", "BlkioWeight": 0, "BlkioWeightDevice": [], "BlkioDeviceReadBps": [],
        "BlkioDeviceWriteBps": [], "BlkioDeviceReadIOps": [], "BlkioDeviceWriteIOps": [], "CpuPeriod": 0, "CpuQuota": 0,
        "CpuRealtimePeriod": 0, "CpuRealtimeRuntime": 0, "CpusetCpus": "", "CpusetMems": "", "Devices": [],
        "DeviceCgroupRules": None, "DeviceRequests": None, "MemoryReservation": 0, "MemorySwap": 0,
        "MemorySwappiness": None, "OomKillDisable": None, "PidsLimit": None, "Ulimits": [], "CpuCount": 0,
        "CpuPercent": 0, "IOMaximumIOps": 0, "IOMaximumBandwidth": 0,
    }  # fmt: skip
    kept = ("NetworkMode", "RestartPolicy")
    merged = {key: host.get(key, value) if key not in kept else value for key, value in defaults.items()}
    if merged["Memory"] and not merged["MemorySwap"]:
        merged["MemorySwap"] = 2 * merged["Memory"]
    for extra in ("Mounts", "Tmpfs", "StorageOpt", "Sysctls", "Init"):
        if host.get(extra):
            merged[extra] = host[extra]
    if not host.get("Privileged"):
        merged |= {"MaskedPaths": MASKED, "ReadonlyPaths": READ_ONLY}
    return merged


def port_map(container: Container) -> dict[str, Any]:
    """Return ``NetworkSettings.Ports``: exposed ports and where they are published."""
    if not container.running or container.network_mode == "host":
        return {}
    result: dict[str, Any] = dict.fromkeys(container.config.get("ExposedPorts") or {})
    for port, proto, address, host_port in container.ports:
        key = f"{port}/{proto}"
        result[key] = [*(result.get(key) or []), {"HostIp": address, "HostPort": str(host_port)}]
    return dict(sorted(result.items(), key=lambda item: ports.port_key(item[0])))


def network_settings(engine: "Engine", container: Container) -> dict[str, Any]:
    """Return ``NetworkSettings``."""
    networks = {name: endpoint_view(engine, container, name) for name in sorted(container.networks)}
    bridge = networks.get("bridge") or {}
    sandbox = container.id[::-1] if container.running else ""
    return {
        "Bridge": "",
        "SandboxID": sandbox,
        "SandboxKey": f"/var/run/docker/netns/{sandbox[:12]}" if sandbox else "",
        "Ports": port_map(container),
        "HairpinMode": False,
        "LinkLocalIPv6Address": "",
        "LinkLocalIPv6PrefixLen": 0,
        "SecondaryIPAddresses": None,
        "SecondaryIPv6Addresses": None,
        "EndpointID": bridge.get("EndpointID", ""),
        "Gateway": bridge.get("Gateway", ""),
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "IPAddress": bridge.get("IPAddress", ""),
        "IPPrefixLen": bridge.get("IPPrefixLen", 0),
        "IPv6Gateway": "",
        "MacAddress": bridge.get("MacAddress", ""),
        "Networks": networks,
    }


def endpoint_view(engine: "Engine", container: Container, name: str) -> dict[str, Any]:
    """Return one of ``Networks``."""
    settings = container.networks[name]
    network = next((row for row in engine.networks.networks.values() if name in (row.name, row.id)), None)
    up = bool(settings["ip"]) and network is not None
    user_defined = network is not None and not network.predefined
    names = [container.name, *settings["aliases"], container.id[:12]] if user_defined else None
    asked = {"IPv4Address": settings["address"]} if settings["address"] else None
    return {
        "IPAMConfig": asked if asked or not user_defined else {},
        "Links": settings["links"] or None,
        "Aliases": settings["aliases"] or None,
        "MacAddress": settings["mac"],
        "DriverOpts": None,
        "GwPriority": 0,
        "NetworkID": network.id if network is not None and (up or container.running) else "",
        "EndpointID": settings["endpoint"],
        "Gateway": network.gateway if up and network is not None else "",
        "IPAddress": settings["ip"],
        "IPPrefixLen": network.prefix if up and network is not None else 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": list(dict.fromkeys(names)) if names else None,
    }
