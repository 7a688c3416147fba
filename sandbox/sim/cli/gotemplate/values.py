"""Values as Go's templates see them: structs and maps, truth, printing.

Models the parts of Go's reflect and fmt that text/template shows. A Python dict is a map (printed ``map[a:1]``, keys
sorted), a ``Struct`` is a struct (printed ``{1 2}``, fields in order), a ``Record`` is a formatter's context whose
fields are computed when asked for; a field that gives a function is a method with arguments. Not modelled: pointers'
addresses, unexported fields.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

MISSING = object()
"""What a map without the key gives where that is no error; printed as ``<no value>``."""


class Struct(dict[str, Any]):
    """A Go struct: its fields in order. ``type_name`` is what error messages call it.

    ``hidden`` holds fields that JSON leaves out: they are printed last. ``renamed`` gives the key of a field whose name
    in JSON is another than in Go.
    """

    type_name = "struct"

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        self.hidden: dict[str, Any] = {}
        self.renamed: dict[str, str] = {}

    def look_up(self, name: str) -> Any:
        """Return a field by the name that it has in Go, or MISSING."""
        if name in self.renamed.values() and name not in self.renamed:
            return MISSING
        return self.get(self.renamed.get(name, name), self.hidden.get(name, MISSING))


class NilMap(dict[str, Any]):
    """A map that was never made: empty, and null in JSON."""


class NilList(list[Any]):
    """A list that was never made: empty, and null in JSON."""


class NilPointer:
    """A pointer to nothing: printed ``<nil>``, null in JSON."""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return "<nil>"


class Record:
    """A formatter's context: named fields, each computed on demand."""

    def __init__(self, type_name: str, fields: Mapping[str, Callable[[], Any]]) -> None:
        self.type_name = type_name
        self.fields = fields

    def get(self, name: str) -> Any:
        """Return a field, or MISSING."""
        return self.fields[name]() if name in self.fields else MISSING

    def as_dict(self) -> dict[str, Any]:
        """Return all fields, sorted by name, as the JSON form has them."""
        values = {name: self.fields[name]() for name in sorted(self.fields)}
        return {name: value for name, value in values.items() if not callable(value)}


class Fields(dict[str, Any]):
    """Column headings: the context of a table's first line."""


def is_true(value: Any) -> bool:
    """Say whether ``if`` takes a value for true."""
    if value is MISSING or value is None:
        return False
    if isinstance(value, (Struct, Record)):
        return True
    return bool(value)


def show(value: Any, *, top: bool = True) -> str:  # noqa: PLR0911  (one line a type reads best)
    """Return a value as ``{{value}}`` prints it (fmt's %v)."""
    if value is MISSING:
        return "<no value>"
    if value is None:
        return "<no value>" if top else "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return show_float(value)
    if isinstance(value, Struct):
        return "{" + " ".join(show(item, top=False) for item in (*value.values(), *value.hidden.values())) + "}"
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{show(value[key], top=False)}" for key in sorted(value)) + "]"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(show(item, top=False) for item in value) + "]"
    if isinstance(value, Record):
        return "{" + " ".join(show(item, top=False) for item in value.as_dict().values()) + "}"
    return str(value)


def show_float(value: float) -> str:
    """Return a number as fmt's %v prints a float64."""
    if value == int(value) and abs(value) < 1e21:  # noqa: PLR2004  (where %v goes over to an exponent)
        return str(int(value))
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{exponent[0]}{exponent[1:].zfill(2)}" if e else text


def to_json(value: Any) -> str:
    """Return a value as encoding/json writes it: compact, maps sorted."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, Record):  # A formatter's context writes itself, with the signs of HTML escaped.
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return text


def plain(value: Any) -> Any:
    """Return a value of dicts and lists, maps sorted by key."""
    if value is MISSING or isinstance(value, (NilMap, NilList, NilPointer)):
        return None
    if isinstance(value, Record):
        return {name: plain(item) for name, item in value.as_dict().items()}
    if isinstance(value, Struct):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, dict):
        return {str(name): plain(value[name]) for name in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def pairs(value: Any) -> Iterator[tuple[Any, Any]]:
    """Return what ``range`` goes over: index or key, and element. Raises TypeError for what cannot be gone over."""
    if isinstance(value, (list, tuple)):
        return iter(enumerate(value))
    if isinstance(value, dict) and not isinstance(value, Struct):
        return iter([(key, value[key]) for key in sorted(value)])
    if isinstance(value, int) and not isinstance(value, bool):
        return iter([(index, index) for index in range(value)])
    if value is None or value is MISSING:
        return iter(())
    raise TypeError(show(value))
