"""How far a learner has come in a course: states and levels, computed from its outline and the learner's records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lessons.outline import Outline, OutlineActivity, OutlineLesson, OutlineModule
from progress.models import Record

RecordMap = Mapping[tuple[str, str], Record]
"""A learner's records by kind and key."""

ABLE, FLUENT, SOLID = Decimal("0.5"), Decimal("0.8"), Decimal(1)
"""Shares of a lesson's points from which on the water stands at levels 2, 3 and 4."""


@dataclass(frozen=True, slots=True)
class ActivityState:
    """A quiz or lab and what the learner has reached in it."""

    activity: OutlineActivity
    record: Record | None

    @property
    def points(self) -> Decimal:
        """Best points so far, of the points that the activity gives today."""
        if self.record is None or not self.record.max_points:
            return Decimal(0)
        share = self.record.best_points / self.record.max_points
        return (share * self.activity.max_points).quantize(Decimal("0.01")).normalize() + Decimal(0)

    @property
    def complete(self) -> bool:
        """Say whether all points are reached."""
        return self.record is not None and self.points >= self.activity.max_points

    @property
    def level(self) -> int:
        """Return 0 (not tried) to 4 (all points) for a heat map."""
        if self.record is None:
            return 0
        share = self.points / self.activity.max_points if self.activity.max_points else Decimal(1)
        return 1 + (share >= ABLE) + (share >= FLUENT) + (share >= SOLID)


@dataclass(frozen=True, slots=True)
class LessonState:
    """A lesson, whether it was read, and its activities."""

    lesson: OutlineLesson
    read: Record | None
    activities: tuple[ActivityState, ...]

    @property
    def points(self) -> Decimal:
        """Points reached in the lesson's activities."""
        return sum((state.points for state in self.activities), Decimal(0))

    @property
    def max_points(self) -> int:
        """Points that the lesson's activities give."""
        return sum(state.activity.max_points for state in self.activities)

    @property
    def level(self) -> int:
        """Return 0 (not met), 1 met, 2 able, 3 fluent, 4 solid."""
        started = self.read is not None or any(state.record is not None for state in self.activities)
        if not started:
            return 0
        share = self.points / self.max_points if self.max_points else Decimal(1 if self.read else 0)
        return 1 + (share >= ABLE) + (share >= FLUENT) + (share >= SOLID and self.read is not None)

    @property
    def complete(self) -> bool:
        """Say whether it was read and all points are reached."""
        return self.read is not None and all(state.complete for state in self.activities)


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module and its lessons."""

    module: OutlineModule
    lessons: tuple[LessonState, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: ``read`` the lesson, ``answer`` its quiz, ``solve`` its lab, or ``improve`` one of them."""

    action: str
    lesson: OutlineLesson
    activity: OutlineActivity | None = None

    @property
    def url(self) -> str:
        """Where to do it."""
        return self.activity.url if self.activity else self.lesson.url


@dataclass(frozen=True, slots=True)
class CourseState:
    """A course as one learner stands in it."""

    outline: Outline
    modules: tuple[ModuleState, ...]

    @property
    def lessons(self) -> tuple[LessonState, ...]:
        """All lessons in order."""
        return tuple(state for module in self.modules for state in module.lessons)

    @property
    def points(self) -> Decimal:
        """Points reached."""
        return sum((state.points for state in self.lessons), Decimal(0))

    @property
    def max_points(self) -> int:
        """Points to be reached."""
        return sum(state.max_points for state in self.lessons)

    @property
    def read_count(self) -> int:
        """Lessons that were read."""
        return sum(state.read is not None for state in self.lessons)

    @property
    def labs(self) -> tuple[ActivityState, ...]:
        """All labs in order."""
        return tuple(item for state in self.lessons for item in state.activities if item.activity.kind == "lab")

    @property
    def lab_count(self) -> int:
        """Labs that the course has."""
        return len(self.labs)

    @property
    def labs_solved(self) -> int:
        """Labs in which all points are reached."""
        return sum(lab.complete for lab in self.labs)

    @property
    def started(self) -> bool:
        """Say whether anything was done."""
        return any(state.level for state in self.lessons)

    @property
    def next_step(self) -> NextStep | None:
        """Return the first thing that is left in the course's order; what was tried before comes last."""
        return next(_untouched(self.lessons), None) or next(_improvable(self.lessons), None)


def _untouched(lessons: tuple[LessonState, ...]) -> Iterator[NextStep]:
    for state in lessons:
        if state.read is None:
            yield NextStep("read", state.lesson)
        for item in state.activities:
            if item.record is None:
                yield NextStep("answer" if item.activity.kind == "quiz" else "solve", state.lesson, item.activity)


def _improvable(lessons: tuple[LessonState, ...]) -> Iterator[NextStep]:
    for state in lessons:
        for item in state.activities:
            if not item.complete:
                yield NextStep("improve", state.lesson, item.activity)


def course_state(outline: Outline, records: RecordMap) -> CourseState:
    """Lay a learner's records over a course's outline."""
    return CourseState(
        outline,
        tuple(
            ModuleState(module, tuple(_lesson_state(lesson, records) for lesson in module.lessons))
            for module in outline.modules
        ),
    )


def _lesson_state(lesson: OutlineLesson, records: RecordMap) -> LessonState:
    activities = tuple(
        ActivityState(activity, records.get((activity.kind, activity.key))) for activity in lesson.activities
    )
    return LessonState(lesson, records.get((Record.Kind.LESSON.value, lesson.key)), activities)
