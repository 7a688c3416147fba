"""docker compose start, stop, restart, kill, pause, unpause and rm.

Models docker/compose cmd/compose/{start,stop,restart,kill,pause,remove}.go.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, labelled, plan, restarting, session, starting, stopping, waiting
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.runtime.signals import parse_signal


def _begin(call: Call) -> Session:
    project, _ = labelled.project_or_labels(call, call.args)
    labelled.check_names(project, call.args)
    return session.begin(call, project, [])


def _timeout(call: Call) -> int | None:
    return int(call.flags["timeout"]) if call.flags.given("timeout") else None


def _rows(current: Session, *, all_: bool = True, one_off: bool | None = False) -> list[Container]:
    names = current.call.args or list(current.project.services) or ["-"]
    return containers.of_project(current.engine, current.project.name, names, all_=all_, one_off=one_off)


def start(call: Call) -> Step | int:
    """Start containers that are there already."""
    current = _begin(call)
    current = session.begin(call, current.project.select(call.args, dependencies=False), [])
    names = sorted(current.project.services)
    call.state["steps"] = [starting.step(names)]
    if call.flags["wait"]:
        call.state["steps"].append(waiting.step(current, names, call.flags["wait-timeout"]))
    return plan.go(current)


def stop(call: Call) -> Step | int:
    """Stop containers without removing them."""
    current = _begin(call)
    call.state["steps"] = [stopping.step(_rows(current, one_off=None), timeout=_timeout(call))]
    return plan.go(current)


def restart(call: Call) -> Step | int:
    """Stop containers and start them again; with named services also those that want to be restarted with them."""
    current = _begin(call)
    project = current.project
    names = set(call.args or project.services)
    if call.args and not call.flags["no-deps"]:
        names |= _restarted_with(project, call.args)
    levels = [[name for name in level if name in names] for level in project.levels()]
    call.state["steps"] = [restarting.step([level for level in levels if level], _timeout(call))]
    return plan.go(current)


def _restarted_with(project: Project, names: list[str]) -> set[str]:
    found: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        for other in project.dependents(name):
            if project.services[other]["depends_on"][name].get("restart") and other not in found:
                found.add(other)
                queue.append(other)
    return found


def kill(call: Call) -> Step | int:
    """Send a signal to the containers' first processes."""
    wanted = call.flags["signal"]
    signal = parse_signal(wanted)
    if signal is None:
        raise Failure(f"Error response from daemon: Invalid signal: {wanted}")
    current = _begin(call)
    rows = _rows(current, all_=False, one_off=None)
    if call.flags["remove-orphans"]:
        rows += [row for row in containers.orphans(call.engine, current.project) if row.running]
    if not rows:
        call.system.write(2, "no container to kill")
    for row in rows:
        current.container_event(row, "Killing")
        try:
            lifecycle.kill(call.engine, row, signal)
        except EngineError as error:
            current.container_event(row, "Error while Killing")
            raise Failure(f"Error response from daemon: Cannot kill container: {row.id}: {error}") from error
        current.container_event(row, "Killed")
    return 0


def pause(call: Call) -> int:
    """Freeze services."""
    current = _begin(call)
    for row in _rows(current, all_=False):
        lifecycle.pause(call.engine, row)
        current.container_event(row, "Paused")
    return 0


def unpause(call: Call) -> int:
    """Let services go on."""
    current = _begin(call)
    for row in _rows(current, all_=False):
        lifecycle.unpause(call.engine, row)
        current.container_event(row, "Unpaused")
    return 0


def rm(call: Call) -> Step | int:
    """Remove containers that have ended, after a question."""
    current = _begin(call)
    if call.flags["stop"]:
        call.state["steps"] = [stopping.step(_rows(current, one_off=None))]
    return resume_rm(call)


def resume_rm(call: Call) -> Step | int:
    """Stop what is to be stopped first, then ask, then remove."""
    current = session.again(call)
    if "ids" not in call.state:
        outcome = plan.go(current)
        if not isinstance(outcome, int):
            return outcome
        rows = [row for row in _rows(current) if not row.running and row.status != "restarting"]
        if not rows:
            call.err("No stopped containers")
            return 0
        call.state["ids"], call.state["answer"] = [row.id for row in rows], ""
        said = f"Going to remove {', '.join(row.name for row in rows)}"
        call.out(f"{said}\n" if call.flags["force"] else said)
    if not call.flags["force"]:
        waiting_for_answer = _read_answer(call)
        if waiting_for_answer is not None:
            return waiting_for_answer
        if call.state["answer"].strip().lower() not in ("y", "yes", "1", "t", "true", "on"):
            return 0
    call.state["steps"] = [{"do": "remove", "ids": call.state["ids"], "volumes": call.flags["volumes"]}]
    return plan.go(current)


def _read_answer(call: Call) -> Wait | None:
    while "\n" not in call.state["answer"]:
        if not call.system.can_read(0):
            return Wait(readable=(0,))
        data = call.system.read(0, 1)
        if not data:
            return None
        call.state["answer"] += data.decode(errors="replace")
    return None
