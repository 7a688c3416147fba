"""What the terminal shows between two steps: who asks for input, and what is open."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Screen:
    """The unfinished line of a terminal, and what else the page must know to go on."""

    prompt: str = ""
    running: bool = False
    """A program goes on in the foreground."""
    hidden: bool = False
    """What is typed now is a password."""
    edit_path: str = ""
    """The file that an editor has open; empty where none has."""
    edit_text: str = ""
    moving: bool = False
    """Something in the World changed lately, so that it is worth looking again soon."""

    def as_data(self) -> dict[str, Any]:
        """Return JSON."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Screen":
        """Return what ``as_data`` wrote; fields that are not there have their defaults."""
        return cls(**{name: data[name] for name in cls.__slots__ if name in data})
