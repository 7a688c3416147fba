"""A whole Drydock on a free port: the real web server, a real worker, SQLite and broker in a folder of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass
class Site:
    """One installation. ``var`` holds its data, ``url`` is where a browser finds it."""

    var: Path
    url: str = ""
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which each process of this installation runs."""
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DRYDOCK_VAR": str(self.var)}

    def manage(self, *arguments: str, text: str | None = None) -> str:
        """Run ``manage.py`` with these arguments; raises with its words when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(
                f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def python(self, code: str) -> str:
        """Run Django code beside the site, as `manage.py shell -c` does; returns what it prints."""
        return self.manage("shell", "--verbosity", "0", "--command", code)

    def start_web(self) -> None:
        """Start gunicorn as `make start` does and wait until it answers."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._start(
            "web", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"
        )
        self._wait_for("/healthz")

    def start_worker(self) -> None:
        """Start the worker and wait until the site sees it."""
        self._start("worker", "celery", "--app", "config", "worker", "--beat", "--loglevel", "warning")
        self._wait_for("/readyz")

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one of our processes; ``kill`` as a power cut would."""
        process = self.processes.pop(name, None)
        if process is None:
            return
        if kill:
            process.kill()
        else:
            process.terminate()
        process.wait(STOP_SECONDS)

    def log(self, name: str) -> str:
        """Return what a process has written so far."""
        return (self.var / f"{name}.log").read_text(errors="replace")

    def _start(self, name: str, module: str, *arguments: str) -> None:
        with (self.var / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def _wait_for(self, path: str) -> None:
        """Ask until the answer is 200. The pause lies in the process that starts, so polling is all there is."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if answers(self.url + path):
                return
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise AssertionError(f"{name} ended with {process.returncode}:\n{self.log(name)}")
            time.sleep(0.05)
        raise AssertionError(
            f"{path} did not answer in {START_SECONDS} s:\n" + "\n".join(map(self.log, self.processes))
        )


def free_port() -> int:
    """Return a port on the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Return whether an address of the site answers with 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own loopback address.
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
