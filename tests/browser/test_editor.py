"""The lab's editor: reachable and leavable by keyboard, kept on the server, marked where the answer cannot be read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.installation import Site

LAB = "/labs/k8s-docker/kubernetes/secret/mount-a-secret/"
UNREADABLE = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: mypod\n spec: x\n"


@pytest.fixture
def lab(site: Site, open_browser: Callable[..., BrowserContext]) -> Page:
    page = open_browser(language="en").new_page()
    page.goto(site.url + LAB)
    page.locator(".cm-content").click()
    return page


def answer_of(page: Page) -> str:
    """Return what the form would send."""
    return page.locator("textarea[name=answer]").input_value()


def test_tab_indents_and_escape_leads_out(lab: Page) -> None:
    lab.keyboard.type("spec:")
    lab.keyboard.press("Enter")
    lab.keyboard.press("Tab")
    lab.keyboard.type("x: 1")
    assert answer_of(lab) == "spec:\n  x: 1"
    lab.keyboard.press("Escape")
    expect(lab.get_by_role("button", name="Submit")).to_be_focused()


def test_the_editor_is_called_by_the_name_of_its_file(lab: Page) -> None:
    expect(lab.get_by_role("textbox", name="answer.yaml")).to_be_focused()


def test_typing_over_a_selection_replaces_it(lab: Page) -> None:
    lab.keyboard.insert_text(UNREADABLE)
    lab.keyboard.press("ControlOrMeta+a")
    lab.keyboard.type("kind: Pod")
    assert answer_of(lab) == "kind: Pod"


def test_a_draft_is_there_again_after_a_reload(lab: Page) -> None:
    lab.keyboard.type("kind: Pod # half done")
    expect(lab.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    lab.reload()
    expect(lab.locator(".cm-content")).to_contain_text("half done")


def test_a_second_tab_is_told_and_not_overwritten(lab: Page) -> None:
    lab.keyboard.type("kind: Pod # first")
    expect(lab.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    second = lab.context.new_page()
    second.goto(lab.url)
    second.locator(".cm-content").click()
    second.keyboard.type("# second\n")
    expect(second.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    lab.keyboard.type("!")
    expect(lab.locator("[data-draft-status]")).to_have_attribute("data-state", "conflict")
    second.reload()
    expect(second.locator(".cm-content")).to_contain_text("second")


def test_the_line_that_cannot_be_read_is_marked_and_the_mark_goes_when_it_is_mended(lab: Page) -> None:
    lab.keyboard.insert_text(UNREADABLE)
    lab.keyboard.press("ControlOrMeta+Enter")
    marked = lab.locator(".cm-fault-line")
    expect(marked).to_have_text(" spec: x")
    expect(lab.locator("#verdict")).to_be_in_viewport()
    lab.locator(".cm-content").click()
    lab.keyboard.press("ControlOrMeta+a")
    lab.keyboard.type("kind: Pod")
    expect(marked).to_have_count(0)


def test_an_answer_can_be_written_without_scripts(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto(site.url + LAB)
    page.locator("textarea[name=answer]").fill(UNREADABLE)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#verdict")).to_contain_text("Line 5, column 2")
