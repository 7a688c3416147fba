"""The real bash is the judge: each script runs in it and in the World's shell, and gives the same.

A script's title may end with ``(status)``: then what it prints on standard error is not compared, as it names files of
the real machine or differs between versions of the tools. One that ends with ``needs`` and the names of
tools is left out where the machine has not got them all.
"""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.sim.shell.learner_shell import LearnerShell

CORPUS = Path(__file__).parent / "corpus"
PATH = "/usr/bin:/bin"
BASH = shutil.which("bash")


def scripts() -> list[tuple[str, str]]:
    found = []
    for path in sorted(CORPUS.glob("*.sh")):
        for part in re.split(r"^#%% ", path.read_text(), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            found.append((f"{path.stem}: {title}", text))
    return found


def by_bash(script: str, home: Path) -> tuple[int, str, str]:
    env = {"PATH": PATH, "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC", "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", script],
        executable=BASH,
        cwd=home,
        env=env,
        capture_output=True,
        timeout=20,
        check=False,
        stdin=subprocess.DEVNULL,
        # Whoever runs the tests may ignore signals (nohup does), and bash would tell.
        preexec_fn=heed_signals,
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def heed_signals() -> None:
    for name in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)


def by_world(script: str) -> tuple[int, str, str]:
    shell = LearnerShell()
    shell.run("mkdir work; cd work; HOME=$PWD; LC_ALL=C.UTF-8")
    return shell.run(script)


def without_pids(text: str) -> str:
    return re.sub(r"(line \d+:) +\d+ (?=[A-Z][a-z]+ )", r"\1 PID ", text)


@pytest.mark.skipif(BASH is None or os.name != "posix", reason="needs bash")
@pytest.mark.parametrize(("title", "script"), scripts(), ids=[title for title, _ in scripts()])
def test_a_script_gives_what_bash_gives(title: str, script: str, tmp_path: Path) -> None:
    needed = title.rpartition("needs ")[2].split() if "needs " in title else []
    if not all(shutil.which(name, path=PATH) for name in needed):
        pytest.skip(f"the machine lacks one of {needed}")
    expected, given = by_bash(script, tmp_path), by_world(script)
    assert given[:2] == expected[:2]
    if "(status)" not in title:
        assert without_pids(given[2]) == without_pids(expected[2])


def test_the_corpus_is_large() -> None:
    assert len(scripts()) >= 300
