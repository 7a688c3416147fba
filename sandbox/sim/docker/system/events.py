"""docker events.

Models docker/cli cli/command/system/events.go, v28.2.
"""

from typing import Any

from sandbox.sim.cli.gotemplate.template import Template, TemplateError
from sandbox.sim.cli.gotemplate.values import Struct, to_json
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import label_matches
from sandbox.sim.docker.container.logs import moment, timestamp
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.errors import BadRequest
from sandbox.sim.runtime.process import Step, Wait

KINDS = ("container", "image", "network", "volume")
FILTERS = (*KINDS, "config", "daemon", "event", "label", "node", "plugin", "scope", "secret", "service", "type")


def run(call: Call) -> Step | int:
    """Print events from ``--since`` (or now) on, up to ``--until``."""
    state, flags = call.state, call.flags
    for row in flags["filter"]:
        if row.partition("=")[0] not in FILTERS:
            raise BadRequest(f"invalid filter '{row.partition('=')[0]}'")
    _check_format(flags["format"])
    state["since"] = _moment(flags["since"], call.now) if flags["since"] else call.now
    state["until"] = _until(call) if flags["until"] else 0
    state["seen"] = 0 if flags["since"] else call.engine.event_count
    return resume(call)


def _until(call: Call) -> int:
    text = call.flags["until"]
    return call.now - (_moment(text.lstrip("-"), 0) if text.startswith("-") else call.now - _moment(text, call.now))


def _moment(text: str, now: int) -> int:
    """Read ``--since`` or ``--until``, whose faults the client of events passes on bare."""
    try:
        return moment(text, now, "")
    except Failure as failure:
        raise Failure(str(failure).removeprefix('invalid value for "": ')) from failure


def _check_format(form: str) -> None:
    """Try a template on an event without content, before any comes."""
    if form not in ("", "json"):
        try:
            Template(form).execute(_message([0, "", "", "", {}]))
        except TemplateError as error:
            raise Failure(f"Error parsing format: {error}", 64) from error


def resume(call: Call) -> Step | int:
    """Print what is new."""
    state, engine = call.state, call.engine
    first = engine.event_count - len(engine.events)
    for row in engine.events[max(state["seen"] - first, 0) :]:
        late = state["until"] and row[0] > state["until"]
        if row[0] >= state["since"] and not late and _passes(row, call.flags["filter"]):
            call.line(_text(row, call.flags["format"]))
    state["seen"] = engine.event_count
    if state["until"] and call.now >= state["until"]:
        return 0
    return Wait(topics=("engine",), until=state["until"] or None, following=not state["until"])


def _passes(row: list[Any], filters: list[str]) -> bool:
    _, kind, action, identifier, attributes = row
    grouped: dict[str, list[str]] = {}
    for entry in filters:
        name, _, value = entry.partition("=")
        grouped.setdefault(name, []).append(value)
    values = {
        "type": [kind],
        "event": [action, action.partition(":")[0]],
        "image": _image_names(attributes.get("image", "") if kind == "container" else identifier),
        "scope": ["local"],
    }
    values |= {name: [identifier, identifier[:12], attributes.get("name", "")] for name in KINDS if name != "image"}
    for name, wanted in grouped.items():
        absent = name in FILTERS and name not in values and name != "label"
        foreign = name in KINDS and name not in (kind, "image")
        unlike = name in values and set(values[name]).isdisjoint(wanted)
        unlabelled = name == "label" and not all(label_matches(attributes, value) for value in wanted)
        if absent or foreign or unlike or unlabelled:
            return False
    return True


def _image_names(name: str) -> list[str]:
    """Return an image's name as it is, and without its tag."""
    last = name.rpartition("/")[2]
    return [name, name.rpartition(":")[0] if ":" in last else name]


def _text(row: list[Any], form: str) -> str:
    when, kind, action, identifier, attributes = row
    if not form:
        shown = ", ".join(f"{name}={value}" for name, value in sorted(attributes.items()))
        return f"{timestamp(when)} {kind} {action} {identifier}" + (f" ({shown})" if shown else "")
    if form == "json":
        return to_json(_fields(row))
    try:
        return Template(form).execute(_message(row))
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}", 64) from error


def _fields(row: list[Any]) -> Struct:
    when, kind, action, identifier, attributes = row
    data = Struct(
        status=action, id=identifier, Type=kind, Action=action,
        Actor=Struct(ID=identifier, Attributes=dict(attributes)), scope="local", time=when // 10**9, timeNano=when,
    )  # fmt: skip
    data["from"] = attributes.get("image", "")
    return data


def _message(row: list[Any]) -> Struct:
    """Return an event as templates see it (moby api/types/events.Message)."""
    data = _fields(row)
    data.type_name = "*events.Message"
    data |= {
        "Status": row[2],
        "ID": row[3],
        "From": data["from"],
        "Scope": "local",
        "Time": data["time"],
        "TimeNano": row[0],
    }
    return data
