"""Field selectors: ``status.phase=Running,spec.nodeName!=node-1``.

Models k8s.io/apimachinery/pkg/fields v1.36 and each resource's selectable fields.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.sim.cluster.apimachinery.status import bad_request

_METADATA = ("metadata.name", "metadata.namespace")
SELECTABLE: Mapping[str, tuple[str, ...]] = {
    "Pod": (
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.serviceAccountName",
        "spec.hostNetwork",
        "status.phase",
        "status.podIP",
        "status.podIPs",
        "status.nominatedNodeName",
    ),
    "Event": (
        "involvedObject.kind",
        "involvedObject.namespace",
        "involvedObject.name",
        "involvedObject.uid",
        "involvedObject.apiVersion",
        "involvedObject.resourceVersion",
        "involvedObject.fieldPath",
        "reason",
        "reportingComponent",
        "source",
        "type",
    ),
    "Secret": ("type",),
    "Namespace": ("status.phase",),
    "Node": ("spec.unschedulable",),
    "ReplicaSet": ("status.replicas",),
    "ReplicationController": ("status.replicas",),
    "Job": ("status.successful",),
    "Service": ("spec.clusterIP", "spec.type"),
    "CertificateSigningRequest": ("spec.signerName",),
}


def parse_field_selector(text: str, kind: str) -> list[tuple[str, bool, str]]:
    """Return conditions as (field, equal?, value); ApiError where the text or a field is not accepted."""
    conditions = []
    for part in filter(None, text.split(",")):
        field, equal, value = _split(part, text)
        if field not in _METADATA and field not in SELECTABLE.get(kind, ()):
            raise bad_request(f"field label not supported: {field}")
        conditions.append((field, equal, value))
    return conditions


def _split(part: str, text: str) -> tuple[str, bool, str]:
    for operator, equal in (("!=", False), ("==", True), ("=", True)):
        if operator in part:
            field, _, value = part.partition(operator)
            return field, equal, value
    raise bad_request(f"invalid selector: '{text}'; can't understand '{part}'")


def field_value(obj: Mapping[str, Any], field: str) -> str:
    """Return a field as selectors see it: text, empty when missing."""
    value: Any = obj
    for step in field.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "false" if field in ("spec.unschedulable", "spec.hostNetwork") else ""
    if isinstance(value, Mapping):
        return str(value.get("component", ""))
    return str(value)


def matches_fields(obj: Mapping[str, Any], conditions: list[tuple[str, bool, str]]) -> bool:
    """Tell whether an object meets every condition."""
    return all((field_value(obj, field) == value) is equal for field, equal, value in conditions)
