"""The frame that every page stands in: theme, language, menus, the way past the navigation."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.installation import Site


def open_page(context: BrowserContext, address: str) -> Page:
    """Open a page and wait until its scripts have run."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def test_the_night_is_kept_from_the_first_byte_of_the_next_page(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_page(open_browser(theme="light"), f"{site.url}/courses/")
    page.locator("[data-theme-menu] > summary").click()
    page.get_by_label("Night").check()
    answer = page.goto(f"{site.url}/")
    assert answer is not None
    assert 'data-theme="dark"' in answer.text()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_escape_closes_a_menu_and_gives_the_focus_back(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_page(open_browser(), f"{site.url}/")
    summary = page.locator("[data-theme-menu] > summary")
    summary.click()
    page.get_by_label("Night").focus()
    page.keyboard.press("Escape")
    assert not page.locator("[data-theme-menu]").evaluate("menu => menu.open")
    assert summary.evaluate("element => element === document.activeElement")


def test_the_language_switch_stays_on_the_page(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_page(open_browser(language="en"), f"{site.url}/courses/")
    page.get_by_role("button", name="切换到中文").click()
    assert page.url == f"{site.url}/courses/"
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("nav a[aria-current]").inner_text() == "课程"


def test_a_page_works_without_scripts(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_page(open_browser(java_script_enabled=False), f"{site.url}/")
    assert page.locator("[data-theme-menu]").is_hidden()
    page.get_by_role("link", name="Courses").first.click()
    assert page.locator("h1").is_visible()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_page(open_browser(), f"{site.url}/courses/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
