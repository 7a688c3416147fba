"""A project as ``docker compose config`` prints it.

Models compose-spec/compose-go types/project.go (MarshalYAML, MarshalJSON) and how gopkg.in/yaml.v3 writes texts.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from sandbox.sim.docker.compose.model.project import Project

Data = dict[str, Any]
SERVICE = (
    "profiles annotations attach build develop cap_add cap_drop cgroup cpu_count cpu_percent cpu_period cpu_quota "
    "cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs container_name depends_on deploy devices dns "
    "dns_opt dns_search domainname entrypoint environment env_file expose external_links extra_hosts group_add "
    "hostname healthcheck image init ipc labels label_file links logging mem_limit mem_reservation memswap_limit "
    "mem_swappiness mac_address network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports "
    "privileged pull_policy read_only restart scale secrets security_opt shm_size stdin_open stop_grace_period "
    "stop_signal sysctls tmpfs tty ulimits user volumes volumes_from working_dir"
)
ORDERS: dict[str, str] = {
    "build": "context dockerfile args labels no_cache pull target tags",
    "deploy": "mode replicas labels update_config rollback_config resources restart_policy placement endpoint_mode",
    "update_config": "parallelism delay failure_action monitor max_failure_ratio order",
    "rollback_config": "parallelism delay failure_action monitor max_failure_ratio order",
    "resources": "limits reservations",
    "limits": "cpus memory pids",
    "reservations": "cpus memory generic_resources devices",
    "restart_policy": "condition delay max_attempts window",
    "healthcheck": "test timeout interval retries start_period start_interval disable",
    "logging": "driver options",
    "ports": "name mode host_ip target published protocol app_protocol",
    "volumes": "type source target read_only consistency bind volume tmpfs",
    "bind": "selinux propagation create_host_path recursive",
    "secrets": "source target uid gid mode",
    "configs": "source target uid gid mode",
    "ipam": "driver config",
    "config": "subnet gateway ip_range aux_addresses",
    "env_file": "path required format",
}
BY_NAME = {
    "networks": "priority gw_priority aliases ipv4_address ipv6_address link_local_ips mac_address",
    "depends_on": "condition restart required",
    "ulimits": "single soft hard",
}
"""Orders of what stands below free names."""
NETWORK = "name driver driver_opts ipam external internal attachable labels enable_ipv4 enable_ipv6"
VOLUME = "name driver driver_opts external labels"
FILE = "name file environment content external labels"
TOP = (("networks", NETWORK), ("volumes", VOLUME), ("secrets", FILE), ("configs", FILE))
OLD_BOOLEANS = frozenset("y Y yes Yes YES on On ON n N no No NO off Off OFF".split())
OTHER_TYPES = re.compile(
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO][0-7_]+|[-+]?0b[01_]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|\d{4}-\d\d?-\d\d?([Tt ].*)?"
)
"""Texts that would be read as something else without quotes."""


def document(project: Project) -> Data:
    """Return the project as one mapping, its keys in compose's order."""
    result: Data = {"name": project.name}
    result["services"] = {name: ordered(project.services[name], SERVICE) for name in sorted(project.services)}
    for key, order in TOP:
        group: Mapping[str, Data] = getattr(project, key)
        if group:
            result[key] = {name: _top(group[name], order) for name in sorted(group)}
    return result | {key: _sorted(project.extensions[key]) for key in sorted(project.extensions)}


def _sorted(value: Any) -> Any:
    """Return plain data of which compose knows no order, as Go writes it: by name."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _top(given: Data, order: str) -> Data:
    return ordered({key: value for key, value in given.items() if value not in (None, "", {})}, order)


def ordered(given: Data, order: str) -> Data:
    """Return a mapping with its known keys in an order, and its extensions after them."""
    names = order.split()
    result = {key: _inner(given[key], key) for key in names if key in given and _shown(given[key], key)}
    return result | {key: _sorted(given[key]) for key in sorted(given) if key not in names and key.startswith("x-")}


def _shown(value: Any, key: str) -> bool:
    if value is False:
        return key in ("attach", "required", "init")
    return value not in (None, "", []) and (value != {} or key in ("volume", "networks"))


def _inner(value: Any, key: str) -> Any:
    if isinstance(value, list):
        return [_inner(item, key) if isinstance(item, dict) else item for item in value]
    if not isinstance(value, dict):
        return value
    if key in BY_NAME:
        order = BY_NAME[key]
        return {name: ordered(item, order) if isinstance(item, dict) and item else item or None
                if key == "networks" else item for name, item in sorted(value.items())}  # fmt: skip
    if key == "options" or key not in ORDERS:
        return {name: _inner(item, name) for name, item in sorted(value.items())}
    return ordered(value, ORDERS[key])


class _Dumper(yaml.SafeDumper):
    """Writes lists one step to the right of their key, and no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002  (PyYAML's)
        del indentless
        super().increase_indent(flow, False)  # noqa: FBT003  (PyYAML's own signature)

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None
    if value in OLD_BOOLEANS or OTHER_TYPES.fullmatch(value):
        style = '"'
    elif "\n" in value:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _float(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    shown = str(int(value)) if value.is_integer() else repr(value)
    return dumper.represent_scalar("tag:yaml.org,2002:float", shown)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _float)


def to_yaml(data: Any) -> str:
    """Return plain data as yaml.v3 writes it."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, width=10**9, allow_unicode=True))


def to_json(project: Project) -> str:
    """Return the project as JSON."""
    data = document(project)
    for name, service in data["services"].items():
        full = {"command": None, "entrypoint": None, **service}
        data["services"][name] = {key: full[key] for key in [*SERVICE.split(), *full] if key in full}
    for network in data.get("networks", {}).values():
        network.setdefault("ipam", {})
    text = json.dumps(dict(sorted(data.items())), indent=2, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
