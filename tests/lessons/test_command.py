"""``manage.py course`` as an author types it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from documents.faults import Fault
from documents.text import LocalizedText
from lessons.models import Course, Edition
from lessons.packages import checking
from quizzes.models import QuizVersion
from tests.lessons.conftest import HARBOUR, edit, pack

pytestmark = pytest.mark.django_db


def run(*words: object) -> None:
    call_command("course", *(str(word) for word in words))


def refused(capsys: Any, *words: object) -> tuple[int, str]:
    with pytest.raises(CommandError) as error:
        run(*words)
    return error.value.returncode, capsys.readouterr().err


def test_a_sound_package_is_said_to_be_sound(capsys: Any) -> None:
    run("check", HARBOUR, "--no-prove")
    assert capsys.readouterr().out == f"{HARBOUR}: 2 lessons, 1 quiz, 1 lab; no faults\n"
    assert not Course.objects.exists()


@pytest.mark.usefixtures("unproved")
def test_a_package_with_faults_names_them_all_and_changes_nothing(package: Path, capsys: Any) -> None:
    run("import", package)
    edit(package / "docker/volumes/quiz.yaml", "points: 2", "points: two")
    edit(package / "course.yaml", "slug: harbour", "slug: Harbour")
    code, said = refused(capsys, "import", package, "--language", "en")
    assert code == 1
    assert "docker/volumes/quiz.yaml:5:13: 'points' must be a whole number" in said
    assert "course.yaml:1:7: 'slug' must be small letters" in said
    assert Edition.objects.count() == QuizVersion.objects.count() == 1


@pytest.mark.usefixtures("unproved")
def test_faults_speak_chinese_when_asked(package: Path, capsys: Any) -> None:
    edit(package / "docker/volumes/quiz.yaml", "points: 2", "points: two")
    assert "“points”必须是整数" in refused(capsys, "check", package, "--language", "zh-hans")[1]


@pytest.mark.usefixtures("unproved")
def test_an_import_publishes_and_the_same_again_does_nothing(package: Path, capsys: Any) -> None:
    run("import", package)
    assert "published" in capsys.readouterr().out
    run("import", package)
    assert "unchanged" in capsys.readouterr().out
    assert Edition.objects.count() == 1
    edit(package / "docker/volumes/lesson.en.md", "outlives", "survives")
    run("import", package)
    assert Edition.objects.count() == 2
    assert QuizVersion.objects.count() == 1


@pytest.mark.usefixtures("unproved")
def test_an_import_that_breaks_half_way_leaves_what_was_there(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", package)
    before = Course.objects.get().current
    edit(package / "docker/volumes/lesson.en.md", "outlives", "survives")

    def fail(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("lessons.importing.store_lab", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        run("import", package)
    assert Course.objects.get().current == before
    assert Edition.objects.count() == 1


@pytest.mark.usefixtures("unproved")
def test_a_zip_can_be_checked_and_imported(tmp_path: Path, capsys: Any) -> None:
    archive = tmp_path / "harbour.zip"
    archive.write_bytes(pack(HARBOUR, inside="harbour/"))
    run("check", archive)
    run("import", archive)
    assert "published" in capsys.readouterr().out


@pytest.mark.usefixtures("unproved")
def test_an_owner_is_given_by_address(instructor: User, capsys: Any) -> None:
    run("import", HARBOUR, "--owner", instructor.email.upper())
    assert Course.objects.get().owner == instructor
    assert refused(capsys, "import", HARBOUR, "--owner", "nobody@example.org")[0] == 2


@pytest.mark.usefixtures("unproved")
def test_an_operators_import_leaves_the_course_with_its_owner(package: Path, instructor: User) -> None:
    run("import", package, "--owner", instructor.email)
    edit(package / "docker/volumes/lesson.en.md", "outlives", "survives")
    run("import", package)
    assert Course.objects.get().owner == instructor


@pytest.mark.parametrize("path", ["/nowhere", "nowhere.zip"])
def test_a_path_that_is_not_there_is_another_exit_code(path: str, capsys: Any) -> None:
    assert refused(capsys, "check", path)[0] == 2


def test_a_file_that_is_no_zip_is_a_fault(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "x.zip").write_text("hello", encoding="utf-8")
    code, said = refused(capsys, "check", tmp_path / "x.zip", "--language", "en")
    assert (code, "x.zip: this is not a zip" in said) == (1, True)


def test_a_lab_that_does_not_hold_is_a_fault_unless_proofs_are_left_out(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def prove(_: object, *, path: str) -> list[Fault]:
        return [
            Fault(path, 13, 1, LocalizedText(en="the solution reaches 0 of 2 points", zh_hans="参考答案只得 0 / 2 分"))
        ]

    monkeypatch.setattr(checking, "prove_lab", prove)
    code, said = refused(capsys, "import", package, "--language", "en")
    assert code == 1
    assert "keep-a-file.yaml:13:1: the solution reaches 0 of 2 points" in said
    run("check", package, "--no-prove")
