"""Services are started, each once what it depends on is as far as it has to be.

Models docker/compose pkg/compose/{start,convergence}.go (startService, waitDependencies).
"""

from typing import Any

from sandbox.sim.docker.compose import containers, waiting
from sandbox.sim.docker.compose.model import consistency
from sandbox.sim.docker.compose.session import ENGINE, Data, Session
from sandbox.sim.docker.compose.warnings import warn
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.runtime.process import Step


def step(names: list[str]) -> Data:
    """Return the step that starts services."""
    return {"do": "start", "left": sorted(names), "told": [], "met": []}


def start(current: Session, data: Data) -> Step | None:
    """Start all services that may be started; wait for the conditions of the others."""
    while True:
        ready = [name for name in data["left"] if _may_start(current, data, name)]
        for name in ready:
            data["left"].remove(name)
            start_service(current, name)
        if not ready:
            return ENGINE if data["left"] else None


def _may_start(current: Session, data: Data, name: str) -> bool:
    if any(other in data["left"] for other in current.project.dependencies(name) if other != name):
        return False
    return await_dependencies(current, data, name)


def await_dependencies(current: Session, data: Data, name: str) -> bool:
    """Say whether the conditions of a service are met. Raises Failure when one cannot be met any more."""
    met = True
    for other, wanted in (current.project.services[name].get("depends_on") or {}).items():
        key = f"{name}/{other}"
        if key in data["met"] or not _waits_for(current, other, wanted):
            continue
        rows = containers.of_project(current.engine, current.project.name, [other])
        if key not in data["told"]:
            data["told"].append(key)
            for row in rows:
                current.container_event(row, "Waiting")
        if not rows:
            _missing(current, name, other, wanted)
        if not rows or _is_met(current, other, wanted, rows):
            data["met"].append(key)
        else:
            met = False
    return met


def _waits_for(current: Session, other: str, wanted: dict[str, Any]) -> bool:
    service = current.project.services.get(other)
    return wanted["condition"] != "service_started" and service is not None and consistency.scale(service) > 0


def _missing(current: Session, name: str, other: str, wanted: dict[str, Any]) -> None:
    if wanted["required"]:
        raise Failure(f"{name} is missing dependency {other}")
    warn(current.call, f"{name} is missing dependency {other}")


def _is_met(current: Session, other: str, wanted: dict[str, Any], rows: list[Container]) -> bool:
    if wanted["condition"] == waiting.COMPLETED:
        return _is_completed(current, other, wanted, rows)
    try:
        if not waiting.is_healthy(rows, running_is_enough=False):
            return False
    except waiting.Unhealthy as error:
        if wanted["required"]:
            _tell(current, rows, "Error")
            raise Failure(f"dependency failed to start: {error}") from error
        _tell(current, rows, f'Skipped: optional dependency "{other}" failed to start')
        warn(current.call, f'optional dependency "{other}" failed to start: {error}')
        return True
    _tell(current, rows, "Healthy")
    return True


def _is_completed(current: Session, other: str, wanted: dict[str, Any], rows: list[Container]) -> bool:
    code = waiting.exit_code(rows)
    if code is None:
        return False
    if code == 0:
        _tell(current, rows, "Exited")
        return True
    suffix = f'"{other}" didn\'t complete successfully: exit {code}'
    if wanted["required"]:
        _tell(current, rows, f"service {suffix}")
        raise Failure(f"service {suffix}")
    _tell(current, rows, f"Skipped: optional dependency {suffix}")
    warn(current.call, f"optional dependency {suffix}")
    return True


def _tell(current: Session, rows: list[Container], status: str) -> None:
    for row in rows:
        current.container_event(row, status)


def start_service(current: Session, name: str) -> None:
    """Start a service's containers that do not run. Raises Failure, EngineError."""
    rows = containers.of_project(current.engine, current.project.name, [name])
    if not rows and consistency.scale(current.project.services[name]):
        raise Failure(f'service "{name}" has no container to start')
    idle = [row for row in rows if not row.running]
    for row in idle:
        current.container_event(row, "Starting")
    for row in idle:
        lifecycle.start(current.engine, row)
        current.container_event(row, "Started")


def await_for_run(current: Session, data: Data) -> Step | None:
    """Wait until what a one-off container depends on is as far as it has to be."""
    return None if await_dependencies(current, data, data["service"]) else ENGINE
