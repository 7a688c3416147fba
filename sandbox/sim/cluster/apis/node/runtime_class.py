"""RuntimeClasses.

Models k8s.io/kubernetes/pkg/apis/node/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid
from sandbox.sim.cluster.apimachinery.names import dns1123_label
from sandbox.sim.cluster.apis.core.pod.resources import validate_requirements
from sandbox.sim.cluster.apis.core.pod.scheduling import validate_node_labels, validate_tolerations
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def validate(obj: Object) -> list[FieldError]:
    """Check handler, overhead and scheduling."""
    handler = obj.get("handler", "")
    faults = [invalid("handler", handler, words) for words in dns1123_label(handler)]
    if obj.get("overhead") is not None:
        faults += validate_requirements({"limits": obj["overhead"].get("podFixed") or {}}, "overhead.podFixed")
    scheduling = obj.get("scheduling") or {}
    faults += validate_node_labels(scheduling.get("nodeSelector") or {}, "scheduling.nodeSelector")
    tolerations = scheduling.get("tolerations") or []
    faults += validate_tolerations(tolerations, "scheduling.tolerations")
    for index, toleration in enumerate(tolerations):
        if toleration in tolerations[:index]:
            faults.append(duplicate(f"scheduling.tolerations[{index}]", toleration))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that the handler stays."""
    return immutable(new.get("handler"), old.get("handler"), "handler")


RUNTIME_CLASS = Strategy(validate=validate, validate_update=validate_update)
