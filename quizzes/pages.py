"""What the template of a quiz is given."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from quizzes.cards import QuizCard
from quizzes.forms import SentQuiz, make_seed
from quizzes.models import Attempt, Quiz, QuizVersion
from quizzes.services import next_number

Context = dict[str, Any]


def open_page(quiz: Quiz, *, learner: User | None, language: str) -> Context:
    """Return a quiz that is open for answering."""
    number = next_number(learner=learner, quiz=quiz) if learner is not None else 1
    return _open(quiz.current, language=language, seed=make_seed(learner), number=number)


def unfinished_page(sent: SentQuiz, *, language: str) -> Context:
    """Return a quiz whose form came back with questions unanswered: what was answered stays."""
    context = _open(sent.version, language=language, seed=sent.seed, number=sent.number)
    card = QuizCard(sent.version, language=language, seed=sent.seed)
    return context | {"questions": card.to_answer(sent.answers, missing=sent.missing), "missing": len(sent.missing)}


def answered_page(attempt: Attempt, *, language: str) -> Context:
    """Return an attempt with marks and feedback, and the learner's first and best."""
    card = QuizCard(attempt.version, language=language, seed=attempt.seed)
    answers = {name: tuple(answer) for name, answer in attempt.answers.items()}
    return _shared(attempt.version, card) | {
        "attempt": attempt,
        "questions": card.answered(answers),
        "history": _history(attempt),
        "changed": attempt.quiz.current_id != attempt.version_id,
    }


def _open(version: QuizVersion | None, *, language: str, seed: str, number: int) -> Context:
    if version is None:
        raise QuizVersion.DoesNotExist
    card = QuizCard(version, language=language, seed=seed)
    return _shared(version, card) | {"questions": card.to_answer({}), "seed": seed, "number": number}


def _shared(version: QuizVersion, card: QuizCard) -> Context:
    key = version.quiz.key
    return {
        "quiz": version.quiz,
        "version": version,
        "title": card.quiz.title,
        "intro": card.intro,
        "lesson_key": key.rpartition("/")[0],
    }


def _history(attempt: Attempt) -> Context:
    """Return how many attempts there are, and the first and the best of them as fractions of their own totals."""
    own = Attempt.objects.filter(learner_id=attempt.learner_id, quiz_id=attempt.quiz_id)
    rows = list(own.only("number", "points", "max_points").order_by("number"))
    best = max(rows, key=lambda row: (Decimal(row.points) / (row.max_points or 1), -row.number))
    return {"count": len(rows), "first": rows[0], "best": best}
