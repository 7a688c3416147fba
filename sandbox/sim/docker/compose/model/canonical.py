"""A service as it was written, in the one form that everything else works with.

Models compose-spec/compose-go transform/canonical.go: short forms become long ones, texts of variables become numbers
and booleans, paths begin at the root.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.go_values import format_duration
from sandbox.sim.docker.compose.model import mounts, ports, values
from sandbox.sim.docker.compose.model.paths import Base
from sandbox.sim.docker.compose.warnings import ProjectError
from sandbox.sim.docker.container import publish
from sandbox.sim.docker.errors import Failure

Data = dict[str, Any]
Reader = Callable[[Any, Base, str], Any]


def service(given: Data | None, base: Base, name: str) -> Data:
    """Return a service in the long form. Raises ProjectError."""
    result: Data = {}
    for key, value in (given or {}).items():
        if value is None and key not in ("command", "entrypoint"):
            continue
        reader = READERS.get(key)
        result[key] = reader(value, base, f"services.{name}.{key}") if reader else value
    return result


def _build(value: Any, base: Base, path: str) -> Data:
    if isinstance(value, str):
        return {"context": base.absolute(value)}
    result: Data = dict(value)
    if "context" in result:
        remote = result["context"].startswith(("http://", "https://", "git://", "git@", "ssh://"))
        result["context"] = result["context"] if remote else base.absolute(result["context"])
    for key in ("args", "labels"):
        if key in result:
            result[key] = values.pairs(result[key]) if key == "args" else values.labels(result[key])
    for key in ("no_cache", "pull", "privileged"):
        if key in result:
            result[key] = values.flag(result[key], f"{path}.{key}")
    return result


def _depends_on(value: Any, _base: Base, path: str) -> Data:
    if isinstance(value, list):
        return {name: {"condition": "service_started", "required": True} for name in value}
    result: Data = {}
    for name, given in value.items():
        row = {"condition": given["condition"]}
        if "restart" in given:
            row["restart"] = values.flag(given["restart"], f"{path}.{name}.restart")
        result[name] = {**row, "required": values.flag(given.get("required", True), f"{path}.{name}.required")}
    return result


def _env_file(value: Any, base: Base, path: str) -> list[Data]:
    rows = []
    for item in value if isinstance(value, list) else [value]:
        given = item if isinstance(item, dict) else {"path": item}
        row = {"path": base.absolute(given["path"]), "required": values.flag(given.get("required", True), path)}
        rows.append(row | ({"format": given["format"]} if "format" in given else {}))
    return rows


def _networks(value: Any, _base: Base, _path: str) -> Data:
    return dict.fromkeys(value) if isinstance(value, list) else {name: given or None for name, given in value.items()}


def _files(directory: str) -> Reader:
    """Return what reads ``secrets`` or ``configs``; the short form names a file in a directory."""

    def read(value: Any, _base: Base, path: str) -> list[Data]:
        rows = []
        for item in value:
            short = {"source": item, "target": f"{directory}{item}"} if directory else {"source": item}
            row = short if isinstance(item, str) else dict(item)
            if "mode" in row:
                row["mode"] = values.mode(row["mode"], f"{path}.mode")
            if "source" not in row:
                raise ProjectError(f"{path}: source is required")
            rows.append(row)
        return rows

    return read


def _healthcheck(value: Data, _base: Base, path: str) -> Data:
    result = dict(value)
    test = result.get("test")
    if isinstance(test, str):
        result["test"] = ["CMD-SHELL", test]
    elif isinstance(test, list) and test and test[0] not in ("NONE", "CMD", "CMD-SHELL"):
        raise ProjectError(f'{path}.test: healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"')
    for key in ("interval", "timeout", "start_period", "start_interval"):
        if key in result:
            result[key] = format_duration(values.duration(result[key], f"{path}.{key}"))
    if "retries" in result:
        result["retries"] = values.integer(result["retries"], f"{path}.retries")
    if "disable" in result:
        result["disable"] = values.flag(result["disable"], f"{path}.disable")
    return result


def _extra_hosts(value: Any, _base: Base, _path: str) -> list[str]:
    rows: list[str] = []
    if isinstance(value, dict):
        for name, addresses in value.items():
            rows += [f"{name}={address}" for address in values.texts(addresses)]
        return rows
    for row in value:
        name, sign, address = row.partition("=") if "=" in row else row.partition(":")
        if not sign:
            raise ProjectError(f"bad host name '{row}'")
        rows.append(f"{name}={address}")
    return rows


def _deploy(value: Data, _base: Base, path: str) -> Data:
    result = dict(value)
    if "replicas" in result:
        result["replicas"] = values.integer(result["replicas"], f"{path}.replicas")
    if "labels" in result:
        result["labels"] = values.labels(result["labels"])
    if result.get("resources"):
        result["resources"] = {
            name: _resources(given, f"{path}.resources.{name}") for name, given in result["resources"].items()
        }
    policy = result.get("restart_policy")
    if policy and "max_attempts" in policy:
        result["restart_policy"] = {**policy, "max_attempts": values.integer(policy["max_attempts"], path)}
    return result


def _resources(given: Data, path: str) -> Data:
    result = dict(given)
    if "cpus" in result:
        result["cpus"] = values.decimal(result["cpus"], f"{path}.cpus")
    if "memory" in result:
        result["memory"] = str(values.size(result["memory"], f"{path}.memory"))
    if "pids" in result:
        result["pids"] = values.integer(result["pids"], f"{path}.pids")
    return result


def _expose(value: list[Any], _base: Base, _path: str) -> list[str]:
    try:
        publish.read_expose(values.texts(value))
    except Failure as failure:
        raise ProjectError(str(failure)) from failure
    return values.texts(value)


def _logging(value: Data, _base: Base, _path: str) -> Data:
    options = value.get("options")
    return {**value, "options": values.labels(options)} if options else dict(value)


def _ulimits(value: Data, _base: Base, path: str) -> Data:
    return {
        name: {key: values.integer(item, path) for key, item in given.items()}
        if isinstance(given, dict)
        else values.integer(given, path)
        for name, given in value.items()
    }


def _extends(value: Any, _base: Base, _path: str) -> Data:
    return {"service": value} if isinstance(value, str) else dict(value)


READERS: dict[str, Reader] = {
    "build": _build, "depends_on": _depends_on, "env_file": _env_file, "networks": _networks, "deploy": _deploy,
    "healthcheck": _healthcheck, "extra_hosts": _extra_hosts, "logging": _logging, "ulimits": _ulimits,
    "expose": _expose, "secrets": _files("/run/secrets/"), "configs": _files(""), "extends": _extends,
    "ports": lambda value, _base, path: ports.read_ports(value, path),
    "volumes": mounts.read_volumes,
    "command": lambda value, _base, _path: values.words(value),
    "entrypoint": lambda value, _base, _path: values.words(value),
    "environment": lambda value, _base, _path: values.pairs(value),
    "label_file": lambda value, base, _path: [base.absolute(item) for item in values.texts(value)],
    "stop_grace_period": lambda value, _base, path: format_duration(values.duration(value, path)),
}  # fmt: skip
READERS |= {key: lambda value, _base, _path: values.labels(value) for key in ("labels", "annotations", "sysctls")}
READERS |= {key: lambda value, _base, _path: values.texts(value) for key in (
    "dns", "dns_search", "tmpfs", "group_add", "dns_opt",
)}  # fmt: skip
READERS |= {key: lambda value, _base, path: values.flag(value, path) for key in (
    "tty", "stdin_open", "read_only", "privileged", "init", "oom_kill_disable", "attach",
)}  # fmt: skip
READERS |= {key: lambda value, _base, path: values.integer(value, path) for key in (
    "scale", "pids_limit", "mem_swappiness", "oom_score_adj", "cpu_count",
)}  # fmt: skip
READERS |= {key: lambda value, _base, path: str(values.size(value, path)) for key in (
    "mem_limit", "mem_reservation", "memswap_limit", "shm_size",
)}  # fmt: skip
READERS |= {key: lambda value, _base, path: values.decimal(value, path) for key in (
    "cpus", "cpu_shares", "cpu_quota", "cpu_period",
)}  # fmt: skip
