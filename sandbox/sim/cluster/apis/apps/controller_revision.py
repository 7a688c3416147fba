"""ControllerRevisions.

Models ValidateControllerRevision of k8s.io/kubernetes/pkg/apis/apps/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, required
from sandbox.sim.cluster.apis.object_meta import immutable, non_negative
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def validate(obj: Object) -> list[FieldError]:
    """Check that there is data, and a revision."""
    faults = [] if obj.get("data") is not None else [required("data", "data is mandatory")]
    return faults + non_negative(obj.get("revision"), "revision")


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that the data stays."""
    return validate(new) + immutable(new.get("data"), old.get("data"), "data")


CONTROLLER_REVISION = Strategy(validate=validate, validate_update=validate_update)
