"""The spec of a Job, of its own and in CronJobs.

Models k8s.io/kubernetes/pkg/apis/batch/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required, too_long
from sandbox.sim.cluster.apis.batch.job_policies import (
    validate_failure_policy,
    validate_modes,
    validate_success_policy,
)
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import validate_template
from sandbox.sim.cluster.apis.object_meta import domain_prefixed_path, non_negative, validate_label_selector

Object = dict[str, Any]
_COUNTS = (
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
)
_LONGEST_MANAGER = 63


def default_job_spec(spec: Object) -> None:
    """Fill in a Job's spec."""
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec["completions"] = spec["parallelism"] = 1
    spec.setdefault("parallelism", 1)
    spec.setdefault("backoffLimit", 2**31 - 1 if "backoffLimitPerIndex" in spec else 6)
    spec.setdefault("completionMode", "NonIndexed")
    spec.setdefault("suspend", False)
    policy = "Failed" if "podFailurePolicy" in spec else "TerminatingOrFailed"
    spec.setdefault("podReplacementPolicy", policy)
    for rule in (spec.get("podFailurePolicy") or {}).get("rules", ()):
        for pattern in rule.get("onPodConditions", ()):
            pattern.setdefault("status", "True")
    template = spec.setdefault("template", {})
    had_policy = "restartPolicy" in template.setdefault("spec", {})
    default_template(template)
    if not had_policy:
        del template["spec"]["restartPolicy"]


def validate_job_spec(spec: Object, path: str = "spec") -> list[FieldError]:
    """Check a Job's spec."""
    faults: list[FieldError] = []
    for count in _COUNTS:
        faults += non_negative(spec.get(count), f"{path}.{count}")
    if "managedBy" in spec:
        faults += _managed_by(spec["managedBy"], f"{path}.managedBy")
    if "maxFailedIndexes" in spec and "backoffLimitPerIndex" not in spec:
        faults.append(required(f"{path}.backoffLimitPerIndex", "when maxFailedIndexes is specified"))
    faults += validate_modes(spec, path)
    if "podFailurePolicy" in spec:
        faults += validate_failure_policy(spec, f"{path}.podFailurePolicy")
    if "successPolicy" in spec:
        faults += validate_success_policy(spec, f"{path}.successPolicy")
    faults += _replacement(spec, f"{path}.podReplacementPolicy")
    template: Object = {**spec["template"], "spec": {**spec["template"]["spec"]}}
    policy = template["spec"].get("restartPolicy", "")
    template["spec"].setdefault("restartPolicy", "Never")
    checked = validate_template(template, f"{path}.template")
    faults += [fault for fault in checked if fault.field != f"{path}.template.spec.restartPolicy"]
    faults += _restart_policy(policy, spec, f"{path}.template.spec.restartPolicy")
    if "selector" in spec:
        faults += validate_label_selector(spec["selector"], f"{path}.selector")
    return faults


def _managed_by(name: str, path: str) -> list[FieldError]:
    faults = domain_prefixed_path(name, path)
    return faults if len(name) <= _LONGEST_MANAGER else [*faults, too_long(path, _LONGEST_MANAGER)]


def _replacement(spec: Object, path: str) -> list[FieldError]:
    policy = spec.get("podReplacementPolicy")
    if policy is None:
        return []
    allowed = ("Failed",) if "podFailurePolicy" in spec else ("Failed", "TerminatingOrFailed")
    return [] if policy in allowed else [not_supported(path, policy, allowed)]


def _restart_policy(policy: str, spec: Object, path: str) -> list[FieldError]:
    if policy in ("", "Always"):
        return [required(path, 'valid values: "OnFailure", "Never"')]
    if policy not in ("OnFailure", "Never"):
        return [not_supported(path, policy, ("OnFailure", "Never"))]
    if "podFailurePolicy" in spec and policy != "Never":
        return [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    return []
