"""The Pod as a kind.

Models k8s.io/kubernetes/pkg/registry/core/pod/strategy.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden
from sandbox.sim.cluster.apis.core.pod.defaults import default_pod
from sandbox.sim.cluster.apis.core.pod.own_labels import select_by_own_labels
from sandbox.sim.cluster.apis.core.pod.qos import qos_class
from sandbox.sim.cluster.apis.core.pod.update import validate_pod, validate_pod_update
from sandbox.sim.cluster.apis.core.pod.warnings import warn_of_pod_spec
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def prepare_create(pod: Object) -> None:
    """Begin a Pod's life: Pending, with its QoS class."""
    select_by_own_labels(pod)
    pod["status"] = {"phase": "Pending", "qosClass": qos_class(pod["spec"])}
    if pod["spec"].get("schedulingGates"):
        gated: Object = {"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}
        gated["message"] = "Scheduling is blocked due to non-empty scheduling gates"
        pod["status"]["conditions"] = [gated | {"lastProbeTime": None, "lastTransitionTime": None}]


def validate(pod: Object) -> list[FieldError]:
    """Check a new Pod."""
    faults = validate_pod(pod)
    if pod["spec"].get("ephemeralContainers"):
        faults.append(forbidden("spec.ephemeralContainers", "cannot be set on create"))
    if pod["spec"].get("nodeName") and pod["spec"].get("schedulingGates"):
        words = "cannot be set until all schedulingGates have been cleared"
        faults.append(forbidden("spec.nodeName", words))
    return faults


def warn(pod: Object, _old: Object | None) -> list[str]:
    """Warn of what is likely a mistake."""
    return warn_of_pod_spec(pod["spec"])


POD = Strategy(
    default=default_pod,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_pod_update,
    warn=warn,
    has_status=True,
    generation=True,
)
