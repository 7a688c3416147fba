"""docker compose logs.

Models docker/compose cmd/compose/logs.go and pkg/compose/logs.go.
"""

from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, following, labelled, plan, session
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.container.logs import READABLE, moment
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Step


def run(call: Call) -> Step | int:
    """Print the logs of a project's containers; with ``-f`` go on with them."""
    flags = call.flags
    if flags["index"] and len(call.args) != 1:
        raise Failure("--index requires one service to be selected")
    project, read = labelled.project_or_labels(call, call.args)
    if read:
        labelled.check_names(project, call.args)
    current = session.begin(call, project, [])
    rows = containers.of_project(call.engine, project.name, call.args or list(project.services) or ["-"])
    rows = [row for row in rows if not flags["index"] or containers.number(row) == flags["index"]]
    for row in rows:
        if (row.host.get("LogConfig") or {}).get("Type", "") not in READABLE:
            raise EngineError("configured logging driver does not support reading")
    follow = following.attach(
        current, rows, prefix=not flags["no-log-prefix"], timestamps=flags["timestamps"], colour=not flags["no-color"]
    )
    until = moment(flags["until"], call.now, "until") if flags["until"] else None
    for row, state in zip(rows, follow["rows"], strict=True):
        state["entry"], state["until"] = _first(current, row, until), until
    if flags["follow"]:
        call.state["steps"] = [{"do": "follow"}]
        return plan.go(current)
    _print_in_turn(current, follow)
    return 0


def _first(current: Session, row: Container, until: int | None) -> int:
    """Return where printing begins: ``--tail`` counts lines of what ``--since`` and ``--until`` leave."""
    flags, now = current.call.flags, current.call.now
    log = current.engine.machine.streams.logs.get(row.log)
    entries = log.entries if log is not None else []
    since = moment(flags["since"], now, "since") if flags["since"] else 0
    shown = [index for index, entry in enumerate(entries)
             if entry[0] >= since and (until is None or entry[0] <= until)]  # fmt: skip
    if flags["tail"].isdecimal():
        shown = shown[-int(flags["tail"]) :] if int(flags["tail"]) else []
    return shown[0] if shown else len(entries)


def _print_in_turn(current: Session, follow: dict[str, Any]) -> None:
    """Print one container's log after the other's."""
    rows = follow["rows"]
    ends = [row["entry"] for row in rows]
    for index, row in enumerate(rows):
        for other in rows:
            other["entry"] = 10**12  # Past any log: only one container's lines are new at a time.
        row["entry"] = ends[index]
        following.pump(current)
