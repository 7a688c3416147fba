"""What all question types share."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, ClassVar

from documents.text import LocalizedText

Answer = tuple[str, ...]
"""What a learner answered: ids of choices, or one typed text; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth. ``reply`` is the name of the text in texts() that speaks to it, or empty."""

    points: Decimal
    max_points: int
    reply: str = ""

    @property
    def verdict(self) -> str:
        """``right``, ``partly`` or ``wrong``."""
        if self.points == self.max_points:
            return "right"
        return "partly" if self.points else "wrong"


@dataclass(frozen=True, slots=True)
class Question(ABC):
    """One question. ``explain`` is shown once it is answered, and may be empty."""

    type: ClassVar[str]

    id: str
    points: int
    ask: LocalizedText
    explain: LocalizedText

    @abstractmethod
    def mark(self, answer: Answer) -> Mark:
        """Return what an answer is worth; the same answer is always worth the same."""

    @abstractmethod
    def tidy(self, values: list[str]) -> Answer:
        """Return the answer in a browser's form values: unknown choices and blank texts are left out."""

    def texts(self) -> dict[str, LocalizedText]:
        """Return every text of the question that is Markdown, by name."""
        return {"ask": self.ask, "explain": self.explain}

    @abstractmethod
    def as_data(self) -> dict[str, Any]:
        """Return JSON data from which the type's from_data() makes the question again."""

    def shared_data(self) -> dict[str, Any]:
        """Return the part of as_data() that all types share."""
        return {
            "type": self.type,
            "id": self.id,
            "points": self.points,
            "ask": self.ask.as_data(),
            "explain": self.explain.as_data(),
        }


def round_points(points: Fraction) -> Decimal:
    """Return points with two decimals, half rounded up."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
