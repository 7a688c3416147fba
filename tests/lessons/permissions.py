"""Who may see the pages of lessons: courses are for everybody, an upload for the instructor who made it."""

from lessons.importing import import_course
from lessons.packages.checking import CheckedCourse
from lessons.uploads import receive_upload
from tests.config.permission_table import MISSING, MOVED, OK, People, Row, everybody, instructors_only
from tests.lessons.conftest import HARBOUR, check


def course(rest: str) -> str:
    """The address of a page of the sample course, which is published on the way."""
    checked = check(HARBOUR)
    assert isinstance(checked, CheckedCourse)
    import_course(checked=checked, owner=None, by_operator=True)
    return f"/courses/{rest}"


def upload(people: People, rest: str = "") -> str:
    """The address of a package of the first instructor."""
    owner = people["instructor"]
    assert owner is not None
    return f"/teach/uploads/{receive_upload(owner=owner, name='a.zip', data=b'', publish=False).pk}/{rest}"


ROWS = [
    Row("lessons:courses", "/courses/", everybody(OK)),
    Row("lessons:course", lambda _: course("harbour/"), everybody(OK)),
    Row("lessons:lesson", lambda _: course("harbour/docker/volumes/"), everybody(OK)),
    Row("lessons:mark_read", lambda _: course("harbour/docker/volumes/-/read/"), everybody(MOVED), method="POST"),
    Row("lessons:teach", "/teach/", instructors_only(OK)),
    # Without a file the form comes back with what is missing.
    Row("lessons:upload", "/teach/uploads/", instructors_only("422"), method="POST"),
    Row("lessons:show_upload", upload, instructors_only(MISSING, instructor=OK)),
    Row(
        "lessons:publish",
        lambda people: upload(people, "publish/"),
        instructors_only(MISSING, instructor=MOVED),
        method="POST",
    ),
]
