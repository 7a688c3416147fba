"""Who may see the pages of progress: a class belongs to its instructor, a place in it to its learner."""

from collections.abc import Callable

from progress.models import Class, Membership
from tests.config.permission_table import MISSING, MOVED, OK, People, Row, accounts_only, everybody, instructors_only


def make_class(people: People) -> Class:
    """A class of the first instructor, with the first learner in it."""
    instructor, learner = people["instructor"], people["learner"]
    assert instructor is not None
    assert learner is not None
    klass = Class.objects.create(name="A", course_slug="nowhere", instructor=instructor)
    Membership.objects.create(klass=klass, learner=learner)
    return klass


def class_page(rest: str) -> Callable[[People], str]:
    """The address of a page of that class."""
    return lambda people: f"/teach/classes/{make_class(people).pk}/{rest}"


def remove_page(people: People) -> str:
    klass = make_class(people)
    return f"/teach/classes/{klass.pk}/learners/{klass.memberships.get().learner_id}/remove/"


OWN = instructors_only(MISSING, instructor=MOVED)

ROWS = [
    Row("progress:home", "/", everybody(OK)),
    Row("progress:progress", "/progress/", everybody(OK)),
    Row("progress:course_map", "/progress/courses/nowhere/map/", everybody(MISSING)),
    Row("progress:classes", "/teach/classes/", instructors_only(OK)),
    # The course of this class is not published, so that its own instructor gets no table either.
    Row("progress:class", class_page(""), instructors_only(MISSING)),
    Row("progress:class_export", class_page("table.csv"), instructors_only(MISSING)),
    Row("progress:class_renew_link", class_page("link/"), OWN, method="POST"),
    Row("progress:class_remove", remove_page, OWN, method="POST"),
    Row("progress:join", lambda people: f"/join/{make_class(people).join_token}/", everybody(OK)),
    Row(
        "progress:leave", lambda people: f"/classes/{make_class(people).pk}/leave/", accounts_only(MOVED), method="POST"
    ),
]
