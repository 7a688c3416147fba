"""How long a newcomer waits: a copy of the sources without anything made, `make start`, the first page; then again.

Printed: seconds to the first page, cold (pip and npm use their caches when they have one) and the second time; and the
milliseconds of the server for the home page and for each lesson, p50 and p95, over HTTP on this machine.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = 8439
SITE = f"http://localhost:{PORT}"
REQUESTS = 100


def main() -> None:
    """Print the figures of the start and of the pages."""
    with tempfile.TemporaryDirectory(prefix="drydock-bench-") as folder:
        clone = Path(folder) / "drydock"
        _copy_sources(clone)
        with _started(clone) as seconds:
            print(f"make start, cold, to the first page: {seconds:.1f} s")
        with _started(clone) as seconds:
            print(f"make start, second time, to the first page: {seconds:.1f} s")
            for path in ["/", *_find_lessons()]:
                _print_page(path)


def _copy_sources(target: Path) -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603
    for name in filter(lambda name: (ROOT / name).is_file(), names):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)


@contextmanager
def _started(folder: Path) -> Iterator[float]:
    # A .venv around this process must not serve as Python for the new one.
    environment = {name: value for name, value in os.environ.items() if name not in ("DRYDOCK_VAR", "VIRTUAL_ENV")}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "scripts/bootstrap.py", "start"],
        cwd=folder,
        env={**environment, "PORT": str(PORT), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_for_address(process)
        _read("/")
        yield time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def _wait_for_address(process: subprocess.Popen[str]) -> None:
    said = []
    for line in process.stdout or ():
        said.append(line)
        if "Ctrl-C" in line:
            return
    raise SystemExit("It did not start:\n" + "".join(said))


def _find_lessons() -> list[str]:
    courses = re.findall(r'href="(/courses/[a-z0-9-]+/)"', _read("/courses/"))
    pages = "".join(_read(course) for course in dict.fromkeys(courses))
    return list(dict.fromkeys(re.findall(r'href="(/courses/[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+/)"', pages)))


def _print_page(path: str) -> None:
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        _read(path)
        times.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times, n=100)
    print(f"{path}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms")


def _read(path: str) -> str:
    with urllib.request.urlopen(SITE + path, timeout=30) as answer:  # noqa: S310 - our own site.
        body: bytes = answer.read()
        return body.decode()
