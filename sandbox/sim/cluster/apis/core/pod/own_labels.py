"""``matchLabelKeys``: selectors that take a value from the Pod itself.

Models applyMatchLabelKeysAndMismatchLabelKeys and its sister for topology spread of
k8s.io/kubernetes/pkg/registry/core/pod/strategy.go v1.36: the keys become expressions of the label selector.
"""

from typing import Any

Object = dict[str, Any]


def select_by_own_labels(pod: Object) -> None:
    """Add to each selector what ``matchLabelKeys`` and ``mismatchLabelKeys`` mean for this Pod."""
    labels = pod["metadata"].get("labels") or {}
    affinity = pod["spec"].get("affinity") or {}
    for kind in ("podAffinity", "podAntiAffinity"):
        rules = affinity.get(kind) or {}
        for term in rules.get("requiredDuringSchedulingIgnoredDuringExecution") or ():
            _select(term, labels)
        for weighted in rules.get("preferredDuringSchedulingIgnoredDuringExecution") or ():
            _select(weighted.get("podAffinityTerm") or {}, labels)
    for constraint in pod["spec"].get("topologySpreadConstraints") or ():
        _select(constraint, labels)


def _select(term: Object, labels: dict[str, str]) -> None:
    selector = term.get("labelSelector")
    if selector is None:
        return
    for field, operator in (("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")):
        for key in term.get(field) or ():
            if key in labels:
                wanted = {"key": key, "operator": operator, "values": [labels[key]]}
                selector.setdefault("matchExpressions", []).append(wanted)
