"""What answers to a quiz are worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.definition import QuizDefinition
from quizzes.questions.question import Answer, Mark

Answers = Mapping[str, Answer]
"""Answers by the question's id."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The marks of a quiz, by the question's id."""

    marks: dict[str, Mark]

    @property
    def points(self) -> Decimal:
        """The sum of the points, with two decimals at most."""
        return sum((mark.points for mark in self.marks.values()), Decimal(0))


def grade_answers(quiz: QuizDefinition, answers: Answers) -> Grade:
    """Return what answers are worth; a question without an answer is worth nothing."""
    return Grade({question.id: question.mark(answers.get(question.id, ())) for question in quiz.questions})
