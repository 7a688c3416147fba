"""docker compose events and wait.

Models docker/compose cmd/compose/{events,wait}.go and pkg/compose/{events,wait}.go.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, labelled, labels, plan, session, stopping
from sandbox.sim.docker.compose.arity import at_least
from sandbox.sim.docker.container.logs import moment
from sandbox.sim.docker.errors import Failure
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.process import Step, Wait

HIDDEN = ("exec_", "health_status", "top")


def events(call: Call) -> Step | int:
    """Print what happens to a project's containers from now on."""
    project, read = labelled.project_or_labels(call, call.args)
    if read:
        labelled.check_names(project, call.args)
    flags, state = call.flags, call.state
    session.begin(call, project, [])
    state["since"] = moment(flags["since"], call.now, "since") if flags["since"] else call.now
    state["until"] = moment(flags["until"], call.now, "until") if flags["until"] else 0
    state["seen"] = 0 if flags["since"] else call.engine.event_count
    return resume_events(call)


def resume_events(call: Call) -> Step | int:
    """Print what is new."""
    state, engine = call.state, call.engine
    project = session.again(call).project.name
    first = engine.event_count - len(engine.events)
    for row in engine.events[max(state["seen"] - first, 0) :]:
        late = state["until"] and row[0] > state["until"]
        if row[1] == "container" and row[0] >= state["since"] and not late and not row[2].startswith(HIDDEN):
            _print(call, project, row)
    state["seen"] = engine.event_count
    if state["until"] and call.now >= state["until"]:
        return 0
    return Wait(topics=("engine",), until=state["until"] or None, following=not state["until"])


def _print(call: Call, project: str, row: list[Any]) -> None:
    when, _, action, identifier, attributes = row
    container = call.engine.containers.containers.get(identifier)
    own = {**((container.config.get("Labels") or {}) if container else {}), **attributes}
    service = own.get(labels.SERVICE, "")
    if own.get(labels.PROJECT) != project or (call.args and service not in call.args):
        return
    shown = {key: value for key, value in own.items() if not key.startswith(labels.PREFIX)}
    moment_ = datetime.fromtimestamp(when // SECOND, UTC).replace(microsecond=when % SECOND // 1000)
    if call.flags["json"]:
        data = {
            "action": action, "attributes": dict(sorted(shown.items())), "id": identifier, "service": service,
            "time": moment_.isoformat().replace("+00:00", "Z"), "type": "container",
        }  # fmt: skip
        call.line(json.dumps(data, separators=(",", ":"), ensure_ascii=False))
        return
    listed = ", ".join(f"{key}={value}" for key, value in sorted(shown.items()))
    call.line(f"{moment_:%Y-%m-%d %H:%M:%S.%f} container {action} {identifier} ({listed})")


def wait(call: Call) -> Step | int:
    """Wait for services to end; the exit code is that of the last one."""
    at_least(call, 1)
    project, read = labelled.project_or_labels(call, call.args)
    if read:
        labelled.check_names(project, call.args)
    session.begin(call, project, [])
    rows = containers.of_project(call.engine, project.name, call.args)
    if not rows:
        raise Failure(f'no containers for project "{project.name}"')
    call.state["left"] = [[row.id, row.name] for row in rows]
    return resume_wait(call)


def resume_wait(call: Call) -> Step | int:
    """Tell who has ended; wait for the others."""
    if call.state["steps"]:
        return plan.resume(call)
    left, state = [], call.state
    for identifier, name in state["left"]:
        code = call.engine.containers.exit_code(identifier)
        if code is None:
            left.append([identifier, name])
            continue
        call.line(f'container "{name}" exited with status code {code}')
        state["code"] = code
    first_ended = len(left) < len(state["left"])
    state["left"] = left
    if left and not (first_ended and call.flags["down-project"]):
        return Wait(topics=("engine",))
    return _drop(call) if call.flags["down-project"] else int(state["code"])


def _drop(call: Call) -> Step | int:
    current = session.again(call)
    project = current.project
    rows = containers.of_project(call.engine, project.name)
    own = [given["name"] for _, given in sorted(project.networks.items()) if not given.get("external")]
    call.state["steps"] = [stopping.step(rows, remove=True), {"do": "remove networks", "names": own}]
    return plan.go(current)
