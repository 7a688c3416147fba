"""Events.

Models k8s.io/kubernetes/pkg/apis/core/validation/events.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid
from sandbox.sim.cluster.apimachinery.names import path_segment
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def validate(event: Object) -> list[FieldError]:
    """Check that an event lies where its object lies."""
    involved = (event.get("involvedObject") or {}).get("namespace", "")
    namespace = event["metadata"].get("namespace", "")
    if involved and involved != namespace:
        return [invalid("involvedObject.namespace", involved, "does not match event.namespace")]
    if not involved and namespace not in ("default", "kube-system", ""):
        return [invalid("involvedObject.namespace", involved, "does not match event.namespace")]
    return []


EVENT = Strategy(validate=validate, name_rule=path_segment)
