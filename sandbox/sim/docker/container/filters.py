"""``--filter`` of ``docker ps`` and ``docker container prune``.

Models moby daemon/list.go, v28. Not modelled: is-task, isolation.
"""

import re
from collections.abc import Callable

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import BadRequest, EngineError, NotFound

STATES = ("created", "restarting", "running", "removing", "paused", "exited", "dead")
BOOLEANS = ("0", "1", "false", "true")
HEALTH = ("starting", "healthy", "unhealthy", "none")

Filters = dict[str, list[str]]


def grouped(given: list[str], known: tuple[str, ...]) -> Filters:
    """Return filters by name. Raises BadRequest for one that the daemon does not know."""
    result: Filters = {}
    for row in given:
        name, _, value = row.partition("=")
        if name not in known:
            raise BadRequest(f"Invalid filter '{name}'")
        if name == "dangling" and value.lower() not in BOOLEANS:
            raise BadRequest(f"Invalid filter 'dangling=[{value}]'")
        result.setdefault(name, []).append(value)
    return result


def label_matches(labels: dict[str, str], wanted: str) -> bool:
    """Say whether labels have ``name`` or ``name=value``."""
    name, equals, value = wanted.partition("=")
    return name in labels and (not equals or labels[name] == value)


def regex_matches(pattern: str, text: str) -> bool:
    """Say whether a name matches a filter: exactly, or as a regular expression."""
    if pattern == text:
        return True
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False


KNOWN = ("ancestor", "before", "exited", "expose", "health", "id", "is-task", "label", "name", "network", "publish",
         "since", "status", "volume")  # fmt: skip


def select(engine: Engine, given: list[str]) -> list[Container]:
    """Return the containers that pass, newest first. Raises EngineError."""
    filters = grouped(given, KNOWN)
    _check(filters)
    rows = sorted(engine.containers, key=lambda row: row.created)[::-1]
    rows = _bounded(engine, rows, filters)
    return [row for row in rows if all(_passes(engine, row, name, values) for name, values in filters.items())]


def _check(filters: Filters) -> None:
    for value in filters.get("status", []):
        if value not in STATES:
            raise BadRequest(f"Invalid filter 'status={value}'")
    for value in filters.get("health", []):
        if value not in HEALTH:
            raise BadRequest(f"Invalid filter 'health={value}'")
    for value in filters.get("exited", []):
        if not re.fullmatch(r"[+-]?\d+", value):
            raise BadRequest(f'strconv.Atoi: parsing "{value}": invalid syntax')


def _bounded(engine: Engine, rows: list[Container], filters: Filters) -> list[Container]:
    for name in ("before", "since"):
        for value in filters.get(name, []):
            try:
                mark = rows.index(engine.containers.find(value))
            except NotFound as error:
                raise NotFound(f"no such container {value}") from error
            rows = rows[mark + 1 :] if name == "before" else rows[:mark]
    return rows


def _passes(engine: Engine, row: Container, name: str, values: list[str]) -> bool:
    labels = row.config.get("Labels") or {}
    tests: dict[str, Callable[[str], bool]] = {
        "name": lambda value: regex_matches(value, row.name) or regex_matches(value, f"/{row.name}"),
        "id": lambda value: regex_matches(value, row.id) or row.id.startswith(value),
        "status": lambda value: row.status == value,
        "exited": lambda value: row.status == "exited" and row.exit_code == int(value),
        "health": lambda value: (row.health["Status"] if row.health else "none") == value,
        "volume": lambda value: any(value in (mount.name, mount.destination, mount.source) for mount in row.mounts),
        "network": lambda value: any(value in names for names in _networks(engine, row)),
        "ancestor": lambda value: _descends(engine, row, value),
        "publish": lambda value: any(_port_is(value, str(host), proto) for _, proto, _, host in row.ports),
        "expose": lambda value: (
            row.running and any(_port_is(value, *port.split("/")) for port in row.config.get("ExposedPorts") or {})
        ),
    }
    if name == "label":
        return all(label_matches(labels, value) for value in values)
    return any(tests[name](value) for value in values) if name in tests else True


def _networks(engine: Engine, row: Container) -> list[tuple[str, ...]]:
    known = {network.name: network.id for network in engine.networks.networks.values()}
    return [(name, known.get(name, "")) for name in row.networks]


def _port_is(wanted: str, port: str, proto: str) -> bool:
    number, _, kind = wanted.partition("/")
    low, _, high = number.partition("-")
    return low.isdecimal() and int(low) <= int(port) <= int(high or low) and kind in ("", proto)


def _descends(engine: Engine, row: Container, name: str) -> bool:
    try:
        wanted = engine.images.find(name).id
    except EngineError:
        return False
    current = row.image
    while current:
        if current == wanted:
            return True
        image = engine.images.images.get(current)
        current = image.parent if image is not None else ""
    return False
