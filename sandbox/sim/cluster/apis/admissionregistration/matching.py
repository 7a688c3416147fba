"""Which requests a policy or a binding is about.

Models validateMatchResources of k8s.io/kubernetes/pkg/apis/admissionregistration/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import path_segment
from sandbox.sim.cluster.apis.object_meta import validate_label_selector

Object = dict[str, Any]
_OPERATIONS = ("*", "CONNECT", "CREATE", "DELETE", "UPDATE")
_ALONE = "if '*' is present, must not specify other "


def default_matching(matching: Object) -> None:
    """Fill in what MatchResources leaves out."""
    matching.setdefault("matchPolicy", "Equivalent")
    matching.setdefault("namespaceSelector", {})
    matching.setdefault("objectSelector", {})
    for key in ("resourceRules", "excludeResourceRules"):
        for rule in matching.get(key) or ():
            rule.setdefault("scope", "*")


def validate_matching(matching: Object, path: str) -> list[FieldError]:
    """Check MatchResources."""
    faults: list[FieldError] = []
    policies = ("Equivalent", "Exact")
    if matching.get("matchPolicy") not in policies:
        faults.append(not_supported(f"{path}.matchPolicy", matching.get("matchPolicy", ""), policies))
    for key in ("namespaceSelector", "objectSelector"):
        faults += validate_label_selector(matching.get(key), f"{path}.{key}")
    for key in ("resourceRules", "excludeResourceRules"):
        for index, rule in enumerate(matching.get(key) or ()):
            faults += _rule(rule, f"{path}.{key}[{index}]")
    return faults


def _rule(rule: Object, path: str) -> list[FieldError]:
    faults = _resource_names(rule.get("resourceNames") or [], f"{path}.resourceNames")
    faults += _operations(rule.get("operations") or [], f"{path}.operations")
    for key in ("apiGroups", "apiVersions", "resources"):
        values = rule.get(key) or []
        if not values:
            faults.append(required(f"{path}.{key}"))
        if len(values) > 1 and "*" in values and key != "resources":
            noun = "API groups" if key == "apiGroups" else "API versions"
            faults.append(invalid(f"{path}.{key}", values, f"{_ALONE}{noun}"))
    if rule.get("scope") not in ("*", "Cluster", "Namespaced"):
        faults.append(not_supported(f"{path}.scope", rule.get("scope", ""), ("*", "Cluster", "Namespaced")))
    return faults


def _resource_names(names: list[str], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, name in enumerate(names):
        faults += [invalid(f"{path}[{index}]", name, words) for words in path_segment(name)]
        if name in names[:index]:
            faults.append(duplicate(f"{path}[{index}]", name))
    return faults


def _operations(operations: list[str], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if not operations:
        faults.append(required(path))
    if len(operations) > 1 and "*" in operations:
        faults.append(invalid(path, operations, f"{_ALONE}operations"))
    for index, operation in enumerate(operations):
        if operation not in _OPERATIONS:
            faults.append(not_supported(f"{path}[{index}]", operation, _OPERATIONS))
    return faults
