"""Labs of a package are played in the real simulator."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.lessons.conftest import HARBOUR, edit

LAB = "docker/volumes/labs/keep-a-file.yaml"


def faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(CommandError):
        call_command("course", "check", str(folder), "--language", "en")
    return capsys.readouterr().err


def test_the_sample_courses_lab_holds(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("course", "check", str(HARBOUR))
    assert "no faults" in capsys.readouterr().out


def test_a_solution_that_does_not_reach_full_points_is_a_fault(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(package / LAB, "cp seed.txt kept.txt", "cp seed.txt other.txt")
    assert f"{package}/{LAB}:" in faults(package, capsys)


def test_a_start_that_has_points_already_is_a_fault(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(package / LAB, "files: {seed.txt: kept}", "files: {seed.txt: kept, kept.txt: kept}")
    assert f"{package}/{LAB}:" in faults(package, capsys)
