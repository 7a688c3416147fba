"""What a schema of custom resources may say, its CEL rules included.

Models ValidateCustomResourceDefinitionOpenAPISchema of k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation
v1.36. Not modelled: estimates of costs, types of expressions beyond fields that do not exist, ``optionalOldSelf``.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.cel_expressions import compile_fault, mentions
from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, forbidden, invalid, not_supported, required

Object = dict[str, Any]
_TYPES = ("array", "boolean", "integer", "number", "object", "string")
_LIST, _KEYS, _MAP = "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"
_KEEP = "x-kubernetes-preserve-unknown-fields"
_REASONS = ("FieldValueRequired", "FieldValueForbidden", "FieldValueInvalid", "FieldValueDuplicate")
_CHAIN = re.compile(r"(?<![\w.])(?:self|oldSelf)((?:\.[A-Za-z_]\w*)+)(\()?")


def schema_faults(schema: Object, path: str, uncorrelated: str = "") -> list[FieldError]:
    """Return the faults of a schema and all below it; ``uncorrelated`` is the list that has lost sight of old items."""
    faults = _own_faults(schema, path)
    if isinstance(schema.get("additionalProperties"), dict):
        if schema.get("properties"):
            words = "additionalProperties and properties are mutual exclusive"
            faults.append(forbidden(f"{path}.additionalProperties", words))
        faults += schema_faults(schema["additionalProperties"], f"{path}.additionalProperties", uncorrelated)
    lost = uncorrelated or (path if schema.get(_MAP) == "atomic" else "")
    for key, child in (schema.get("properties") or {}).items():
        faults += schema_faults(child, f"{path}.properties[{key}]", lost)
    for key in ("allOf", "oneOf", "anyOf"):
        for index, child in enumerate(schema.get(key) or ()):
            faults += schema_faults(child, f"{path}.{key}[{index}]", uncorrelated)
    if isinstance(schema.get("items"), dict):
        lost = uncorrelated or (path if schema.get(_LIST) != "map" else "")
        faults += schema_faults(schema["items"], f"{path}.items", lost)
    faults += _map_type(schema, path) + _list_type(schema, path)
    rules = _rules(schema, path)
    if not faults and not rules:
        rules = _compiled(schema, path, uncorrelated)
    return faults + rules


def _own_faults(schema: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    kind = schema.get("type") or ""
    if kind == "null":
        faults.append(forbidden(f"{path}.type", "type cannot be set to null, use nullable as an alternative"))
    elif kind and kind not in _TYPES:
        faults.append(not_supported(f"{path}.type", kind, _TYPES))
    if isinstance(schema.get("items"), list):
        faults.append(forbidden(f"{path}.items", "items must be a schema object and not an array"))
    unsupported = [key for key in ("definitions", "dependencies", "id", "$ref") if schema.get(key)]
    faults += [forbidden(f"{path}.{key}", f"{key} is not supported") for key in unsupported]
    if schema.get("uniqueItems"):
        words = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
        faults.append(forbidden(f"{path}.uniqueItems", words))
    if schema.get(_KEEP) is False:
        faults.append(invalid(f"{path}.{_KEEP}", False, "must be true or undefined"))  # noqa: FBT003  (the value)
    return faults


def _map_type(schema: Object, path: str) -> list[FieldError]:
    kind = schema.get(_MAP)
    if kind is None:
        return []
    faults = _needs_type(schema, path, "object", _MAP)
    if kind not in ("atomic", "granular"):
        faults.append(not_supported(f"{path}.{_MAP}", kind, ("atomic", "granular")))
    return faults


def _needs_type(schema: Object, path: str, wanted: str, key: str) -> list[FieldError]:
    given = schema.get("type") or ""
    if given == wanted:
        return []
    words = f"must be {wanted} if {key} is specified"
    return [invalid(f"{path}.type", given, words) if given else required(f"{path}.type", words)]


def _list_type(schema: Object, path: str) -> list[FieldError]:
    kind, keys = schema.get(_LIST), schema.get(_KEYS) or []
    faults: list[FieldError] = []
    if kind is not None:
        faults += _needs_type(schema, path, "array", _LIST)
        if kind not in ("atomic", "set", "map"):
            faults.append(not_supported(f"{path}.{_LIST}", kind, ("atomic", "set", "map")))
    if keys and kind != "map":
        words = "must be map if x-kubernetes-list-map-keys is non-empty"
        faults.append(required(f"{path}.{_LIST}", words) if kind is None else invalid(f"{path}.{_LIST}", kind, words))
    if kind == "map":
        faults += _map_list(schema, keys, path)
    items = schema.get("items")
    if kind in ("set", "map") and isinstance(items, dict) and items.get("nullable"):
        faults.append(forbidden(f"{path}.items.nullable", f"cannot be nullable when x-kubernetes-list-type is {kind}"))
    return faults


def _map_list(schema: Object, keys: list[str], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if not keys:
        faults.append(required(f"{path}.{_KEYS}", "must not be empty if x-kubernetes-list-type is map"))
    items = schema.get("items")
    if not isinstance(items, dict):
        return [*faults, required(f"{path}.items", "must have a schema if x-kubernetes-list-type is map")]
    if items.get("type") != "object":
        words = "must be object if parent array's x-kubernetes-list-type is map"
        return [*faults, invalid(f"{path}.items.type", items.get("type", ""), words)]
    for index, key in enumerate(keys):
        faults += _map_key(items, keys, index, path)
        child = (items.get("properties") or {}).get(key)
        if child is not None and key not in (items.get("required") or ()) and "default" not in child:
            words = (
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"
            )
            faults.append(required(f"{path}.items.properties[{key}].default", words))
    return faults


def _map_key(items: Object, keys: list[str], index: int, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    child = (items.get("properties") or {}).get(keys[index])
    if child is None:
        faults.append(invalid(f"{path}.{_KEYS}", keys, "entries must all be names of item properties"))
    elif child.get("type") in ("array", "object"):
        words = "must be a scalar type if parent array's x-kubernetes-list-type is map"
        faults.append(invalid(f"{path}.items.properties[{keys[index]}].type", items["type"], words))
    if keys[index] in keys[:index]:
        faults.append(invalid(f"{path}.{_KEYS}", keys, "must not contain duplicate entries"))
    return faults


def _rules(schema: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, rule in enumerate(schema.get("x-kubernetes-validations") or ()):
        here = f"{path}.x-kubernetes-validations[{index}]"
        text, given = (rule.get("rule") or "").strip(), rule.get("message") or ""
        if not text:
            faults.append(required(f"{here}.rule", "rule is not specified"))
        elif given and not given.strip():
            faults.append(invalid(f"{here}.message", given, "message must be non-empty if specified"))
        elif "\n" in given.strip():
            faults.append(invalid(f"{here}.message", given, "message must not contain line breaks"))
        elif "\n" in text and not given:
            faults.append(required(f"{here}.message", "message must be specified if rule contains line breaks"))
        if rule.get("reason") and rule["reason"] not in _REASONS:
            faults.append(not_supported(f"{here}.reason", rule["reason"], _REASONS))
    return faults


def _compiled(schema: Object, path: str, uncorrelated: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, rule in enumerate(schema.get("x-kubernetes-validations") or ()):
        here, text = f"{path}.x-kubernetes-validations[{index}]", rule["rule"].strip()
        if rule.get("optionalOldSelf"):
            faults.append(forbidden(f"{here}.optionalOldSelf", "not modelled in this sandbox"))
            continue
        words = compile_fault(text, frozenset({"self", "oldSelf"})) or _unknown_field(text, schema)
        if words:
            faults.append(invalid(f"{here}.rule", _as_go(rule), words))
        elif uncorrelated and mentions(text, "oldSelf"):
            words = f"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelated}"
            faults.append(invalid(f"{here}.rule", rule["rule"], words))
    return faults


def _as_go(rule: Object) -> GoStruct:
    return GoStruct(
        Rule=rule.get("rule", ""),
        Message=rule.get("message", ""),
        MessageExpression=rule.get("messageExpression", ""),
        Reason=rule.get("reason"),
        FieldPath=rule.get("fieldPath", ""),
        OptionalOldSelf=rule.get("optionalOldSelf"),
    )


def _unknown_field(source: str, schema: Object) -> str:
    """Return what the type checker says of the first ``self.field`` that the schema does not have."""
    for match in _CHAIN.finditer(source):
        names = match.group(1)[1:].split(".")
        if match.group(2):
            names.pop()
        here, at = schema, match.start(1)
        for name in names:
            fields = here.get("properties")
            if not fields or "__" in name:
                break
            if name not in fields:
                if here is schema and name in ("apiVersion", "kind", "metadata"):
                    break
                head = f"compilation failed: ERROR: <input>:1:{at + 1}: undefined field '{name}'"
                return f"{head}\n | {source}\n | {'.' * at}^"
            here, at = fields[name], at + 1 + len(name)
    return ""
