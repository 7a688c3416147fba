"""Which file of a package is what, by its path."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.faults import Fault
from documents.reader import LANGUAGES
from lessons import package_wording as wording
from lessons.packages.files import PackageFiles
from lessons.packages.manifest import Manifest

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_TEXT = re.compile(r"lesson\.(?P<language>[a-zA-Z-]+)\.md")
_QUIZ = re.compile(rf"(?:quizzes/)?(?P<slug>{_SLUG})\.yaml")
_LAB = re.compile(rf"labs/(?P<slug>{_SLUG})\.yaml")
_DIAGRAM = re.compile(rf"(?P<name>{_SLUG})(?:\.(?P<language>{'|'.join(LANGUAGES)}))?\.svg")


@dataclass(slots=True)
class LessonFiles:
    """The files of one lesson: paths in the package by language, by slug, and by name and language."""

    texts: dict[str, str] = field(default_factory=dict)
    quizzes: dict[str, str] = field(default_factory=dict)
    labs: dict[str, str] = field(default_factory=dict)
    diagrams: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, inner: str, path: str) -> bool:
        """Take a file by its path inside the lesson's folder; False if it is none of these."""
        if found := _TEXT.fullmatch(inner):
            self.texts[found["language"]] = path
        elif inner == "quiz.yaml" or (inner.startswith("quizzes/") and _QUIZ.fullmatch(inner)):
            self.quizzes[inner.rpartition("/")[2].removesuffix(".yaml")] = path
        elif found := _LAB.fullmatch(inner):
            self.labs[found["slug"]] = path
        elif found := _DIAGRAM.fullmatch(inner):
            self.diagrams.setdefault(found["name"], {})[found["language"] or ""] = path
        else:
            return False
        return True


def sort_files(files: PackageFiles, manifest: Manifest) -> tuple[dict[str, LessonFiles], list[Fault]]:
    """Return the files of each lesson that course.yaml names, by folder, and a fault for each file out of place."""
    named = manifest.folders()
    lessons = {folder: LessonFiles() for folder in named}
    strays: list[str] = []
    for path in files.contents:
        folder = "/".join(path.split("/")[:2])
        if folder in lessons and path.count("/") > 1:
            if not lessons[folder].add(path.removeprefix(f"{folder}/"), path):
                strays.append(path)
        elif path != "course.yaml":
            strays.append(path)
    faults = _blame_strays(files, strays)
    unnamed = {"/".join(path.split("/")[:2]) for path in strays if _is_lesson(path)}
    for folder, place in named.items():
        if not lessons[folder].texts:
            faults.append(place.fault(wording.no_lesson(folder, unnamed)))
        else:
            faults += _check_languages(files, lessons[folder], manifest.languages)
    return {folder: found for folder, found in lessons.items() if found.texts}, faults


def _is_lesson(path: str) -> bool:
    return path.count("/") == 2 and _TEXT.fullmatch(path.split("/")[2]) is not None  # noqa: PLR2004 - module/lesson/file.


def _blame_strays(files: PackageFiles, strays: Iterable[str]) -> list[Fault]:
    """Return one fault for each lesson that is not named, and one for each other file that nobody reads."""
    strays = list(strays)
    unnamed = sorted({"/".join(path.split("/")[:2]) for path in strays if _is_lesson(path)})
    rest = [path for path in strays if "/".join(path.split("/")[:2]) not in unnamed]
    lessons = [Fault(files.show(f"{folder}/"), 0, 0, wording.unnamed_lesson()) for folder in unnamed]
    return lessons + [Fault(files.show(path), 0, 0, wording.unknown_file()) for path in rest]


def _check_languages(files: PackageFiles, lesson: LessonFiles, languages: tuple[str, ...]) -> list[Fault]:
    some_path = next(iter(lesson.texts.values()))
    faults = [
        Fault(files.show(some_path), 0, 0, wording.missing_translation(language))
        for language in languages
        if language not in lesson.texts
    ]
    for language in [language for language in lesson.texts if language not in languages]:
        path = lesson.texts.pop(language)
        faults.append(Fault(files.show(path), 0, 0, wording.unpromised_language(language)))
    for name, by_language in lesson.diagrams.items():
        missing = [language for language in languages if language not in by_language]
        if "" not in by_language:
            path = next(iter(by_language.values()))
            faults += [Fault(files.show(path), 0, 0, wording.missing_diagram(lang, name)) for lang in missing]
    return faults
