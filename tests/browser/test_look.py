"""Every page, in both languages, by day and by night, from a phone to a wide screen: sound, still and accessible."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.installation import ROOT, Site

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [360, 390, 768, 1280, 1920]
Theme = Literal["light", "dark"]
# Each page is looked at twice, so that each language, theme and kind of window has its turn.
LOOKS: list[tuple[str, Theme, int]] = [("zh-CN", "light", 1280), ("en", "dark", 390)]
# Layout shift as the web measures it; a tenth is called good, ours is nought but for sub-pixel text.
STILL = 0.002

QUIZ = "/quizzes/k8s-docker/docker/volumes/quiz/"
LAB = "/labs/k8s-docker/docker/volumes/share-a-volume/"
EVERYBODY = [
    "/",
    "/courses/",
    "/courses/k8s-docker/",
    "/courses/k8s-docker/docker/volumes/",
    "/courses/k8s-docker/kubernetes/secret/",
    "/courses/k8s-docker/kubernetes/pod-status-and-qos/",
    QUIZ,
    LAB,
    "/labs/k8s-docker/kubernetes/secret/mount-a-secret/",
    "/progress/",
    "/profile/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nowhere/",
]
ACCOUNTS = [
    "/",
    "/progress/",
    "/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/teach/",
    "/teach/classes/",
]

WATCH_SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


def find_violations(page: Page) -> list[str]:
    """Run axe-core on the page and tell each fault with the element that has it."""
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules }).then(r => r.violations)", RULES
    )
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def add_axe(page: Page) -> None:
    """Put axe-core on the page by the debugger's way, which no content security policy stops."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    session.detach()


@pytest.fixture
def look_at(keep_screenshot: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    """Look at the page that is open: does it stand still, does axe find a fault, does it fit every window."""

    def look(page: Page, name: str) -> None:
        keep_screenshot(page, name)
        assert page.evaluate("window.shifts") < STILL
        add_axe(page)
        assert find_violations(page) == []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} overflows at {width} px"

    return look


def name_of(path: str, language: str) -> str:
    """Return a file name for the picture of a page."""
    return f"{path.strip('/').replace('/', '_') or 'home'}-{language}"


def open_page(context: BrowserContext, address: str) -> Page:
    """Open a page and wait until what it loads by itself has come."""
    page = context.new_page()
    page.add_init_script(WATCH_SHIFTS)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
@pytest.mark.parametrize("path", EVERYBODY)
def test_a_page_that_everybody_sees_is_sound(
    site: Site,
    open_browser: Callable[..., BrowserContext],
    look_at: Callable[[Page, str], None],
    *,
    path: str,
    language: str,
    theme: Theme,
    width: int,
) -> None:
    page = open_page(open_browser(language=language, theme=theme, width=width), site.url + path)
    assert page.locator("html").get_attribute("lang") == {"zh-CN": "zh-Hans", "en": "en"}[language]
    look_at(page, name_of(path, language))


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_the_pages_of_an_account_are_sound(
    site: Site,
    sign_in: Callable[[Page, str], None],
    make_person: Callable[..., str],
    open_browser: Callable[..., BrowserContext],
    look_at: Callable[[Page, str], None],
    *,
    language: str,
    theme: Theme,
    width: int,
) -> None:
    context = open_browser(language=language, theme=theme, width=width)
    sign_in(context.new_page(), make_person("Chen Mo", instructor=True))
    for path in ACCOUNTS:
        page = open_page(context, site.url + path)
        look_at(page, f"account-{name_of(path, language)}")
        page.close()


def test_names_without_a_space_break_where_they_must(
    site: Site,
    sign_in: Callable[[Page, str], None],
    make_person: Callable[..., str],
    open_browser: Callable[..., BrowserContext],
) -> None:
    context = open_browser(width=360)
    page = context.new_page()
    sign_in(page, make_person("W" * 60, instructor=True))
    page.goto(f"{site.url}/teach/classes/")
    page.get_by_label("Name").fill("x" * 100)
    page.get_by_role("button", name="Make the class").click()
    page.wait_for_url("**/teach/classes/*/")
    for address in (page.url, f"{site.url}/teach/classes/", f"{site.url}/", f"{site.url}/profile/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_an_answered_quiz_is_sound(
    site: Site,
    open_browser: Callable[..., BrowserContext],
    look_at: Callable[[Page, str], None],
    *,
    language: str,
    theme: Theme,
    width: int,
) -> None:
    page = open_page(open_browser(language=language, theme=theme, width=width), site.url + QUIZ)
    for question in page.locator("main fieldset").all():
        for choice in question.locator("input:not([type=text])").all()[1:2]:
            choice.check()
        for line in question.locator("input[type=text]").all():
            line.fill("something")
    page.locator(".quiz-foot .go").click()
    expect(page.locator(".choices .wrong").first).to_be_visible()
    look_at(page, f"answered-quiz-{language}")


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_a_scored_lab_is_sound(
    site: Site,
    open_browser: Callable[..., BrowserContext],
    look_at: Callable[[Page, str], None],
    *,
    language: str,
    theme: Theme,
    width: int,
) -> None:
    page = open_page(open_browser(language=language, theme=theme, width=width), site.url + LAB)
    page.locator(".cm-content").click()
    page.keyboard.type("docker volume create logs")
    page.locator(".checks .hint, .checks form button").first.click()
    expect(page.locator(".checks .hint")).to_be_visible()
    page.locator(".work-foot .go").click()
    expect(page.locator("#verdict.partly")).to_be_visible(timeout=60_000)
    look_at(page, f"scored-lab-{language}")


@pytest.fixture(scope="session", autouse=True)
def axe_is_installed() -> None:
    if not Path(AXE).exists():
        pytest.fail("axe-core is not installed. Run `npm ci`, or `make test`, which does it.")
