"""Faults of single fields.

Models k8s.io/apimachinery/pkg/util/validation/field v1.36. Paths are plain strings: ``spec.ports[0].name``.
Not modelled: origins and coverage marks of declarative validation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

REQUIRED = "FieldValueRequired"
INVALID = "FieldValueInvalid"
NOT_SUPPORTED = "FieldValueNotSupported"
DUPLICATE = "FieldValueDuplicate"
FORBIDDEN = "FieldValueForbidden"
TOO_LONG = "FieldValueTooLong"
TOO_MANY = "FieldValueTooMany"
NOT_FOUND = "FieldValueNotFound"
INTERNAL = "InternalError"
TYPE_INVALID = "FieldValueTypeInvalid"

WORDS = {
    REQUIRED: "Required value",
    INVALID: "Invalid value",
    NOT_SUPPORTED: "Unsupported value",
    DUPLICATE: "Duplicate value",
    FORBIDDEN: "Forbidden",
    TOO_LONG: "Too long",
    TOO_MANY: "Too many",
    NOT_FOUND: "Not found",
    INTERNAL: "Internal error",
    TYPE_INVALID: "Invalid value",
}


class GoStruct(dict[str, Any]):
    """A value that Go prints in the order of its struct's fields, not sorted like a map."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault: its reason as ``status.details.causes`` names it, its field, and the words after the field."""

    reason: str
    field: str
    body: str

    def __str__(self) -> str:
        return f"{self.field}: {self.body}" if self.field else self.body


def _shown(value: Any) -> str:
    """Print a value as JSON, without the HTML escapes of other messages."""
    return orjson.dumps(value, option=0 if isinstance(value, GoStruct) else orjson.OPT_SORT_KEYS).decode()


def _fault(reason: str, path: str, detail: str, *value: Any) -> FieldError:
    body = WORDS[reason]
    if value:
        body += f": {_shown(value[0])}"
    if detail:
        body += f": {detail}"
    return FieldError(reason, path, body)


def required(path: str, detail: str = "") -> FieldError:
    """Report that a field is missing."""
    return _fault(REQUIRED, path, detail)


def invalid(path: str, value: Any, detail: str) -> FieldError:
    """Report a value that breaks a rule."""
    return _fault(INVALID, path, detail, value)


def type_invalid(path: str, value: Any, detail: str) -> FieldError:
    """Report a value of the wrong type (custom resources)."""
    return _fault(TYPE_INVALID, path, detail, value)


def not_supported(path: str, value: Any, supported: Iterable[str]) -> FieldError:
    """Report a value outside an enumeration; ``supported`` is printed in the order given."""
    words = ", ".join(_shown(item) for item in supported)
    return _fault(NOT_SUPPORTED, path, f"supported values: {words}" if words else "", value)


def duplicate(path: str, value: Any) -> FieldError:
    """Report a value that occurs twice."""
    return _fault(DUPLICATE, path, "", value)


def forbidden(path: str, detail: str) -> FieldError:
    """Report a field that may not be set or changed here."""
    return _fault(FORBIDDEN, path, detail)


def too_long(path: str, limit: int, unit: str = "bytes") -> FieldError:
    """Report a value longer than ``limit``."""
    return _fault(TOO_LONG, path, f"may not be more than {limit} {unit}")


def too_many(path: str, actual: int, limit: int) -> FieldError:
    """Report a list with more than ``limit`` items."""
    return _fault(TOO_MANY, path, f"must have at most {limit} item{'' if limit == 1 else 's'}", actual)


def not_found(path: str, value: Any) -> FieldError:
    """Report a reference to something that is not there."""
    return _fault(NOT_FOUND, path, "", value)
