"""What a parsed template is made of.

Models Go 1.24 text/template/parse/node.go. ``str()`` of an argument is its source, as error messages show it.
"""

from dataclasses import dataclass, field
from typing import Any

Position = tuple[int, int]
"""Line (from 1) and byte column in it (from 0)."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number, boolean or nil."""

    value: Any
    source: str
    at: Position

    def __str__(self) -> str:
        return self.source


@dataclass(frozen=True, slots=True)
class Variable:
    """``$x`` with fields."""

    name: str
    fields: tuple[str, ...]
    at: Position

    def __str__(self) -> str:
        return ".".join((self.name, *self.fields))


@dataclass(frozen=True, slots=True)
class Field:
    """``.``, ``.a`` or ``.a.b``."""

    fields: tuple[str, ...]
    at: Position

    def __str__(self) -> str:
        return "." + ".".join(self.fields)


@dataclass(frozen=True, slots=True)
class Function:
    """A function's name."""

    name: str
    at: Position

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Group:
    """A pipeline in parentheses, with fields of its value."""

    pipeline: "Pipeline"
    fields: tuple[str, ...]
    at: Position

    def __str__(self) -> str:
        tail = "".join(f".{name}" for name in self.fields)
        return f"({self.pipeline}){tail}"


Argument = Literal | Variable | Field | Function | Group


@dataclass(frozen=True, slots=True)
class Command:
    """A function, method or value with arguments."""

    arguments: tuple[Argument, ...]

    def __str__(self) -> str:
        return " ".join(str(argument) for argument in self.arguments)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by ``|``, and the variables that take the value."""

    commands: tuple[Command, ...]
    variables: tuple[str, ...] = ()
    assigns: bool = False

    def __str__(self) -> str:
        return " | ".join(str(command) for command in self.commands)


@dataclass(slots=True)
class Output:
    """Text that is printed as it is."""

    text: str


@dataclass(slots=True)
class Print:
    """A pipeline whose value is printed, unless it goes into a variable."""

    pipeline: Pipeline


@dataclass(slots=True)
class Branch:
    """``if``, ``with`` or ``range``."""

    kind: str
    pipeline: Pipeline
    then: list["Node"] = field(default_factory=list)
    otherwise: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Jump:
    """``break`` or ``continue``."""

    kind: str


@dataclass(slots=True)
class Include:
    """``{{template "name" pipeline}}``."""

    name: str
    pipeline: Pipeline | None


Node = Output | Print | Branch | Jump | Include
