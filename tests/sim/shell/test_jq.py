"""What jq 1.6 printed when it was asked, recorded, and what the World's jq prints."""

import json
from pathlib import Path

import pytest

from tests.sim.shell.learner_shell import LearnerShell

RECORDED = json.loads((Path(__file__).parent / "corpus" / "jq.json").read_text())


@pytest.mark.parametrize(("script", "status", "out", "error"), RECORDED)
def test_a_program_gives_what_jq_gave(script: str, status: int, out: str, error: str) -> None:
    assert LearnerShell().run(script) == (status, out, error)


def test_what_is_not_modelled_is_refused() -> None:
    assert LearnerShell().run("jq -n '@uri'") == (1, "", "jq: not modelled in this sandbox: @uri\n")
    assert LearnerShell().run("jq --stream .")[2] == "jq: not modelled in this sandbox: --stream\n"


def test_the_recording_is_large() -> None:
    assert len(RECORDED) >= 120
