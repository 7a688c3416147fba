"""A service as the request that makes one of its containers.

Models docker/compose pkg/compose/create.go (getCreateConfigs).
"""

from typing import Any

from sandbox.sim.docker.compose import containers, endpoints, labels, request_mounts
from sandbox.sim.docker.compose.model import hashing, values
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.container import publish
from sandbox.sim.docker.container.modes import CAPABILITIES, LOG_DRIVERS
from sandbox.sim.docker.container.options import restart_policy
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import BadRequest, NotFound
from sandbox.sim.kernel.clock import SECOND

Data = dict[str, Any]
CONDITIONS = {"none": "no", "any": "always"}
"""How ``deploy.restart_policy`` calls what the engine calls otherwise."""
DURATIONS = {
    "interval": "Interval", "timeout": "Timeout", "start_period": "StartPeriod", "start_interval": "StartInterval",
}  # fmt: skip
SHOWN = {
    "cap_add": "CapAdd", "cap_drop": "CapDrop", "dns": "Dns", "dns_opt": "DnsOptions", "dns_search": "DnsSearch",
    "group_add": "GroupAdd", "init": "Init", "oom_kill_disable": "OomKillDisable", "oom_score_adj": "OomScoreAdj",
    "pids_limit": "PidsLimit", "privileged": "Privileged", "read_only": "ReadonlyRootfs",
    "security_opt": "SecurityOpt", "sysctls": "Sysctls", "cgroup": "CgroupnsMode", "cpuset": "CpusetCpus",
    "mem_swappiness": "MemorySwappiness",
}  # fmt: skip
"""Attributes that go into ``HostConfig`` as they stand."""
NUMBERS = {
    "mem_limit": "Memory", "mem_reservation": "MemoryReservation", "memswap_limit": "MemorySwap",
    "shm_size": "ShmSize", "cpu_shares": "CpuShares", "cpu_period": "CpuPeriod", "cpu_quota": "CpuQuota",
}  # fmt: skip


def body(
    engine: Engine, project: Project, name: str, number: int, *, replaced: Container | None = None,
    own_labels: dict[str, str] | None = None, aliases: bool = True,
) -> Data:  # fmt: skip
    """Return the request for a container. ``replaced`` hands its anonymous volumes on; ``number`` 0 is a one-off."""
    service = project.services[name]
    request: Data = {
        "Hostname": service.get("hostname", ""), "Domainname": service.get("domainname", ""),
        "User": service.get("user", ""), "AttachStdin": False, "AttachStdout": True, "AttachStderr": True,
        "ExposedPorts": _exposed(service) or None, "Tty": service.get("tty", False),
        "OpenStdin": service.get("stdin_open", False), "StdinOnce": False, "Env": _environment(service),
        "Cmd": service.get("command"), "Image": project.image(name), "Volumes": None,
        "WorkingDir": service.get("working_dir", ""), "Entrypoint": service.get("entrypoint"),
        "Labels": labels_of(engine, project, name, number) | (own_labels or {}),
        "StopSignal": service.get("stop_signal", ""),
    }  # fmt: skip
    if "stop_grace_period" in service:
        request["StopTimeout"] = -(-values.duration(service["stop_grace_period"], "stop_grace_period") // SECOND)
    if "healthcheck" in service:
        request["Healthcheck"] = _healthcheck(service["healthcheck"])
    binds, mounts = request_mounts.mounts_of(engine, project, name, replaced)
    request["HostConfig"] = _host_config(service) | {"Binds": binds or None, "Mounts": mounts or None}
    request["HostConfig"] = {key: value for key, value in request["HostConfig"].items() if value not in (None, "", 0)}
    request["HostConfig"] |= endpoints.shared(engine, project, name)
    mode, settings = endpoints.of(engine, project, name, number, aliases=aliases)
    request["HostConfig"]["NetworkMode"] = mode
    request["NetworkingConfig"] = {"EndpointsConfig": settings}
    return request


def labels_of(engine: Engine, project: Project, name: str, number: int) -> dict[str, str]:
    """Return a container's labels: the service's own and those that compose works with."""
    service = project.services[name]
    depends_on = ",".join(
        f"{other}:{wanted['condition']}:{str(wanted.get('restart', False)).lower()}"
        for other, wanted in (service.get("depends_on") or {}).items()
    )
    image = engine.images.find(project.image(name)).id
    return {
        **(service.get("labels") or {}),
        labels.CONFIG_HASH: hashing.of_service(name, service), labels.NUMBER: str(number or 1),
        labels.DEPENDS_ON: depends_on, labels.IMAGE: image, labels.ONE_OFF: "False", labels.PROJECT: project.name,
        labels.CONFIG_FILES: ",".join(project.files), labels.WORKING_DIR: project.directory, labels.SERVICE: name,
        labels.VERSION: labels.VERSION_TEXT,
    }  # fmt: skip


def must_be_replaced(engine: Engine, project: Project, name: str, row: Container) -> bool:
    """Say whether a container is not what its service says by now."""
    service = project.services[name]
    if containers.label(row, labels.CONFIG_HASH) != hashing.of_service(name, service):
        return True
    if containers.label(row, labels.IMAGE) != engine.images.find(project.image(name)).id:
        return True
    networks = {project.networks[key]["name"] for key in service.get("networks") or {}}
    return row.running and not networks <= set(row.networks)


def _environment(service: Data) -> list[str]:
    given = service.get("environment") or {}
    return [name if value is None else f"{name}={value}" for name, value in sorted(given.items())]


def _exposed(service: Data) -> Data:
    ports = publish.read_expose(service.get("expose") or [])
    return ports | {f"{row['target']}/{row['protocol']}": {} for row in service.get("ports") or []}


def _healthcheck(given: Data) -> Data:
    if given.get("disable"):
        return {"Test": ["NONE"]}
    check: Data = {"Test": given["test"]} if given.get("test") else {}
    for key, name in DURATIONS.items():
        if key in given:
            check[name] = values.duration(given[key], f"healthcheck.{key}")
    if "retries" in given:
        check["Retries"] = given["retries"]
    return check


def _check(service: Data) -> None:
    """Raise EngineError for what the daemon refuses, though nothing here depends on it."""
    driver = (service.get("logging") or {}).get("driver") or ""
    if driver not in LOG_DRIVERS:
        raise NotFound(f'error looking up logging plugin {driver}: plugin "{driver}" not found')
    for key, shown in (("cap_add", "CapAdd"), ("cap_drop", "CapDrop")):
        for name in service.get(key) or []:
            bare = name.upper().removeprefix("CAP_")
            if bare not in CAPABILITIES:
                raise BadRequest(f'invalid {shown}: unknown capability: "CAP_{bare}"')


def _host_config(service: Data) -> Data:
    _check(service)
    logging = service.get("logging") or {}
    host: Data = {name: service[key] for key, name in SHOWN.items() if service.get(key)}
    host |= {name: int(float(service[key])) for key, name in NUMBERS.items() if key in service}
    host |= {
        "RestartPolicy": _policy(service), "PortBindings": _bindings(service),
        "NanoCpus": round(service.get("cpus", 0) * 10**9),
        "ExtraHosts": [row.replace("=", ":", 1) for row in service.get("extra_hosts") or []] or None,
        "LogConfig": {"Type": logging.get("driver") or "json-file", "Config": logging.get("options") or {}},
        "Tmpfs": {path: options for path, _, options in (row.partition(":") for row in service.get("tmpfs") or [])}
        or None,
        "Ulimits": _ulimits(service.get("ulimits") or {}) or None,
    }  # fmt: skip
    return host | _deployed(service.get("deploy") or {})


def _bindings(service: Data) -> Data:
    bindings: Data = {}
    for row in service.get("ports") or []:
        binding = {"HostIp": row.get("host_ip", ""), "HostPort": row.get("published", "")}
        bindings.setdefault(f"{row['target']}/{row['protocol']}", []).append(binding)
    return bindings


def _policy(service: Data) -> Data:
    policy = (service.get("deploy") or {}).get("restart_policy")
    if policy:
        condition = policy.get("condition", "any")
        return {"Name": CONDITIONS.get(condition, condition), "MaximumRetryCount": policy.get("max_attempts", 0)}
    return restart_policy(service.get("restart", ""))


def _ulimits(given: Data) -> list[Data]:
    rows = []
    for name, limit in sorted(given.items()):
        both = limit if isinstance(limit, dict) else {"soft": limit, "hard": limit}
        rows.append({"Name": name, "Hard": both.get("hard", 0), "Soft": both.get("soft", 0)})
    return rows


def _deployed(deploy: Data) -> Data:
    resources = deploy.get("resources") or {}
    limits, reservations = resources.get("limits") or {}, resources.get("reservations") or {}
    host: Data = {}
    if limits.get("memory"):
        host["Memory"] = int(limits["memory"])
    if limits.get("cpus"):
        host["NanoCpus"] = round(limits["cpus"] * 10**9)
    if limits.get("pids"):
        host["PidsLimit"] = limits["pids"]
    if reservations.get("memory"):
        host["MemoryReservation"] = int(reservations["memory"])
    return host
