"""What a JSONPath template is made of.

Models k8s.io/client-go/util/jsonpath v1.36 (node.go).
"""

from dataclasses import dataclass
from typing import Any


class JsonPathError(ValueError):
    """The template cannot be read or does not fit the object; ``str()`` is upstream's message."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be printed as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """``.name``; an empty name is the value itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """``.*``."""


@dataclass(frozen=True, slots=True)
class Recursive:
    """``..``."""


@dataclass(frozen=True, slots=True)
class Slice:
    """``[1]``, ``[1:3]``, ``[-1:]``, ``[*]``; ``index`` says that one element is meant."""

    start: int | None
    end: int | None
    step: int | None
    index: bool = False


@dataclass(frozen=True, slots=True)
class Union:
    """``['a','b']``, ``[0,2]``: several paths, one after the other."""

    paths: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """``[?(@.a == 'b')]``."""

    left: "Path"
    operator: str
    right: "Path"


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text or truth value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Keyword:
    """``range``, ``end``, or a word that means nothing, which is a fault once it is evaluated."""

    word: str


@dataclass(frozen=True, slots=True)
class Path:
    """The steps inside one pair of braces."""

    steps: tuple[Any, ...]


Template = tuple[Text | Path, ...]
