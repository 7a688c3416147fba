"""The live terminal in a real browser, with the real worker behind it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.installation import Site
from tests.browser.test_look import LAB, add_axe, find_violations

OPEN = {"en": "Open the terminal", "zh-CN": "打开终端"}


def open_terminal(page: Page, site: Site, language: str) -> None:
    page.goto(site.url + LAB)
    page.get_by_role("button", name=OPEN[language]).click()
    expect(page.locator("#term-prompt")).to_contain_text("root@drydock:~#")


def enter(page: Page, line: str) -> None:
    page.locator("#term-input").fill(line)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "theme", "width"), [("zh-CN", "light", 390), ("en", "dark", 1280)])
def test_a_learner_types_and_finds_all_of_it_again(
    site: Site,
    open_browser: Callable[..., BrowserContext],
    keep_screenshot: Callable[[Page, str], None],
    *,
    language: str,
    theme: str,
    width: int,
) -> None:
    page = open_browser(language=language, theme=theme, width=width).new_page()
    open_terminal(page, site, language)
    enter(page, "docker volume create logs && cd /tmp")
    log = page.locator("#term-log")
    expect(log).to_contain_text("logs && cd /tmp\nlogs")
    expect(page.locator("#term-prompt")).to_contain_text("root@drydock:/tmp#")
    expect(page.locator("#live-checks li.ok")).to_have_count(1)
    add_axe(page)
    assert find_violations(page) == []
    keep_screenshot(page, f"terminal-{language}")
    page.reload()
    expect(log).to_contain_text("docker volume create logs")
    expect(page.locator("#term-prompt")).to_contain_text("root@drydock:/tmp#")


def test_a_program_streams_until_it_is_interrupted(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser().new_page()
    open_terminal(page, site, "en")
    enter(page, "while true; do date; sleep 1; done")
    prompt = page.locator("#term-prompt")
    expect(prompt).to_have_attribute("data-running", "true")
    page.locator("#term-input").focus()
    page.keyboard.press("Control+c")
    expect(prompt).to_have_attribute("data-running", "false")
    expect(prompt).to_contain_text("root@drydock:~#")


def test_tab_completes_and_the_arrow_brings_the_last_line_back(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser().new_page()
    open_terminal(page, site, "en")
    line = page.locator("#term-input")
    line.fill("docker volu")
    line.press("Tab")
    expect(line).to_have_value("docker volume ")
    line.press("Enter")
    expect(page.locator("#term-log")).to_contain_text("Manage volumes")
    expect(line).to_have_value("")
    line.press("ArrowUp")
    expect(line).to_have_value("docker volume ")
    line.press("Escape")
    expect(line).not_to_be_focused()
