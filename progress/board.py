"""An instructor's table: the learners of a class by the activities of its course."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from lessons.outline import Outline, OutlineActivity
from progress.mastery import ActivityState, CourseState, course_state
from progress.models import Class, Record


@dataclass(frozen=True, slots=True)
class Row:
    """One learner's line."""

    learner: User
    course: CourseState

    @property
    def cells(self) -> Iterator[ActivityState]:
        """The activities in the order of the head."""
        for lesson in self.course.lessons:
            yield from lesson.activities


@dataclass(frozen=True, slots=True)
class Board:
    """The table: its head, its rows, its foot."""

    outline: Outline
    rows: tuple[Row, ...]

    @property
    def activities(self) -> tuple[OutlineActivity, ...]:
        """The head: each quiz and lab in the course's order."""
        return tuple(
            activity for module in self.outline.modules for lesson in module.lessons for activity in lesson.activities
        )

    @property
    def averages(self) -> tuple[Decimal | None, ...]:
        """The foot: the mean points of those who tried, None where nobody did."""
        columns: list[list[Decimal]] = [[] for _ in self.activities]
        for row in self.rows:
            for column, cell in zip(columns, row.cells, strict=True):
                if cell.record is not None:
                    column.append(cell.points)
        return tuple(
            (sum(column, Decimal(0)) / len(column)).quantize(Decimal("0.1")) if column else None for column in columns
        )


def build_board(*, klass: Class, outline: Outline) -> Board:
    """Read the class's members and their records: two queries, however many there are."""
    members = list(User.objects.filter(memberships__klass=klass).order_by("display_name", "email", "pk"))
    records: dict[int, dict[tuple[str, str], Record]] = defaultdict(dict)
    found = Record.objects.filter(learner__memberships__klass=klass, key__startswith=f"{klass.course_slug}/")
    for record in found:
        records[record.learner_id][record.kind, record.key] = record
    return Board(outline, tuple(Row(member, course_state(outline, records[member.pk])) for member in members))
