"""Roles and bindings.

Models k8s.io/kubernetes/pkg/apis/rbac/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1123_subdomain, path_segment
from sandbox.sim.cluster.apis.object_meta import validate_label_selector
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_GROUP = "rbac.authorization.k8s.io"


def _validate_rules(obj: Object, *, namespaced: bool) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, rule in enumerate(obj.get("rules") or ()):
        faults += _rule(rule, f"rules[{index}]", namespaced=namespaced)
    return faults


def _validate_cluster_role(obj: Object) -> list[FieldError]:
    faults = _validate_rules(obj, namespaced=False)
    if obj.get("aggregationRule") is None:
        return faults
    selectors, path = obj["aggregationRule"].get("clusterRoleSelectors") or [], "aggregationRule.clusterRoleSelectors"
    if not selectors:
        words = "at least one clusterRoleSelector required if aggregationRule is non-nil"
        faults.append(required(path, words))
    for index, selector in enumerate(selectors):
        faults += validate_label_selector(selector, f"{path}[{index}]")
    return faults


def _rule(rule: Object, path: str, *, namespaced: bool) -> list[FieldError]:
    faults: list[FieldError] = []
    if not rule.get("verbs"):
        faults.append(required(f"{path}.verbs", "verbs must contain at least one value"))
    if rule.get("nonResourceURLs"):
        if namespaced:
            words = "namespaced rules cannot apply to non-resource URLs"
            faults.append(invalid(f"{path}.nonResourceURLs", rule["nonResourceURLs"], words))
        if rule.get("apiGroups") or rule.get("resources") or rule.get("resourceNames"):
            words = "rules cannot apply to both regular resources and non-resource URLs"
            faults.append(invalid(f"{path}.nonResourceURLs", rule["nonResourceURLs"], words))
        return faults
    if not rule.get("apiGroups"):
        faults.append(required(f"{path}.apiGroups", "resource rules must supply at least one api group"))
    if not rule.get("resources"):
        faults.append(required(f"{path}.resources", "resource rules must supply at least one resource"))
    return faults


def _default_binding(obj: Object) -> None:
    reference = obj.setdefault("roleRef", {})
    if not reference.get("apiGroup"):
        reference["apiGroup"] = _GROUP
    for subject in obj.get("subjects", ()):
        if not subject.get("apiGroup") and subject.get("kind") in ("User", "Group"):
            subject["apiGroup"] = _GROUP


def _validate_binding(obj: Object, *, namespaced: bool) -> list[FieldError]:
    reference, faults = obj.get("roleRef") or {}, list[FieldError]()
    if reference.get("apiGroup") != _GROUP:
        faults.append(not_supported("roleRef.apiGroup", reference.get("apiGroup", ""), (_GROUP,)))
    kinds = ("Role", "ClusterRole") if namespaced else ("ClusterRole",)
    if reference.get("kind", "") not in kinds:
        faults.append(not_supported("roleRef.kind", reference.get("kind", ""), kinds))
    name = reference.get("name", "")
    if not name:
        faults.append(required("roleRef.name"))
    else:
        faults += [invalid("roleRef.name", name, words) for words in path_segment(name)]
    for index, subject in enumerate(obj.get("subjects") or ()):
        faults += _subject(subject, f"subjects[{index}]", namespaced=namespaced)
    return faults


def _subject(subject: Object, path: str, *, namespaced: bool) -> list[FieldError]:
    kind, group, name = subject.get("kind", ""), subject.get("apiGroup", ""), subject.get("name", "")
    faults = [] if name else [required(f"{path}.name")]
    if kind == "ServiceAccount":
        if name:
            faults += [invalid(f"{path}.name", name, words) for words in dns1123_subdomain(name)]
        if group:
            faults.append(not_supported(f"{path}.apiGroup", group, ("",)))
        if not namespaced and not subject.get("namespace"):
            faults.append(required(f"{path}.namespace"))
    elif kind in ("User", "Group"):
        if group != _GROUP:
            faults.append(not_supported(f"{path}.apiGroup", group, (_GROUP,)))
    else:
        faults.append(not_supported(f"{path}.kind", kind, ("ServiceAccount", "User", "Group")))
    return faults


def _validate_binding_update(new: Object, old: Object, *, namespaced: bool) -> list[FieldError]:
    faults = _validate_binding(new, namespaced=namespaced)
    if new.get("roleRef") != old.get("roleRef"):
        reference = new.get("roleRef") or {}
        shown = GoStruct(
            APIGroup=reference.get("apiGroup", ""), Kind=reference.get("kind", ""), Name=reference.get("name", "")
        )
        faults.append(invalid("roleRef", shown, "cannot change roleRef"))
    return faults


ROLE = Strategy(
    validate=lambda obj: _validate_rules(obj, namespaced=True),
    validate_update=lambda new, _old: _validate_rules(new, namespaced=True),
    name_rule=path_segment,
)
CLUSTER_ROLE = Strategy(
    validate=_validate_cluster_role,
    validate_update=lambda new, _old: _validate_cluster_role(new),
    name_rule=path_segment,
)
ROLE_BINDING = Strategy(
    default=_default_binding,
    validate=lambda obj: _validate_binding(obj, namespaced=True),
    validate_update=lambda new, old: _validate_binding_update(new, old, namespaced=True),
    name_rule=path_segment,
)
CLUSTER_ROLE_BINDING = Strategy(
    default=_default_binding,
    validate=lambda obj: _validate_binding(obj, namespaced=False),
    validate_update=lambda new, old: _validate_binding_update(new, old, namespaced=False),
    name_rule=path_segment,
)
