"""Selector and Pod template of a workload: that the one chooses what the other makes.

Models the rules that ValidateDeploymentSpec, ValidateReplicaSetSpec, ValidateStatefulSetSpec, ValidateDaemonSetSpec
(k8s.io/kubernetes/pkg/apis/apps/validation) and ValidateReplicationControllerSpec (pkg/apis/core/validation) v1.36
share, with the words in which they differ.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apis.core.pod.template import template_labels, validate_template
from sandbox.sim.cluster.apis.object_meta import validate_label_selector

Object = dict[str, Any]
_DIFFERS = "`selector` does not match template `labels`"


@dataclass(frozen=True, slots=True)
class Words:
    """How a kind says it: its name in the fault of an empty selector and in that of a deadline."""

    empty: str
    deadline: str
    after_invalid: str = ""
    """What is said of the whole selector after the faults inside it."""


def is_empty(selector: Object) -> bool:
    """Tell whether a selector has no requirement."""
    return not selector.get("matchLabels") and not selector.get("matchExpressions")


def validate_selector(selector: Object | None, words: Words) -> tuple[list[FieldError], bool]:
    """Check ``spec.selector``; returns its faults, and whether it can be used to select."""
    if selector is None:
        return [required("spec.selector")], True
    faults = validate_label_selector(selector, "spec.selector")
    usable = not faults
    if is_empty(selector):
        faults.append(invalid("spec.selector", selector, f"empty selector is invalid for {words.empty}"))
    elif faults and words.after_invalid:
        faults.append(invalid("spec.selector", selector, words.after_invalid))
    return faults, usable


def mismatch(template: Object, path: str = "spec.template") -> FieldError:
    """Return the fault of a template whose labels the selector does not choose."""
    return invalid(f"{path}.metadata.labels", template_labels(template), _DIFFERS)


def validate_chosen(spec: Object, words: Words, *, usable: bool = True) -> list[FieldError]:
    """Check ``spec.template`` of a workload that keeps Pods running: labels, itself, restart policy, no deadline.

    A missing selector chooses nothing, an empty one is reported elsewhere.
    """
    selector, template = spec.get("selector"), spec["template"]
    faults: list[FieldError] = []
    if selector is None or (usable and not is_empty(selector) and not selects(selector, template_labels(template))):
        faults.append(mismatch(template))
    return faults + validate_running(template, words)


def validate_running(template: Object, words: Words, path: str = "spec.template") -> list[FieldError]:
    """Check a template whose Pods are to run for ever."""
    faults = validate_template(template, path)
    policy = template["spec"].get("restartPolicy")
    if policy != "Always":
        faults.append(not_supported(f"{path}.spec.restartPolicy", policy, ("Always",)))
    if "activeDeadlineSeconds" in template["spec"]:
        text = f"activeDeadlineSeconds in {words.deadline} is not Supported"
        faults.append(forbidden(f"{path}.spec.activeDeadlineSeconds", text))
    return faults
