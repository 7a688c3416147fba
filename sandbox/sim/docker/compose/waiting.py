"""Whether containers run, are healthy, or are done with what they had to do.

Models docker/compose pkg/compose/convergence.go (isServiceHealthy, isServiceCompleted, waitDependencies).
"""

from sandbox.sim.cli.go_values import format_duration
from sandbox.sim.docker.compose import containers
from sandbox.sim.docker.compose.model import consistency
from sandbox.sim.docker.compose.session import Data, Session
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.container import Container
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.process import Step, Wait

COMPLETED = "service_completed_successfully"


class Unhealthy(Exception):  # noqa: N818  (what became of a container)
    """A container cannot become healthy any more; ``str()`` says why."""


def is_healthy(rows: list[Container], *, running_is_enough: bool) -> bool:
    """Say whether all containers are healthy by now. Raises Unhealthy."""
    for row in rows:
        if row.status in ("exited", "dead"):
            raise Unhealthy(f"container {row.name} exited ({row.exit_code})")
        if row.health is None:
            if not running_is_enough:
                raise Unhealthy(f"container {row.name} has no healthcheck configured")
            if row.status != "running":
                return False
        elif row.health["Status"] == "unhealthy":
            raise Unhealthy(f"container {row.name} is unhealthy")
        elif row.health["Status"] != "healthy":
            return False
    return True


def exit_code(rows: list[Container]) -> int | None:
    """Return the exit code of the first container that has ended, None while all run."""
    return next((row.exit_code for row in rows if row.status == "exited"), None)


def wait(current: Session, data: Data) -> Step | None:
    """``--wait``: wait until each service runs, is healthy where it has a check, or is done where that is its part."""
    deadline = data["began"] + data["timeout"] * SECOND if data["timeout"] else None
    for name in list(data["left"]):
        rows = containers.of_project(current.engine, current.project.name, [name])
        if name not in data["told"]:
            data["told"].append(name)
            for row in rows:
                current.container_event(row, "Waiting")
        if _is_there(current, name, rows):
            data["left"].remove(name)
            for row in rows:
                current.container_event(row, "Exited" if row.status == "exited" else "Healthy")
    if not data["left"]:
        return None
    if deadline is not None and current.call.now >= deadline:
        raise Failure(f"application not healthy after {format_duration(data['timeout'] * SECOND)}")
    return Wait(topics=("engine",), until=deadline)


def _is_there(current: Session, name: str, rows: list[Container]) -> bool:
    if not consistency.scale(current.project.services[name]):
        return True
    if _is_task(current, name):
        code = exit_code(rows)
        if code:
            raise Failure(f'service "{name}" didn\'t complete successfully: exit {code}')
        return code == 0
    try:
        return is_healthy(rows, running_is_enough=True)
    except Unhealthy as error:
        raise Failure(str(error)) from error


def _is_task(current: Session, name: str) -> bool:
    """Say whether some service waits for this one to be done."""
    return any(
        (row.get("depends_on") or {}).get(name, {}).get("condition") == COMPLETED
        for row in current.project.services.values()
    )


def step(current: Session, names: list[str], timeout: int) -> Data:
    """Return the step that waits for services; a ``timeout`` of 0 is none."""
    return {"do": "wait", "left": sorted(names), "told": [], "timeout": timeout, "began": current.call.now}
