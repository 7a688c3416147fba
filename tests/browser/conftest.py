"""Browser tests walk a real site with a real Chromium: nothing here is replaced by a stand-in.

`site` is the installation of the whole session, with the course imported and one instructor; tests that stop or kill
processes make their own with `new_site`. `open_browser` gives a browser context whose pages record what went wrong.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.installation import ROOT, Site

SCREENSHOTS = Path(__file__).parent / "screenshots"
COURSE = ROOT / "courses" / "k8s-docker"
PASSWORD = "correct horse battery"
ACTION_MILLISECONDS = 15_000

# Chromium's word when a request was answered with an error that the test asked for.
EXPECTED_NOISE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

MAKE_PERSON = """
from accounts.models import User
from allauth.account.models import EmailAddress
user, _ = User.objects.get_or_create(username={email!r}, defaults=dict(email={email!r}, display_name={name!r}))
user.is_instructor = {instructor!r}
user.set_password({password!r})
user.save()
EmailAddress.objects.get_or_create(user=user, email={email!r}, defaults=dict(primary=True, verified=True))
"""


@pytest.fixture(scope="session")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The bundles, the hashed static files and the word lists that the site serves.

    `make test` has made them; a bare `pytest` makes what is missing or old. Two workers of xdist share them, so one
    waits for the other.
    """
    if not (ROOT / "static" / "dist" / "lab.js").exists():
        pytest.fail("The front end is not built. Run `npm ci && npm run build`, or `make test`, which does it.")
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "front-end.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for words in (*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
            compile_words(words)
        manifest = ROOT / "staticfiles" / "staticfiles.json"
        if is_older(manifest, (ROOT / "static").rglob("*")):
            Site(var=tmp_path_factory.mktemp("collect")).manage("collectstatic", "--noinput", "--verbosity", "0")


def compile_words(words: Path) -> None:
    """Compile one list of translations, unless that was done since it was last changed."""
    compiled = words.with_suffix(".mo")
    if is_older(compiled, [words]):
        command = [sys.executable, "-m", "babel.messages.frontend", "compile", "--locale", words.parts[-3]]
        command += ["--input-file", str(words), "--output-file", str(compiled)]
        subprocess.run(command, check=True, capture_output=True)


def is_older(made: Path, sources: Iterable[Path]) -> bool:
    """Return whether a file is missing or was made before one of its sources was changed."""
    return not made.exists() or made.stat().st_mtime < max(source.stat().st_mtime for source in sources)


@pytest.fixture(scope="session")
def new_site(front_end: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Site]]:
    """Make an installation with its database, the course and the web server, but no worker yet."""
    del front_end
    made: list[Site] = []

    def make() -> Site:
        site = Site(var=tmp_path_factory.mktemp("drydock"))
        made.append(site)
        site.manage("migrate", "--verbosity", "0")
        site.manage("course", "import", str(COURSE))
        site.start_web()
        return site

    yield make
    for site in made:
        for name in list(site.processes):
            site.stop(name)


@pytest.fixture(scope="session")
def site(new_site: Callable[[], Site]) -> Site:
    """The installation of the whole session, worker and all."""
    site = new_site()
    site.start_worker()
    return site


@pytest.fixture(scope="session")
def make_person(site: Site) -> Callable[..., str]:
    """Make an account and return its e-mail address; the password is PASSWORD: ``make_person("Lin Xia")``."""

    def make(name: str, *, instructor: bool = False) -> str:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        site.python(MAKE_PERSON.format(email=email, name=name, instructor=instructor, password=PASSWORD))
        return email

    return make


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself, once."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser: what the system has, else Playwright's own."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


class Complaints:
    """What a page's console, its scripts and its security policy complained of."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", lambda message: self.note(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.note(str(error)))

    def note(self, text: str) -> None:
        """Keep a complaint, unless it only repeats a status that the test asked for."""
        if not EXPECTED_NOISE.search(text):
            self.words.append(text)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Every page of the test is watched; a complaint that is left at the end fails the test."""
    complaints = Complaints()
    yield complaints
    assert complaints.words == []


@pytest.fixture
def open_browser(chromium: Browser, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh browser, as another person would use it: ``open_browser(language="zh-CN", theme="dark", width=390)``."""
    opened: list[BrowserContext] = []

    def make(*, language: str = "en", theme: str = "light", width: int = 1280, **options: object) -> BrowserContext:
        viewport = {"width": width, "height": 844 if width < 600 else 900}
        context = chromium.new_context(locale=language, color_scheme=theme, viewport=viewport, **options)  # type: ignore[arg-type]
        context.set_default_timeout(ACTION_MILLISECONDS)
        context.on("page", complaints.watch)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], None]:
    """Sign in by the page that everybody uses."""

    def with_password(page: Page, email: str) -> None:
        page.goto(f"{site.url}/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit], main form button").first.click()
        page.wait_for_url(f"{site.url}/")

    return with_password


@pytest.fixture
def keep_screenshot() -> Callable[[Page, str], None]:
    """Put a picture of the whole page into the git-ignored folder of screenshots."""

    def keep(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return keep
