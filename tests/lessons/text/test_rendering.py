"""What lesson Markdown becomes."""

import pytest

from lessons.text.front_matter import LessonSource, split_lesson
from lessons.text.reading_time import measure_minutes
from lessons.text.rendering import LessonPlace, Material, RenderedLesson, render_lesson


def rendered(body: str, language: str = "en") -> RenderedLesson:
    source = split_lesson(f"---\ntitle: T\n---\n{body}", path="lesson.en.md")
    assert isinstance(source, LessonSource), source
    place = LessonPlace("c/m/l", "m/l", {"m/l": "/courses/c/m/l/"})
    return render_lesson(source, path="lesson.en.md", language=language, place=place, material=Material({}, {}))


def html(body: str, language: str = "en") -> str:
    found = rendered(body, language)
    assert found.faults == [], [fault.describe("en") for fault in found.faults]
    return found.html


@pytest.mark.parametrize("language", ["yaml", "console", "bash", "dockerfile", "json", "ini", "text"])
def test_code_is_coloured_by_classes_and_marked_with_its_language(language: str) -> None:
    page = html(f"```{language}\nFROM nginx\n```\n")
    assert f'class="language-{language} highlight"' in page
    assert "style=" not in page


def test_a_console_that_can_be_run_is_marked() -> None:
    assert 'class="language-console run highlight"' in html("```console {run}\n$ docker ps\n```")
    assert 'class="language-console run highlight"' in html('```console {run} title="x"\n$ docker ps\n```')
    assert "run" not in html("```console\n$ docker ps\n```").split("docker")[0]


def test_a_file_name_and_marked_lines_are_shown() -> None:
    page = html('```yaml title="pod.yaml" hl_lines="2"\na: 1\nb: 2\n```')
    assert '<span class="filename">pod.yaml</span>' in page
    assert '<span class="hll">' in page


def test_code_in_a_list_stays_in_its_item_without_empty_lines_around_it() -> None:
    page = html("- one\n    ```bash\n    ls\n    ```\n- two\n")
    assert page.count("<li>") == 2
    assert page.index("<pre>") < page.index("two")


def test_headings_make_ids_and_a_table_of_contents() -> None:
    found = rendered("## Three ways {#ways}\n\n### 匿名卷 和 名字\n\n## Then\n")
    assert [(entry["id"], [inner["id"] for inner in entry["children"]]) for entry in found.toc] == [
        ("ways", ["匿名卷-和-名字"]),
        ("then", []),
    ]
    assert '<h2 id="ways">Three ways</h2>' in found.html


def test_names_in_a_table_of_contents_are_plain_text() -> None:
    (entry,) = rendered("## `a` <b> & *c*\n").toc
    assert entry["name"] == "a <b> & c"


def test_footnotes_stand_behind_the_block_that_calls_them() -> None:
    page = html("One[^a] two[^b].\n\nThree.\n\n[^a]: First *note*.\n\n[^b]: Second.\n")
    assert page.index("two") < page.index("First") < page.index("Second") < page.index("Three")
    assert page.count('<aside class="mnote"') == 2
    assert 'class="footnote"' not in page
    assert "↩" not in page


@pytest.mark.parametrize(("language", "title"), [("en", "Errata"), ("zh-hans", "勘误")])
def test_boxes_have_titles_in_the_language_of_the_text(language: str, title: str) -> None:
    assert f'<p class="admonition-title">{title}</p>' in html("/// errata\nx\n///\n", language)
    assert '<p class="admonition-title">Own</p>' in html("/// errata | Own\nx\n///\n", language)


def test_lines_of_chinese_are_joined_and_words_are_not() -> None:
    assert html("一行，\n又一行。\none\ntwo") == "<p>一行，又一行。\none\ntwo</p>"
    assert "一\n二" in html("```text\n一\n二\n```")


def test_placeholders_read_as_written() -> None:
    assert "kubectl logs &lt;pod&gt;" in html("Type kubectl logs <pod> now.")


def test_tables_keep_their_alignment() -> None:
    assert '<td align="right">' in html("| a |\n|--:|\n| 1 |\n")


@pytest.mark.parametrize(
    ("body", "minutes"), [("", 1), ("字" * 800, 2), ("word " * 660, 3), ("```text\n" + "x\n" * 60 + "```\n", 3)]
)
def test_reading_time_counts_characters_words_and_lines_of_code(body: str, minutes: int) -> None:
    assert measure_minutes(body) == minutes


def test_an_empty_lesson_is_a_page() -> None:
    assert html("") == ""


def test_blocks_inside_code_are_code() -> None:
    found = rendered("```text\n/// quiz | quiz\n# not a title\n```\n")
    assert found.faults == []
    assert found.embeds == ()
