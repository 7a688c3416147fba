"""ReplicaSets.

Models k8s.io/kubernetes/pkg/apis/apps/{v1/defaults,validation} and pkg/registry/apps/replicaset v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import warn_of_template
from sandbox.sim.cluster.apis.object_meta import immutable, non_negative
from sandbox.sim.cluster.apis.selected_template import Words, validate_chosen, validate_selector
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_WORDS = Words("deployment", "ReplicaSet")


def default(obj: Object) -> None:
    """Fill in a ReplicaSet."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    default_template(spec.setdefault("template", {}))


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {"replicas": 0}


def validate(obj: Object) -> list[FieldError]:
    """Check a ReplicaSet."""
    spec = obj["spec"]
    faults = non_negative(spec.get("replicas"), "spec.replicas")
    faults += non_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    found, usable = validate_selector(spec.get("selector"), _WORDS)
    return faults + found + validate_chosen(spec, _WORDS, usable=usable)


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed ReplicaSet."""
    faults = validate(new)
    return faults + immutable(new["spec"].get("selector"), old["spec"].get("selector"), "spec.selector")


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["spec"]["template"])


REPLICA_SET = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
    scale=True,
)
