"""The containers of a project, found by their labels.

Models docker/compose pkg/compose/containers.go.
"""

from collections.abc import Iterable

from sandbox.sim.docker.compose import labels
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine


def label(container: Container, name: str) -> str:
    """Return one of a container's labels, or nothing."""
    return str((container.config.get("Labels") or {}).get(name, ""))


def number(container: Container) -> int:
    """Return which of its service's containers one is."""
    text = label(container, labels.NUMBER)
    return int(text) if text.isdecimal() else 0


def is_one_off(container: Container) -> bool:
    """Say whether ``docker compose run`` made it."""
    return label(container, labels.ONE_OFF) == "True"


def of_project(
    engine: Engine, project: str, services: Iterable[str] = (), *, one_off: bool | None = False, all_: bool = True
) -> list[Container]:
    """Return a project's containers by service and number. ``one_off`` None means both kinds."""
    wanted = set(services)
    rows = [
        row
        for row in engine.containers
        if label(row, labels.PROJECT) == project
        and label(row, labels.CONFIG_HASH)
        and (not wanted or label(row, labels.SERVICE) in wanted)
        and (one_off is None or is_one_off(row) == one_off)
        and (all_ or row.running or row.status == "restarting")
    ]
    return sorted(rows, key=lambda row: (label(row, labels.SERVICE), number(row), row.name))


def orphans(engine: Engine, project: Project) -> list[Container]:
    """Return containers of services that the project no longer has, and ended ones of ``run``."""
    known = {*project.services, *project.disabled}
    return [
        row
        for row in of_project(engine, project.name, one_off=None)
        if (row.status == "exited" if is_one_off(row) else label(row, labels.SERVICE) not in known)
    ]


def one(engine: Engine, project: str, service: str, index: int = 0, *, all_: bool = False) -> Container:
    """Return the container of a service that a command acts on. Raises Failure."""
    rows = of_project(engine, project, [service], one_off=None, all_=all_)
    rows = sorted(rows, key=lambda row: (is_one_off(row), number(row)))
    rows = [row for row in rows if not index or number(row) == index]
    if not rows:
        what = f" container #{index}" if index else ""
        raise Failure(f'service "{service}" is not running{what}')
    return rows[0]


def short_name(container: Container) -> str:
    """Return a container's name without that of its project, as log lines have it."""
    prefix = f"{label(container, labels.PROJECT)}-"
    return container.name.removeprefix(prefix)
