"""The logs of several containers on one terminal, each line with the name of its container before it.

Models docker/compose cmd/formatter/logs.go and pkg/compose/{printer,monitor,up}.go. Not modelled: the menu of ``up``.
Lines about ends come without the escape that clears a terminal's line.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.docker.compose import containers, labels, stopping
from sandbox.sim.docker.compose.session import Session, given
from sandbox.sim.docker.container.logs import timestamp
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Exit, Step, Wait

Data = dict[str, Any]
INTERRUPTED = Exit(130)
COLOURS = ("36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1")
"""Cyan, yellow, green, magenta, blue, and the same intense."""
NOW = "Gracefully stopping... (press Ctrl+C again to force)"


def attach(
    current: Session, rows: Iterable[Container], *, prefix: bool, timestamps: bool, colour: bool, stops: bool = False
) -> Data:
    """Begin to follow containers from the end of what they have written. ``stops``: an interrupt stops them all."""
    follow: Data = {"rows": [], "prefix": prefix, "timestamps": timestamps, "stops": stops, "aborting": False,
                    "cascade": "", "exit_code_from": "", "colour": colour and _wants_colour(current)}  # fmt: skip
    for row in rows:
        log = current.engine.machine.streams.logs.get(row.log)
        entries = log.entries if log is not None else []
        follow["rows"].append(
            {"id": row.id, "name": containers.short_name(row), "service": containers.label(row, labels.SERVICE),
             "entry": len(entries), "until": None, "finished": row.finished, "over": False, "last": 0}
        )  # fmt: skip
    current.state["follow"] = follow
    return follow


def _wants_colour(current: Session) -> bool:
    mode = given(current.call)["ansi"]
    if mode == "auto" and "NO_COLOR" in current.call.process.env:
        return False
    return bool(mode == "always" or (mode == "auto" and current.call.is_terminal(1)))


def pump(current: Session) -> None:
    """Print what is new in the order in which it was written, and who has ended."""
    follow = current.state["follow"]
    fresh: list[tuple[int, int, str, str]] = []
    for index, row in enumerate(follow["rows"]):
        fresh += [(when, index, stream, text) for when, stream, text in _fresh(current, row)]
    for when, index, stream, text in sorted(fresh, key=lambda line: line[0]):
        if not follow["aborting"]:
            _print(current, follow, index, when, stream, text)
    for index, row in enumerate(follow["rows"]):
        _look_for_end(current, follow, index, row)


def _fresh(current: Session, row: Data) -> list[tuple[int, str, str]]:
    """Return the lines of a container that are complete and not printed yet."""
    container = current.engine.containers.containers.get(row["id"])
    number = container.log if container is not None else row["last"]
    row["last"] = number
    log = current.engine.machine.streams.logs.get(number)
    lines: list[tuple[int, str, str]] = []
    while log is not None and row["entry"] < len(log.entries):
        when, stream, text = log.entries[row["entry"]]
        running = container is not None and container.running
        if not text.endswith("\n") and row["entry"] == len(log.entries) - 1 and running:
            break
        if row["until"] is None or when <= row["until"]:
            lines.append((when, stream, text.removesuffix("\n")))
        row["entry"] += 1
    return lines


def _print(  # noqa: PLR0917  (one line with all that it needs)
    current: Session, follow: Data, index: int, when: int, stream: str, text: str
) -> None:
    moment = f"{timestamp(when)} " if follow["timestamps"] else ""
    line = f"{_prefix(follow, index)}{moment}{text}\n"
    current.call.system.write(2 if stream == "stderr" else 1, line)


def _prefix(follow: Data, index: int) -> str:
    if not follow["prefix"]:
        return ""
    width = max(len(row["name"]) for row in follow["rows"]) + 1
    return _coloured(follow, index, f"{follow['rows'][index]['name']:<{width}} | ")


def _coloured(follow: Data, index: int, text: str) -> str:
    return f"\x1b[{COLOURS[index % len(COLOURS)]}m{text}\x1b[0m" if follow["colour"] else text


def _look_for_end(current: Session, follow: Data, index: int, row: Data) -> None:
    container = current.engine.containers.containers.get(row["id"])
    if container is None:
        row["over"] = True
        return
    row["over"] = container.status in ("exited", "dead")
    if container.finished == row["finished"] or container.running:
        return
    row["finished"] = container.finished
    again = " (restarting)" if container.status == "restarting" else ""
    if not follow["aborting"]:
        said = f"{row['name']} exited with code {container.exit_code}{again}\n"
        current.call.out(_coloured(follow, index, said))
    if not again:
        _cascade(current, follow, row["service"], container.exit_code)


def _cascade(current: Session, follow: Data, service: str, code: int) -> None:
    """Stop everything when one container has ended, where that is wanted."""
    if follow["exit_code_from"] == service or (not follow["exit_code_from"] and follow["cascade"] == "exit"
                                               and not follow["aborting"]):  # fmt: skip
        current.state["code"] = code
    wanted = follow["cascade"] == "exit" or (follow["cascade"] == "failure" and code != 0)
    if not wanted or follow["aborting"]:
        return
    if follow["cascade"] == "failure":
        current.state["code"] = code
    current.call.line("Aborting on container exit...")
    _stop_all(current, follow)


def _stop_all(current: Session, follow: Data) -> None:
    follow["aborting"] = True
    current.state["mode"] = "plain"
    rows = containers.of_project(current.engine, current.project.name, current.project.services, all_=False)
    current.state["steps"] = [{"do": "follow"}, stopping.step(rows, timeout=follow.get("timeout")), {"do": "follow"}]


def follow(current: Session, _data: Data) -> Step | None:
    """Print until all containers have ended, or everything is being stopped."""
    state = current.state["follow"]
    pump(current)
    if state["aborting"] or all(row["over"] for row in state["rows"]):
        return None
    return Wait(topics=("engine", *topics(current)), following=True)


def topics(current: Session) -> list[str]:
    """Return what is announced when a followed container writes."""
    return [f"log/{row['last']}" for row in current.state["follow"]["rows"] if row["last"]]


def interrupt(current: Session) -> bool:
    """Take an interrupt: the first stops what ``up`` follows, the second kills it. False: the command just ends."""
    state = current.state.get("follow")
    if state is None or not state["stops"]:
        return False
    current.state["code"] = INTERRUPTED.code
    if not state["aborting"]:
        pump(current)
        current.call.err(NOW)
        _stop_all(current, state)
        del current.steps[0]
        return True
    for row in containers.of_project(current.engine, current.project.name, current.project.services, all_=False):
        current.container_event(row, "Killing")
        try:
            lifecycle.kill(current.engine, row, "KILL")
        except EngineError:
            continue
        current.container_event(row, "Killed")
    return True
