"""What may stand in a compose file.

Models the Compose Specification as docker compose 2.36 carries it: names, kinds, and for each attribute of a service
what this sandbox makes of it.
"""

from sandbox.sim.docker.compose.model.schema import Kind, kind

TEXT = kind("string")
TEXTS = kind("array", items=TEXT)
TEXT_OR_TEXTS = kind("string|array", items=TEXT)
FLAG = kind("boolean|string")
AMOUNT = kind("number|string")
COUNT = kind("integer|string")
SCALAR = kind("string|number|boolean|null")
PAIRS = kind("object|array", values=SCALAR, items=TEXT, extensible=False)
COMMAND = kind("null|string|array", items=TEXT)
HOSTS = kind("object|array", values=kind("string|array"), items=TEXT, extensible=False)
ULIMITS = kind(
    "object", values=kind("integer|string|object", fields={"hard": COUNT, "soft": COUNT}), extensible=False
)  # fmt: skip
OPTIONS = kind("object", values=kind("string|number"), extensible=False)

BUILD = kind("string|object", fields={
    "context": TEXT, "dockerfile": TEXT, "dockerfile_inline": TEXT, "args": PAIRS, "labels": PAIRS, "target": TEXT,
    "tags": TEXTS, "no_cache": FLAG, "pull": FLAG, "cache_from": TEXTS, "cache_to": TEXTS, "network": TEXT,
    "entitlements": TEXTS, "ssh": PAIRS, "additional_contexts": PAIRS, "provenance": FLAG, "sbom": FLAG,
    "shm_size": COUNT, "extra_hosts": HOSTS, "isolation": TEXT, "privileged": FLAG,
    "secrets": kind("array"), "ulimits": ULIMITS, "platforms": TEXTS,
})  # fmt: skip
HEALTHCHECK = kind("object", fields={
    "disable": FLAG, "interval": TEXT, "retries": AMOUNT, "test": TEXT_OR_TEXTS, "timeout": TEXT,
    "start_period": TEXT, "start_interval": TEXT,
})  # fmt: skip
CONDITIONS = ("service_started", "service_healthy", "service_completed_successfully")
DEPENDS_ON = kind("array|object", items=TEXT, named=True, unique=True, values=kind("object", required=("condition",),
    fields={"condition": kind("string", words=CONDITIONS), "required": FLAG, "restart": FLAG}))  # fmt: skip
LIMITS = {"cpus": AMOUNT, "memory": TEXT, "pids": COUNT}
UPDATE = kind("object", fields={
    "parallelism": COUNT, "delay": TEXT, "failure_action": TEXT, "monitor": TEXT, "max_failure_ratio": AMOUNT,
    "order": TEXT,
})  # fmt: skip
DEPLOY = kind("object|null", fields={
    "mode": TEXT, "endpoint_mode": TEXT, "replicas": COUNT, "labels": PAIRS, "rollback_config": UPDATE,
    "update_config": UPDATE,
    "resources": kind("object", fields={
        "limits": kind("object", fields=LIMITS),
        "reservations": kind("object", fields={
            "cpus": AMOUNT, "memory": TEXT, "generic_resources": kind("array"), "devices": kind("array"),
        }),
    }),
    "restart_policy": kind("object", fields={
        "condition": TEXT, "delay": TEXT, "max_attempts": COUNT, "window": TEXT,
    }),
    "placement": kind("object", fields={
        "constraints": TEXTS, "preferences": kind("array"), "max_replicas_per_node": COUNT,
    }),
})  # fmt: skip
ENV_FILE = kind("string|array", items=kind("string|object", required=("path",), fields={
    "path": TEXT, "required": FLAG, "format": TEXT,
}))  # fmt: skip
NETWORKS = kind("array|object", items=TEXT, named=True, unique=True, values=kind("object|null", fields={
    "aliases": TEXTS, "interface_name": TEXT, "ipv4_address": TEXT, "ipv6_address": TEXT, "link_local_ips": TEXTS,
    "mac_address": TEXT, "driver_opts": OPTIONS, "priority": AMOUNT, "gw_priority": AMOUNT,
}))  # fmt: skip
PORTS = kind("array", unique=True, items=kind("number|string|object", fields={
    "name": TEXT, "mode": TEXT, "host_ip": TEXT, "target": COUNT, "published": COUNT, "protocol": TEXT,
    "app_protocol": TEXT,
}))  # fmt: skip
VOLUMES = kind("array", unique=True, items=kind("string|object", required=("type",), fields={
    "type": kind("string", words=("bind", "volume", "tmpfs", "cluster", "npipe", "image")), "source": TEXT,
    "target": TEXT, "read_only": FLAG, "consistency": TEXT,
    "bind": kind("object", fields={
        "propagation": TEXT, "create_host_path": FLAG, "recursive": TEXT, "selinux": TEXT,
    }),
    "volume": kind("object", fields={"labels": PAIRS, "nocopy": FLAG, "subpath": TEXT}),
    "tmpfs": kind("object", fields={"size": COUNT, "mode": AMOUNT}),
    "image": kind("object", fields={"subpath": TEXT}),
}))  # fmt: skip
FILES = kind("array", items=kind("string|object", fields={
    "source": TEXT, "target": TEXT, "uid": TEXT, "gid": TEXT, "mode": AMOUNT,
}))  # fmt: skip
LOGGING = kind("object", fields={"driver": TEXT, "options": kind("object", values=kind("string|number|null"))})
EXTENDS = kind("string|object", required=("service",), extensible=False, fields={"service": TEXT, "file": TEXT})

MODELLED: dict[str, Kind] = {
    "attach": FLAG, "build": BUILD, "command": COMMAND, "configs": FILES, "container_name": TEXT, "cpus": AMOUNT,
    "depends_on": DEPENDS_ON, "deploy": DEPLOY, "dns": TEXT_OR_TEXTS, "dns_opt": TEXTS, "dns_search": TEXT_OR_TEXTS,
    "domainname": TEXT, "entrypoint": COMMAND, "env_file": ENV_FILE, "environment": PAIRS,
    "expose": kind("array", items=kind("string|number")), "extends": EXTENDS, "external_links": TEXTS,
    "extra_hosts": HOSTS, "group_add": kind("array", items=kind("string|number")), "healthcheck": HEALTHCHECK,
    "hostname": TEXT, "image": TEXT, "label_file": TEXT_OR_TEXTS, "labels": PAIRS, "links": TEXTS, "logging": LOGGING,
    "mac_address": TEXT, "mem_limit": AMOUNT, "mem_reservation": AMOUNT, "memswap_limit": AMOUNT,
    "network_mode": TEXT, "networks": NETWORKS, "oom_kill_disable": FLAG, "ports": PORTS, "profiles": TEXTS,
    "pull_policy": TEXT, "read_only": FLAG, "restart": TEXT, "scale": COUNT, "secrets": FILES, "stdin_open": FLAG,
    "stop_grace_period": TEXT, "stop_signal": TEXT, "tmpfs": TEXT_OR_TEXTS, "tty": FLAG, "user": TEXT,
    "volumes": VOLUMES, "volumes_from": TEXTS, "working_dir": TEXT,
    "develop": kind("object|null", fields={"watch": kind("array")}),
}  # fmt: skip
"""Attributes with their effect; ``develop`` is for ``watch`` alone, here as upstream."""
IDLE: dict[str, Kind] = {
    "annotations": PAIRS, "cap_add": TEXTS, "cap_drop": TEXTS, "cgroup": TEXT, "cpu_count": COUNT,
    "cpu_percent": COUNT, "cpu_period": AMOUNT, "cpu_quota": AMOUNT, "cpu_rt_period": AMOUNT,
    "cpu_rt_runtime": AMOUNT, "cpu_shares": AMOUNT, "cpuset": TEXT, "devices": kind("array"), "init": FLAG,
    "ipc": TEXT, "mem_swappiness": COUNT, "oom_score_adj": COUNT, "pid": kind("string|null"), "pids_limit": AMOUNT,
    "platform": TEXT, "privileged": FLAG, "security_opt": TEXTS, "shm_size": AMOUNT, "sysctls": PAIRS,
    "ulimits": ULIMITS,
}  # fmt: skip
"""Attributes that nothing in a simulation depends on: said once, kept where ``inspect`` shows them."""
REFUSED: dict[str, Kind] = {
    "blkio_config": kind("object"), "cgroup_parent": TEXT, "credential_spec": kind("object"),
    "device_cgroup_rules": TEXTS, "gpus": kind("string|array"), "isolation": TEXT, "models": kind("array|object"),
    "post_start": kind("array"), "pre_stop": kind("array"), "provider": kind("object"), "pull_refresh_after": TEXT,
    "runtime": TEXT, "storage_opt": kind("object"), "use_api_socket": kind("boolean"), "userns_mode": TEXT,
    "uts": TEXT,
}  # fmt: skip
"""Attributes that would change what is seen, and that are not modelled."""
BUILD_REFUSED = (
    "dockerfile_inline", "cache_from", "cache_to", "network", "entitlements", "ssh", "additional_contexts",
    "extra_hosts", "isolation", "privileged", "secrets", "shm_size", "ulimits", "platforms", "provenance", "sbom",
)  # fmt: skip
NETWORK_REFUSED = ("ipv6_address", "link_local_ips", "interface_name", "gw_priority", "driver_opts")
SERVICE = kind("object", fields={**MODELLED, **IDLE, **REFUSED})

IPAM = kind("object", fields={
    "driver": TEXT,
    "config": kind("array", items=kind("object", fields={
        "subnet": TEXT, "ip_range": TEXT, "gateway": TEXT, "aux_addresses": kind("object", values=TEXT),
    })),
    "options": kind("object", values=TEXT),
})  # fmt: skip
EXTERNAL = kind("boolean|string|object", extensible=False, fields={"name": TEXT})
NETWORK = kind("object|null", fields={
    "name": TEXT, "driver": TEXT, "driver_opts": OPTIONS, "ipam": IPAM, "external": EXTERNAL, "internal": FLAG,
    "enable_ipv4": FLAG, "enable_ipv6": FLAG, "attachable": FLAG, "labels": PAIRS,
})  # fmt: skip
VOLUME = kind("object|null", fields={
    "name": TEXT, "driver": TEXT, "driver_opts": OPTIONS, "external": EXTERNAL, "labels": PAIRS,
})  # fmt: skip
SECRET = kind("object", fields={
    "name": TEXT, "environment": TEXT, "file": TEXT, "external": EXTERNAL, "labels": PAIRS, "driver": TEXT,
    "driver_opts": OPTIONS, "template_driver": TEXT,
})  # fmt: skip
CONFIG = kind("object", fields={
    "name": TEXT, "content": TEXT, "environment": TEXT, "file": TEXT, "external": EXTERNAL, "labels": PAIRS,
    "template_driver": TEXT,
})  # fmt: skip
INCLUDE = kind("string|object", extensible=False, fields={
    "path": TEXT_OR_TEXTS, "env_file": TEXT_OR_TEXTS, "project_directory": TEXT,
})  # fmt: skip


def _named(inner: Kind) -> Kind:
    return kind("object", named=True, values=inner, extensible=False)


FILE = kind("object", fields={
    "version": TEXT, "name": TEXT, "include": kind("array", items=INCLUDE), "services": _named(SERVICE),
    "networks": _named(NETWORK), "volumes": _named(VOLUME), "secrets": _named(SECRET), "configs": _named(CONFIG),
    "models": kind("object"),
})  # fmt: skip
