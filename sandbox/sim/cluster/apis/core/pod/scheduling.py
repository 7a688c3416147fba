"""Where a Pod may run: node selectors, affinity, tolerations, spreading.

Models validateAffinity, ValidateTolerations and validateTopologySpreadConstraints of
k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import (
    dns1123_label,
    dns1123_subdomain,
    label_key_faults,
    label_value_faults,
    qualified_name,
)
from sandbox.sim.cluster.apis.object_meta import validate_label_selector

Object = dict[str, Any]
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def validate_label_name(name: str, path: str) -> list[FieldError]:
    """Check the key of a label in the words of qualified names."""
    return [invalid(path, name, words) for words in qualified_name(name)]


def validate_node_selector(selector: Object, path: str) -> list[FieldError]:
    """Check a NodeSelector."""
    terms = selector.get("nodeSelectorTerms") or []
    if not terms:
        return [required(f"{path}.nodeSelectorTerms", "must have at least one node selector term")]
    faults: list[FieldError] = []
    for index, term in enumerate(terms):
        faults += validate_node_term(term, f"{path}.nodeSelectorTerms[{index}]", strict=True)
    return faults


def validate_node_term(term: Object, path: str, *, strict: bool = False) -> list[FieldError]:
    """Check one term of a NodeSelector; ``strict`` that its values could be those of labels."""
    faults: list[FieldError] = []
    for index, expression in enumerate(term.get("matchExpressions", ())):
        here = f"{path}.matchExpressions[{index}]"
        faults += _node_expression(expression, here) + (_node_values(expression, here) if strict else [])
    for index, expression in enumerate(term.get("matchFields", ())):
        faults += _node_field(expression, f"{path}.matchFields[{index}]")
    return faults


def _node_expression(expression: Object, path: str) -> list[FieldError]:
    operator, values = expression.get("operator", ""), expression.get("values") or []
    faults: list[FieldError] = []
    if operator in ("In", "NotIn"):
        if not values:
            faults.append(required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            faults.append(forbidden(f"{path}.values", words))
    elif operator in ("Gt", "Lt"):
        if len(values) != 1:
            words = "must be specified single value when `operator` is 'Lt' or 'Gt'"
            faults.append(required(f"{path}.values", words))
    else:
        faults.append(invalid(f"{path}.operator", operator, "not a valid selector operator"))
    return faults + validate_label_name(expression.get("key", ""), f"{path}.key")


def _node_values(selector: Object, path: str) -> list[FieldError]:
    """Check the values of required terms; preferred ones may be anything."""
    return [
        invalid(f"{path}.values[{index}]", value, words)
        for index, value in enumerate(selector.get("values") or ())
        for words in label_value_faults(value)
    ]


def _node_field(expression: Object, path: str) -> list[FieldError]:
    operator, values = expression.get("operator", ""), expression.get("values") or []
    faults: list[FieldError] = []
    if operator not in ("In", "NotIn"):
        faults.append(invalid(f"{path}.operator", operator, "not a valid selector operator"))
    elif len(values) != 1:
        words = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        faults.append(required(f"{path}.values", words))
    if expression.get("key") != "metadata.name":
        return [*faults, invalid(f"{path}.key", expression.get("key", ""), "not a valid field selector key")]
    for index, value in enumerate(values):
        faults += [invalid(f"{path}.values[{index}]", value, words) for words in dns1123_subdomain(value)]
    return faults


def validate_affinity(affinity: Object | None, path: str) -> list[FieldError]:
    """Check node and Pod affinity."""
    if not affinity:
        return []
    faults: list[FieldError] = []
    node = affinity.get("nodeAffinity") or {}
    here = f"{path}.nodeAffinity"
    if _REQUIRED in node:
        faults += validate_node_selector(node[_REQUIRED], f"{here}.{_REQUIRED}")
    for index, term in enumerate(node.get(_PREFERRED, ())):
        place = f"{here}.{_PREFERRED}[{index}]"
        faults += _weight(term, place) + validate_node_term(term.get("preference") or {}, f"{place}.preference")
    for kind in ("podAffinity", "podAntiAffinity"):
        faults += _pod_affinity(affinity.get(kind) or {}, f"{path}.{kind}")
    return faults


def _weight(term: Object, path: str) -> list[FieldError]:
    weight = term.get("weight", 0)
    return [] if 1 <= weight <= 100 else [invalid(f"{path}.weight", weight, "must be in the range 1-100")]  # noqa: PLR2004


def _pod_affinity(affinity: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, term in enumerate(affinity.get(_REQUIRED, ())):
        faults += _pod_term(term, f"{path}.{_REQUIRED}[{index}]")
    for index, term in enumerate(affinity.get(_PREFERRED, ())):
        here = f"{path}.{_PREFERRED}[{index}]"
        faults += _weight(term, here) + _pod_term(term.get("podAffinityTerm") or {}, f"{here}.podAffinityTerm")
    return faults


def _pod_term(term: Object, path: str) -> list[FieldError]:
    faults = validate_label_selector(term.get("labelSelector"), f"{path}.labelSelector")
    faults += validate_label_selector(term.get("namespaceSelector"), f"{path}.namespaceSelector")
    for name in term.get("namespaces", ()):
        faults += [invalid(f"{path}.namespace", name, words) for words in dns1123_label(name)]
    faults += _label_keys(term, path)
    key = term.get("topologyKey", "")
    if not key:
        faults.append(required(f"{path}.topologyKey", "can not be empty"))
    return faults + validate_label_name(key, f"{path}.topologyKey")


def _label_keys(term: Object, path: str) -> list[FieldError]:
    match, mismatch = term.get("matchLabelKeys", ()), term.get("mismatchLabelKeys", ())
    faults: list[FieldError] = []
    for name, keys in (("matchLabelKeys", match), ("mismatchLabelKeys", mismatch)):
        if keys and term.get("labelSelector") is None:
            faults.append(forbidden(f"{path}.{name}", "must not be specified when labelSelector is not set"))
            continue
        for index, key in enumerate(keys):
            faults += validate_label_name(key, f"{path}.{name}[{index}]")
    for index, key in enumerate(match):
        if key in _selected_twice(term.get("labelSelector") or {}):
            faults.append(invalid(f"{path}[{index}]", key, "exists in both matchLabelKeys and labelSelector"))
    for index, key in enumerate(match):
        if key in mismatch:
            words = "exists in both matchLabelKeys and mismatchLabelKeys"
            faults.append(invalid(f"{path}.matchLabelKeys[{index}]", key, words))
    return faults


def _selected_twice(selector: Object) -> set[str]:
    """Return keys that are selected by more than what matchLabelKeys has added (admission adds an expression)."""
    keys = [*(selector.get("matchLabels") or {}), *(e.get("key", "") for e in selector.get("matchExpressions") or ())]
    return {key for key in keys if keys.count(key) > 1}


def validate_tolerations(tolerations: list[Object], path: str) -> list[FieldError]:
    """Check tolerations."""
    faults: list[FieldError] = []
    for index, toleration in enumerate(tolerations):
        faults += _toleration(toleration, f"{path}[{index}]")
    return faults


def _toleration(toleration: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    key, operator = toleration.get("key", ""), toleration.get("operator", "")
    value, effect = toleration.get("value", ""), toleration.get("effect", "")
    if key:
        faults += validate_label_name(key, f"{path}.key")
    if not key and operator != "Exists":
        words = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        faults.append(invalid(f"{path}.operator", operator, words))
    if "tolerationSeconds" in toleration and effect != "NoExecute":
        words = "effect must be 'NoExecute' when `tolerationSeconds` is set"
        faults.append(invalid(f"{path}.effect", effect, words))
    if operator in ("Equal", ""):
        words = ";".join(label_value_faults(value))
        faults += [invalid(f"{path}.operator", value, words)] if words else []
    elif operator == "Exists":
        if value:
            faults.append(invalid(f"{path}.operator", value, "value must be empty when `operator` is 'Exists'"))
    else:
        faults.append(not_supported(f"{path}.operator", operator, ("Equal", "Exists")))
    if effect and effect not in _EFFECTS:
        faults.append(not_supported(f"{path}.effect", effect, _EFFECTS))
    return faults


def validate_spread(constraints: list[Object], path: str) -> list[FieldError]:
    """Check topology spread constraints."""
    faults: list[FieldError] = []
    pairs = [(row.get("topologyKey", ""), row.get("whenUnsatisfiable", "")) for row in constraints]
    for index, constraint in enumerate(constraints):
        here = f"{path}[{index}]"
        if constraint.get("maxSkew", 0) <= 0:
            faults.append(invalid(f"{here}.maxSkew", constraint.get("maxSkew", 0), "must be greater than zero"))
        key, action = constraint.get("topologyKey", ""), constraint.get("whenUnsatisfiable", "")
        if not key:
            faults.append(required(f"{here}.topologyKey", "can not be empty"))
        else:
            faults += validate_label_name(key, f"{here}.topologyKey")
        if action not in ("DoNotSchedule", "ScheduleAnyway"):
            faults.append(not_supported(f"{here}.whenUnsatisfiable", action, ("DoNotSchedule", "ScheduleAnyway")))
        if (key, action) in pairs[index + 1 :]:
            faults.append(duplicate(f"{here}.{{topologyKey, whenUnsatisfiable}}", f"{{{key}, {action}}}"))
        faults += _min_domains(constraint, f"{here}.minDomains")
        for policy in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
            if constraint.get(policy, "Honor") not in ("Honor", "Ignore"):
                faults.append(not_supported(f"{here}.{policy}", constraint[policy], ("Honor", "Ignore")))
        faults += _spread_keys(constraint, f"{here}.matchLabelKeys")
        faults += validate_label_selector(constraint.get("labelSelector"), f"{here}.labelSelector")
    return faults


def _spread_keys(constraint: Object, path: str) -> list[FieldError]:
    keys, selector = constraint.get("matchLabelKeys", ()), constraint.get("labelSelector")
    if not keys:
        return []
    faults: list[FieldError] = []
    if selector is None:
        faults.append(forbidden(path, "must not be specified when labelSelector is not set"))
    selected = {*((selector or {}).get("matchLabels") or {})}
    selected |= {row.get("key", "") for row in (selector or {}).get("matchExpressions") or ()}
    for index, key in enumerate(keys):
        faults += validate_label_name(key, f"{path}[{index}]")
        if key in selected:
            faults.append(invalid(f"{path}[{index}]", key, "exists in both matchLabelKeys and labelSelector"))
    return faults


def _min_domains(constraint: Object, path: str) -> list[FieldError]:
    domains = constraint.get("minDomains")
    if domains is None:
        return []
    faults = [] if domains > 0 else [invalid(path, domains, "must be greater than zero")]
    action = constraint.get("whenUnsatisfiable")
    if action != "DoNotSchedule":
        words = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"
        faults.append(invalid(path, domains, words))
    return faults


def validate_node_labels(labels: dict[str, str], path: str) -> list[FieldError]:
    """Check ``spec.nodeSelector``."""
    faults: list[FieldError] = []
    for key, value in sorted(labels.items()):
        faults += [invalid(path, key, words) for words in label_key_faults(key)]
        faults += [invalid(path, value, words) for words in label_value_faults(value)]
    return faults
