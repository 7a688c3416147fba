"""Build a course's outline from the stored rows: four queries, however large the course."""

from django.urls import reverse

from documents.text import LocalizedText
from lessons.models import Activity, Course, Lesson, Module
from lessons.outline import Outline, OutlineActivity, OutlineLesson, OutlineModule


def build_outline(course: Course) -> Outline:
    """Return the outline of a course that has a current edition."""
    edition = course.current
    if edition is None:
        raise Course.DoesNotExist
    modules = edition.modules.prefetch_related("lessons__activities")
    return Outline(
        slug=course.slug,
        title=LocalizedText.from_data(edition.title),
        summary=LocalizedText.from_data(edition.summary),
        modules=tuple(_module(module) for module in modules),
    )


def _module(module: Module) -> OutlineModule:
    return OutlineModule(
        title=LocalizedText.from_data(module.title),
        summary=LocalizedText.from_data(module.summary),
        lessons=tuple(_lesson(lesson) for lesson in module.lessons.all()),
    )


def _lesson(lesson: Lesson) -> OutlineLesson:
    return OutlineLesson(
        key=lesson.key,
        title=LocalizedText.from_data(lesson.title),
        minutes=lesson.minutes,
        url=reverse("lessons:lesson", args=[lesson.key]),
        activities=tuple(_activity(activity) for activity in lesson.activities.all()),
    )


def _activity(activity: Activity) -> OutlineActivity:
    page = "quizzes:quiz" if activity.kind == Activity.Kind.QUIZ else "sandbox:lab"
    return OutlineActivity(
        kind=activity.kind,
        key=activity.key,
        title=LocalizedText.from_data(activity.title),
        max_points=activity.max_points,
        url=reverse(page, args=[activity.key]),
    )
