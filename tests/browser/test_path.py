"""The whole path of a newcomer, in both languages: read, answer, solve, make an account, be seen by an instructor."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.installation import ROOT, Site

COURSE = ROOT / "courses" / "k8s-docker"
VERDICT_MILLISECONDS = 20_000


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    locale: str
    errata: str
    join: str


ENGLISH = Words("en", "means that only the host", "Join the class")
CHINESE = Words("zh-CN", "只能通过宿主机来操作", "加入班级")
LANGUAGES = [pytest.param(ENGLISH, id="en"), pytest.param(CHINESE, id="zh")]

BAD_YAML = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: [mypod\nspec: {}\n"


def solution(path: str) -> str:
    """The reference solution of a lab, as its author wrote it."""
    text = (COURSE / path).read_text().split("\nsolution: |\n")[1]
    lines = []
    for line in text.splitlines():
        if line and not line.startswith("  "):
            break
        lines.append(line[2:])
    return "\n".join(lines) + "\n"


def write_answer(page: Page, text: str) -> None:
    """Put a text into the editor as somebody does who selects all and pastes."""
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def submit_answer(page: Page, text: str, verdict: str) -> None:
    """Submit an answer and wait, on the same page, for its verdict."""
    write_answer(page, text)
    page.locator(".work-foot button.go").click()
    expect(page.locator(f"#verdict.{verdict}")).to_be_visible(timeout=VERDICT_MILLISECONDS)


def answer_quiz(page: Page, *, rightly: bool) -> None:
    """Answer every question, all rightly or with the first choice of each."""
    quiz = page.locator("form.quiz")
    expect(quiz.locator("button.go")).to_be_visible()
    right = {"path", "anon", "named", "both", "readable", "writable"}
    for question in quiz.locator("fieldset.question").all():
        boxes = question.locator("input[type=radio], input[type=checkbox]").all()
        picked = [box for box in boxes if (box.get_attribute("value") in right) == rightly]
        for box in picked if boxes and boxes[0].get_attribute("type") == "checkbox" else picked[:1]:
            box.check()
        for field in question.locator("input[type=text]").all():
            field.fill("--name" if rightly else "-name")
    quiz.locator("button.go").click()


def zip_of(folder: Path, *, broken: bool) -> bytes:
    """The course as an instructor uploads it, sound or with two faults."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                text = path.read_text().replace("slug: k8s-docker", "slug: mine")
                if broken and path.name == "course.yaml":
                    text = text.replace("lessons: [volumes]", "lesons: [volumes]")
                if broken and path.name == "lesson.en.md":
                    text = text.replace("/// lab | ", "/// lab | no-")
                package.writestr(str(path.relative_to(folder.parent)), text)
    return out.getvalue()


@pytest.mark.parametrize("words", LANGUAGES)
def test_a_newcomer_reads_answers_solves_and_keeps_it_all_in_an_account(
    site: Site,
    open_browser: Callable[..., BrowserContext],
    keep_screenshot: Callable[[Page, str], None],
    words: Words,
) -> None:
    page = open_browser(language=words.locale).new_page()

    def shot(name: str) -> None:
        keep_screenshot(page, f"path-{words.locale}-{name}")

    page.goto(site.url)
    page.locator("main a.btn.go").first.click()
    page.wait_for_url("**/courses/k8s-docker/docker/volumes/")
    expect(page.locator(".admonition.errata").first).to_contain_text(words.errata)
    expect(page.locator(".highlight").first).to_be_visible()
    shot("lesson")

    answer_quiz(page, rightly=False)
    expect(page.locator("form.quiz li.wrong").first).to_be_visible()
    shot("quiz-wrong")
    page.locator("form.quiz .quiz-foot a").click()
    answer_quiz(page, rightly=True)
    expect(page.locator("form.quiz .tag.ok")).to_contain_text("8")
    page.locator("#read-mark button").click()
    expect(page.locator("#read-mark button")).to_have_count(0)

    page.locator(".lab-card a.go").click()
    page.wait_for_url("**/labs/k8s-docker/docker/volumes/share-a-volume/")
    docker = solution("docker/volumes/labs/share-a-volume.yaml")
    submit_answer(page, docker.replace(":ro", ""), "partly")
    expect(page.locator("#checklist li.fail .reason").first).to_be_visible()
    shot("lab-partly")
    submit_answer(page, docker, "passed")
    expect(page.locator("#verdict .score")).to_contain_text("10")
    shot("lab-passed")

    page.goto(f"{site.url}/labs/k8s-docker/kubernetes/secret/mount-a-secret/")
    submit_answer(page, BAD_YAML, "invalid")
    assert page.locator("#verdict").get_attribute("data-fault-line") in {"4", "5"}
    shot("lab-invalid")
    submit_answer(page, solution("kubernetes/secret/labs/mount-a-secret.yaml"), "passed")
    shot("lab-secret")

    email = f"newcomer-{words.locale}@example.org"
    page.goto(f"{site.url}/accounts/signup/")
    page.locator("input[name=email]").fill(email)
    if page.locator("input[name=display_name]").count():
        page.locator("input[name=display_name]").fill("新同学")
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{site.url}/**")

    page.goto(f"{site.url}/progress/")
    expect(page.locator("table.table").first).to_contain_text("8 / 8")
    expect(page.locator("table.table").first).to_contain_text("10 / 10")
    shot("progress")


@pytest.mark.parametrize("words", LANGUAGES)
def test_an_instructor_mends_a_package_makes_a_class_and_sees_its_learners(
    site: Site,
    open_browser: Callable[..., BrowserContext],
    make_person: Callable[..., str],
    sign_in: Callable[[Page, str], None],
    keep_screenshot: Callable[[Page, str], None],
    words: Words,
    tmp_path: Path,
) -> None:
    teacher = make_person(f"Chen {words.locale}", instructor=True)
    learner = make_person(f"Lin {words.locale}")
    page = open_browser(language=words.locale).new_page()
    sign_in(page, teacher)

    for broken in (True, False):
        package = tmp_path / f"course-{broken}.zip"
        package.write_bytes(zip_of(COURSE, broken=broken))
        page.goto(f"{site.url}/teach/")
        page.locator("input[name=package]").set_input_files(package)
        page.locator("form button[name=publish]").click()
        if broken:
            expect(page.locator("ul.faults .where", has_text="course.yaml:")).not_to_have_count(0, timeout=30_000)
            keep_screenshot(page, f"path-{words.locale}-faults")
        else:
            verdict = page.locator("#upload .banner.ok, #upload .banner.fail")
            expect(verdict).to_be_visible(timeout=60_000)

    page.goto(f"{site.url}/teach/classes/")
    page.locator("input[name=name]").fill("一班")
    page.locator("select[name=course_slug]").select_option("k8s-docker")
    page.locator("main form button.go").click()
    page.wait_for_url("**/teach/classes/*/")
    link = page.locator("#link").input_value()

    other = open_browser(language=words.locale, width=390).new_page()
    sign_in(other, learner)
    other.goto(link)
    other.get_by_role("button", name=words.join).click()
    other.goto(f"{site.url}/quizzes/k8s-docker/docker/volumes/quiz/")
    answer_quiz(other, rightly=True)
    expect(other.locator("form.quiz .tag.ok")).to_be_visible()

    page.reload()
    expect(page.locator("table.heat td.l4")).to_have_count(1)
    page.locator("details summary", has=page.locator("xpath=self::*[not(@aria-label)]")).last.click()
    expect(page.locator("table.table tbody tr")).to_contain_text(["8"])
    keep_screenshot(page, f"path-{words.locale}-class")


def test_without_javascript_a_lab_and_a_quiz_work_as_well(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/quizzes/k8s-docker/docker/volumes/quiz/")
    answer_quiz(page, rightly=True)
    expect(page.locator("form.quiz .tag.ok")).to_be_visible()
    page.goto(f"{site.url}/labs/k8s-docker/kubernetes/secret/mount-a-secret/")
    page.locator("textarea[name=answer]").fill(solution("kubernetes/secret/labs/mount-a-secret.yaml"))
    page.locator(".work-foot button.go").click()
    expect(page.locator("#verdict.passed")).to_be_visible(timeout=VERDICT_MILLISECONDS)


def test_the_site_says_whether_it_is_well(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser().new_page()
    assert page.goto(f"{site.url}/healthz").ok  # type: ignore[union-attr]
    ready = page.goto(f"{site.url}/readyz")
    assert ready is not None
    assert ready.ok, json.dumps(ready.json())
