"""The pages that learners read."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.guests import adopt_guest
from accounts.models import User
from lessons.importing import Imported
from lessons.models import LessonText, Reading
from lessons.services import get_outline, list_course_slugs
from lessons.signals import lesson_read
from tests.lessons.conftest import edit

KEY = "harbour/docker/volumes"
URL = f"/courses/{KEY}/"
SignIn = Callable[[User], Client]
ImportFolder = Callable[..., Imported]
pytestmark = pytest.mark.django_db


def read(url: str, language: str = "en") -> str:
    response = Client(headers={"accept-language": language}).get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(("language", "words"), [("en", "The harbour"), ("zh-hans", "港口")])
def test_courses_are_listed_in_the_readers_language(language: str, words: str) -> None:
    assert words in read("/courses/", language)


def test_without_a_course_the_list_says_so() -> None:
    assert "There is no course yet." in read("/courses/")


@pytest.mark.usefixtures("harbour")
def test_a_course_shows_modules_lessons_activities_and_where_its_map_is() -> None:
    page = read("/courses/harbour/")
    for part in (
        "The cluster",
        "Volumes",
        "Quiz: volumes",
        "Keep a file",
        'href="/labs/harbour/docker/volumes/keep-a-file/"',
    ):
        assert part in page
    assert 'hx-get="/progress/courses/harbour/map/"' in page


@pytest.mark.usefixtures("harbour")
def test_a_lesson_brings_its_text_toc_margin_notes_and_embeds() -> None:
    page = read(URL)
    assert "<h1" in page
    assert '<a href="#ways"><span class="num">1</span> Three ways</a>' in page
    assert '<aside class="mnote"' in page
    assert f'hx-get="/quizzes/{KEY}/quiz/"' in page
    assert f'<a class="btn" href="/quizzes/{KEY}/quiz/">Quiz: volumes</a>' in page
    assert f'hx-get="/labs/{KEY}/keep-a-file/-/card/"' in page
    assert 'href="/courses/harbour/kubernetes/secret/#mount"' in page
    assert 'aria-label="The three kinds of mount."' in page
    assert 'marker-end="url(#mounts-arrow)"' in page
    assert "tell mounts apart" in page
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page


@pytest.mark.usefixtures("harbour")
def test_a_lesson_speaks_the_readers_language() -> None:
    page = read(URL, "zh-hans")
    assert "卷比容器活得久" in page
    assert "笔记里的错误" in page
    assert "A volume outlives" not in page


def test_a_lesson_that_is_not_translated_says_in_which_language_it_is(
    package: Path, import_folder: ImportFolder
) -> None:
    edit(package / "course.yaml", "modules:", "languages: [zh-hans]\nmodules:")
    for path in package.rglob("lesson.en.md"):
        path.unlink()
    import_folder(package)
    page = read(URL)
    assert "This lesson is not available in your language yet." in page
    assert "Simplified Chinese" in page
    assert 'lang="zh-hans"' in page
    assert "卷比容器活得久" in page
    assert "not available" not in read(URL, "zh-hans")


@pytest.mark.parametrize("url", ["/courses/none/", "/courses/harbour/docker/none/", "/courses/harbour/docker/"])
def test_what_does_not_exist_is_not_found(url: str) -> None:
    assert Client().get(url).status_code == 404


@pytest.mark.usefixtures("harbour")
def test_an_outline_names_lessons_and_activities_with_their_points() -> None:
    outline = get_outline("harbour")
    assert outline is not None
    assert list_course_slugs() == ["harbour"]
    assert [lesson.key for lesson in outline.lessons] == [KEY, "harbour/kubernetes/secret"]
    activities = outline.lessons[0].activities
    assert [(item.kind, item.key, item.max_points) for item in activities] == [
        ("quiz", f"{KEY}/quiz", 2),
        ("lab", f"{KEY}/keep-a-file", 2),
    ]
    assert outline.lessons[1].minutes == 7
    assert get_outline("none") is None


@pytest.fixture
def heard() -> Any:
    told: list[dict[str, Any]] = []

    def hear(**sent: Any) -> None:
        told.append(sent)

    lesson_read.connect(hear)
    yield told
    lesson_read.disconnect(hear)


@pytest.mark.usefixtures("harbour")
def test_marking_a_lesson_as_read_counts_once(learner: User, sign_in: SignIn, heard: list[dict[str, Any]]) -> None:
    client = sign_in(learner)
    assert "I have read this lesson" in client.get(URL).content.decode()
    for _ in range(2):
        assert client.post(f"{URL}-/read/").headers["location"] == URL
    assert "You have read this lesson." in client.get(URL).content.decode()
    assert [(sent["learner"], sent["key"]) for sent in heard] == [(learner, KEY)]


@pytest.mark.usefixtures("harbour")
def test_htmx_gets_the_mark_alone(learner: User, sign_in: SignIn) -> None:
    part = sign_in(learner).post(f"{URL}-/read/", headers={"hx-request": "true"}).content.decode()
    assert "You have read this lesson." in part
    assert "<html" not in part


@pytest.mark.usefixtures("harbour")
def test_a_stranger_who_marks_a_lesson_becomes_a_guest_whose_reading_moves(learner: User) -> None:
    client = Client()
    client.post(f"{URL}-/read/")
    guest = User.objects.get(is_guest=True)
    adopt_guest(guest=guest, user=learner)
    assert Reading.objects.get().learner == learner


@pytest.mark.usefixtures("harbour")
def test_only_lessons_that_exist_can_be_marked() -> None:
    assert Client().post("/courses/harbour/docker/none/-/read/").status_code == 404
    assert Client().get(f"{URL}-/read/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{URL}-/read/").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_course(
    package: Path, import_folder: ImportFolder, learner: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    import_folder(package)
    for number in range(8):
        copy = package / "kubernetes" / f"secret-{number}"
        copy.mkdir()
        for path in (package / "kubernetes" / "secret").iterdir():
            (copy / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    names = ", ".join(f"secret-{number}" for number in range(8))
    edit(package / "course.yaml", "[secret]", f"[secret, {names}]")
    import_folder(package)
    client = sign_in(learner)
    client.get(URL)
    with django_assert_max_num_queries(6):
        client.get(URL)
    with django_assert_max_num_queries(7):
        client.get("/courses/harbour/")


@pytest.mark.usefixtures("harbour")
def test_no_markdown_is_rendered_in_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Markdown in a request")

    monkeypatch.setattr("markdown.Markdown.convert", refuse)
    assert "A volume outlives" in read(URL)


@pytest.mark.usefixtures("harbour")
def test_a_page_holds_no_inline_style_or_script() -> None:
    for language in ("en", "zh-hans"):
        page = read(URL, language)
        assert not re.search(r"\s(style|on\w+|hx-on\S*)=", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert LessonText.objects.count() == 4
