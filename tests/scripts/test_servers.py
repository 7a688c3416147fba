"""The servers of the tests: taken from the machine, else from Debian, else done without."""

import os
import shutil
from pathlib import Path

import pytest

from scripts import servers
from scripts.speech import SetupError

Commands = list[list[str]]


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    """A Debian whose root has none of them; returns the commands that were run."""
    run: Commands = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(servers, "POSTGRESQL", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(servers, "run_quietly", lambda command, **_: run.append(command))
    return run


def test_root_on_debian_gets_all_servers(bare_machine: Commands) -> None:
    servers.ensure_servers()
    assert [command[1] for command in bare_machine] == ["update", "install"]
    assert bare_machine[1][-5:] == ["postgresql", "redis-server", "docker.io", "busybox-static", "procps"]


def test_what_is_there_is_not_installed(bare_machine: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "dockerd" else f"/usr/bin/{name}")
    servers.ensure_servers()
    assert bare_machine[1][-3:] == ["docker.io", "busybox-static", "procps"]


def test_nobody_but_root_is_asked_to_install(bare_machine: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    servers.ensure_servers()
    assert bare_machine == []


@pytest.mark.usefixtures("bare_machine")
def test_a_failed_installation_is_told_and_the_tests_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SetupError("no network")

    monkeypatch.setattr(servers, "run_quietly", fail)
    servers.ensure_servers()
    assert "no network" in capsys.readouterr().out
