from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from accounts.signals import guest_adopted
from lessons.signals import lesson_read
from progress.models import Class, Membership, Record
from quizzes.signals import quiz_finished
from sandbox.signals import lab_finished
from tests.progress.conftest import NOON

pytestmark = pytest.mark.django_db


def finish_quiz(learner: User, points: float, *, of: int = 4, hours: int = 0) -> None:
    at = NOON + timedelta(hours=hours)
    quiz_finished.send(sender=None, learner=learner, key="c/one/quiz", points=points, max_points=of, at=at)


def test_the_best_and_the_first_result_of_a_quiz_are_kept(learner: User) -> None:
    finish_quiz(learner, 1.5)
    finish_quiz(learner, 4, hours=1)
    finish_quiz(learner, 2, hours=2)
    record = Record.objects.get()
    assert (record.first_points, record.best_points, record.attempts) == (Decimal("1.5"), Decimal(4), 3)
    assert (record.first_at, record.last_at) == (NOON, NOON + timedelta(hours=2))


def test_a_new_edition_with_other_points_keeps_the_share_that_was_reached(learner: User) -> None:
    finish_quiz(learner, 3)
    finish_quiz(learner, 1, of=8, hours=1)
    record = Record.objects.get()
    assert (record.best_points, record.max_points) == (Decimal(6), Decimal(8))


def test_reading_a_lesson_and_solving_a_lab_are_noted_by_signal(learner: User) -> None:
    lesson_read.send(sender=None, learner=learner, key="c/one", at=NOON)
    lab_finished.send(sender=None, learner=learner, key="c/one/lab", points=5, max_points=6, verdict="partly", at=NOON)
    assert list(Record.objects.order_by("key").values_list("kind", "key", "best_points")) == [
        ("lesson", "c/one", Decimal(0)),
        ("lab", "c/one/lab", Decimal(5)),
    ]


def test_a_guests_records_move_to_an_account_and_the_better_one_stays(learner: User) -> None:
    guest = User.objects.create_user("guest-1", is_guest=True)
    finish_quiz(guest, 4)
    finish_quiz(learner, 2, hours=3)
    lesson_read.send(sender=None, learner=guest, key="c/one", at=NOON)
    guest_adopted.send(sender=User, guest=guest, user=learner)
    quiz = Record.objects.get(kind="quiz")
    assert (quiz.learner, quiz.best_points, quiz.first_points, quiz.attempts) == (learner, Decimal(4), Decimal(4), 2)
    assert Record.objects.get(kind="lesson").learner == learner


def test_a_guests_class_moves_to_an_account_that_may_be_in_it_already(learner: User, instructor: User) -> None:
    guest = User.objects.create_user("guest-1", is_guest=True)
    klass = Class.objects.create(name="A", course_slug="c", instructor=instructor)
    Membership.objects.create(klass=klass, learner=guest)
    Membership.objects.create(klass=klass, learner=learner)
    guest_adopted.send(sender=User, guest=guest, user=learner)
    assert list(Membership.objects.values_list("learner", flat=True)) == [learner.pk]
