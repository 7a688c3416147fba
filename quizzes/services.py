"""What the quizzes app does."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from quizzes.definition import QuizDefinition
from quizzes.grading import Answers, grade_answers
from quizzes.models import Attempt, Quiz, QuizVersion
from quizzes.rendering import render_quiz
from quizzes.signals import quiz_finished


@transaction.atomic
def store_quiz(*, key: str, definition: QuizDefinition) -> QuizVersion:
    """Make ``definition`` what the quiz asks from now on; a content that was stored before is not stored again."""
    quiz, _ = Quiz.objects.get_or_create(key=key)
    version = quiz.versions.filter(content_hash=definition.content_hash).first()
    if version is None:
        version = quiz.versions.create(
            content_hash=definition.content_hash,
            definition=definition.as_data(),
            html=render_quiz(intro=definition.intro, questions=definition.questions),
            max_points=definition.max_points,
        )
    if quiz.current_id != version.pk:
        quiz.current = version
        quiz.save(update_fields=["current"])
    return version


def submit_attempt(
    *, learner: User, version: QuizVersion, number: int, answers: Answers, seed: str = ""
) -> tuple[Attempt, bool]:
    """Grade and keep an attempt, once. Returns it, and whether it is new: a number sent before is what it was."""
    existing = find_attempt(learner=learner, quiz=version.quiz, number=number)
    if existing is not None:
        return existing, False
    number = min(number, next_number(learner=learner, quiz=version.quiz))
    grade = grade_answers(version.read_definition(), answers)
    attempt = Attempt(
        learner=learner,
        quiz=version.quiz,
        version=version,
        number=number,
        seed=seed,
        answers={name: list(answer) for name, answer in answers.items()},
        points=grade.points,
        max_points=version.max_points,
        at=timezone.now(),
    )
    try:
        _keep(attempt)
    except IntegrityError:
        # The same form came twice at once; the other request has written it.
        return Attempt.objects.get(learner=learner, quiz=version.quiz, number=number), False
    return attempt, True


@transaction.atomic
def _keep(attempt: Attempt) -> None:
    attempt.save(force_insert=True)
    quiz_finished.send(
        sender=Attempt,
        learner=attempt.learner,
        key=attempt.quiz.key,
        points=attempt.points,
        max_points=attempt.max_points,
        at=attempt.at,
    )


def find_attempt(*, learner: User, quiz: Quiz, number: int) -> Attempt | None:
    """Return a learner's own attempt by its number, or None."""
    return Attempt.objects.filter(learner=learner, quiz=quiz, number=number).select_related("version").first()


def last_attempt(*, learner: User, quiz: Quiz) -> Attempt | None:
    """Return a learner's latest attempt, or None."""
    return Attempt.objects.filter(learner=learner, quiz=quiz).select_related("version").order_by("-number").first()


def next_number(*, learner: User, quiz: Quiz) -> int:
    """Return the number that a learner's next attempt has."""
    last: int | None = Attempt.objects.filter(learner=learner, quiz=quiz).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def move_attempts(*, guest: User, user: User) -> None:
    """Give a guest's attempts to an account, numbered by time behind and between the account's own."""
    moved = Attempt.objects.filter(learner=guest)
    for quiz_id in moved.values_list("quiz_id", flat=True).distinct().order_by():
        _merge_attempts(quiz_id=quiz_id, guest=guest, user=user)


def _merge_attempts(*, quiz_id: int, guest: User, user: User) -> None:
    attempts = sorted(Attempt.objects.filter(quiz_id=quiz_id, learner__in=[guest, user]), key=_when)
    free = max(attempt.number for attempt in attempts) + 1
    for offset, attempt in enumerate(attempts):
        # Numbers that nobody uses come first, so that no two rows ever share one.
        Attempt.objects.filter(pk=attempt.pk).update(learner=user, number=free + offset)
    for number, attempt in enumerate(attempts, start=1):
        Attempt.objects.filter(pk=attempt.pk).update(number=number)


def _when(attempt: Attempt) -> tuple[datetime, int]:
    return attempt.at, attempt.pk
