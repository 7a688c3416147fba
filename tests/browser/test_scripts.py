"""What scripts add to a page that works without them: copying, the contents, words when a request fails."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Complaints
from tests.browser.installation import Site

LESSON = "/courses/k8s-docker/docker/volumes/"
QUIZ = "/quizzes/k8s-docker/docker/volumes/quiz/"


@pytest.fixture
def lesson(site: Site, open_browser: Callable[..., BrowserContext]) -> Page:
    page = open_browser(language="en", permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(site.url + LESSON)
    return page


def test_of_a_console_the_commands_alone_are_copied(lesson: Page) -> None:
    console = lesson.locator(".language-console").first
    console.get_by_role("button", name="Copy").click()
    expect(console.get_by_role("button", name="Copied")).to_be_visible()
    copied = lesson.evaluate("navigator.clipboard.readText()")
    shown = console.locator("pre").inner_text().splitlines()
    assert copied.splitlines() == [line.removeprefix("$ ") for line in shown if line.startswith("$ ")]
    assert copied


def test_the_contents_stand_open_beside_the_text_and_follow_the_reader(lesson: Page) -> None:
    contents = lesson.locator("details.toc")
    expect(contents.get_by_role("link").last).to_be_visible()
    expect(contents.locator("a[aria-current]")).to_have_count(0)
    lesson.locator(".prose > h2").nth(1).evaluate("heading => heading.scrollIntoView()")
    expect(contents.locator("a[aria-current]")).to_contain_text("Read-only and read-write")


def test_on_a_phone_the_contents_are_closed(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser(language="en", width=390).new_page()
    page.goto(site.url + LESSON)
    link = page.locator("details.toc").get_by_role("link", name="Read-only and read-write")
    expect(link).to_be_hidden()
    page.get_by_text("In this lesson").click()
    expect(link).to_be_visible()


def test_the_page_says_when_the_network_is_gone_and_when_it_is_back(lesson: Page) -> None:
    banner = lesson.get_by_text("You are offline.")
    expect(banner).to_be_hidden()
    lesson.context.set_offline(True)
    expect(banner).to_be_visible()
    lesson.context.set_offline(False)
    expect(banner).to_be_hidden()


def answer_quiz(page: Page) -> None:
    """Give some answer to every question and send them."""
    for question in page.locator("main fieldset").all():
        for choice in question.locator("input:not([type=text])").all()[:1]:
            choice.check()
        for line in question.locator("input[type=text]").all():
            line.fill("something")
    page.get_by_role("button", name="Check my answers").click()


def test_an_answer_that_does_not_arrive_stays_on_the_page_and_can_be_sent_again(
    site: Site, open_browser: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    page = open_browser(language="en").new_page()
    page.goto(site.url + QUIZ)
    page.route("**/quizzes/**", lambda route: route.abort())
    answer_quiz(page)
    expect(page.locator("#messages")).to_contain_text("The server did not answer.")
    assert page.locator("main input:checked").count()
    # The browser and htmx tell the console of a request that failed; here that was the point.
    assert all("Failed" in words for words in complaints.words)
    complaints.words.clear()
    page.unroute("**/quizzes/**")
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
    expect(page.locator("#messages")).not_to_contain_text("did not answer")


def test_an_error_page_is_not_put_into_the_middle_of_another(
    site: Site, open_browser: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    page = open_browser(language="en").new_page()
    page.goto(site.url + QUIZ)
    page.route(
        "**/quizzes/**", lambda route: route.fulfill(status=500, content_type="text/html", body="<!doctype html>x")
    )
    answer_quiz(page)
    expect(page.locator("#messages")).to_contain_text("Something went wrong on our side.")
    assert page.locator("form.quiz fieldset").count()
    assert all("500" in words for words in complaints.words)
    complaints.words.clear()
