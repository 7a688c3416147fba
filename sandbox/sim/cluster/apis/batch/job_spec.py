"""The spec of a Job, of its own and in CronJobs.

Models k8s.io/kubernetes/pkg/apis/batch/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import validate_template
from sandbox.sim.cluster.apis.object_meta import non_negative, validate_label_selector

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
_MOST_INDEXED = 100_000
_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")


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
    faults += _modes(spec, path)
    if "selector" in spec:
        faults += validate_label_selector(spec["selector"], f"{path}.selector")
    template: Object = {**spec["template"], "spec": {**spec["template"]["spec"]}}
    policy = template["spec"].get("restartPolicy", "")
    template["spec"].setdefault("restartPolicy", "Never")
    checked = validate_template(template, f"{path}.template")
    faults += [fault for fault in checked if fault.field != f"{path}.template.spec.restartPolicy"]
    faults += _restart_policy(policy, spec, f"{path}.template.spec.restartPolicy")
    return faults + _failure_policy(spec, f"{path}.podFailurePolicy")


def _restart_policy(policy: str, spec: Object, path: str) -> list[FieldError]:
    if policy in ("", "Always"):
        return [required(path, 'valid values: "OnFailure", "Never"')]
    if policy not in ("OnFailure", "Never"):
        return [not_supported(path, policy, ("OnFailure", "Never"))]
    if "podFailurePolicy" in spec and policy != "Never":
        return [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    return []


def _modes(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    mode = spec.get("completionMode")
    if mode not in ("NonIndexed", "Indexed"):
        faults.append(not_supported(f"{path}.completionMode", mode, ("NonIndexed", "Indexed")))
    if mode == "Indexed":
        faults += _indexed(spec, path)
    elif "backoffLimitPerIndex" in spec:
        faults.append(forbidden(f"{path}.backoffLimitPerIndex", "requires indexed completion mode"))
    replacement = spec.get("podReplacementPolicy")
    if replacement not in ("Failed", "TerminatingOrFailed"):
        faults.append(not_supported(f"{path}.podReplacementPolicy", replacement, ("Failed", "TerminatingOrFailed")))
    if "podFailurePolicy" in spec and replacement == "TerminatingOrFailed":
        faults.append(not_supported(f"{path}.podReplacementPolicy", replacement, ("Failed",)))
    return faults


def _indexed(spec: Object, path: str) -> list[FieldError]:
    completions, parallelism = spec.get("completions"), spec.get("parallelism", 1)
    if completions is None:
        return [required(f"{path}.completions", "when completion mode is Indexed")]
    if parallelism > _MOST_INDEXED:
        words = f"must be less than or equal to {_MOST_INDEXED} when completion mode is Indexed"
        return [invalid(f"{path}.parallelism", parallelism, words)]
    return []


def _failure_policy(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    names = {c.get("name") for c in spec["template"]["spec"].get("containers", ())}
    for index, rule in enumerate((spec.get("podFailurePolicy") or {}).get("rules", ())):
        here = f"{path}.rules[{index}]"
        action = rule.get("action", "")
        if not action:
            faults.append(required(f"{here}.action", "valid values: " + ", ".join(f'"{a}"' for a in _ACTIONS)))
        elif action not in _ACTIONS:
            faults.append(not_supported(f"{here}.action", action, _ACTIONS))
        codes = rule.get("onExitCodes")
        if codes is not None:
            faults += _exit_codes(codes, names, f"{here}.onExitCodes")
            if rule.get("onPodConditions"):
                words = "specifying both OnExitCodes and OnPodConditions is not supported"
                faults.append(invalid(here, "", words))
        elif not rule.get("onPodConditions"):
            words = "specifying one of OnExitCodes and OnPodConditions is required"
            faults.append(invalid(here, "", words))
    return faults


def _exit_codes(codes: Object, names: set[Any], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    operator, values = codes.get("operator", ""), codes.get("values") or []
    if operator not in ("In", "NotIn"):
        faults.append(not_supported(f"{path}.operator", operator, ("In", "NotIn")))
    if codes.get("containerName") is not None and codes["containerName"] not in names:
        words = "must be one of the container or initContainer names in the pod template"
        faults.append(invalid(f"{path}.containerName", codes["containerName"], words))
    if not values:
        faults.append(invalid(f"{path}.values", values, "at least one value is required"))
    if operator == "In" and 0 in values:
        index = values.index(0)
        faults.append(invalid(f"{path}.values[{index}]", 0, "must not be 0 for the In operator"))
    return faults
