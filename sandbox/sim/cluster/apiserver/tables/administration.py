"""Rows of events, admission policies, custom resource definitions.

Models print* of k8s.io/kubernetes/pkg/printers/internalversion and apiextensions-apiserver v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.tables.ages import age, since
from sandbox.sim.cluster.apiserver.tables.columns import columns, name

Object = dict[str, Any]


def _event(obj: Object, now: int) -> list[Any]:
    involved, source = obj.get("involvedObject") or {}, obj.get("source") or {}
    first, last = obj.get("firstTimestamp"), obj.get("lastTimestamp")
    shown_first = since(first or obj.get("eventTime"), now)
    shown_last = since(last, now) if last else shown_first
    component = source.get("component", "") or obj.get("reportingComponent", "")
    where = f"{component}, {source['host']}" if source.get("host") else component
    series = obj.get("series")
    count = series.get("count", 1) if series else obj.get("count") or 1
    return [
        shown_last,
        obj.get("type", ""),
        obj.get("reason", ""),
        f"{involved.get('kind', '').lower()}/{involved.get('name', '')}",
        involved.get("fieldPath", ""),
        where,
        obj.get("message", "").strip(),
        shown_first,
        count,
        name(obj),
    ]


def _definition(obj: Object, now: int) -> list[Any]:
    del now
    return [name(obj), obj["metadata"].get("creationTimestamp", "")]


def _policy(obj: Object, now: int) -> list[Any]:
    spec = obj.get("spec") or {}
    kind = spec.get("paramKind")
    shown = f"{kind['apiVersion']}/{kind['kind']}" if kind else "<unset>"
    return [name(obj), len(spec.get("validations") or ()), shown, age(obj, now)]


def _policy_binding(obj: Object, now: int) -> list[Any]:
    spec = obj.get("spec") or {}
    reference = spec.get("paramRef")
    shown = "<unset>"
    if reference:
        shown = (
            f"{reference['namespace']}/{reference.get('name', '*')}"
            if reference.get("namespace")
            else reference.get("name", "*")
        )
    return [name(obj), spec.get("policyName", ""), shown, age(obj, now)]


def _webhooks(obj: Object, now: int) -> list[Any]:
    return [name(obj), len(obj.get("webhooks") or ()), age(obj, now)]


def _service(obj: Object, now: int) -> list[Any]:
    service = (obj.get("spec") or {}).get("service")
    shown = f"{service['namespace']}/{service['name']}" if service else "Local"
    return [name(obj), shown, "True", age(obj, now)]


def _flow_schema(obj: Object, now: int) -> list[Any]:
    spec = obj.get("spec") or {}
    level = (spec.get("priorityLevelConfiguration") or {}).get("name", "")
    method = (spec.get("distinguisherMethod") or {}).get("type", "<none>")
    return [name(obj), level, spec.get("matchingPrecedence", 0), method, age(obj, now), "False"]


def _generic(obj: Object, now: int) -> list[Any]:
    return [name(obj), age(obj, now)]


def _component_status(obj: Object, now: int) -> list[Any]:
    del now
    condition: Object = next((c for c in obj.get("conditions", ()) if c["type"] == "Healthy"), {})
    state = "Healthy" if condition.get("status") == "True" else "Unhealthy"
    return [name(obj), state, condition.get("message", ""), condition.get("error", "")]


GENERIC = columns("Name|Age", _generic)
ADMINISTRATION = {
    "/events": columns("Last Seen|Type|Reason|Object|Subobject*|Source*|Message|First Seen*|Count*|Name*", _event),
    "/componentstatuses": columns("Name|Status|Message|Error", _component_status),
    "apiextensions.k8s.io/customresourcedefinitions": columns("Name|Created At", _definition),
    "admissionregistration.k8s.io/validatingadmissionpolicies": columns("Name|Validations|ParamKind|Age", _policy),
    "admissionregistration.k8s.io/validatingadmissionpolicybindings": columns(
        "Name|PolicyName|ParamRef|Age", _policy_binding
    ),
    "admissionregistration.k8s.io/validatingwebhookconfigurations": columns("Name|Webhooks|Age", _webhooks),
    "admissionregistration.k8s.io/mutatingwebhookconfigurations": columns("Name|Webhooks|Age", _webhooks),
    "apiregistration.k8s.io/apiservices": columns("Name|Service|Available|Age", _service),
    "flowcontrol.apiserver.k8s.io/flowschemas": columns(
        "Name|PriorityLevel|MatchingPrecedence|DistinguisherMethod|Age|MissingPL", _flow_schema
    ),
}
