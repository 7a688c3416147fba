"""Leases.

Models k8s.io/kubernetes/pkg/apis/coordination/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid
from sandbox.sim.cluster.apis.object_meta import non_negative
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def validate(obj: Object) -> list[FieldError]:
    """Check the numbers of a lease."""
    spec, faults = obj.get("spec") or {}, list[FieldError]()
    seconds = spec.get("leaseDurationSeconds")
    if seconds is not None and seconds <= 0:
        faults.append(invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0"))
    return faults + non_negative(spec.get("leaseTransitions"), "spec.leaseTransitions")


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed lease."""
    return validate(new)


LEASE = Strategy(validate=validate, validate_update=validate_update)
