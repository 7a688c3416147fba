"""docs/COVERAGE.md: what it is made of, and that nobody can let it fall behind."""

from pathlib import Path

import pytest

from sandbox.sim.docker import registry as docker_registry
from sandbox.sim.kubectl import registry as verbs
from sandbox.sim.kubectl.errors import NotModelled
from sandbox.sim.kubectl.invocation import Invocation
from scripts.coverage import docker, kinds, kubectl, limits, page
from scripts.coverage.__main__ import main
from scripts.coverage.markdown import table


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A place for the page, and only the sections that take no time."""
    monkeypatch.setattr(page, "PATH", tmp_path / "COVERAGE.md")
    monkeypatch.setattr(page, "SECTIONS", (("kubectl", "", kubectl.page), ("Kinds", "", kinds.page)))
    return tmp_path / "COVERAGE.md"


def test_what_was_just_written_is_not_stale(stored: Path) -> None:
    assert main([]) == 0
    assert stored.read_text().startswith("# What the sandbox models")
    assert main(["--check"]) == 0


def test_a_missing_page_is_stale_and_checking_does_not_write_it(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"]) == 1
    assert "python -m scripts.coverage" in capsys.readouterr().out
    assert not stored.exists()


def test_a_page_that_somebody_changed_is_stale(stored: Path) -> None:
    main([])
    stored.write_text(stored.read_text().replace("kubectl wait", "kubectl weight"))
    assert main(["--check"]) == 1


def test_a_verb_that_is_taken_out_makes_the_page_stale(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main([])
    assert "| `kubectl wait` | yes |" in stored.read_text()
    monkeypatch.delitem(verbs.VERBS, "wait")
    assert main(["--check"]) == 1
    main([])
    assert "| `kubectl wait` | no |" in stored.read_text()


def test_rendering_twice_gives_the_same_page(stored: Path) -> None:
    del stored
    assert page.render() == page.render()


def refuse(invocation: Invocation) -> int:
    """Stand in for a verb that looks at what it is given and does nothing."""
    _ = invocation.args
    raise NotModelled("kubectl wait")


def test_a_verb_that_only_refuses_is_not_called_modelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(verbs.VERBS, "wait", verbs.Verb(refuse, frozenset()))
    row = next(line for line in kubectl.page().splitlines() if line.startswith("| `kubectl wait`"))
    assert "| yes |" not in row


def test_a_flag_of_docker_that_the_sandbox_refuses_is_told_from_one_that_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = {("container", "run"): docker_registry.VERBS["container", "run"]}
    monkeypatch.setattr(docker_registry, "VERBS", run)
    row = next(line for line in docker.page().splitlines() if line.startswith("| `docker container run`"))
    _, also, _, modelled, idle, refused, *_ = row.strip("| ").split(" | ")
    assert "docker run" in also
    assert "`--publish`" in modelled
    assert "`--publish`" not in refused
    assert "`--userns`" in refused
    assert "`--cap-add`" in idle
    assert "`--cap-add`" not in modelled
    assert "`--gpus`" in refused
    assert "`--gpus`" not in modelled


def test_a_command_of_docker_that_has_no_verb_is_listed_as_not_modelled() -> None:
    assert ("swarm", "init") in docker.commands()
    assert ("container", "run") in docker.commands()


def test_the_limits_of_a_part_are_the_whole_sentence_over_line_ends() -> None:
    text = "A thing.\n\nModels x v1.36. Not modelled: this,\nthat and ``--more``.\n\nOther words."
    assert limits.stated(text) == "this, that and `--more`"


def test_a_part_without_limits_states_none() -> None:
    assert limits.stated("cat. Models coreutils 9.1. Not modelled: nothing.") == ""
    assert limits.stated("Models nothing.") == ""


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert table(["a", "b"], [["x|y", ""]]).splitlines()[-1] == "| x\\|y | – |"
