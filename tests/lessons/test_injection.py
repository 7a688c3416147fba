"""Whatever an author writes, no page obeys it: HTML in Markdown, front matter, titles, quizzes, labs, drawings."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from lessons.importing import Imported
from tests.lessons.conftest import edit

pytestmark = pytest.mark.django_db
ImportFolder = Callable[..., Imported]

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<p style="position:fixed" onclick="alert(1)">x</p>',
    "<iframe src=https://evil.example></iframe>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><button hx-get=/accounts/logout/ hx-trigger=load>x</button></form>",
    '<div class="embed" hx-get="/evil" hx-trigger="load">x</div>',
    "<!-- --><base href=//evil.example>",
    "<math><mtext></mtext><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "{% load static %}{{ settings.SECRET_KEY }}",
    "\\<script\\>alert(1)\\</script\\>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '"><script>alert(1)</script>',
    "## x {onclick=alert(1) style=color:red id=main}",
    "[x](https://a.example){onmouseover=alert(1)}",
    '`x`{.a onclick="alert(1)"}',
    "[x]: javascript:alert(1)",
    "term[^n]\n\n[^n]: <script>alert(1)</script>",
    '<https://a.example/?"onmouseover=alert(1)>',
    "~~~ {.yaml onclick=alert(1)}\na: 1\n~~~",
]


class Strict(HTMLParser):
    """Refuses what no author may bring into a page."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "iframe", "object", "embed", "base", "form", "img", "link", "meta"}, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in {"style", "srcdoc", "formaction", "hx-on"}, name
            assert not re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE), value
            assert not name.startswith("hx-") or name in {"hx-get", "hx-trigger", "hx-swap"}, name
            if name == "hx-get":
                assert (value or "").startswith(("/quizzes/harbour/", "/labs/harbour/")), value


def article(page: str) -> str:
    """Return what an author wrote of a lesson's page."""
    return page[page.index('<details class="toc"') : page.index('<div class="block read-mark"')]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_markdown_is_refused_or_shown_and_never_obeyed(
    package: Path, import_folder: ImportFolder, hostile: str
) -> None:
    edit(package / "docker/volumes/lesson.en.md", "A volume outlives", f"{hostile}\n\nA volume outlives")
    try:
        import_folder(package)
    except AssertionError as refused:
        assert "Fault(" in str(refused)  # noqa: PT017 - a refusal is as good as a harmless page.
        return
    page = Client(headers={"accept-language": "en"}).get("/courses/harbour/docker/volumes/").content.decode()
    Strict().feed(article(page))
    assert "A volume outlives" in page


def test_most_hostile_texts_are_shown_and_not_merely_refused(package: Path, import_folder: ImportFolder) -> None:
    shown = "\n\n".join(HOSTILE[:16])
    edit(package / "docker/volumes/lesson.en.md", "A volume outlives", f"{shown}\n\nA volume outlives")
    import_folder(package)
    page = Client(headers={"accept-language": "en"}).get("/courses/harbour/docker/volumes/").content.decode()
    Strict().feed(article(page))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ settings.SECRET_KEY }}" in page


def test_html_in_titles_front_matter_quizzes_and_labs_is_shown(package: Path, import_folder: ImportFolder) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    edit(package / "course.yaml", "en: The harbour", f'en: "{bad}"')
    edit(package / "course.yaml", "en: A very small course", f'en: "{bad}"')
    edit(package / "course.yaml", "en: The cluster", f'en: "{bad}"')
    for old in ("title: Volumes", "summary: Where data lives."):
        edit(package / "docker/volumes/lesson.en.md", old, f'{old.split(":")[0]}: "{bad}"')
    edit(package / "docker/volumes/lesson.en.md", "[tell mounts apart]", f'["{bad}"]')
    edit(package / "docker/volumes/lesson.en.md", "The three kinds of mount.", bad)
    edit(package / "docker/volumes/quiz.yaml", 'en: "Quiz: volumes"', f'en: "{bad}"')
    edit(package / "docker/volumes/quiz.yaml", "en: Which is anonymous?", f'en: "{bad}"')
    edit(package / "docker/volumes/labs/keep-a-file.yaml", "en: Keep a file", f'en: "{bad}"')
    edit(package / "docker/volumes/labs/keep-a-file.yaml", "en: Copy seed.txt to kept.txt.", f'en: "{bad}"')
    import_folder(package)
    client = Client(headers={"accept-language": "en"})
    urls = ["/", "/courses/", "/courses/harbour/", "/courses/harbour/docker/volumes/"]
    urls += ["/quizzes/harbour/docker/volumes/quiz/", "/labs/harbour/docker/volumes/keep-a-file/"]
    for url in urls:
        page = client.get(url).content.decode()
        assert "&lt;script&gt;alert(1)" in page, url
        assert "<script>alert" not in page, url
        assert "<img src=x" not in page, url


def test_an_authors_text_cannot_pass_for_an_embed(package: Path, import_folder: ImportFolder) -> None:
    token = "embed000000000000000000000000n0n"
    edit(package / "docker/volumes/lesson.en.md", "A volume outlives", f"{token}\n\nA volume outlives")
    import_folder(package)
    page = Client(headers={"accept-language": "en"}).get("/courses/harbour/docker/volumes/").content.decode()
    assert token in page
    assert page.count('hx-get="/quizzes/') == 1
