"""`make start` from outside: real processes, a real port, a folder of the test's own.

The set-up itself (packages, front end) is taken as done, as on a second start; everything after it is the real thing.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from scripts.stamps import ROOT

SECONDS = 60
# The supervisor with its set-up reduced to the database: the test's Python plays the part of .venv.
LAUNCH = """
import sys
from pathlib import Path
from scripts import occupancy, supervisor
from scripts.programs import run_quietly
home = Path(sys.prefix)
supervisor.VENV, supervisor.PYTHON, occupancy.VENV = home, Path(sys.executable), home
supervisor.ensure_environment = lambda _: None
supervisor.ensure_frontend = supervisor.ensure_assets = lambda: None
supervisor.run_loudly = lambda _: run_quietly([sys.executable, "manage.py", "migrate", "--verbosity", "0"])
from scripts.commands import run
sys.exit(run(["start"]))
"""


class Drydock:
    """One running `make start` and what it says."""

    def __init__(self, var: Path, port: int, **env: str) -> None:
        settings = {"DRYDOCK_VAR": str(var), "PORT": str(port), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **env}
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: Queue[str | None] = Queue()
        self.said: list[str] = []
        self.var = var
        self.port = port
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)
        self.process.stdout.close()
        self.lines.put(None)

    def wait_for(self, words: str) -> str:
        """Read on until a line has these words."""
        while True:
            try:
                line = self.lines.get(timeout=SECONDS)
            except Empty:
                pytest.fail(f"{words!r} was not said in {SECONDS} s, but: {''.join(self.said)}")
            if line is None:
                pytest.fail(f"it ended without {words!r}: {''.join(self.said)}")
            self.said.append(line)
            if words in line:
                return line

    def children(self) -> list[int]:
        return [int(word) for word in (self.var / "children").read_text().split()]

    def end(self) -> int:
        code = self.process.wait(SECONDS)
        while (line := self.lines.get(timeout=SECONDS)) is not None:
            self.said.append(line)
        return code

    def stop_at_once(self) -> None:
        """Press Ctrl-C twice."""
        self.process.send_signal(signal.SIGINT)
        self.wait_for("Stopping")
        self.process.send_signal(signal.SIGINT)
        assert self.end() == 0


def find_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def port() -> int:
    return find_free_port()


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Callable[..., Drydock]]:
    """Start Drydock on the test's folder; whatever is left at the end is killed."""
    running: list[Drydock] = []

    def launch(**env: str) -> Drydock:
        running.append(Drydock(tmp_path / "var", port, **env))
        return running[-1]

    yield launch
    for drydock in running:
        if drydock.process.poll() is None:
            drydock.process.kill()
            drydock.process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drydock]:
    """A Drydock that is ready, shared by the tests that do not stop it."""
    drydock = Drydock(tmp_path_factory.mktemp("drydock") / "var", find_free_port())
    drydock.wait_for("Ctrl-C stops it")
    yield drydock
    drydock.stop_at_once()


def is_running(pid: int) -> bool:
    """Return whether a process lives; one that is dead and not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def read_status(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=SECONDS) as answer:
        return int(answer.status)


def test_it_says_where_it_is_and_is_ready_then(running: Drydock) -> None:
    assert f"Drydock is at http://localhost:{running.port}/\n" in running.said
    assert read_status(running.port, "/readyz") == 200


def test_a_second_start_on_the_same_folder_says_who_is_there(running: Drydock) -> None:
    second = Drydock(running.var, find_free_port())
    assert second.end() == 1
    assert len(second.said) == 1
    assert "Drydock already runs on" in second.said[0]


def test_a_killed_worker_is_started_again_in_words(running: Drydock) -> None:
    worker = running.children()[1]
    os.kill(worker, signal.SIGKILL)
    assert re.search(r"The worker ended \(SIGKILL\); it is started again in 1 s", running.wait_for("ended"))


def test_ctrl_c_stops_all_of_it(start: Callable[..., Drydock]) -> None:
    drydock = start()
    drydock.wait_for("Ctrl-C stops it")
    children = drydock.children()
    assert len(children) == 2
    drydock.process.send_signal(signal.SIGINT)
    assert drydock.end() == 0
    assert drydock.said[-1] == "Stopped.\n"
    assert not any(map(is_running, children))


def test_a_start_after_a_kill_finds_nothing_in_its_way(start: Callable[..., Drydock], port: int) -> None:
    killed = start()
    killed.wait_for("Ctrl-C stops it")
    left = killed.children()
    killed.process.kill()
    killed.process.wait()
    again = start()
    again.wait_for("Ctrl-C stops it")
    assert read_status(port, "/healthz") == 200
    assert not any(map(is_running, left))
    again.stop_at_once()


def test_a_busy_port_gets_one_line_before_anything_is_done(start: Callable[..., Drydock], port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        drydock = start()
        assert drydock.end() == 1
    assert drydock.said == [f"Port {port} is in use by another program. Choose another: make start PORT={port + 1}\n"]
    assert not (drydock.var / "db.sqlite3").exists()


def test_a_busy_port_is_said_in_chinese_to_a_chinese_terminal(start: Callable[..., Drydock], port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        drydock = start(LC_ALL="zh_CN.UTF-8", PYTHONIOENCODING="utf-8")
        assert drydock.end() == 1
    assert drydock.said == [f"端口 {port} 已被别的程序占用。请换一个：make start PORT={port + 1}\n"]


@pytest.mark.parametrize("word", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_gets_one_line(start: Callable[..., Drydock], word: str) -> None:
    drydock = start(PORT=word)
    assert drydock.end() == 1
    assert drydock.said == [f"PORT must be a number from 1 to 65535, not '{word}'.\n"]


def test_other_machines_are_let_in_only_under_names_that_were_given(start: Callable[..., Drydock]) -> None:
    drydock = start(HOST="0.0.0.0", DRYDOCK_HOSTS="")  # noqa: S104 - the very thing that is refused.
    assert drydock.end() == 1
    assert "DRYDOCK_HOSTS=" in drydock.said[0]
