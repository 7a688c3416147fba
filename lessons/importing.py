"""Store a course that was checked: one transaction, one edition, published at once."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from documents.text import LocalizedText
from lessons.models import Activity, Course, Edition, Lesson, LessonText, Module
from lessons.packages.checking import CheckedCourse
from lessons.packages.lesson_check import CheckedLesson
from lessons.packages.manifest import NamedModule
from quizzes.services import store_quiz
from sandbox.services import store_lab


class TakenSlugError(Exception):
    """The course belongs to somebody else; the slug is the only argument."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``changed`` is false where the same content was published already."""

    course: Course
    changed: bool


@transaction.atomic
def import_course(*, checked: CheckedCourse, owner: User | None = None, by_operator: bool = False) -> Imported:
    """Publish a checked course. Raises TakenSlugError unless the course is new, ``owner``'s, or an operator asks.

    An operator who names an ``owner`` gives the course to them.
    """
    course, is_new = Course.objects.get_or_create(slug=checked.manifest.slug, defaults={"owner": owner})
    course = Course.objects.select_for_update().get(pk=course.pk)
    if not (is_new or by_operator or may_replace(course=course, user=owner)):
        raise TakenSlugError(course.slug)
    if owner is not None and course.owner_id != owner.pk:
        course.owner = owner
        course.save(update_fields=["owner"])
    if course.current is not None and course.current.content_hash == checked.content_hash:
        return Imported(course, changed=False)
    course.current = _store_edition(course, checked)
    course.save(update_fields=["current"])
    return Imported(course, changed=True)


def may_replace(*, course: Course, user: User | None) -> bool:
    """Return whether a person may import over a course: it has to be their own."""
    return user is not None and course.owner_id == user.pk


def is_published(*, content_hash: str) -> bool:
    """Return whether a course shows exactly this content already; the hash covers the course's slug as well."""
    return Course.objects.filter(current__content_hash=content_hash).exists()


def _store_edition(course: Course, checked: CheckedCourse) -> Edition:
    manifest = checked.manifest
    edition = course.editions.create(
        content_hash=checked.content_hash,
        title=manifest.title.as_data(),
        summary=manifest.summary.as_data(),
        languages=list(manifest.languages),
        published_at=timezone.now(),
    )
    for position, named in enumerate(manifest.modules):
        module = edition.modules.create(
            slug=named.slug, position=position, title=named.title.as_data(), summary=named.summary.as_data()
        )
        _store_lessons(course, module, named, checked)
    return edition


def _store_lessons(course: Course, module: Module, named: NamedModule, checked: CheckedCourse) -> None:
    for position, item in enumerate(named.lessons):
        source = checked.lessons[f"{named.slug}/{item.slug}"]
        lesson = module.lessons.create(
            slug=item.slug,
            key=f"{course.slug}/{named.slug}/{item.slug}",
            position=position,
            title=_title(source).as_data(),
            minutes=max(text.minutes for text in source.texts.values()),
        )
        LessonText.objects.bulk_create(_text(lesson, language, source) for language in source.texts)
        _store_activities(lesson, source)


def _text(lesson: Lesson, language: str, source: CheckedLesson) -> LessonText:
    rendered = source.texts[language]
    front = rendered.source.front
    return LessonText(
        lesson=lesson,
        language=language,
        title=front.title,
        summary=front.summary,
        html=rendered.html,
        toc=rendered.toc,
        minutes=rendered.minutes,
        objectives=list(front.objectives),
    )


def _store_activities(lesson: Lesson, source: CheckedLesson) -> None:
    rows: list[Activity] = []
    for position, (kind, slug) in enumerate(next(iter(source.texts.values())).embeds):
        key = f"{lesson.key}/{slug}"
        if kind == Activity.Kind.QUIZ:
            store_quiz(key=key, definition=source.quizzes[slug])
        else:
            store_lab(key=key, lab=source.labs[slug])
        item = source.quizzes[slug] if kind == Activity.Kind.QUIZ else source.labs[slug]
        rows.append(
            Activity(
                lesson=lesson,
                kind=kind,
                key=key,
                position=position,
                title=item.title.as_data(),
                max_points=item.max_points,
            )
        )
    Activity.objects.bulk_create(rows)


def _title(source: CheckedLesson) -> LocalizedText:
    """Return the lesson's title in both languages; a course in one language says it in that one."""
    titles = {language: text.source.front.title for language, text in source.texts.items()}
    some = next(iter(titles.values()))
    return LocalizedText(en=titles.get("en", some), zh_hans=titles.get("zh-hans", some))
