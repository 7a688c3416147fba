"""One Drydock for one var/ and one port: the lock, the socket, and what an earlier run left behind."""

import errno
import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scripts.environment import VENV
from scripts.speech import SetupError, pick

SECONDS_FOR_LEFTOVERS = 5.0


@contextmanager
def occupy(var: Path) -> Iterator[None]:
    """Hold var/ for this process. The kernel frees the lock of a process that was killed."""
    var.mkdir(parents=True, exist_ok=True)
    # Answers, sessions and mail lie in it: nobody else on this machine reads them.
    var.chmod(0o700)
    with (var / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(
                pick(
                    f"Drydock already runs on {var}. Stop it first (Ctrl-C in its terminal), "
                    "or give this one its own data: DRYDOCK_VAR=/another/folder make start PORT=8001",
                    f"已有一个船坞在使用 {var}。请先在它的终端里按 Ctrl-C，"
                    "或者给这一个单独的数据目录：DRYDOCK_VAR=/another/folder make start PORT=8001",
                )
            ) from None
        yield


def open_port(host: str, port: int) -> socket.socket:
    """Return a socket bound to the port; the web server inherits it, so that nobody takes it during the set-up."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SetupError(_explain_bind(error, host, port)) from error
    listener.set_inheritable(True)
    return listener


def remember_children(var: Path, pids: list[int]) -> None:
    """Note which programs run, for a start after this process was killed."""
    (var / "children").write_text("\n".join(map(str, pids)), encoding="ascii")


def stop_leftovers(var: Path) -> None:
    """Stop what an earlier run could not stop, having been killed itself. Call it with the lock held."""
    try:
        text = (var / "children").read_text(encoding="ascii")
    except FileNotFoundError:
        return
    left = [int(line) for line in text.split() if _is_ours(int(line))]
    for pid in left:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_FOR_LEFTOVERS
    while any(map(_is_ours, left)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in filter(_is_ours, left):
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _is_ours(pid: int) -> bool:
    # The number may belong to a stranger by now; the command line tells. Small systems have /proc but no ps.
    if Path("/proc/self/cmdline").exists():
        path = Path(f"/proc/{pid}/cmdline")
        return path.exists() and str(VENV).encode() in path.read_bytes()
    answer = subprocess.run(  # noqa: S603 - a number is the only variable.
        ["ps", "-o", "args=", "-p", str(pid)],  # noqa: S607 - ps stands elsewhere on each system.
        capture_output=True,
        text=True,
        check=False,
    )
    return str(VENV) in answer.stdout


def _explain_bind(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return pick(
            f"Port {port} is in use by another program. Choose another: make start PORT={port + 1}",
            f"端口 {port} 已被别的程序占用。请换一个：make start PORT={port + 1}",
        )
    if error.errno == errno.EACCES:
        return pick(
            f"Port {port} needs root. Choose one from 1024 on: make start PORT=8000",
            f"使用端口 {port} 需要 root 权限。请换一个不小于 1024 的：make start PORT=8000",
        )
    return pick(f"{host}:{port} cannot be used: {error.strerror}", f"无法使用 {host}:{port}：{error.strerror}")
