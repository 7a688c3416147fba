"""Check one lesson of a package: its quizzes, labs, diagrams and texts, and that they fit each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from documents.faults import Fault
from lessons import wording
from lessons.packages.files import PackageFiles
from lessons.packages.layout import LessonFiles
from lessons.packages.manifest import Manifest
from lessons.text.front_matter import split_lesson
from lessons.text.rendering import LessonPlace, Material, RenderedLesson, render_lesson
from lessons.text.svg import clean_svg
from quizzes.definition import QuizDefinition, parse_quiz
from sandbox.sim.lab import Lab, parse_lab

Parsed = TypeVar("Parsed")


@dataclass(slots=True)
class CheckedLesson:
    """A lesson's parts as far as they can be read; all of them are sound if there was no fault."""

    quizzes: dict[str, QuizDefinition] = field(default_factory=dict)
    labs: dict[str, Lab] = field(default_factory=dict)
    texts: dict[str, RenderedLesson] = field(default_factory=dict)


def check_lesson(
    files: PackageFiles, found: LessonFiles, *, folder: str, manifest: Manifest, pages: Mapping[str, str]
) -> tuple[CheckedLesson, list[Fault]]:
    """Return a lesson and every fault in it. ``pages`` gives the address of each lesson by folder."""
    faults: list[Fault] = []
    lesson = CheckedLesson(
        quizzes=_parse_all(files, found.quizzes, parse_quiz, faults),
        labs=_parse_all(files, found.labs, parse_lab, faults),
    )
    clashes = sorted(found.quizzes.keys() & found.labs.keys())
    faults += [Fault(files.show(found.labs[slug]), 0, 0, wording.same_slug(slug)) for slug in clashes]
    place = LessonPlace(f"{manifest.slug}/{folder}", folder, pages)
    for language, path in found.texts.items():
        rendered = _render(files, found, lesson, language=language, path=path, place=place, faults=faults)
        if rendered is not None:
            lesson.texts[language] = rendered
    faults += _check_embeds(files, found, lesson)
    return lesson, faults


def _parse_all(
    files: PackageFiles,
    paths: Mapping[str, str],
    parse: "Callable[..., Parsed | list[Fault]]",
    faults: list[Fault],
) -> dict[str, Parsed]:
    """Parse files by slug; those with faults are left out."""
    parsed: dict[str, Parsed] = {}
    for slug, path in paths.items():
        text = files.text(path)
        if isinstance(text, Fault):
            faults.append(text)
            continue
        result = parse(text, path=files.show(path))
        if isinstance(result, list):
            faults += result
        else:
            parsed[slug] = result
    return parsed


def _render(
    files: PackageFiles,
    found: LessonFiles,
    lesson: CheckedLesson,
    *,
    language: str,
    path: str,
    place: LessonPlace,
    faults: list[Fault],
) -> RenderedLesson | None:
    text = files.text(path)
    source = [text] if isinstance(text, Fault) else split_lesson(text, path=files.show(path))
    if isinstance(source, list):
        faults += source
        return None
    material = Material(_read_diagrams(files, found, language, faults), _titles(found, lesson, language))
    rendered = render_lesson(source, path=files.show(path), language=language, place=place, material=material)
    faults += rendered.faults
    return rendered


def _read_diagrams(files: PackageFiles, found: LessonFiles, language: str, faults: list[Fault]) -> dict[str, str]:
    """Return the drawings for a language by name; one with faults is empty, so that its embed is no second fault."""
    drawings: dict[str, str] = {}
    for name, by_language in found.diagrams.items():
        path = by_language.get(language) or by_language.get("")
        if path is None:
            continue
        text = files.text(path)
        cleaned = [text] if isinstance(text, Fault) else clean_svg(text, path=files.show(path), name=name)
        if isinstance(cleaned, list):
            faults += cleaned
        drawings[name] = "" if isinstance(cleaned, list) else cleaned
    return drawings


def _titles(found: LessonFiles, lesson: CheckedLesson, language: str) -> dict[tuple[str, str], str]:
    """Return the titles of what can be embedded; a file with faults of its own goes by its slug."""
    titles = {("quiz", slug): slug for slug in found.quizzes} | {("lab", slug): slug for slug in found.labs}
    titles |= {("quiz", slug): quiz.title.in_language(language) for slug, quiz in lesson.quizzes.items()}
    return titles | {("lab", slug): lab.title.in_language(language) for slug, lab in lesson.labs.items()}


def _check_embeds(files: PackageFiles, found: LessonFiles, lesson: CheckedLesson) -> list[Fault]:
    """Every quiz, lab and diagram stands in every text, and in the same order."""
    faults: list[Fault] = []
    files_of = {("quiz", slug): path for slug, path in found.quizzes.items()}
    files_of |= {("lab", slug): path for slug, path in found.labs.items()}
    for (kind, slug), path in files_of.items():
        without = [
            found.texts[language].rpartition("/")[2]
            for language, text in lesson.texts.items()
            if (kind, slug) not in text.embeds
        ]
        if without:
            faults.append(Fault(files.show(path), 0, 0, wording.never_embedded(kind, slug, without)))
    for name, by_language in found.diagrams.items():
        for language, path in by_language.items():
            readers = [text for code, text in lesson.texts.items() if language in {"", code}]
            if readers and not any(name in text.diagrams for text in readers):
                where = [found.texts[code].rpartition("/")[2] for code in lesson.texts if language in {"", code}]
                faults.append(Fault(files.show(path), 0, 0, wording.never_embedded("diagram", name, where)))
    return faults + _check_order(files, found, lesson)


def _check_order(files: PackageFiles, found: LessonFiles, lesson: CheckedLesson) -> list[Fault]:
    texts = list(lesson.texts.items())
    return [
        Fault(files.show(found.texts[language]), 0, 0, wording.other_order(f"lesson.{texts[0][0]}.md"))
        for language, text in texts[1:]
        if set(text.embeds) == set(texts[0][1].embeds) and text.embeds != texts[0][1].embeds
    ]
