"""ValidatingAdmissionPolicies and their bindings.

Models k8s.io/kubernetes/pkg/apis/admissionregistration/{v1/defaults,validation} v1.36.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.cel_expressions import compile_fault
from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import path_segment, qualified_name
from sandbox.sim.cluster.apis.admissionregistration.matching import default_matching, validate_matching
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
VARIABLES = frozenset(("object", "oldObject", "request", "namespaceObject", "params", "variables"))
_REASONS = ("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized")
_ACTIONS = ("Audit", "Deny", "Warn")
_ONE_ITEM = "validations or auditAnnotations must contain at least one item"
_BOTH = (
    "must not contain both Deny and Warn (repeating the same validation failure information in the API response and "
    "headers serves no purpose)"
)
_MISSING = ("Allow", "Deny")


def default(obj: Object) -> None:
    """Fail closed, and match equivalent requests everywhere."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("failurePolicy", "Fail")
    if spec.get("matchConstraints") is not None:
        default_matching(spec["matchConstraints"])


def prepare_create(obj: Object) -> None:
    """Begin as observed: what the type checker of a real cluster would warn of is not found here."""
    obj["status"] = {"observedGeneration": 1, "typeChecking": {}}


def prepare_update(new: Object, old: Object) -> None:
    """Keep the status true to the spec."""
    if new.get("spec") != old.get("spec"):
        generation = old["metadata"].get("generation", 1) + 1
        new["status"] = {"observedGeneration": generation, "typeChecking": {}}


def validate(obj: Object) -> list[FieldError]:
    """Check a policy."""
    spec, faults = obj["spec"], list[FieldError]()
    if spec["failurePolicy"] not in ("Fail", "Ignore"):
        faults.append(not_supported("spec.failurePolicy", spec["failurePolicy"], ("Fail", "Ignore")))
    if "paramKind" in spec:
        faults += [required(f"spec.paramKind.{k}") for k in ("apiVersion", "kind") if not spec["paramKind"].get(k)]
    if spec.get("matchConstraints") is None:
        faults.append(required("spec.matchConstraints"))
    else:
        faults += validate_matching(spec["matchConstraints"], "spec.matchConstraints")
        if not spec["matchConstraints"].get("resourceRules"):
            faults.append(required("spec.matchConstraints.resourceRules"))
    faults += _conditions(spec.get("matchConditions") or [], _allowed(spec) - {"variables"})
    faults += _variables(spec.get("variables") or [], _allowed(spec))
    rules, notes = spec.get("validations") or [], spec.get("auditAnnotations") or []
    if not rules and not notes:
        return [*faults, *(required(f"spec.{key}", _ONE_ITEM) for key in ("validations", "auditAnnotations"))]
    for index, rule in enumerate(rules):
        faults += _rule(rule, _allowed(spec), f"spec.validations[{index}]")
    return faults + _notes(notes, _allowed(spec))


def _allowed(spec: Object) -> frozenset[str]:
    return VARIABLES if "paramKind" in spec else VARIABLES - {"params"}


def _expression(source: str, allowed: frozenset[str], path: str) -> list[FieldError]:
    words = compile_fault(source, allowed)
    return [invalid(path, source, words)] if words else []


def _conditions(conditions: list[Object], allowed: frozenset[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, condition in enumerate(conditions):
        here, source = f"spec.matchConditions[{index}]", condition.get("expression", "").strip()
        faults += _expression(source, allowed, f"{here}.expression") if source else [required(f"{here}.expression")]
        name = condition.get("name", "")
        if not name:
            faults.append(required(f"{here}.name"))
        else:
            faults += [invalid(f"{here}.name", name, words) for words in qualified_name(name)]
        if name in seen:
            faults.append(duplicate(f"{here}.name", name))
        seen.add(name)
    return faults


def _variables(variables: list[Object], allowed: frozenset[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, variable in enumerate(variables):
        here, name, source = f"spec.variables[{index}]", variable.get("name", ""), variable.get("expression", "")
        if not name.strip():
            faults.append(required(f"{here}.name", "name is not specified"))
        elif not re.fullmatch(r"[_a-zA-Z][_a-zA-Z0-9]*", name):
            faults.append(invalid(f"{here}.name", name, "name is not a valid CEL identifier"))
        if not source.strip():
            faults.append(required(f"{here}.expression", "expression is not specified"))
        else:
            faults += _expression(source, allowed, f"{here}.expression")
    return faults


def _rule(rule: Object, allowed: frozenset[str], path: str) -> list[FieldError]:
    source, words, template = rule.get("expression", ""), rule.get("message", ""), rule.get("messageExpression", "")
    faults: list[FieldError] = []
    if not source.strip():
        faults.append(required(f"{path}.expression", "expression is not specified"))
    else:
        faults += _expression(source, allowed, f"{path}.expression")
    if template and not template.strip():
        faults.append(invalid(f"{path}.messageExpression", template, "must be non-empty if specified"))
    elif template:
        faults += _expression(template, allowed, f"{path}.messageExpression")
    if words and not words.strip():
        faults.append(invalid(f"{path}.message", words, "message must be non-empty if specified"))
    elif "\n" in words.strip():
        faults.append(invalid(f"{path}.message", words, "message must not contain line breaks"))
    if rule.get("reason") not in (None, *_REASONS):
        faults.append(not_supported(f"{path}.reason", rule["reason"], _REASONS))
    return faults


def _notes(notes: list[Object], allowed: frozenset[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, note in enumerate(notes):
        here, key, source = f"spec.auditAnnotations[{index}]", note.get("key", ""), note.get("valueExpression", "")
        if not key:
            faults.append(required(f"{here}.key"))
        if not source.strip():
            faults.append(required(f"{here}.valueExpression", "valueExpression is not specified"))
        else:
            faults += _expression(source, allowed, f"{here}.valueExpression")
        if key in seen:
            faults.append(duplicate(f"{here}.key", key))
        seen.add(key)
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed policy."""
    return validate(new)


def _default_binding(obj: Object) -> None:
    matching = obj.setdefault("spec", {}).get("matchResources")
    if matching is not None:
        default_matching(matching)


def validate_binding(obj: Object) -> list[FieldError]:
    """Check a binding."""
    spec, faults = obj["spec"], list[FieldError]()
    name, actions = spec.get("policyName", ""), spec.get("validationActions") or []
    if not name:
        faults.append(required("spec.policyName"))
    else:
        faults += [invalid("spec.policyName", name, words) for words in path_segment(name)]
    if "paramRef" in spec:
        faults += _parameters(spec["paramRef"] or {}, "spec.paramRef")
    if spec.get("matchResources") is not None:
        faults += validate_matching(spec["matchResources"], "spec.matchResources")
    for index, action in enumerate(actions):
        if action not in _ACTIONS:
            faults.append(not_supported(f"spec.validationActions[{index}]", action, _ACTIONS))
        if action in actions[:index]:
            faults.append(duplicate(f"spec.validationActions[{index}]", action))
    if {"Deny", "Warn"} <= set(actions):
        faults.append(invalid("spec.validationActions", actions, _BOTH))
    if not actions:
        faults.append(required("spec.validationActions", "at least one validation action is required"))
    return faults


def _parameters(reference: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    name, selector = reference.get("name", ""), reference.get("selector")
    if name and selector is not None:
        faults.append(invalid(f"{path}.name", name, "name and selector are mutually exclusive"))
    elif not name and selector is None:
        faults.append(required(path, "one of name or selector must be specified"))
    action = reference.get("parameterNotFoundAction")
    if action is None:
        faults.append(required(f"{path}.parameterNotFoundAction"))
    elif action not in _MISSING:
        faults.append(not_supported(f"{path}.parameterNotFoundAction", action, ("Deny", "Allow")))
    return faults


VALIDATING_POLICY = Strategy(
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
    generation=True,
)
VALIDATING_POLICY_BINDING = Strategy(
    default=_default_binding,
    validate=validate_binding,
    validate_update=lambda new, _old: validate_binding(new),
    generation=True,
)
