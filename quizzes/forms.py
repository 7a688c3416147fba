"""What a browser sends when a quiz is answered."""

import re
import secrets
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from accounts.models import User
from quizzes.definition import QuizDefinition
from quizzes.models import Quiz, QuizVersion
from quizzes.questions.question import Answer

_SEED = re.compile(r"[0-9a-f]{1,16}")


@dataclass(frozen=True, slots=True)
class SentQuiz:
    """A sent form, read. ``missing`` holds the ids of questions without an answer."""

    version: QuizVersion
    number: int
    seed: str
    answers: dict[str, Answer]
    missing: tuple[str, ...]


def field_name(question_id: str) -> str:
    """Return the name of a question's field."""
    return f"q-{question_id}"


def read_form(request: HttpRequest, quiz: Quiz) -> SentQuiz:
    """Return what was sent; a version that is not of this quiz or a strange number fall back to the current and 1."""
    version = find_version(quiz, request.POST.get("version", ""))
    answers = read_answers(request.POST, version.read_definition())
    seed = request.POST.get("seed", "")
    return SentQuiz(
        version=version,
        number=read_number(request.POST.get("number", "")) or 1,
        seed=seed if _SEED.fullmatch(seed) else "",
        answers=answers,
        missing=tuple(question_id for question_id, answer in answers.items() if not answer),
    )


def read_answers(data: QueryDict, definition: QuizDefinition) -> dict[str, Answer]:
    """Return an answer for each question, empty where none was given."""
    return {question.id: question.tidy(data.getlist(field_name(question.id))) for question in definition.questions}


def find_version(quiz: Quiz, sent: str) -> QuizVersion:
    """Return the version that a form was made of, so that a quiz that changed meanwhile marks what was asked."""
    found = quiz.versions.filter(pk=int(sent)).first() if sent.isdecimal() and len(sent) < 12 else None  # noqa: PLR2004
    version = found or quiz.current
    if version is None:
        raise QuizVersion.DoesNotExist
    return version


def read_number(sent: str) -> int | None:
    """Return a positive number, or None."""
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 8 else 0  # noqa: PLR2004 - a sane length.
    return number or None


def make_seed(learner: User | None) -> str:
    """Return a seed that stays for a known learner; a stranger has nothing yet that could be remembered."""
    return f"{learner.pk:x}" if learner is not None else secrets.token_hex(4)
