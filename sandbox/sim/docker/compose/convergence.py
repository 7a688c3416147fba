"""A project's containers are brought to what its services say: made, replaced, removed.

Models docker/compose pkg/compose/convergence.go (ensureService) and create.go.
"""

from typing import Any

from sandbox.sim.docker.compose import (
    containers,
    endpoints,
    images,
    labels,
    request,
    request_mounts,
    stopping,
)
from sandbox.sim.docker.compose.model import consistency, specification
from sandbox.sim.docker.compose.session import ENGINE, Session
from sandbox.sim.docker.compose.warnings import note_idle, warn
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.runtime.process import Step

Data = dict[str, Any]
FORCE, NEVER, DIVERGED = "force", "never", "diverged"


def steps(current: Session, settings: Data) -> list[Data]:
    """Return what makes images, networks, volumes and containers.

    ``settings``: ``recreate`` and ``recreate_others`` (force, never, diverged) for the named services and for those
    that they need, ``named``, ``inherit``, ``timeout``, ``remove_orphans``, ``build``, ``no_build``, ``pull``,
    ``quiet_pull``, ``quiet_build``.
    """
    project = current.project
    names = list(project.services)
    todo: list[Data] = [images.pull_step(names, policy=settings["pull"], quiet=settings["quiet_pull"])]
    if not settings["no_build"]:
        todo.append(images.build_step(names, force=settings["build"], quiet=settings["quiet_build"]))
    todo += [{"do": "networks"}, {"do": "volumes"}, {"do": "orphans", "remove": settings["remove_orphans"]}]
    return [*todo, *({"do": "converge", "level": level, "settings": settings} for level in project.levels())]


def look_for_orphans(current: Session, data: Data) -> None:
    """Remove containers of services that are gone, or warn of them."""
    rows = containers.orphans(current.engine, current.project)
    ignored = current.project.variables.get("COMPOSE_IGNORE_ORPHANS", "").lower() in ("1", "true")
    if not rows or ignored:
        return
    if data["remove"]:
        current.then([stopping.step(rows, remove=True)])
        return
    names = " ".join(row.name for row in rows)
    warn(current.call, f"Found orphan containers ([{names}]) for this project. If you removed or renamed this service "
         "in your compose file, you can run this command with the --remove-orphans flag to clean it up.")  # fmt: skip


def converge(current: Session, data: Data) -> Step | None:
    """Bring the services of a group to what they should be; wait until what is replaced has ended."""
    if "replacing" not in data:
        _plan(current, data)
    left = []
    for name, old, new in data["replacing"]:
        row = current.engine.containers.containers.get(old)
        if row is not None and row.running:
            left.append([name, old, new])
        else:
            _replace(current, name, row, new)
    data["replacing"] = left
    return ENGINE if left else None


def _plan(current: Session, data: Data) -> None:
    data["replacing"] = []
    jobs: list[tuple[str, int, Container | None]] = []
    surplus: list[Container] = []
    restart: set[str] = set()
    for name in data["level"]:
        found, more = _sort(current, name, data["settings"])
        jobs += found
        surplus += more
        if any(row is not None for _, _, row in found):
            restart |= _to_be_restarted(current, name)
    if surplus:
        current.then([stopping.step(surplus, remove=True, timeout=data["settings"]["timeout"])])
    if restart:
        rows = containers.of_project(current.engine, current.project.name, sorted(restart), all_=False)
        current.then([stopping.step(rows)])
    for name in sorted({name for name, _, _ in jobs}):
        _say_what_is_idle(current, name)
    for name, number, row in jobs:
        what = endpoints.container_name(current.project, name, number) if row is None else row.name
        current.event(f"Container {what}", "Creating" if row is None else "Recreate")
    for name, number, row in jobs:
        if row is None:
            make(current, name, number)
        else:
            _begin_replacing(current, data, name, row)


def _to_be_restarted(current: Session, name: str) -> set[str]:
    """Return the services that want to be restarted when this one is made anew."""
    return {other for other in current.project.dependents(name)
            if current.project.services[other]["depends_on"][name].get("restart")}  # fmt: skip


def _sort(
    current: Session, name: str, settings: Data
) -> tuple[list[tuple[str, int, Container | None]], list[Container]]:
    """Return a service's containers to be made (None) or replaced, and those that are too many."""
    rows = containers.of_project(current.engine, current.project.name, [name])
    recreate = settings["recreate"] if name in settings["named"] else settings["recreate_others"]
    stale = {row.id for row in rows if _is_stale(current, name, row, recreate)}
    rows.sort(key=lambda row: (row.id in stale, containers.number(row)))
    wanted = consistency.scale(current.project.services[name])
    jobs: list[tuple[str, int, Container | None]] = []
    for row in rows[:wanted]:
        if row.id in stale:
            jobs.append((name, containers.number(row), row))
        else:
            _tell(current, row)
    following = max((containers.number(row) for row in rows), default=0) + 1
    jobs += [(name, following + index, None) for index in range(wanted - len(rows))]
    return jobs, rows[wanted:]


def _is_stale(current: Session, name: str, row: Container, recreate: str) -> bool:
    if recreate != DIVERGED:
        return recreate == FORCE
    return request.must_be_replaced(current.engine, current.project, name, row)


def _tell(current: Session, row: Container) -> None:
    if row.status == "running":
        current.container_event(row, "Running")
    elif row.status == "exited":
        current.container_event(row, "Created")
    elif row.status == "paused":
        current.container_event(row, "Paused")


def make(current: Session, name: str, number: int) -> Container:
    """Make a container of a service. Raises EngineError, Failure."""
    called = endpoints.container_name(current.project, name, number)
    body = request.body(current.engine, current.project, name, number)
    row = current.engine.create_container(called, body)
    request_mounts.inject(current.engine, current.project, name, row)
    current.container_event(row, "Created")
    return row


def _begin_replacing(current: Session, data: Data, name: str, row: Container) -> None:
    number = containers.number(row)
    body = request.body(
        current.engine, current.project, name, number, replaced=row if data["settings"]["inherit"] else None,
        own_labels={labels.REPLACE: row.id},
    )  # fmt: skip
    made = current.engine.create_container(f"{row.id[:12]}_{row.name}", body)
    request_mounts.inject(current.engine, current.project, name, made)
    lifecycle.stop(current.engine, row, data["settings"]["timeout"])
    data["replacing"].append([name, row.id, made.id])


def _replace(current: Session, name: str, row: Container | None, new: str) -> None:
    made = current.engine.containers.containers[new]
    called = endpoints.container_name(current.project, name, containers.number(made))
    if row is not None:
        lifecycle.remove(current.engine, row, force=True)
    current.engine.rename(made.name, called)
    current.event(f"Container {called}", "Recreated")


def _say_what_is_idle(current: Session, name: str) -> None:
    """Say which attributes are kept for ``inspect`` and change nothing here, once for each service."""
    service = current.project.services[name]
    for key in sorted(specification.IDLE):
        if key in service:
            note_idle(current.call, f"services.{name}.{key}")
    request_mounts.warn_of_modes(current.call, service)
