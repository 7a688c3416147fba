"""Containers are stopped, dependents before what they depend on, and removed where that is wanted.

Models docker/compose pkg/compose/{stop,down,remove}.go.
"""

from collections.abc import Iterable

from sandbox.sim.docker.compose import containers, labels
from sandbox.sim.docker.compose.session import ENGINE, Data, Session
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.runtime.process import Step


def step(rows: Iterable[Container], *, remove: bool = False, volumes: bool = False, timeout: int | None = None) -> Data:
    """Return the step that stops containers. ``volumes``: remove their anonymous volumes with them."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(containers.label(row, labels.SERVICE), []).append(row.id)
    return {"do": "stop", "waiting": groups, "stopping": [], "remove": remove, "volumes": volumes, "timeout": timeout}


def stop(current: Session, data: Data) -> Step | None:
    """Stop each service once all that depend on it have ended; wait for those that take their time."""
    while True:
        _finish(current, data)
        busy = {service for service, _ in data["stopping"]}
        ready = [
            name
            for name in sorted(data["waiting"])
            if not any(other in data["waiting"] or other in busy for other in _dependents(current, name))
        ]
        if not ready and data["waiting"] and not busy:
            ready = sorted(data["waiting"])
        for name in ready:
            _begin(current, data, name)
        if not ready:
            return ENGINE if data["stopping"] else None


def _dependents(current: Session, name: str) -> list[str]:
    return current.project.dependents(name) if name in current.project.services else []


def _begin(current: Session, data: Data, service: str) -> None:
    for identifier in data["waiting"].pop(service):
        row = current.engine.containers.containers.get(identifier)
        if row is None:
            continue
        current.container_event(row, "Stopping")
        lifecycle.stop(current.engine, row, data["timeout"])
        data["stopping"].append([service, identifier])


def _finish(current: Session, data: Data) -> None:
    left = []
    for service, identifier in data["stopping"]:
        row = current.engine.containers.containers.get(identifier)
        if row is not None and row.running:
            left.append([service, identifier])
            continue
        if row is not None:
            _ended(current, data, row)
    data["stopping"] = left


def _ended(current: Session, data: Data, row: Container) -> None:
    current.engine.emit("container", "stop", row.id, current.engine.attributes(row))
    current.container_event(row, "Stopped")
    if data["remove"]:
        _remove(current, row, volumes=data["volumes"])


def _remove(current: Session, row: Container, *, volumes: bool) -> None:
    current.container_event(row, "Removing")
    lifecycle.remove(current.engine, row, force=True, volumes=volumes)
    current.container_event(row, "Removed")


def remove(current: Session, data: Data) -> None:
    """Remove containers that have ended."""
    for identifier in data["ids"]:
        row = current.engine.containers.containers.get(identifier)
        if row is not None:
            _remove(current, row, volumes=data["volumes"])
