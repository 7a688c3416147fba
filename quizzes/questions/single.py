"""Single choice: one choice is right; all points or none."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from documents.reader import Reader
from quizzes import wording
from quizzes.questions.choices import ChoiceQuestion, load_choices, read_choices, read_shuffle
from quizzes.questions.question import Answer, Mark
from quizzes.questions.shared import read_shared


@dataclass(frozen=True, slots=True)
class SingleQuestion(ChoiceQuestion):
    """A question with one right choice."""

    type: ClassVar[str] = "single"

    def mark(self, answer: Answer) -> Mark:
        """Return all points for the right choice alone."""
        return Mark(Decimal(self.points if frozenset(answer) == self.right else 0), self.points)

    @classmethod
    def read(cls, reader: Reader) -> "SingleQuestion":
        """Read the question from quiz.yaml; faults are gathered in the reader."""
        question = cls(**read_shared(reader), choices=read_choices(reader), shuffle=read_shuffle(reader))
        if len(question.right) > 1:
            reader.fault(wording.several_right(), "choices")
        return question

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "SingleQuestion":
        """Return the question that as_data() wrote."""
        return cls(**load_choices(data))
