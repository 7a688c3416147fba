"""What counts as an answer that cannot be read, and how one that can is played."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.answers import MOST_CHARACTERS, MOST_COMMANDS, Play, read_answer
from sandbox.outcomes import Unreadable


def refuse(kind: str, text: str) -> Unreadable:
    found = read_answer(kind, text)
    assert isinstance(found, Unreadable)
    assert found.text.en
    assert found.text.zh_hans
    return found


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\n  b: 2\n", 2, 4),
        ("kind: Pod\n\tname: x\n", 2, 1),
        ("a: 'x\nb: 2\n", 1, 4),
        ("a: [1, 2\nb: 3\n", 1, 4),
        ("a: \x07\n", 1, 4),
        ("a: *nowhere\n", 1, 4),
        ("a: &x 1\nb: *x\n---\nc: *x\n", 4, 4),
    ],
)
def test_yaml_that_does_not_parse_is_told_with_line_and_column(text: str, line: int, column: int) -> None:
    found = refuse("manifest", text)
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n", "---\n---\n"])
def test_an_empty_manifest_costs_nothing(text: str) -> None:
    assert "no YAML" in refuse("manifest", text).text.en


def test_a_tower_of_lists_is_refused_before_anybody_recurses_into_it() -> None:
    assert "levels" in refuse("manifest", "a: " + "[" * 5000 + "]" * 5000).text.en


def test_a_billion_laughs_is_refused_where_it_grows_too_large_and_costs_nothing() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    found = refuse("manifest", "\n".join(rows))
    assert "values" in found.text.en
    assert 10 < found.line < 20


def test_aliases_of_a_usual_size_are_taken() -> None:
    assert isinstance(read_answer("manifest", "kind: Pod\na: &a {x: 1}\nb: [*a, *a]\nc: {<<: *a}\n"), Play)


@pytest.mark.parametrize(
    "text", ["kubectl create secret generic x", "- kind: Pod\n", "kind: Pod\n---\nkubectl get pods\n"]
)
def test_what_is_no_object_at_all_costs_nothing_and_says_so(text: str) -> None:
    assert "kind: Pod" in refuse("manifest", text).text.en


def test_a_manifest_is_written_to_a_file_and_applied() -> None:
    play = read_answer("manifest", "kind: Pod\r\n---\r\nkind: Pod\r\n")
    assert play == Play({"/root/answer.yaml": "kind: Pod\n---\nkind: Pod\n"}, ("kubectl apply -f answer.yaml",))


def test_a_script_is_run_command_by_command() -> None:
    script = (
        "# a comment\ncat <<E > x\nfoo\n  bar\nE\necho a; echo b\n\nif true; then\n echo x\nfi\n"
        "export A=1 && \\\n  ls\n(cd x; ls) &\n"
    )
    play = read_answer("commands", script)
    assert isinstance(play, Play)
    assert list(play.commands) == [
        "# a comment\ncat <<E > x\nfoo\n  bar\nE",
        "echo a; echo b",
        "if true; then\n echo x\nfi",
        "export A=1 && \\\n  ls",
        "(cd x; ls) &",
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("ls\necho 'abc\nls\n", 2), ("ls\necho )\n", 2), ("if true; then\n ls\n", 3)]
)
def test_a_script_that_bash_cannot_read_is_told_with_its_line(text: str, line: int) -> None:
    found = refuse("commands", text)
    assert found.line == line
    assert "bash: " in found.text.en


@pytest.mark.parametrize("kind", ["manifest", "commands"])
def test_an_answer_has_an_upper_size(kind: str) -> None:
    assert str(MOST_CHARACTERS) in refuse(kind, "a" * (MOST_CHARACTERS + 1)).text.en


def test_a_script_has_an_upper_number_of_commands() -> None:
    assert str(MOST_COMMANDS) in refuse("commands", "ls\n" * (MOST_COMMANDS + 1)).text.en


@given(st.sampled_from(["manifest", "commands"]), st.text(max_size=120))
def test_any_text_is_either_played_or_refused(kind: str, text: str) -> None:
    assert isinstance(read_answer(kind, text), (Play, Unreadable))
