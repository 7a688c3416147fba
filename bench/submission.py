"""How long a learner waits for a verdict: real web server, real worker, the page's own rhythm of asking.

A learner opens each lab of the course, posts its reference solution, and asks for the verdict as the open page does.
Printed: milliseconds from the click to the verdict on the page, and what of it the database saw as queue and scoring.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

from sandbox.sim.lab import Lab, parse_lab

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
PORT = 8437
START_SECONDS = 60
PARTS = """
from sandbox.models import Submission
for row in Submission.objects.filter(state="finished"):
    queue, score = row.started - row.created, row.finished - row.started
    print("part", row.lab.key, row.verdict, queue.total_seconds() * 1000, score.total_seconds() * 1000)
"""


def main() -> None:
    """Print a line for each lab."""
    with tempfile.TemporaryDirectory(prefix="drydock-bench-") as folder, _running_site(Path(folder)) as environment:
        waits = {key: [_answer_once(key, lab) for _ in range(ROUNDS)] for key, lab in _read_labs().items()}
        parts = _manage(environment, "shell", "--verbosity", "0", "--command", PARTS)
    rows = [line.split() for line in parts.splitlines() if line.startswith("part ")]
    sys.stdout.write("submission to verdict, ms            page p50   p95   queue p50   scoring p50   p95\n")
    for key, times in waits.items():
        mine = [row for row in rows if row[1] == key]
        queue, score = ([float(row[index]) for row in mine] for index in (-2, -1))
        verdicts = {row[2] for row in mine}
        sys.stdout.write(
            f"{key.rpartition('/')[2]:36} {_part(times, 50):8.0f} {_part(times, 95):5.0f} {_part(queue, 50):11.0f}"
            f" {_part(score, 50):13.0f} {_part(score, 95):5.0f}  {', '.join(sorted(verdicts))}\n"
        )


def _read_labs() -> dict[str, Lab]:
    labs = {}
    for path in sorted((ROOT / "courses").glob("*/*/*/labs/*.yaml")):
        lab = parse_lab(path.read_text(), path=str(path))
        if isinstance(lab, Lab):
            labs["/".join([*path.relative_to(ROOT / "courses").parts[:-2], path.stem])] = lab
    return labs


@contextmanager
def _running_site(var: Path) -> Iterator[dict[str, str]]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DRYDOCK_VAR": str(var)}
    for setup in (("migrate", "--verbosity", "0"), ("collectstatic", "--noinput", "--verbosity", "0")):
        _manage(environment, *setup)
    for course in (ROOT / "courses").iterdir():
        _manage(environment, "course", "import", str(course))
    web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--threads", "4", "--no-control-socket"]
    worker = ["celery", "--app", "config", "worker", "--beat", "--loglevel", "warning"]
    processes = []
    try:
        with (var / "bench.log").open("wb") as log:
            for words in (web, worker):
                command = [sys.executable, "-m", *words]
                processes.append(
                    subprocess.Popen(  # noqa: S603 - our own programs.
                        command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
                    )
                )
        _wait_until_ready()
        yield environment
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _manage(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - ours.
    return done.stdout


def _wait_until_ready() -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the site did not get ready")


def _answer_once(key: str, lab: Lab) -> float:
    """Return the milliseconds from the click to the verdict, for a new guest."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    base = f"http://127.0.0.1:{PORT}"
    html = opener.open(f"{base}/labs/{key}/").read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[0]
    opener.addheaders = [("HX-Request", "true")]
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "answer": lab.solution}).encode()
    start = time.perf_counter()
    html = opener.open(f"{base}/labs/{key}/-/submit/", data).read().decode()
    while found := re.search(r'hx-get="([^"]+)" hx-trigger="load delay:(\d+)ms"', html):
        time.sleep(int(found[2]) / 1000)
        html = opener.open(base + found[1]).read().decode()
    return (time.perf_counter() - start) * 1000


def _part(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1] if len(times) > 1 else 0.0


if __name__ == "__main__":
    main()
