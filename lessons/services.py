"""What the lessons app does for its pages and for others."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from lessons.models import Course, Reading
from lessons.outline import Outline
from lessons.outlines import build_outline
from lessons.signals import lesson_read


def published_courses() -> QuerySet[Course]:
    """Return the courses that learners see, in the order in which they are listed."""
    return Course.objects.filter(current__isnull=False).select_related("current")


def list_course_slugs() -> list[str]:
    """Return the slugs of the published courses, in the order in which they are listed."""
    return list(published_courses().values_list("slug", flat=True))


def get_outline(course_slug: str) -> Outline | None:
    """Return a published course's outline, or None where there is no such course."""
    course = published_courses().filter(slug=course_slug).first()
    return build_outline(course) if course is not None else None


@transaction.atomic
def mark_as_read(*, learner: User, key: str) -> Reading:
    """Note that a learner has read a lesson; the first time tells the apps above."""
    reading, is_new = Reading.objects.get_or_create(learner=learner, key=key, defaults={"at": timezone.now()})
    if is_new:
        lesson_read.send(sender=Reading, learner=learner, key=key, at=reading.at)
    return reading


def has_read(*, learner: User | None, key: str) -> bool:
    """Return whether a learner has marked a lesson as read."""
    return learner is not None and Reading.objects.filter(learner=learner, key=key).exists()


@transaction.atomic
def move_readings(*, guest: User, user: User) -> None:
    """Give a guest's readings to an account; a lesson that both have read keeps the earlier moment."""
    known = {reading.key: reading for reading in Reading.objects.filter(learner=user)}
    for reading in Reading.objects.filter(learner=guest):
        own = known.get(reading.key)
        if own is None:
            Reading.objects.filter(pk=reading.pk).update(learner=user)
        elif reading.at < own.at:
            Reading.objects.filter(pk=own.pk).update(at=reading.at)
