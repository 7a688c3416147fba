"""Pod templates inside workloads.

Models ValidatePodTemplateSpec of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden
from sandbox.sim.cluster.apis.core.pod.annotations import validate_pod_annotations
from sandbox.sim.cluster.apis.core.pod.spec import validate_pod_spec
from sandbox.sim.cluster.apis.core.pod.warnings import warn_of_pod_spec
from sandbox.sim.cluster.apis.object_meta import validate_annotations, validate_labels

Object = dict[str, Any]


def template_labels(template: Object) -> dict[str, str] | None:
    """Return the labels of a template, None where there are none."""
    return (template.get("metadata") or {}).get("labels") or None


def validate_template(template: Object, path: str) -> list[FieldError]:
    """Check a Pod template."""
    meta = template.get("metadata") or {}
    faults = validate_labels(meta.get("labels") or {}, f"{path}.labels")
    faults += validate_annotations(meta.get("annotations") or {}, f"{path}.annotations")
    faults += validate_pod_annotations(meta.get("annotations") or {}, template["spec"], f"{path}.annotations")
    faults += validate_pod_spec(template["spec"], f"{path}.spec")
    if template["spec"].get("ephemeralContainers"):
        faults.append(forbidden(f"{path}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template"))
    return faults


def warn_of_template(template: Object, path: str = "spec.template") -> list[str]:
    """Return the warnings of a template."""
    return warn_of_pod_spec(template.get("spec") or {}, f"{path}.spec")
