"""The commands behind `make`, by name."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from scripts import checks, chromium, servers, supervisor
from scripts.assets import ensure_assets
from scripts.environment import PYTHON, ensure_environment
from scripts.frontend import ensure_frontend
from scripts.programs import explain_os_error
from scripts.speech import SetupError, say
from scripts.stamps import ROOT


def start(_words: list[str]) -> int:
    """Set everything up and run Drydock until Ctrl-C."""
    return supervisor.start()


def check(_words: list[str]) -> int:
    """Run every check that needs no running program."""
    _prepare_development()
    return checks.run_all()


def test(words: list[str]) -> int:
    """Run the whole suite; words go to pytest."""
    _prepare_development()
    chromium.ensure_chromium()
    servers.ensure_servers()
    return _run_python("-m", "pytest", *(words or ["-n", "2"]))


def bench(words: list[str]) -> int:
    """Print the figures."""
    _prepare_development()
    chromium.ensure_chromium()
    return _run_python("-m", "bench", *words)


def conformance(words: list[str]) -> int:
    """Replay the recorded answers of the real programs and print how many the sandbox gives alike."""
    ensure_environment("requirements-dev.txt")
    return _run_python("-m", "bench.conformance", *words)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "start": start,
    "check": check,
    "test": test,
    "bench": bench,
    "conformance": conformance,
}


def run(argv: list[str]) -> int:
    """Run one command; turn what a person can mend into one line and exit code 1."""
    os.chdir(ROOT)
    try:
        return COMMANDS[argv[0]](argv[1:])
    except SetupError as error:
        say(str(error), str(error))
    except OSError as error:
        text = explain_os_error(error)
        say(text, text)
    except KeyboardInterrupt:
        say(
            "Stopped. What is finished is kept; run it again to go on.",
            "已停止。完成的步骤会保留，再运行一次即可继续。",
        )
        return 130
    return 1


def _prepare_development() -> None:
    ensure_environment("requirements-dev.txt")
    ensure_frontend()
    ensure_assets()


def _run_python(*words: str | Path) -> int:
    sys.stdout.flush()
    return subprocess.run([str(PYTHON), *map(str, words)], cwd=ROOT, check=False).returncode  # noqa: S603
