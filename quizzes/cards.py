"""A quiz as its page shows it: with feedback once it is answered, and without a trace of the right answers before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from quizzes.grading import Answers
from quizzes.models import QuizVersion
from quizzes.questions.choices import Choice, ChoiceQuestion
from quizzes.questions.question import Answer, Mark, Question
from quizzes.questions.short_text import TextQuestion


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    """A choice; ``state`` is ``right`` or ``wrong`` (picked), ``missed`` (right, not picked) or empty."""

    id: str
    html: SafeString
    picked: bool
    state: str = ""
    feedback: SafeString = field(default_factory=SafeString)


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question; ``mark`` is None before it is answered, and then nothing below it is filled."""

    id: str
    type: str
    points: int
    ask: SafeString
    choices: tuple[ChoiceCard, ...]
    typed: str
    missing: bool
    mark: Mark | None = None
    reply: SafeString = field(default_factory=SafeString)
    explain: SafeString = field(default_factory=SafeString)
    solution: str = ""


class QuizCard:
    """Builds the cards of one quiz in one language for one learner's seed."""

    def __init__(self, version: QuizVersion, *, language: str, seed: str) -> None:
        """Take what all cards of a page share. ``seed`` decides the order of shuffled choices."""
        self.quiz = version.read_definition()
        self.intro = self._safe(version.texts["zh-hans" if language.startswith("zh") else "en"].get("intro", ""))
        self._texts = version.texts["zh-hans" if language.startswith("zh") else "en"]
        self._seed = seed

    def to_answer(self, answers: Answers, *, missing: Sequence[str] = ()) -> list[QuestionCard]:
        """Return the questions open for answering, with what was filled in so far."""
        return [
            self._card(question, answers.get(question.id, ()), missing=question.id in missing)
            for question in self.quiz.questions
        ]

    def answered(self, answers: Answers) -> list[QuestionCard]:
        """Return the questions with marks and feedback."""
        return [self._marked(question, answers.get(question.id, ())) for question in self.quiz.questions]

    def _card(self, question: Question, answer: Answer, *, missing: bool) -> QuestionCard:
        choices = question.choices if isinstance(question, ChoiceQuestion) else ()
        return QuestionCard(
            id=question.id,
            type=question.type,
            points=question.points,
            ask=self._html(question, "ask"),
            choices=tuple(
                ChoiceCard(choice.id, self._html(question, f"choice/{choice.id}"), choice.id in answer)
                for choice in self._in_order(question, choices)
            ),
            typed=answer[0] if answer and not choices else "",
            missing=missing,
        )

    def _marked(self, question: Question, answer: Answer) -> QuestionCard:
        mark = question.mark(answer)
        choices = question.choices if isinstance(question, ChoiceQuestion) else ()
        solved = mark.points == mark.max_points
        return QuestionCard(
            id=question.id,
            type=question.type,
            points=question.points,
            ask=self._html(question, "ask"),
            choices=tuple(
                self._marked_choice(question, choice, picked=choice.id in answer)
                for choice in self._in_order(question, choices)
            ),
            typed=answer[0] if answer and not choices else "",
            missing=False,
            mark=mark,
            reply=self._html(question, mark.reply) if mark.reply else SafeString(),
            explain=self._html(question, "explain"),
            solution=question.accept[0] if isinstance(question, TextQuestion) and not solved else "",
        )

    def _marked_choice(self, question: Question, choice: Choice, *, picked: bool) -> ChoiceCard:
        state = ("right" if choice.correct else "wrong") if picked else ("missed" if choice.correct else "")
        feedback = self._html(question, f"feedback/{choice.id}") if state else SafeString()
        return ChoiceCard(choice.id, self._html(question, f"choice/{choice.id}"), picked, state, feedback)

    def _in_order(self, question: Question, choices: tuple[Choice, ...]) -> Sequence[Choice]:
        own = question.shuffle if isinstance(question, ChoiceQuestion) else None
        if not (self.quiz.shuffle if own is None else own):
            return choices
        return sorted(choices, key=lambda choice: _digest(self._seed, question.id, choice.id))

    def _html(self, question: Question, name: str) -> SafeString:
        return self._safe(self._texts.get(f"{question.id}/{name}", ""))

    @staticmethod
    def _safe(html: str) -> SafeString:
        return mark_safe(html)  # noqa: S308 - render_markup() sanitised it when the quiz was stored.


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("/".join(parts).encode()).digest()
