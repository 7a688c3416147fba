import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.cluster.apimachinery.yaml_writer import sorted_keys, write_yaml
from sandbox.sim.kubectl.printers.kyaml_writer import write_kyaml

GOLDEN = Path(__file__).parents[2] / "golden" / "kubernetes"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["C"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcyn19./-", min_size=1), inner, max_size=4),
    max_leaves=12,
)


def recorded(name: str, command: str, opening: str) -> list[str]:
    rows = [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row["stdout"] for row in rows if command in row["command"] and row["stdout"].startswith(opening)]


@pytest.mark.parametrize("name", ["create", "defaulting", "get"])
def test_recorded_yaml_is_written_as_it_was_read(name: str) -> None:
    documents = [text for text in recorded(name, "yaml", "apiVersion:") if "\n---\n" not in text]
    assert documents
    for text in documents:
        assert write_yaml(read_yaml(text)) == text


def test_recorded_kyaml_is_written_from_the_same_object() -> None:
    (text,) = recorded("get", "-o kyaml", "---")
    assert write_kyaml(read_yaml(text.removeprefix("---\n"))) == text


@given(JSON)
def test_what_is_written_reads_as_the_same_value(value: object) -> None:
    assert read_yaml(write_yaml(value)) == value


def test_yaml_1_1_booleans_are_booleans() -> None:
    assert read_yaml("{a: y, b: N, c: on, d: Off, e: 'yes'}") == {
        "a": True,
        "b": False,
        "c": True,
        "d": False,
        "e": "yes",
    }


def test_numbers_come_in_every_base() -> None:
    assert read_yaml("[0x1F, 0o17, 017, 1_000, 1e3, .5]") == [31, 15, 15, 1000, 1000.0, 0.5]


def test_a_date_stays_a_text_and_is_quoted_when_written() -> None:
    assert read_yaml("when: 2026-01-05") == {"when": "2026-01-05"}
    assert write_yaml({"when": "2026-01-05"}) == 'when: "2026-01-05"\n'


def test_of_duplicate_keys_the_last_one_counts() -> None:
    assert read_yaml("a: 1\na: 2\n") == {"a": 2}


def test_keys_are_sorted_with_their_numbers_by_value() -> None:
    assert sorted_keys(["a10", "a2", "a", "B", "a.b"]) == ["B", "a", "a.b", "a2", "a10"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name: "shop\nspec: 1\n', "yaml: line 3: found unexpected end of stream"),
        ("a: b: c\n", "yaml: mapping values are not allowed in this context"),
        ("a:\n\t- b\n", "yaml: line 2: found character that cannot start any token"),
        ("a:\n  b\n c: d\n", "yaml: line 3: mapping values are not allowed in this context"),
        ("a: [1,2\nb: c\n", "yaml: line 1: did not find expected ',' or ']'"),
        ("a: &a [*a]\n", "yaml: anchor 'a' value contains itself"),
    ],
)
def test_faults_are_named_in_the_words_of_go_yaml(text: str, message: str) -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(text)
    assert str(caught.value) == message


def test_a_bomb_of_aliases_is_refused() -> None:
    layers = "".join(
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(YamlError, match="excessive aliasing"):
        read_yaml("a: &a [x]\n" + layers)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(YamlError, match="exceeded max depth"):
        read_yaml("[" * 100_000)
