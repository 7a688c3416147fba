"""Values against a structural schema.

Models k8s.io/kube-openapi/pkg/validation/validate v1.36 and its messages. Of the alternatives of anyOf and oneOf the
one with the fewest faults is told about. Not modelled: formats beyond those below.
"""

import re
from collections.abc import Callable
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

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
_NOWHERE = "<nil>"


def _uri(text: str) -> None:
    if not urlsplit(text).scheme:
        raise ValueError(text)


def _email(text: str) -> None:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError(text)


def _hostname(text: str) -> None:
    if not re.fullmatch(r"([A-Za-z0-9]([\w-]{0,61}[A-Za-z0-9])?)(\.[A-Za-z0-9]([\w-]{0,61}[A-Za-z0-9])?)*", text):
        raise ValueError(text)


_FORMATS: dict[str, Callable[[str], Any]] = {
    "date-time": datetime.fromisoformat,
    "date": lambda text: datetime.strptime(text, "%Y-%m-%d").date(),  # noqa: DTZ007  (a date has no zone)
    "ipv4": IPv4Address,
    "ipv6": IPv6Address,
    "cidr": lambda text: ip_network(text, strict=False),
    "uuid": UUID,
    "uri": _uri,
    "email": _email,
    "hostname": _hostname,
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
        if not isinstance(value, int | str) or isinstance(value, bool):
            words = f'{path} in body must be of type integer,string: "{_type_of(value)}"'
            faults.append(field.type_invalid(path, _type_of(value), words))
            return
    if wanted and not _is_type(value, wanted):
        shown = _type_of(value)
        words = f'{path} in body must be of type {wanted}: "{shown}"'
        faults.append(field.type_invalid(path, shown, words))
        return
    _validate_alternatives(value, schema, path, faults)
    if isinstance(value, list):
        _validate_list(value, schema, path, faults)
    elif isinstance(value, str):
        _validate_text(value, schema, path, faults)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _validate_number(value, schema, path, faults)
    if "enum" in schema and value not in schema["enum"]:
        faults.append(field.not_supported(path, value, [str(item) for item in schema["enum"]]))
    if isinstance(value, dict):
        _validate_object(value, schema, path, faults)


def _is_type(value: Any, wanted: str) -> bool:
    if isinstance(value, bool) and wanted != "boolean":
        return False
    if wanted == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES.get(wanted, (object,)))


def _tried(value: Any, schemas: list[Object], path: str) -> list[list[FieldError]]:
    found: list[list[FieldError]] = []
    for schema in schemas:
        faults: list[FieldError] = []
        validate_value(value, schema, path, faults)
        found.append(faults)
    return found


def _fewest(tried: list[list[FieldError]]) -> list[FieldError]:
    fewest = min(len(faults) for faults in tried)
    return next(faults for faults in tried if len(faults) == fewest)


def _validate_alternatives(value: Any, schema: Object, path: str, faults: list[FieldError]) -> None:
    head = f'"{path}" must'
    if schema.get("anyOf"):
        tried = _tried(value, schema["anyOf"], path)
        if all(tried):
            faults += [_alone(f"{head} validate at least one schema (anyOf)"), *_fewest(tried)]
    if schema.get("oneOf"):
        tried = _tried(value, schema["oneOf"], path)
        valid = sum(not one for one in tried)
        how = f"Found {valid} valid alternatives" if valid else "Found none valid"
        if valid != 1:
            faults.append(_alone(f"{head} validate one and only one schema (oneOf). {how}"))
            faults += [] if valid else _fewest(tried)
    if schema.get("allOf"):
        tried = _tried(value, schema["allOf"], path)
        if any(tried):
            how = ". None validated" if all(tried) else ""
            faults.append(_alone(f"{head} validate all the schemas (allOf){how}"))
            faults += [fault for one in tried for fault in one]
    if schema.get("not") and not _tried(value, [schema["not"]], path)[0]:
        faults.append(_alone(f"{head} not validate the schema (not)"))


def _alone(words: str) -> FieldError:
    return field.invalid(_NOWHERE, "", words)


def _validate_object(value: Object, schema: Object, path: str, faults: list[FieldError]) -> None:
    if len(value) < schema.get("minProperties", 0):
        words = f"{path} in body should have at least {schema['minProperties']} properties"
        faults.append(field.invalid(path, len(value), words))
    if len(value) > schema.get("maxProperties", len(value)):
        faults.append(field.too_many(path, len(value), schema["maxProperties"]))
    missing = [key for key in schema.get("required", ()) if key not in value]
    faults += [field.required(f"{path}.{key}" if path else key) for key in missing]
    properties, extra = schema.get("properties") or {}, schema.get("additionalProperties")
    # A Go map has no order: the faults stand as its keys sort, however the object was written.
    for key, item in sorted(value.items()):
        here = f"{path}.{key}" if path else key
        if key in properties:
            validate_value(item, properties[key], here, faults)
        elif isinstance(extra, dict):
            validate_value(item, extra, here, faults)


def _validate_list(value: list[Any], schema: Object, path: str, faults: list[FieldError]) -> None:
    for index, item in enumerate(value):
        validate_value(item, schema.get("items") or {}, f"{path}[{index}]", faults)
    if len(value) < schema.get("minItems", 0):
        words = f"{path} in body should have at least {schema['minItems']} items"
        faults.append(field.invalid(path, len(value), words))
    if len(value) > schema.get("maxItems", len(value)):
        faults.append(field.too_many(path, len(value), schema["maxItems"]))
    kind, keys = schema.get("x-kubernetes-list-type"), schema.get("x-kubernetes-list-map-keys") or ()
    if kind in ("set", "map"):
        marks = [item if kind == "set" else {key: item.get(key) for key in keys} for item in value]
        faults += [field.duplicate(f"{path}[{at}]", mark) for at, mark in enumerate(marks) if mark in marks[:at]]


def _validate_text(value: str, schema: Object, path: str, faults: list[FieldError]) -> None:
    if len(value) > schema.get("maxLength", len(value)):
        faults.append(field.too_long(path, schema["maxLength"]))
    if len(value) < schema.get("minLength", 0):
        words = f"{path} in body should be at least {schema['minLength']} chars long"
        faults.append(field.invalid(path, value, words))
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, value):
        faults.append(field.invalid(path, value, f"{path} in body should match '{pattern}'"))
    if schema.get("format") in _FORMATS:
        try:
            _FORMATS[schema["format"]](value)
        except ValueError:
            words = f'{path} in body must be of type {schema["format"]}: "{value}"'
            faults.append(field.type_invalid(path, value, words))


def _validate_number(value: float, schema: Object, path: str, faults: list[FieldError]) -> None:
    low, high, step = schema.get("minimum"), schema.get("maximum"), schema.get("multipleOf")
    if step and value % step:
        faults.append(field.invalid(path, value, f"{path} in body should be a multiple of {step}"))
    if high is not None and (value > high or (schema.get("exclusiveMaximum") and value == high)):
        relation = "less than" if schema.get("exclusiveMaximum") else "less than or equal to"
        faults.append(field.invalid(path, value, f"{path} in body should be {relation} {high}"))
    if low is not None and (value < low or (schema.get("exclusiveMinimum") and value == low)):
        relation = "greater than" if schema.get("exclusiveMinimum") else "greater than or equal to"
        faults.append(field.invalid(path, value, f"{path} in body should be {relation} {low}"))
