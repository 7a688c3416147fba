"""Is this value of the right kind? The small part of JSON Schema that the Compose Specification needs.

Models compose-spec/compose-go schema/schema.go: of all faults the one deepest in the file is told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

HUMAN = {"object": "mapping", "array": "list"}
NAME = re.compile(r"[a-zA-Z0-9._-]+")
CHECKS: dict[str, type | tuple[type, ...]] = {
    "string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict, "array": list,
    "null": type(None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be. ``types`` are JSON Schema's names; the rest says what stands inside lists and mappings."""

    types: tuple[str, ...]
    items: "Kind | None" = None
    fields: "Mapping[str, Kind] | None" = None
    """The keys of a mapping; others are refused, but those that begin with ``x-``."""
    values: "Kind | None" = None
    """What the values of a mapping with free keys are."""
    named: bool = False
    """The free keys are names of services, networks and the like."""
    required: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """The only texts that are allowed."""
    extensible: bool = True
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation: the keys that lead to it, and what is wrong."""

    path: tuple[str, ...]
    text: str
    of_type: bool = field(default=False)


def kind(types: str, **settings: Any) -> Kind:
    """Return a kind from names such as ``string|array``."""
    return Kind(tuple(types.split("|")), **settings)


def first_fault(value: Any, expected: Kind) -> str:
    """Return the deepest fault as compose words it, or nothing."""
    faults = list(_faults(value, expected, ()))
    if not faults:
        return ""
    worst = max(faults, key=lambda fault: (len(fault.path), fault.of_type))
    return f"{'.'.join(worst.path) or '(root)'} {worst.text}"


def _faults(value: Any, expected: Kind, path: tuple[str, ...]) -> Iterator[Fault]:
    if not any(_is(value, name) for name in expected.types):
        yield Fault(path, f"must be a {_types(expected.types)}", of_type=True)
    elif isinstance(value, dict):
        yield from _mapping(value, expected, path)
    elif isinstance(value, list):
        yield from _list(value, expected, path)
    elif expected.words and isinstance(value, str) and value not in expected.words:
        listed = ", ".join(f"'{word}'" for word in expected.words)
        yield Fault(path, f"value must be one of {listed}")


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, CHECKS[name])


def _types(types: tuple[str, ...]) -> str:
    shown = [HUMAN.get(name, name) for name in types]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _mapping(value: dict[str, Any], expected: Kind, path: tuple[str, ...]) -> Iterator[Fault]:
    unknown = [key for key in value if not _known(key, expected)]
    if unknown:
        yield Fault(path, f"additional properties {', '.join(repr(key) for key in unknown)} not allowed")
    missing = [key for key in expected.required if key not in value]
    if missing:
        yield Fault(path, f"missing properties {', '.join(repr(key) for key in missing)}")
    for key, item in value.items():
        inner = expected.fields.get(key) if expected.fields is not None else expected.values
        if inner is not None and not (expected.extensible and key.startswith("x-")):
            yield from _faults(item, inner, (*path, key))


def _known(key: str, expected: Kind) -> bool:
    if expected.extensible and key.startswith("x-"):
        return True
    if expected.fields is not None:
        return key in expected.fields
    return not expected.named or NAME.fullmatch(key) is not None


def _list(value: list[Any], expected: Kind, path: tuple[str, ...]) -> Iterator[Fault]:
    if expected.unique:
        for index, item in enumerate(value):
            if item in value[:index]:
                yield Fault(path, f"items at {value.index(item)} and {index} are equal")
                break
    if expected.items is not None:
        for index, item in enumerate(value):
            yield from _faults(item, expected.items, (*path, str(index)))
