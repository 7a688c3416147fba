"""`make start`: set up, then keep a web server and a worker running until somebody stops them."""

import os
import signal
import socket
import sys
import time
import types
import urllib.error
import urllib.request
from pathlib import Path

from scripts.assets import ensure_assets
from scripts.children import Child
from scripts.environment import PYTHON, VENV, ensure_environment
from scripts.frontend import ensure_frontend
from scripts.occupancy import occupy, open_port, remember_children, stop_leftovers
from scripts.programs import run_loudly
from scripts.speech import SetupError, pick, say
from scripts.stamps import ROOT

SECONDS_UNTIL_READY = 60
SECONDS_BETWEEN_LOOKS = 0.25
LOG_BYTES = 10 * 1024 * 1024
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):  # noqa: N818 - somebody's wish and not an error.
    """Raised by a signal: Ctrl-C, or the wish of a service manager."""


def start() -> int:
    """Run Drydock in the foreground; return 0 when it was stopped by a signal."""
    host, port = os.environ.get("HOST") or "127.0.0.1", read_port(os.environ.get("PORT") or "8000")
    var = Path(os.environ.get("DRYDOCK_VAR") or ROOT / "var").resolve()
    _check_host(host)
    os.environ.update({"DRYDOCK_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"})
    with occupy(var):
        stop_leftovers(var)
        listener = open_port(host, port)
        _set_up(var)
        children = _make_children(listener, var)
        try:
            _catch_signals(children)
            _run(children, var, host, port)
        except Stop:
            say("Stopping …", "正在停止 ……")
        finally:
            _stop(children)
            remember_children(var, [])
        say("Stopped.", "已停止。")
    return 0


def read_port(text: str) -> int:
    """Return the port number in ``text``; raise SetupError when it is none."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:  # noqa: PLR2004 - the range of TCP ports.
        raise SetupError(
            pick(
                f"PORT must be a number from 1 to 65535, not '{text}'.",
                f"PORT 应是 1 到 65535 的整数，而不是“{text}”。",
            )
        )
    return int(text)


def _check_host(host: str) -> None:
    if host not in ("127.0.0.1", "localhost") and not os.environ.get("DRYDOCK_HOSTS"):
        raise SetupError(
            pick(
                f"With HOST={host}, say under which names people reach this machine: "
                "DRYDOCK_HOSTS=192.168.1.5,drydock.lan make start HOST=0.0.0.0",
                f"设了 HOST={host}，还要写明别人用什么名字访问这台机器："
                "DRYDOCK_HOSTS=192.168.1.5,drydock.lan make start HOST=0.0.0.0",
            )
        )


def _set_up(var: Path) -> None:
    ensure_environment("requirements.txt")
    ensure_frontend()
    ensure_assets()
    log = var / "log" / "drydock.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    run_loudly([PYTHON, "-m", "config.prepare"])


def _make_children(listener: socket.socket, var: Path) -> list[Child]:
    descriptor = listener.fileno()
    web = [VENV / "bin" / "gunicorn", "config.wsgi", f"--bind=fd://{descriptor}", "--worker-class=gthread"]
    web += ["--workers=2", "--threads=8", "--preload", "--graceful-timeout=5", "--log-level=warning"]
    web += ["--no-control-socket"]
    # In a container one is root, and Celery's page of advice about it (it fears pickles, which we take none of) would
    # hide the address. Only that one message is left out.
    python = [PYTHON, "-W", "ignore:You're running the worker with superuser"]
    worker = [*python, VENV / "bin" / "celery", "--quiet", "--app=config", "worker", "--beat", "--loglevel=WARNING"]
    worker += [f"--schedule={var / 'beat-schedule'}", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        Child(name=("web server", "网页服务器"), command=[str(word) for word in web], descriptors=(descriptor,)),
        Child(name=("worker", "评分进程"), command=[str(word) for word in worker]),
    ]


def _catch_signals(children: list[Child]) -> None:
    """Stop at the first signal; a second one means "now"."""

    def kill_all(_signal: int, _frame: types.FrameType | None) -> None:
        for child in children:
            child.kill()

    def stop(_signal: int, _frame: types.FrameType | None) -> None:
        # Before anything else is done: between two handlers a second Ctrl-C would raise where nobody catches it.
        for number in STOPPING:
            signal.signal(number, kill_all)
        raise Stop

    for number in STOPPING:
        signal.signal(number, stop)


def _run(children: list[Child], var: Path, host: str, port: int) -> None:
    announced = False
    deadline = time.monotonic() + SECONDS_UNTIL_READY
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}/"  # noqa: S104 - compared.
    while True:
        # A list and not a generator: every child gets its turn.
        if any([child.keep_running() for child in children]):  # noqa: C419
            remember_children(var, [child.pid for child in children if child.pid])
        if not announced:
            state = _ask_ready(host, port)
            if state == "ready" or time.monotonic() > deadline:
                announced = True
                _announce(address, state)
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _announce(address: str, state: str) -> None:
    if state == "ready":
        say(f"\nDrydock is at {address}\nCtrl-C stops it.\n", f"\n船坞已就绪：{address}\n按 Ctrl-C 停止。\n")
        return
    say(
        f"\nDrydock is at {address}, but not all of it works yet: {state}",
        f"\n船坞在 {address}，但还有部分没有就绪：{state}",
    )


def _ask_ready(host: str, port: int) -> str:
    """Return ``ready`` or why not, in the words of /readyz."""
    reachable = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound.
    try:
        with urllib.request.urlopen(f"http://{reachable}:{port}/readyz", timeout=5):
            return "ready"
    except urllib.error.HTTPError as error:
        return error.read().decode("utf-8", "replace")
    except OSError as error:
        return str(error)


def _stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_or_kill()
    sys.stdout.flush()
