"""What the templates of lessons are given."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe

from accounts.models import User
from documents.text import LocalizedText
from lessons.models import Course, Lesson, LessonText
from lessons.outlines import build_outline
from lessons.services import has_read, published_courses

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The lesson before or after."""

    key: str
    title: LocalizedText


def course_list() -> Context:
    """Return the outlines of all published courses."""
    return {"courses": [build_outline(course) for course in published_courses()]}


def course_page(course: Course) -> Context:
    """Return a course's outline, and where its map of mastery is to be had."""
    try:
        map_url = reverse("progress:course_map", args=[course.slug])
    except NoReverseMatch:
        map_url = ""
    return {"outline": build_outline(course), "map_url": map_url, "edition": course.current}


def lesson_page(lesson: Lesson, *, learner: User | None, language: str) -> Context:
    """Return a lesson in a language, or in the one that there is, with its neighbours."""
    text = choose_text(lesson, language)
    before, after = _neighbours(lesson)
    return {
        "lesson": lesson,
        "module": lesson.module,
        "edition": lesson.module.edition,
        "course": lesson.module.edition.course,
        "text": text,
        "html": mark_safe(text.html),  # noqa: S308 - sanitised when it was imported; see lessons.text.rendering.
        "toc": _numbered(text.toc),
        "is_translated": text.language == language,
        "before": before,
        "after": after,
        "is_read": has_read(learner=learner, key=lesson.key),
    }


def choose_text(lesson: Lesson, language: str) -> LessonText:
    """Return the text in a language, or else the first of the course's languages."""
    texts = {text.language: text for text in lesson.texts.all()}
    order = [language, *lesson.module.edition.languages]
    return next(texts[code] for code in order if code in texts)


def _neighbours(lesson: Lesson) -> tuple[Neighbour | None, Neighbour | None]:
    rows = Lesson.objects.filter(module__edition_id=lesson.module.edition_id).order_by("module__position", "position")
    lessons = [Neighbour(key, LocalizedText.from_data(title)) for key, title in rows.values_list("key", "title")]
    here = next(index for index, item in enumerate(lessons) if item.key == lesson.key)
    before = lessons[here - 1] if here else None
    return before, lessons[here + 1] if here + 1 < len(lessons) else None


def _numbered(toc: list[dict[str, Any]], prefix: str = "") -> list[dict[str, Any]]:
    """Return a table of contents with numbers such as ``2.1``; only two levels are shown."""
    return [
        entry
        | {
            "number": f"{prefix}{number}",
            "children": _numbered(entry["children"], f"{prefix}{number}.") if not prefix else [],
        }
        for number, entry in enumerate(toc, start=1)
    ]
