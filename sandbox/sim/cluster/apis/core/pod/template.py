"""Pod templates inside workloads.

Models ValidatePodTemplateSpec and ValidatePodTemplateSpecForReplicaSet of k8s.io/kubernetes/pkg/apis v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported
from sandbox.sim.cluster.apimachinery.labels import selects
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


def validate_selected_template(template: Object, selector: Object | None, path: str) -> list[FieldError]:
    """Check the template of a workload that keeps Pods running: its labels, itself, its restart policy."""
    faults: list[FieldError] = []
    labels = template_labels(template)
    selective = selector is not None and (selector.get("matchLabels") or selector.get("matchExpressions"))
    if selective and not selects(selector, labels):
        faults.append(invalid(f"{path}.metadata.labels", labels, "`selector` does not match template `labels`"))
    faults += validate_template(template, path)
    policy = template["spec"].get("restartPolicy")
    if policy != "Always":
        faults.append(not_supported(f"{path}.spec.restartPolicy", policy, ("Always",)))
    if "activeDeadlineSeconds" in template["spec"]:
        words = "activeDeadlineSeconds in ReplicaSet is not Supported"
        faults.append(forbidden(f"{path}.spec.activeDeadlineSeconds", words))
    return faults


def warn_of_template(template: Object, path: str = "spec.template") -> list[str]:
    """Return the warnings of a template."""
    return warn_of_pod_spec(template.get("spec") or {}, f"{path}.spec")
