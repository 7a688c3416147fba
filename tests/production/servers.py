"""A PostgreSQL and a Redis of one's own, in a folder and on loopback ports that end with the test."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.installation import free_port

START_SECONDS = 20
STOP_SECONDS = 20


def find_program(name: str) -> str | None:
    """Return where a program of a server is; Debian keeps PostgreSQL's outside of PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return shutil.which(name) or next((str(path / name) for path in reversed(folders) if (path / name).exists()), None)


@dataclass
class Servers:
    """Both servers. ``folder`` must be open to the user as whom PostgreSQL runs: it refuses to be root."""

    folder: Path
    database_port: int = field(default_factory=free_port)
    redis_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        return f"postgresql://drydock@127.0.0.1:{self.database_port}/postgres"

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}/0"

    def start_database(self) -> None:
        """Make a cluster of databases, as fast as one that nobody keeps may be made, and serve it."""
        user = _find_harmless_user()
        if user is not None:
            os.chown(self.folder, pwd.getpwnam(user).pw_uid, -1)
        data = self.folder / "data"
        words = [
            *("-D", data, "-U", "drydock"),
            *("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"),
        ]
        made = subprocess.run(
            [find_program("initdb") or "", *map(str, words)],
            user=user,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        port = str(self.database_port)
        options = ("-D", str(data), "-k", str(self.folder), "-h", "127.0.0.1", "-p", port, "-F")
        self._start("postgres", *options, user=user)
        _wait_for_port(self.database_port)

    def start_redis(self) -> None:
        """Serve an empty Redis that writes nothing to the disk."""
        options = ("--bind", "127.0.0.1", "--port", str(self.redis_port), "--save", "", "--appendonly", "no")
        self._start("redis-server", *options)
        _wait_for_port(self.redis_port)

    def stop(self, name: str) -> None:
        """End a server and wait until it is gone. SIGINT tells PostgreSQL not to wait for its clients."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start(self, name: str, *options: str, user: str | None = None) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [find_program(name) or "", *options], user=user, cwd=self.folder, stdout=log, stderr=log
            )


def _find_harmless_user() -> str | None:
    """Return as whom root starts PostgreSQL; None for everybody else, who starts it as themselves."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def _wait_for_port(port: int) -> None:
    """Knock until somebody opens. A server that starts tells nobody else."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nobody listens on port {port} after {START_SECONDS} s")
