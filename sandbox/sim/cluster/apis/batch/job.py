"""Jobs.

Models k8s.io/kubernetes/pkg/registry/batch/job/strategy.go and pkg/apis/batch/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, invalid
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.names import dns1123_label
from sandbox.sim.cluster.apis.batch.job_spec import default_job_spec, validate_job_spec
from sandbox.sim.cluster.apis.core.pod.template import template_labels, warn_of_template
from sandbox.sim.cluster.apis.internal_types import in_struct_order
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.selected_template import mismatch
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
CONTROLLER_UID = "batch.kubernetes.io/controller-uid"
JOB_NAME = "batch.kubernetes.io/job-name"
_FIXED = ("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy")


def default(obj: Object) -> None:
    """Fill in a Job; its labels are those of the template where it has none."""
    spec = obj.setdefault("spec", {})
    default_job_spec(spec)
    labels = template_labels(spec["template"])
    if labels and not obj.setdefault("metadata", {}).get("labels"):
        obj["metadata"]["labels"] = dict(labels)


def prepare_create(obj: Object) -> None:
    """Generate selector and labels."""
    obj["status"] = {}
    spec = obj["spec"]
    spec.setdefault("manualSelector", False)
    if spec["manualSelector"]:
        return
    uid, name = obj["metadata"]["uid"], obj["metadata"].get("name", "")
    labels = spec["template"].setdefault("metadata", {}).setdefault("labels", {})
    labels |= {CONTROLLER_UID: uid, JOB_NAME: name, "controller-uid": uid, "job-name": name}
    selector = spec.setdefault("selector", {})
    selector.setdefault("matchLabels", {})[CONTROLLER_UID] = uid


def validate(obj: Object) -> list[FieldError]:
    """Check a Job."""
    spec = obj["spec"]
    faults = _generated(obj)
    faults += validate_job_spec(spec)
    selector = spec.get("selector")
    if selector and not selects(selector, template_labels(spec["template"])):
        faults.append(mismatch(spec["template"]))
    return faults + _host_names(obj)


def _host_names(obj: Object) -> list[FieldError]:
    """Check that the Pods of an indexed Job can be called after it."""
    spec, name = obj["spec"], obj["metadata"].get("name", "")
    if spec.get("completionMode") != "Indexed" or not spec.get("completions"):
        return []
    longest = f"{name}-{spec['completions'] - 1}"
    words = f"will not able to create pod with invalid DNS label: {longest}"
    return [invalid("metadata.name", name, words)] if dns1123_label(longest) else []


def _generated(obj: Object) -> list[FieldError]:
    spec = obj["spec"]
    if spec.get("manualSelector"):
        return []
    selector = spec.get("selector") or {}
    expected = {"matchLabels": {CONTROLLER_UID: obj["metadata"]["uid"]}}
    return [] if selector == expected else [invalid("spec.selector", selector, "`selector` not auto-generated")]


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that a Job's shape stays."""
    spec, before = new["spec"], old["spec"]
    faults = validate_job_spec(spec)
    faults += _completions(spec, before)
    faults += immutable(spec.get("selector"), before.get("selector"), "spec.selector")
    if spec["template"] != before["template"] and not _may_change_template(spec, before, old):
        faults.append(invalid("spec.template", _shown_template(spec["template"]), "field is immutable"))
    for key in _FIXED:
        faults += immutable(spec.get(key), before.get(key), f"spec.{key}")
    return faults


def _completions(spec: Object, before: Object) -> list[FieldError]:
    now = spec.get("completions")
    if spec.get("completionMode") != "Indexed":
        return immutable(now, before.get("completions"), "spec.completions")
    if now == before.get("completions") or now is None or now == spec.get("parallelism"):
        return []
    return [invalid("spec.completions", now, "can only be modified in tandem with spec.parallelism")]


def _may_change_template(spec: Object, before: Object, old: Object) -> bool:
    """Tell whether only scheduling directives of a suspended, never started Job change."""
    if not before.get("suspend") or (old.get("status") or {}).get("startTime"):
        return False
    free = ("nodeSelector", "affinity", "tolerations", "schedulingGates")
    kept = {key: value for key, value in spec["template"]["spec"].items() if key not in free}
    return kept == {key: value for key, value in before["template"]["spec"].items() if key not in free}


def _shown_template(template: Object) -> GoStruct:
    meta = template.get("metadata") or {}
    shown = GoStruct({key: meta[key] for key in ("labels", "annotations") if meta.get(key)})
    shown["Spec"] = in_struct_order("PodSpec", template["spec"])
    return shown


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["spec"]["template"])


JOB = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
)
