"""What the checker says of a broken package: every fault at once, with its place, in both languages."""

import os
from pathlib import Path

import pytest

from lessons.packages import checking
from lessons.packages.checking import CheckedCourse, check_package, hash_package
from lessons.packages.files import PackageFiles
from lessons.packages.folder import read_folder
from tests.lessons.conftest import HARBOUR, check, edit, told


def test_the_sample_course_is_sound() -> None:
    checked = check(HARBOUR)
    assert isinstance(checked, CheckedCourse)
    assert list(checked.lessons) == ["docker/volumes", "kubernetes/secret"]


def test_all_faults_of_a_package_are_told_at_once(package: Path) -> None:
    edit(package / "course.yaml", "summary: {zh-hans: 集群, en: The cluster}", "summry: x")
    edit(package / "docker/volumes/quiz.yaml", "correct: true", "corect: true")
    edit(package / "docker/volumes/labs/keep-a-file.yaml", "points: 2", "points: many")
    edit(package / "docker/volumes/lesson.en.md", "/// lab | keep-a-file", "/// lab | keep-files")
    edit(package / "docker/volumes/lesson.en.md", "title: Volumes", "tittle: Volumes")
    edit(package / "docker/volumes/mounts.svg", 'fill="var(--ink-2)"', 'fill="#333"')
    edit(package / "kubernetes/secret/lesson.en.md", "../../docker/volumes/", "../../docker/volume/")
    (package / "kubernetes/secret/lesson.zh-hans.md").unlink()
    (package / "kubernetes/secret/photo.png").write_bytes(b"\x89PNG")
    assert told(package) == [
        "course.yaml:10:5: unknown key 'summry'; did you mean 'summary'?",
        "docker/volumes/labs/keep-a-file.yaml:9:13: 'points' must be a whole number",
        "docker/volumes/lesson.en.md:2:1: the key 'title' is missing",
        "docker/volumes/lesson.en.md:2:1: unknown key 'tittle'; did you mean 'title'?",
        (
            'docker/volumes/mounts.svg:2:111: fill="#333" is a fixed colour; use currentColor, none, a token such as '
            "var(--ink-2), or a class"
        ),
        "docker/volumes/quiz.yaml:8:7: no choice is right; write 'correct: true' on one",
        "docker/volumes/quiz.yaml:8:37: unknown key 'corect'; did you mean 'correct'?",
        "kubernetes/secret/lesson.en.md: this lesson has no lesson.zh-hans.md, and the course promises 'zh-hans'",
        (
            "kubernetes/secret/lesson.en.md:7: the link '../../docker/volume/' leads to no lesson of this course; did "
            "you mean '../../docker/volumes/'?"
        ),
        "kubernetes/secret/photo.png: this file is no part of a course; docs/authoring.md names those that are",
    ]
    chinese = told(package, "zh-hans")
    assert "course.yaml:10:5: 未知的键“summry”，是不是想写“summary”？" in chinese


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "lesson.en.md",
            "| keep-a-file",
            "| keep-files",
            "lesson.en.md:24:1: there is no lab 'keep-files'",
        ),
        (
            "lesson.en.md",
            "/// quiz | quiz\n///\n",
            "",
            "quiz.yaml: lesson.en.md must embed it: write '/// quiz | quiz'",
        ),
        (
            "lesson.en.md",
            "/// quiz | quiz",
            "/// quizz | quiz",
            "lesson.en.md:21:1: there is no block 'quizz'",
        ),
        (
            "lesson.en.md",
            "/// lab | keep-a-file\n///",
            "/// lab | keep-a-file",
            "lesson.en.md:24:1: the block '/// lab' is",
        ),
        ("lesson.en.md", "The three kinds of mount.\n", "", "lesson.en.md:17:1: write a caption"),
        ("lesson.en.md", "| quiz\n///", "| quiz\nHello\n///", "lesson.en.md:21:1: a '/// quiz' block holds nothing"),
        ("lesson.en.md", "## Three", "# Three", "lesson.en.md:6:1: '#' is the page's title"),
        ("lesson.en.md", "```console {run}", "```konsole", "lesson.en.md:12:1: 'konsole' is no language"),
        ("lesson.en.md", "```console {run}", "```console {runn}", "lesson.en.md:12:1: code has no option '{runn}'"),
        ("lesson.en.md", "```console {run}", "```", "lesson.en.md:12:1: name the language of this code"),
        ("lesson.en.md", "md#mount", "md#mont", "lesson.en.md:8: the link '../../kubernetes"),
        ("lesson.en.md", "See [", "See ![x](a.png) [", "lesson.en.md:8: images are not supported"),
        (
            "lesson.en.md",
            "[Secret](..",
            "[x](javascript:alert) [S](..",
            "lesson.en.md:8: the link 'javascript:alert' is not",
        ),
        (
            "lesson.en.md",
            "[Secret](..",
            "[x](//evil.org) [S](..",
            "lesson.en.md:8: the link '//evil.org' is not allowed",
        ),
        ("lesson.en.md", "---\ntitle", "title", "lesson.en.md:1:1: the file must begin with a line '---'"),
        (
            "lesson.en.md",
            "[tell mounts apart]\n---",
            "[tell]\n",
            "lesson.en.md:1:1: the front matter has no closing line",
        ),
        (
            "lesson.en.md",
            "```console {run}",
            "- a\n  - b\n\n```console",
            "lesson.en.md:13:1: indent a list inside a list",
        ),
        ("quiz.yaml", "title:", "title: [", "quiz.yaml:1:"),
    ],
)
def test_each_fault_of_a_lesson_names_its_line(package: Path, file: str, old: str, new: str, fault: str) -> None:
    edit(package / "docker/volumes" / file, old, new)
    assert any(line.startswith(f"docker/volumes/{fault}") for line in told(package)), told(package)


def test_two_languages_embed_in_the_same_order(package: Path) -> None:
    text = package / "docker/volumes/lesson.zh-hans.md"
    edit(
        text,
        "/// quiz | quiz\n///\n\n/// lab | keep-a-file\n///\n",
        "/// lab | keep-a-file\n///\n\n/// quiz | quiz\n///\n",
    )
    assert told(package) == [
        (
            "docker/volumes/lesson.zh-hans.md: quizzes and labs stand in another order than in lesson.en.md; "
            "make them alike"
        )
    ]


def test_a_lesson_that_course_yaml_does_not_name_is_a_fault_and_not_one_for_each_file(package: Path) -> None:
    edit(package / "course.yaml", "[volumes]", "[volume]")
    assert told(package) == [
        "course.yaml:7:15: there is no lesson in the folder 'docker/volume'; did you mean 'docker/volumes'?",
        "docker/volumes/: course.yaml does not name this lesson; add it to its module or remove the folder",
        "kubernetes/secret/lesson.en.md:7: the link '../../docker/volumes/' leads to no lesson of this course",
        (
            "kubernetes/secret/lesson.zh-hans.md:6: the link '../../docker/volumes/lesson.zh-hans.md#ways' leads to no "
            "lesson of this course"
        ),
    ]


def test_a_diagram_of_one_language_needs_the_other(package: Path) -> None:
    folder = package / "docker/volumes"
    (folder / "mounts.svg").rename(folder / "mounts.en.svg")
    faults = told(package)
    assert any(
        line.startswith("docker/volumes/mounts.en.svg: there is no 'mounts.zh-hans.svg' beside it") for line in faults
    )


def test_a_package_without_course_yaml_says_so(tmp_path: Path) -> None:
    assert "there is no course.yaml" in told(tmp_path)[0]


def test_labs_are_played_and_what_does_not_hold_is_told_with_everything_else(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def prove(lab: object, *, path: str) -> list[object]:
        del lab
        asked.append(path)
        return []

    monkeypatch.setattr(checking, "prove_lab", prove)
    edit(package / "course.yaml", "title: Docker", "titel: Docker")
    files = read_folder(package)
    assert isinstance(files, PackageFiles)
    assert isinstance(check_package(files), list)
    assert asked == [f"{package}/docker/volumes/labs/keep-a-file.yaml"]


def test_text_in_another_encoding_names_its_line(package: Path) -> None:
    (package / "kubernetes/secret/lesson.zh-hans.md").write_bytes("---\ntitle: 密".encode("gb18030"))
    assert "kubernetes/secret/lesson.zh-hans.md:2: this is not UTF-8; save the file as UTF-8" in told(package)


def test_line_ends_and_byte_order_marks_of_windows_are_no_fault(package: Path) -> None:
    for path in package.rglob("*.*"):
        if path.is_file():
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert isinstance(check(package), CheckedCourse)


def test_links_out_of_the_folder_are_refused_and_not_followed(package: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    target = package / "kubernetes/secret/lesson.en.md"
    target.unlink()
    target.symlink_to(secret)
    (package / "docker/loop").symlink_to(package)
    assert told(package) == [
        "docker/loop: links and special files are not allowed; put the file itself here",
        "kubernetes/secret/lesson.en.md: links and special files are not allowed; put the file itself here",
    ]


def test_a_name_in_another_encoding_can_be_told(package: Path) -> None:
    (package / os.fsdecode("密.md".encode("gb18030"))).write_text("x", encoding="utf-8")
    assert any("this file is no part of a course" in line and "?" in line for line in told(package))


def test_a_folder_that_cannot_be_read_is_a_fault_and_not_an_empty_one(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert told(package) == ["kubernetes/secret: the file cannot be read: Permission denied"]


def test_a_huge_file_is_refused_by_name(package: Path) -> None:
    (package / "kubernetes/secret/lesson.en.md").write_text("x" * 300_000, encoding="utf-8")
    assert "kubernetes/secret/lesson.en.md: the file is larger than 256 KiB; split it" in told(package)


def test_the_hash_follows_every_byte_and_every_name(package: Path) -> None:
    def digest() -> str:
        files = read_folder(package)
        assert isinstance(files, PackageFiles)
        return hash_package(files)

    first = digest()
    (package / ".DS_Store").write_bytes(b"x")
    assert digest() == first
    edit(package / "kubernetes/secret/lesson.en.md", "Kept apart", "kept apart")
    assert digest() != first
