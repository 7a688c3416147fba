"""``ports`` and ``expose`` of a service in their long form.

Models compose-spec/compose-go types.ParsePortConfig.
"""

from typing import Any

from sandbox.sim.docker.compose.model import values
from sandbox.sim.docker.compose.warnings import ProjectError
from sandbox.sim.docker.container import publish
from sandbox.sim.docker.errors import Failure

Port = dict[str, Any]


def read_ports(given: list[Any], path: str) -> list[Port]:
    """Return ports in the long form, ranges spread out. Raises ProjectError."""
    rows: list[Port] = []
    for index, item in enumerate(given):
        where = f"{path}.{index}"
        rows += [_long(item, where)] if isinstance(item, dict) else read_short(values.text(item))
    return rows


def read_short(spec: str) -> list[Port]:
    """Read ``127.0.0.1:8080:80/udp``. Raises ProjectError."""
    try:
        _, bindings = publish.read_publish([spec])
    except Failure as failure:
        raise ProjectError(str(failure)) from failure
    rows = []
    for port, targets in bindings.items():
        number, _, proto = port.partition("/")
        rows += [_row(int(number), proto, target["HostPort"], target["HostIp"]) for target in targets]
    return rows


def _row(target: int, protocol: str, published: str, host_ip: str) -> Port:
    row: Port = {"mode": "ingress"}
    if host_ip:
        row["host_ip"] = host_ip
    row["target"] = target
    if published:
        row["published"] = published
    return row | {"protocol": protocol}


def _long(item: Port, path: str) -> Port:
    row = _row(
        values.integer(item.get("target", 0), f"{path}.target"), item.get("protocol") or "tcp",
        values.text(item.get("published") or ""), item.get("host_ip") or "",
    )  # fmt: skip
    if not row["target"]:
        raise ProjectError(f"{path}: target port is required")
    row["mode"] = item.get("mode") or "ingress"
    named = {"name": item["name"]} if "name" in item else {}
    extra = {"app_protocol": item["app_protocol"]} if "app_protocol" in item else {}
    return {**named, **row, **extra}


def key(row: Port) -> tuple[Any, ...]:
    """Return what two entries for the same port have in common."""
    return row.get("host_ip", ""), row.get("published", ""), row["target"], row["protocol"]
