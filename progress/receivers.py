"""How progress learns of things: it listens; lessons, quizzes and labs do not know it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import guest_adopted
from lessons.signals import lesson_read
from progress.classes import move_memberships
from progress.models import Record
from progress.records import Points, move_records, record_activity
from quizzes.signals import quiz_finished
from sandbox.signals import lab_finished


@receiver(lesson_read)
def note_lesson(*, learner: User, key: str, at: datetime, **_: Any) -> None:
    """Record that a lesson was marked as read."""
    record_activity(learner=learner, kind=Record.Kind.LESSON, key=key, points=0, max_points=0, at=at)


@receiver(quiz_finished)
def note_quiz(*, learner: User, key: str, points: Points, max_points: Points, at: datetime, **_: Any) -> None:
    """Record that a quiz was answered."""
    record_activity(learner=learner, kind=Record.Kind.QUIZ, key=key, points=points, max_points=max_points, at=at)


@receiver(lab_finished)
def note_lab(*, learner: User, key: str, points: Points, max_points: Points, at: datetime, **_: Any) -> None:
    """Record that a lab's answer was scored."""
    record_activity(learner=learner, kind=Record.Kind.LAB, key=key, points=points, max_points=max_points, at=at)


@receiver(guest_adopted)
def adopt_guest(*, guest: User, user: User, **_: Any) -> None:
    """Move what a guest has done to the account they made."""
    move_records(guest=guest, user=user)
    move_memberships(guest=guest, user=user)
