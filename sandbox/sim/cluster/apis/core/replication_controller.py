"""ReplicationControllers.

Models k8s.io/kubernetes/pkg/apis/core/{v1/defaults,validation} v1.36: like a ReplicaSet, with a map as selector.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, required
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import template_labels, warn_of_template
from sandbox.sim.cluster.apis.object_meta import non_negative
from sandbox.sim.cluster.apis.selected_template import Words, mismatch, validate_running
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_WORDS = Words("replication controller", "ReplicationController")


def default(obj: Object) -> None:
    """Fill in selector and labels from the template."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    default_template(spec.setdefault("template", {}))
    labels = template_labels(spec["template"])
    if labels:
        spec.setdefault("selector", dict(labels))
        if not obj.setdefault("metadata", {}).get("labels"):
            obj["metadata"]["labels"] = dict(labels)


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {"replicas": 0}


def validate(obj: Object) -> list[FieldError]:
    """Check a ReplicationController."""
    spec = obj["spec"]
    selector = spec.get("selector") or {}
    faults = non_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    if not selector:
        faults.append(required("spec.selector"))
    faults += non_negative(spec.get("replicas"), "spec.replicas")
    labels = template_labels(spec["template"]) or {}
    if any(labels.get(key) != value for key, value in selector.items()):
        faults.append(mismatch(spec["template"]))
    return faults + validate_running(spec["template"], _WORDS)


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed ReplicationController."""
    return validate(new)


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["spec"]["template"])


REPLICATION_CONTROLLER = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
    scale=True,
)
