"""A learner without a browser: cookies, forms and redirects over real HTTP."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TypeVar

from tests.browser.installation import ROOT, Site
from tests.sandbox.samples import SCRIPT_KEY, SCRIPT_LAB

T = TypeVar("T")
PATIENCE_SECONDS = 60
STORE_LAB = """
import sys
from sandbox.services import store_lab
from sandbox.sim.lab import parse_lab
store_lab(key={key!r}, lab=parse_lab({text!r}, path="lab.yaml"))
"""
READ_ROWS = """
import json
from sandbox.models import Submission
fields = ("state", "verdict", "points", "tries")
print(json.dumps([[str(row.pk), *(getattr(row, name) for name in fields)] for row in Submission.objects.all()]))
"""


class QuickSite(Site):
    """An installation with one small lab and short leases, whose worker dies with all its children."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "DJANGO_SETTINGS_MODULE": "tests.sandbox.quick_settings"}

    def prepare(self) -> None:
        """Make the database and the lab, and start the web server."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.python(STORE_LAB.format(key=SCRIPT_KEY, text=SCRIPT_LAB))
        self.start_web()

    def kill_group(self, name: str) -> None:
        """End a process and its children at once, as a power cut would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def rows(self) -> list[list[object]]:
        """Return id, state, verdict, points and tries of every submission."""
        rows: list[list[object]] = json.loads(self.python(READ_ROWS))
        return rows

    def _start(self, name: str, module: str, *arguments: str) -> None:
        with (self.var / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


class Learner:
    """One person with cookies."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(self.url + path, timeout=20) as response:
            return str(response.read().decode())

    def submit(self, answer: str, *, key: str = SCRIPT_KEY) -> str:
        """Submit an answer on the lab's page; returns the path of the submission's page."""
        page = f"/labs/{key}/"
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page))
        assert found
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1], "answer": answer}).encode()
        with self.opener.open(f"{self.url}{page}-/submit/", data, timeout=20) as response:
            return str(urllib.parse.urlsplit(response.url).path)

    def wait_for(self, path: str, text: str) -> str:
        """Ask for a page until it holds a text, as an open page does by itself."""
        return wait_until(lambda: page if text in (page := self.get(path)) else "", f"{path} to say {text!r}")


def wait_until(ask: Callable[[], T], what: str) -> T:
    """Ask until the answer is true. Other processes work meanwhile; there is nothing to be told by."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE_SECONDS} s for {what}")


def make_site(var: Path) -> QuickSite:
    """Return an installation that is ready for learners, without a worker."""
    site = QuickSite(var=var)
    site.prepare()
    return site
