"""Values against a structural schema.

Models k8s.io/kube-openapi/pkg/validation/validate v1.36 and its messages. Not modelled: formats beyond their types.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.field import FieldError

Object = dict[str, Any]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    names = ((dict, "object"), (list, "array"), (str, "string"), (int, "integer"), (float, "number"))
    return next(name for kind, name in names if isinstance(value, kind))


def validate_value(value: Any, schema: Object, path: str, faults: list[FieldError]) -> None:
    """Add the faults of one value and all below it."""
    if value is None and schema.get("nullable"):
        return
    wanted = schema.get("type")
    if schema.get("x-kubernetes-int-or-string"):
        wanted = None
    if wanted and not _is_type(value, wanted):
        shown = _type_of(value)
        words = f'{path} in body must be of type {wanted}: "{shown}"'
        faults.append(field.type_invalid(path, shown, words))
        return
    if "enum" in schema and value not in schema["enum"]:
        faults.append(field.not_supported(path, value, [str(item) for item in schema["enum"]]))
    if isinstance(value, dict):
        _validate_object(value, schema, path, faults)
    elif isinstance(value, list):
        _validate_list(value, schema, path, faults)
    elif isinstance(value, str):
        _validate_text(value, schema, path, faults)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _validate_number(value, schema, path, faults)


def _is_type(value: Any, wanted: str) -> bool:
    if isinstance(value, bool) and wanted != "boolean":
        return False
    if wanted == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES.get(wanted, (object,)))


def _validate_object(value: Object, schema: Object, path: str, faults: list[FieldError]) -> None:
    missing = [key for key in schema.get("required", ()) if key not in value]
    faults += [field.required(f"{path}.{key}" if path else key) for key in missing]
    properties, extra = schema.get("properties") or {}, schema.get("additionalProperties")
    for key, item in sorted(value.items()):
        here = f"{path}.{key}" if path else key
        if key in properties:
            validate_value(item, properties[key], here, faults)
        elif isinstance(extra, dict):
            validate_value(item, extra, here, faults)
    if len(value) > schema.get("maxProperties", len(value)):
        faults.append(field.too_many(path, len(value), schema["maxProperties"]))
    if len(value) < schema.get("minProperties", 0):
        words = f"{path} in body should have at least {schema['minProperties']} properties"
        faults.append(field.invalid(path, value, words))


def _validate_list(value: list[Any], schema: Object, path: str, faults: list[FieldError]) -> None:
    if len(value) > schema.get("maxItems", len(value)):
        faults.append(field.too_many(path, len(value), schema["maxItems"]))
    if len(value) < schema.get("minItems", 0):
        words = f"{path} in body should have at least {schema['minItems']} items"
        faults.append(field.invalid(path, len(value), words))
    for index, item in enumerate(value):
        validate_value(item, schema.get("items") or {}, f"{path}[{index}]", faults)


def _validate_text(value: str, schema: Object, path: str, faults: list[FieldError]) -> None:
    if len(value) > schema.get("maxLength", len(value)):
        faults.append(field.too_long(path, schema["maxLength"]))
    if len(value) < schema.get("minLength", 0):
        words = f"{path} in body should be at least {schema['minLength']} chars long"
        faults.append(field.invalid(path, value, words))
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, value):
        faults.append(field.invalid(path, value, f"{path} in body should match '{pattern}'"))


def _validate_number(value: float, schema: Object, path: str, faults: list[FieldError]) -> None:
    low, high, step = schema.get("minimum"), schema.get("maximum"), schema.get("multipleOf")
    if low is not None and (value < low or (schema.get("exclusiveMinimum") and value == low)):
        relation = "greater than" if schema.get("exclusiveMinimum") else "greater than or equal to"
        faults.append(field.invalid(path, value, f"{path} in body should be {relation} {low}"))
    if high is not None and (value > high or (schema.get("exclusiveMaximum") and value == high)):
        relation = "less than" if schema.get("exclusiveMaximum") else "less than or equal to"
        faults.append(field.invalid(path, value, f"{path} in body should be {relation} {high}"))
    if step and value % step:
        faults.append(field.invalid(path, value, f"{path} in body should be a multiple of {step}"))
