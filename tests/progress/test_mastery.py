from decimal import Decimal

from lessons.outline import Outline
from progress.mastery import CourseState, course_state
from progress.models import Record
from tests.progress.conftest import NOON


def make_record(kind: str, key: str, points: float = 0, of: float = 0) -> Record:
    return Record(kind=kind, key=key, best_points=Decimal(str(points)), max_points=Decimal(str(of)), first_at=NOON,
                  last_at=NOON)  # fmt: skip


def stand(outline: Outline, *records: Record) -> CourseState:
    return course_state(outline, {(record.kind, record.key): record for record in records})


def test_who_has_done_nothing_starts_with_the_first_lesson(outline: Outline) -> None:
    state = stand(outline)
    assert not state.started
    assert state.next_step is not None
    assert (state.next_step.action, state.next_step.url) == ("read", "/courses/c/one/")
    assert [lesson.level for lesson in state.lessons] == [0, 0]


def test_after_reading_comes_the_quiz_and_then_the_lab(outline: Outline) -> None:
    read = make_record("lesson", "c/one")
    step = stand(outline, read).next_step
    assert step is not None
    assert (step.action, step.url) == ("answer", "/quiz/one/quiz/")
    step = stand(outline, read, make_record("quiz", "c/one/quiz", 1, 4)).next_step
    assert step is not None
    assert (step.action, step.url) == ("solve", "/lab/one/lab/")


def test_points_that_are_left_come_back_at_the_end(outline: Outline) -> None:
    done = [make_record("lesson", "c/one"), make_record("lesson", "c/two"), make_record("lab", "c/one/lab", 6, 6)]
    step = stand(outline, *done, make_record("quiz", "c/one/quiz", 1, 4)).next_step
    assert step is not None
    assert step.action == "improve"
    assert stand(outline, *done, make_record("quiz", "c/one/quiz", 4, 4)).next_step is None


def test_the_water_rises_with_the_share_of_points(outline: Outline) -> None:
    read = make_record("lesson", "c/one")
    levels = [
        stand(outline, read, make_record("quiz", "c/one/quiz", quiz, 4), make_record("lab", "c/one/lab", lab, 6))
        .lessons[0]
        .level
        for quiz, lab in ((0, 0), (4, 1), (4, 4), (4, 6))
    ]
    assert levels == [1, 2, 3, 4]


def test_a_lesson_that_was_not_read_is_never_solid(outline: Outline) -> None:
    state = stand(outline, make_record("quiz", "c/one/quiz", 4, 4), make_record("lab", "c/one/lab", 6, 6))
    assert state.lessons[0].level == 3


def test_points_of_an_older_edition_count_by_their_share(outline: Outline) -> None:
    state = stand(outline, make_record("quiz", "c/one/quiz", 5, 10))
    assert state.points == 2
    assert state.max_points == 10
