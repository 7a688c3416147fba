"""``-p`` and ``--expose`` read into the API's shape.

Models docker/go-connections nat (ParsePortSpecs), with its words for the faults.
"""

import re
from typing import Any

from sandbox.sim.docker.errors import Failure
from sandbox.sim.docker.values import is_ip

MAX_PORT = 65535
PROTOCOLS = ("tcp", "udp", "sctp")
RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def read_publish(specs: list[str]) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    """Return ``ExposedPorts`` and ``PortBindings``. Raises Failure with go-connections' message."""
    exposed: dict[str, Any] = {}
    bindings: dict[str, list[dict[str, str]]] = {}
    for spec in specs:
        for port, binding in _read_one(_long_syntax(spec) if "=" in spec else spec):
            exposed[port] = {}
            bindings.setdefault(port, []).append(binding)
    return exposed, bindings


def _long_syntax(spec: str) -> str:
    fields = dict(part.partition("=")[::2] for part in spec.split(","))
    unknown = [
        name for name in fields if name not in ("target", "published", "protocol", "mode", "name", "app_protocol")
    ]
    if unknown:
        raise Failure(f"invalid field key {unknown[0]}")
    host = f"{fields['published']}:" if "published" in fields else ""
    return f"{host}{fields.get('target', '')}/{fields.get('protocol', 'tcp')}"


def _read_one(spec: str) -> list[tuple[str, dict[str, str]]]:
    body, slash, proto = spec.partition("/")
    address, host, container = _split(body)
    if address and not is_ip(address):
        raise Failure(f"invalid IP address: {address}")
    if not container:
        raise Failure(f"no port specified: {spec}<empty>")
    ends = _range(container)
    if ends is None:
        raise Failure(f"invalid containerPort: {container}")
    host_ends = _range(host) if host else None
    if host and host_ends is None:
        raise Failure(f"invalid hostPort: {host}")
    single = ends[0] == ends[1]
    if host_ends and ends[1] - ends[0] != host_ends[1] - host_ends[0] and not single:
        raise Failure(f"invalid ranges specified for container and host Ports: {container} and {host}")
    if slash and proto.lower() not in PROTOCOLS:
        raise Failure(f"invalid proto: {proto}")
    rows = []
    for offset in range(ends[1] - ends[0] + 1):
        shown = "" if host_ends is None else str(host_ends[0] + offset)
        if host_ends is not None and single and host_ends[0] != host_ends[1]:
            shown = f"{host_ends[0]}-{host_ends[1]}"
        rows.append((f"{ends[0] + offset}/{(proto or 'tcp').lower()}", {"HostIp": address, "HostPort": shown}))
    return rows


def _split(body: str) -> tuple[str, str, str]:
    if body.startswith("["):
        address, _, rest = body[1:].partition("]:")
        host, _, container = rest.rpartition(":")
        return address, host, container
    parts = body.split(":")
    if len(parts) == 1:
        return "", "", parts[0]
    return ":".join(parts[:-2]), parts[-2], parts[-1]


def _range(text: str) -> tuple[int, int] | None:
    found = RANGE.fullmatch(text)
    if found is None:
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    return (low, high) if low <= high <= MAX_PORT else None


def read_expose(specs: list[str]) -> dict[str, Any]:
    """Return ``ExposedPorts``. Raises Failure."""
    exposed: dict[str, Any] = {}
    for spec in specs:
        if ":" in spec:
            raise Failure(f"invalid port format for --expose: {spec}")
        ports, _, proto = spec.partition("/")
        ends = _range(ports)
        if ends is None:
            fault = f'strconv.ParseUint: parsing "{ports}": invalid syntax'
            raise Failure(f"invalid range format for --expose: {spec}, error: {fault}")
        for port in range(ends[0], ends[1] + 1):
            exposed[f"{port}/{proto or 'tcp'}"] = {}
    return exposed
