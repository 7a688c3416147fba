"""docker logs.

Models docker/cli cli/command/container/logs.go, v28.2, and the json-file log driver.
"""

import re
from datetime import UTC, datetime
from urllib.parse import quote

from sandbox.sim.cli.go_values import GoValueError, parse_duration
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.clock import SECOND, rfc3339
from sandbox.sim.runtime.process import Step, Wait

READABLE = ("json-file", "local", "journald", "")
FORMATS = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H", "%Y-%m-%d", "%Y-%m-%d%z")
FRACTION = re.compile(r"\.(\d{1,9})")


def moment(text: str, now: int, name: str) -> int:
    """Return the moment that ``--since`` or ``--until`` means. Raises Failure."""
    try:
        return now - parse_duration(text)
    except GoValueError:
        pass
    if re.fullmatch(r"\d+(\.\d+)?", text):
        whole, _, part = text.partition(".")
        return int(whole) * SECOND + int((part + "0" * 9)[:9])
    fraction = FRACTION.search(text)
    bare = FRACTION.sub("", text)
    for form in FORMATS:
        try:
            found = datetime.strptime(bare, form)  # noqa: DTZ007  (a zone is added below where the text has none)
        except ValueError:
            continue
        seconds = int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
        return seconds * SECOND + (int(fraction[1].ljust(9, "0")) if fraction else 0)
    raise Failure(f'invalid value for "{name}": failed to parse value as time or duration: "{text}"')


def run(call: Call) -> Step | int:
    """Print a container's log; with ``-f`` go on with it."""
    flags = call.flags
    bounds = {}
    for name in ("since", "until"):
        if flags[name]:
            bounds[name] = moment(flags[name], call.now, name)
    container = call.engine.containers.find(call.args[0])
    if (container.host.get("LogConfig") or {}).get("Type", "") not in READABLE:
        raise EngineError("configured logging driver does not support reading")
    state = call.state
    state["details"] = _details(container)
    state["container"], state["log"], state["bounds"] = container.id, container.log, bounds
    state["entry"], state["chars"] = _first(call, container, bounds), 0
    return resume(call)


def _details(container: Container) -> str:
    """Return the labels and variables that ``--log-opt labels=`` and ``env=`` chose, as ``--details`` shows them."""
    options = (container.host.get("LogConfig") or {}).get("Config") or {}
    labels = container.config.get("Labels") or {}
    variables = dict(row.partition("=")[::2] for row in container.config.get("Env") or [])
    chosen = {
        name: source[name]
        for option, source in (("labels", labels), ("env", variables))
        for name in options.get(option, "").split(",")
        if name in source
    }
    return ",".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(chosen.items()))


def _first(call: Call, container: Container, bounds: dict[str, int]) -> int:
    """Return where printing begins: ``--tail`` counts lines of what ``--until`` leaves."""
    log = call.engine.machine.streams.logs.get(container.log)
    entries = log.entries if log is not None else []
    tail = call.flags["tail"]
    shown = [index for index, row in enumerate(entries) if _within(row[0], bounds)]
    if not tail.isdecimal():
        return shown[0] if shown else len(entries)
    wanted = shown[-int(tail) :] if int(tail) else []
    return wanted[0] if wanted else len(entries)


def _within(when: int, bounds: dict[str, int]) -> bool:
    return bounds.get("since", when) <= when <= bounds.get("until", when)


def resume(call: Call) -> Step | int:
    """Print what is new; with ``-f`` wait for more until the container has ended."""
    state = call.state
    log = call.engine.machine.streams.logs.get(state["log"])
    entries = log.entries if log is not None else []
    while state["entry"] < len(entries):
        when, stream, text = entries[state["entry"]]
        if _within(when, state["bounds"]):
            _print(call, when, stream, text[state["chars"] :], begins=not state["chars"])
        if not text.endswith("\n") and state["entry"] == len(entries) - 1:
            state["chars"] = len(text)
            break
        state["entry"], state["chars"] = state["entry"] + 1, 0
    if not call.flags["follow"] or _over(call):
        return 0
    return Wait(topics=(f"log/{state['log']}", "engine"), following=True)


def _over(call: Call) -> bool:
    container = call.engine.containers.containers.get(call.state["container"])
    return container is None or not (container.running or container.status == "restarting")


def _print(call: Call, when: int, stream: str, text: str, *, begins: bool) -> None:
    if not text:
        return
    if begins and call.flags["details"]:
        text = f"{call.state['details']} {text}"
    if begins and call.flags["timestamps"]:
        text = f"{timestamp(when)} {text}"
    if stream == "tty":
        text = text.replace("\n", "\r\n")
    call.system.write(2 if stream == "stderr" else 1, text)


def timestamp(when: int) -> str:
    """Return a moment with all nine digits, as ``docker logs -t`` has it."""
    return f"{rfc3339(when)[:-1]}.{when % SECOND:09d}Z"
