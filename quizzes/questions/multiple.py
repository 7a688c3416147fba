"""Multiple choice: any number of choices is right; picks that are wrong take away what right ones give."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from documents.reader import Reader
from quizzes.questions.choices import ChoiceQuestion, load_choices, read_choices, read_shuffle
from quizzes.questions.question import Answer, Mark, round_points
from quizzes.questions.shared import read_shared


@dataclass(frozen=True, slots=True)
class MultipleQuestion(ChoiceQuestion):
    """A question with one or more right choices."""

    type: ClassVar[str] = "multiple"

    def mark(self, answer: Answer) -> Mark:
        """Return points × (right picks - wrong picks) ÷ right choices, never below 0."""
        picked = frozenset(answer)
        score = max(0, len(picked & self.right) - len(picked - self.right))
        return Mark(round_points(Fraction(self.points * score, len(self.right))), self.points)

    @classmethod
    def read(cls, reader: Reader) -> "MultipleQuestion":
        """Read the question from quiz.yaml; faults are gathered in the reader."""
        return cls(**read_shared(reader), choices=read_choices(reader), shuffle=read_shuffle(reader))

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "MultipleQuestion":
        """Return the question that as_data() wrote."""
        return cls(**load_choices(data))
