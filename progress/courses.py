"""Courses as a learner stands in them."""

from accounts.models import User
from lessons.services import get_outline, list_course_slugs
from progress.mastery import CourseState, RecordMap, course_state
from progress.models import Record


def read_records(learner: User | None) -> RecordMap:
    """Return all records of a learner by kind and key; none for somebody who has done nothing yet."""
    if learner is None:
        return {}
    return {(record.kind, record.key): record for record in Record.objects.filter(learner=learner)}


def read_course(*, learner: User | None, slug: str) -> CourseState | None:
    """Return one published course as the learner stands in it, or None where there is no such course."""
    outline = get_outline(slug)
    return None if outline is None else course_state(outline, read_records(learner))


def read_courses(learner: User | None) -> list[CourseState]:
    """Return all published courses as the learner stands in them."""
    records = read_records(learner)
    outlines = (get_outline(slug) for slug in list_course_slugs())
    return [course_state(outline, records) for outline in outlines if outline is not None]
