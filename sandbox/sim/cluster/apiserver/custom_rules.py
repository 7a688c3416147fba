"""CEL rules in the schemas of custom resources.

Models k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel.Validator v1.36. Not modelled: ratcheting, costs, escaped
names of fields, values of types beyond JSON's (a date is a string).
"""

from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.cel_expressions import CelError, evaluate, mentions
from sandbox.sim.cluster.apimachinery.field import FieldError

Object = dict[str, Any]
_RULES = "x-kubernetes-validations"
_BLOCKING = (field.NOT_SUPPORTED, field.REQUIRED, field.TOO_LONG, field.TOO_MANY, field.TYPE_INVALID)
_UNCHECKED = (
    "some validation rules were not checked because the object was invalid; "
    "correct the existing errors to complete validation"
)


def rule_faults(new: Object, old: Object | None, schema: Object, found: list[FieldError]) -> list[FieldError]:
    """Return what the rules of a schema say of an object in which ``found`` was wrong already."""
    if not _has_rules(schema):
        return []
    if any(fault.reason in _BLOCKING for fault in found):
        return [field.invalid("<nil>", "null", _UNCHECKED)]
    faults: list[FieldError] = []
    _walk(_root(new), None if old is None else _root(old), schema, "", faults)
    return faults


def _root(obj: Object) -> Object:
    meta = {key: obj["metadata"][key] for key in ("name", "generateName") if key in obj["metadata"]}
    return {**obj, "metadata": meta}


def _has_rules(schema: Any) -> bool:
    if isinstance(schema, dict):
        return bool(schema.get(_RULES)) or any(_has_rules(child) for child in schema.values())
    return isinstance(schema, list) and any(_has_rules(child) for child in schema)


def _walk(value: Any, old: Any, schema: Object, path: str, faults: list[FieldError]) -> None:
    if value is None:
        return
    for rule in schema.get(_RULES) or ():
        faults += _fault(value, old, rule, schema, path)
    for branch in schema.get("allOf") or ():
        _walk(value, old, branch, path, faults)
    if isinstance(value, list):
        items, keys = schema.get("items") or {}, schema.get("x-kubernetes-list-map-keys") or ()
        for index, item in enumerate(value):
            _walk(item, _counterpart(item, old, keys), items, f"{path}[{index}]", faults)
    elif isinstance(value, dict):
        properties, extra = schema.get("properties") or {}, schema.get("additionalProperties")
        before = old if isinstance(old, dict) and schema.get("x-kubernetes-map-type") != "atomic" else {}
        for key, item in sorted(value.items()):
            if key in properties:
                _walk(item, before.get(key), properties[key], f"{path}.{key}" if path else key, faults)
            elif isinstance(extra, dict):
                _walk(item, before.get(key), extra, f"{path}[{key}]", faults)


def _counterpart(item: Any, old: Any, keys: Any) -> Any:
    if not keys or not isinstance(old, list):
        return None
    mark = [item.get(key) for key in keys]
    return next((other for other in old if [other.get(key) for key in keys] == mark), None)


def _fault(value: Any, old: Any, rule: Object, schema: Object, path: str) -> list[FieldError]:
    text, kind = rule["rule"].strip(), schema.get("type", "")
    if mentions(text, "oldSelf") and old is None:
        return []
    variables = {"self": value, "oldSelf": old}
    shown = (rule.get("message") or rule["rule"]).strip()
    try:
        holds = evaluate(text, variables)
    except CelError as error:
        if str(error).startswith("no such overload"):
            words = "call arguments did not match a supported operator, function or macro signature for rule"
            return [field.invalid(path, kind, f"'{error}': {words}: {shown}")]
        return [field.invalid(path, kind, f"{error} evaluating rule: {shown}")]
    if holds is True:
        return []
    where = path + (rule.get("fieldPath") or "") if path else (rule.get("fieldPath") or "").removeprefix(".")
    words = _said(rule, variables) or (rule.get("message") or "").strip() or f"failed rule: {shown}"
    return [_by_reason(where or "<nil>", value, kind, words, rule.get("reason"))]


def _said(rule: Object, variables: Object) -> str:
    if not rule.get("messageExpression"):
        return ""
    try:
        said = evaluate(rule["messageExpression"].strip(), variables)
    except CelError:
        return ""
    text = said.strip() if isinstance(said, str) else ""
    return "" if "\n" in text else text


def _by_reason(path: str, value: Any, kind: str, words: str, reason: str | None) -> FieldError:
    if reason == field.FORBIDDEN:
        return field.forbidden(path, words)
    if reason == field.REQUIRED:
        return field.required(path, words)
    if reason == field.DUPLICATE:
        return field.duplicate(path, value)
    if kind in ("object", "array"):
        return FieldError(field.INVALID, path, f"{field.WORDS[field.INVALID]}: {words}")
    return field.invalid(path, value, words)
