"""Check a package whole, and give back the course that it holds, ready to be stored, or all its faults at once."""

import hashlib
from dataclasses import dataclass

from documents.faults import Fault
from lessons import package_wording as wording
from lessons.packages.files import PackageFiles
from lessons.packages.layout import LessonFiles, sort_files
from lessons.packages.lesson_check import CheckedLesson, check_lesson
from lessons.packages.manifest import Manifest, parse_manifest
from lessons.text.rendering import check_anchors
from sandbox.grading import prove_lab

RENDERER = "1"
"""Counts how lessons are rendered; a new number makes an unchanged package worth importing again."""


@dataclass(frozen=True, slots=True)
class CheckedCourse:
    """A course without a fault; ``lessons`` by folder, in order."""

    manifest: Manifest
    content_hash: str
    lessons: dict[str, CheckedLesson]


def check_package(files: PackageFiles, *, prove: bool = True) -> CheckedCourse | list[Fault]:
    """Return the course, or every fault, in the order of files and lines. ``prove`` plays each lab as well."""
    manifest, faults = _read_manifest(files)
    if manifest is None:
        return faults
    by_folder, misplaced = sort_files(files, manifest)
    faults += misplaced
    pages = {folder: f"/courses/{manifest.slug}/{folder}/" for folder in by_folder}
    lessons: dict[str, CheckedLesson] = {}
    for folder, found in by_folder.items():
        lesson, wrong = check_lesson(files, found, folder=folder, manifest=manifest, pages=pages)
        lessons[folder] = lesson
        faults += wrong
    faults += _check_anchors(files, by_folder, lessons)
    if prove:
        faults += _prove(files, by_folder, lessons)
    if faults:
        return sorted(set(faults), key=_in_order)
    return CheckedCourse(manifest, hash_package(files), lessons)


def hash_package(files: PackageFiles) -> str:
    """Return sixty-four hexadecimal digits that stand for what is in the files."""
    digest = hashlib.sha256(RENDERER.encode())
    for path in sorted(files.contents):
        digest.update(f"\0{path}\0{len(files.contents[path])}\0".encode())
        digest.update(files.contents[path])
    return digest.hexdigest()


def _read_manifest(files: PackageFiles) -> tuple[Manifest | None, list[Fault]]:
    if "course.yaml" not in files.contents:
        return None, [Fault(files.show("course.yaml"), 0, 0, wording.no_course())]
    text = files.text("course.yaml")
    if isinstance(text, Fault):
        return None, [text]
    return parse_manifest(text, path=files.show("course.yaml"))


def _check_anchors(
    files: PackageFiles, by_folder: dict[str, LessonFiles], lessons: dict[str, CheckedLesson]
) -> list[Fault]:
    """Check links to headings, for which every lesson of the language has to be rendered."""
    faults: list[Fault] = []
    for folder, lesson in lessons.items():
        for language, rendered in lesson.texts.items():
            ids = {name: other.texts[language].ids for name, other in lessons.items() if language in other.texts}
            path = files.show(by_folder[folder].texts[language])
            faults += check_anchors(rendered, path=path, ids=ids)
    return faults


def _prove(files: PackageFiles, by_folder: dict[str, LessonFiles], lessons: dict[str, CheckedLesson]) -> list[Fault]:
    """Play the labs that can be read, each on its own."""
    return [
        fault
        for folder, lesson in lessons.items()
        for slug, lab in lesson.labs.items()
        for fault in prove_lab(lab, path=files.show(by_folder[folder].labs[slug]))
    ]


def _in_order(fault: Fault) -> tuple[str, int, int, str]:
    return fault.path, fault.line, fault.column, fault.text.en
