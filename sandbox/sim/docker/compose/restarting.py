"""Services are restarted in the order of their dependencies.

Models docker/compose pkg/compose/restart.go.
"""

from sandbox.sim.docker.compose import containers
from sandbox.sim.docker.compose.session import ENGINE, Data, Session
from sandbox.sim.engine import lifecycle
from sandbox.sim.runtime.process import Step


def step(levels: list[list[str]], timeout: int | None) -> Data:
    """Return the step that restarts services, a group after the other."""
    return {"do": "restart", "levels": levels, "stopping": [], "timeout": timeout}


def restart(current: Session, data: Data) -> Step | None:
    """Stop the containers of a group, and start each again when it has ended."""
    while data["levels"] or data["stopping"]:
        if not data["stopping"]:
            _begin(current, data)
        left = []
        for identifier in data["stopping"]:
            row = current.engine.containers.containers.get(identifier)
            if row is None:
                continue
            if row.running:
                left.append(identifier)
                continue
            lifecycle.start(current.engine, row)
            current.engine.emit("container", "restart", row.id, current.engine.attributes(row))
            current.container_event(row, "Started")
        data["stopping"] = left
        if left:
            return ENGINE
    return None


def _begin(current: Session, data: Data) -> None:
    for row in containers.of_project(current.engine, current.project.name, data["levels"].pop(0)):
        current.container_event(row, "Restarting")
        lifecycle.stop(current.engine, row, data["timeout"])
        data["stopping"].append(row.id)
