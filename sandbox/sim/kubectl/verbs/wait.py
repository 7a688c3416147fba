"""kubectl wait.

Models k8s.io/kubectl/pkg/cmd/wait v1.36: each object has the whole timeout, one after the other.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import find, request_of
from sandbox.sim.kubectl.errors import ExactError, KubectlError, render
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.jsonpath.evaluate import Evaluator, text_of
from sandbox.sim.kubectl.jsonpath.nodes import JsonPathError
from sandbox.sim.kubectl.jsonpath.parser import parse
from sandbox.sim.kubectl.printers.custom_columns import relaxed
from sandbox.sim.kubectl.results import FILES
from sandbox.sim.kubectl.verbs.delete import WEEK
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = FILES | {"all", "all-namespaces", "field-selector", "for", "local", "output", "selector", "template", "timeout"}


def parse_condition(text: str) -> tuple[str, str, str]:
    """Return kind (delete, create, condition, jsonpath), subject and wanted value. Raises KubectlError."""
    if text.lower() in ("delete", "create"):
        return text.lower(), "", ""
    if text.startswith("condition="):
        name, equals, value = text.removeprefix("condition=").partition("=")
        return "condition", name, value if equals else "true"
    if text.startswith("jsonpath="):
        return _json_path(text.removeprefix("jsonpath="))
    raise KubectlError(f"unrecognized condition: {quote(text)}")


def _json_path(text: str) -> tuple[str, str, str]:
    path, equals, value = text, "", ""
    close = text.rfind("}")
    if close >= 0 and text[close + 1 : close + 2] == "=":
        path, equals, value = text[: close + 1], "=", text[close + 2 :]
    elif close < 0 and "=" in text:
        path, equals, value = text.partition("=")
    path, value = path.strip("'\""), value.strip("'\"")
    expression = relaxed(path)
    if equals and not value:
        raise KubectlError(
            "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"
        )
    try:
        parse(expression)
    except JsonPathError as error:
        raise KubectlError(str(error)) from error
    return "jsonpath", expression, value if equals else "\0"


def run(invocation: Invocation) -> int | Wait:
    """Wait until every object meets the condition."""
    state = invocation.state
    if not invocation.flags["for"]:
        raise KubectlError("unrecognized condition: []")
    condition = parse_condition(str(invocation.flags["for"]))
    if "queue" not in state:
        _begin(invocation, condition[0])
    while state["queue"]:
        outcome = _look(invocation, condition, state["queue"][0])
        if outcome is None:
            return invocation.poll(deadline=state["deadline"])
        if outcome:
            state["errors"].append(outcome)
        state["queue"].pop(0)
        state["deadline"] = invocation.now + _timeout(invocation)
    if state["errors"]:
        raise ExactError("\n".join(state["errors"]))
    return 0


def _timeout(invocation: Invocation) -> int:
    timeout = int(invocation.flags["timeout"])
    return WEEK if timeout < 0 else timeout


def _begin(invocation: Invocation, kind: str) -> None:
    state = invocation.state
    by_name = kind in ("delete", "create")
    found = find(invocation, request_of(invocation, fetch=not by_name, validate=False))
    state["errors"] = [render(error, "")[0].rstrip("\n") for error in found.errors]
    state["queue"] = [
        [info.resource.api_version, info.resource.kind, info.namespace, info.name, _uid(info.obj)]
        for info in found.infos
    ]
    state["deadline"] = invocation.now + _timeout(invocation)
    if not found.infos and not found.errors and kind != "delete":
        raise KubectlError("no matching resources found")


def _uid(obj: Object | None) -> str:
    return str(((obj or {}).get("metadata") or {}).get("uid", ""))


def _look(  # noqa: PLR0911  (one answer for each kind of condition)
    invocation: Invocation, condition: tuple[str, str, str], key: list[Any]
) -> str | None:
    """Return None to go on waiting, an empty text when the condition is met, or what went wrong."""
    kind, subject, wanted = condition
    api_version, object_kind, namespace, name, _ = key
    resource = invocation.client.types.of_kind(api_version, object_kind)
    if resource is None:
        return ""
    described = (
        f"{resource.kind.lower()}.{resource.group}/{name}" if resource.group else f"{object_kind.lower()}/{name}"
    )
    try:
        obj: Object | None = invocation.client.get(resource, name, namespace)
    except ApiError as error:
        if error.reason != "NotFound":
            return render(error, "")[0].rstrip("\n")
        obj = None
    if kind == "delete":
        key[4] = key[4] or _uid(obj)
        if obj is None and not key[4]:
            return ""
        met = obj is None or _uid(obj) != key[4]
    elif kind == "create":
        met = obj is not None
    elif obj is None:
        return f'Error from server (NotFound): {resource.qualified} "{name}" not found'
    else:
        met = _holds(kind, subject, wanted, obj)
    if met:
        invocation.out(f"{described} condition met\n")
        return ""
    if invocation.now >= invocation.state["deadline"]:
        return f"error: timed out waiting for the condition on {resource.plural}/{name}"
    return None


def _holds(kind: str, subject: str, wanted: str, obj: Object) -> bool:
    if kind == "condition":
        return _condition_holds(subject, wanted, obj)
    try:
        found = [value for part in Evaluator().results(parse(subject), obj) for value in part]
    except JsonPathError:
        return False
    if wanted == "\0":
        return bool(found)
    return len(found) == 1 and not isinstance(found[0], (dict, list)) and text_of(found[0]) == wanted


def _condition_holds(subject: str, wanted: str, obj: Object) -> bool:
    status = obj.get("status") or {}
    for condition in status.get("conditions") or []:
        if str(condition.get("type", "")).lower() != subject.lower():
            continue
        generation = obj["metadata"].get("generation")
        seen = condition.get("observedGeneration") or status.get("observedGeneration")
        if generation and seen and seen < generation:
            return False
        return str(condition.get("status", "")).lower() == wanted.lower()
    return False
