"""A YAML document as a tree that remembers where each key and each value stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from documents.faults import Fault
from documents.text import LocalizedText

Scalar = str | int | float | bool | None
Data = Scalar | list["Data"] | dict[str, "Data"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file's path, and line and column, which count from 1."""

    path: str
    line: int
    column: int

    def fault(self, text: LocalizedText) -> Fault:
        """Return a fault that stands at this place."""
        return Fault(path=self.path, line=self.line, column=self.column, text=text)


@dataclass(frozen=True, slots=True)
class Node:
    """One value and its place. It is never changed, so that an alias can share what its anchor names."""

    place: Place

    @property
    def path(self) -> str:
        """The file's path, as it was given to load_yaml()."""
        return self.place.path

    @property
    def line(self) -> int:
        """The line of the value's first character, from 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column of the value's first character, from 1."""
        return self.place.column

    def fault(self, text: LocalizedText) -> Fault:
        """Return a fault that stands at this value."""
        return self.place.fault(text)

    def data(self) -> Data:
        """Return the plain value: dicts, lists, texts, numbers, booleans and None; a fresh copy at each call."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ScalarNode(Node):
    """A text, number, boolean or null; ``source`` is the text as it was written, without quotes."""

    value: Scalar
    source: str = ""

    def data(self) -> Data:
        """Return the value."""
        return self.value


@dataclass(frozen=True, slots=True)
class SequenceNode(Node):
    """A list."""

    items: tuple[Node, ...] = ()

    def data(self) -> Data:
        """Return a fresh list of the items' data."""
        return [item.data() for item in self.items]


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with the place of the key itself, and its value."""

    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode(Node):
    """A mapping; the entries keep the order of the file. Keys are texts, written as in the file."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))

    def data(self) -> Data:
        """Return a fresh dict of the values' data."""
        return {key: entry.value.data() for key, entry in self.entries.items()}
