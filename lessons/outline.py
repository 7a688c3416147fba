"""A course's outline: what other apps need to know of it."""

from dataclasses import dataclass

from documents.text import LocalizedText

NOTHING = LocalizedText.same("")


@dataclass(frozen=True, slots=True)
class OutlineActivity:
    """A quiz or a lab of a lesson. ``kind`` is ``quiz`` or ``lab``."""

    kind: str
    key: str
    title: LocalizedText
    max_points: int
    url: str


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """A lesson and its activities in the order of the page."""

    key: str
    title: LocalizedText
    minutes: int
    url: str
    activities: tuple[OutlineActivity, ...]


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """A module and its lessons in order."""

    title: LocalizedText
    lessons: tuple[OutlineLesson, ...]
    summary: LocalizedText = NOTHING


@dataclass(frozen=True, slots=True)
class Outline:
    """A published course."""

    slug: str
    title: LocalizedText
    modules: tuple[OutlineModule, ...]
    summary: LocalizedText = NOTHING

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        """All lessons in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def minutes(self) -> int:
        """How long all lessons take to read."""
        return sum(lesson.minutes for lesson in self.lessons)
