"""The PORTS column.

Models docker/cli cli/command/formatter/container.go, DisplayablePorts.
"""

from sandbox.sim.engine.container import Container


def published(container: Container) -> list[tuple[int, str, int, str]]:
    """Return rows of container port, host address, host port (0 for none) and protocol."""
    if not container.running or container.network_mode in ("host", "none"):
        return []
    rows = [(port, address, host, proto) for port, proto, address, host in container.ports]
    known = {(port, proto) for port, _, _, proto in rows}
    for port in container.config.get("ExposedPorts") or {}:
        number, _, proto = port.partition("/")
        if (int(number), proto or "tcp") not in known:
            rows.append((int(number), "", 0, proto or "tcp"))
    return sorted(rows)


def text(container: Container) -> str:
    """Return the column: neighbouring ports with equal numbers on both sides share one entry."""
    groups: dict[tuple[str, str], tuple[int, int]] = {}
    result: list[str] = []
    mapped: list[str] = []
    for port, address, host, proto in published(container):
        if address and host != port:
            mapped.append(f"{_join(address, str(host))}->{port}/{proto}")
            continue
        key = (address, proto)
        first, last = groups.get(key, (0, 0))
        if key in groups and port != last + 1:
            result.append(_group(key, first, last))
        groups[key] = (first, port) if key in groups and port == last + 1 else (port, port)
    result += [_group(key, first, last) for key, (first, last) in groups.items()]
    return ", ".join(result + mapped)


def _group(key: tuple[str, str], first: int, last: int) -> str:
    address, proto = key
    span = str(first) if first == last else f"{first}-{last}"
    return f"{_join(address, span)}->{span}/{proto}" if address else f"{span}/{proto}"


def _join(address: str, port: str) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
