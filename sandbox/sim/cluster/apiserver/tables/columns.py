"""What a kind's table is made of.

Models printers.TableColumnDefinition v1.36. A kind names its columns in one line; a star marks those of `-o wide`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]
NONE = "<none>"
UNKNOWN = "<unknown>"


@dataclass(frozen=True, slots=True)
class Columns:
    """Column names and the function that fills a row; it gets the object and the time in nanoseconds."""

    names: tuple[str, ...]
    cells: Callable[[Object, int], list[Any]]

    def definitions(self) -> list[Object]:
        """Return ``columnDefinitions``."""
        return [_definition(name) for name in self.names]


def _definition(name: str) -> Object:
    wide = name.endswith("*")
    plain = name.removesuffix("*")
    form = "name" if plain == "Name" else ""
    return {"name": plain, "type": "string", "format": form, "description": "", "priority": int(wide)}


def columns(names: str, cells: Callable[[Object, int], list[Any]]) -> Columns:
    """Return Columns from names separated by ``|``."""
    return Columns(tuple(names.split("|")), cells)


def name(obj: Object) -> str:
    """Return the object's name."""
    return str(obj["metadata"].get("name", ""))


def or_none(text: Any) -> Any:
    """Return the text, or ``<none>`` where there is none."""
    return text if text not in (None, "", [], {}) else NONE


def joined(items: list[str]) -> str:
    """Return items separated by commas, or ``<none>``."""
    return ",".join(items) or NONE
