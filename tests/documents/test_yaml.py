"""What load_yaml() gives back, faults it finds, and what hostile documents cost."""

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from documents import yaml as loading
from documents.budgets import Budget
from documents.faults import Fault
from documents.nodes import MappingNode, Node, SequenceNode
from documents.yaml import load_yaml


def loaded(text: str) -> Node:
    root = load_yaml(text, path="x.yaml")
    assert isinstance(root, Node), [fault.describe("en") for fault in root]
    return root


def faults(text: str, **budget: int) -> list[Fault]:
    found = load_yaml(text, path="x.yaml", budget=Budget(**budget))
    assert isinstance(found, list)
    return found


def described(text: str, **budget: int) -> list[str]:
    return [fault.describe("en") for fault in faults(text, **budget)]


def test_each_key_and_value_knows_its_line_and_column() -> None:
    root = loaded("title: Volumes\nexpect:\n  - id: one\n    points: 3\n")
    assert isinstance(root, MappingNode)
    entry = root.entries["expect"]
    assert (entry.place.line, entry.place.column) == (2, 1)
    assert isinstance(entry.value, SequenceNode)
    check = entry.value.items[0]
    assert isinstance(check, MappingNode)
    assert (check.entries["points"].value.line, check.entries["points"].value.column) == (4, 13)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("a: 8080:80", "8080:80"),
        ("a: 22:22", "22:22"),
        ("a: 2024-01-01", "2024-01-01"),
        ("a: 1.36", 1.36),
        ("a: '1.36'", "1.36"),
        ("a: 1e3", 1000.0),
        ("a: 0644", 420),
        ("a: 0o644", 420),
        ("a: 0x1F", 31),
        ("a: yes", True),
        ("a: Off", False),
        ("a: ~", None),
        ("a:", None),
        ("a: 007a", "007a"),
        ("a: !!str 7", "7"),
        ("a: !!int 7", 7),
        ("a: |\n  x: y\n  z", "x: y\nz"),
        ("a: 中文", "中文"),
    ],
)
def test_a_plain_word_means_what_kubernetes_readers_take_it_for(source: str, value: object) -> None:
    assert loaded(source).data() == {"a": value}


def test_an_empty_document_is_a_null() -> None:
    assert loaded("").data() is None
    assert loaded("# only a comment\n").data() is None


def test_a_byte_order_mark_is_no_fault() -> None:
    assert loaded("\ufeffa: 1").data() == {"a": 1}


def test_aliases_and_merge_keys_are_written_out() -> None:
    text = "base: &b {image: nginx, tag: x}\none: *b\ntwo:\n  <<: *b\n  tag: y\n"
    assert loaded(text).data() == {
        "base": {"image": "nginx", "tag": "x"},
        "one": {"image": "nginx", "tag": "x"},
        "two": {"image": "nginx", "tag": "y"},
    }


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert loaded('{"<<": 1}').data() == {"<<": 1}
    assert "must name a mapping" in described("<<: 1")[0]


def test_every_duplicate_key_and_bad_tag_is_told_at_once() -> None:
    assert described("a: 1\nb: !!python/object:os.system x\na: 2\nc: {d: 1, d: 2}\n") == [
        (
            "x.yaml:2:4: the tag '!!python/object:os.system' is not allowed; remove it, or put text that starts "
            "with '!' in quotes"
        ),
        "x.yaml:3:1: the key 'a' stands here twice (first on line 1); keep one",
        "x.yaml:4:11: the key 'd' stands here twice (first on line 4); keep one",
    ]


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("a: b: c", (1, 5), "put text that contains ': ' in quotes"),
        ("a:\n\tb: 1", (2, 1), "indent with spaces, not tabs"),
        ("a: 1\nb: 'x\nc: 2", (2, 4), "close the quote"),
        ("a: 1\nb: [1, 2", (2, 4), "closing bracket"),
        ("a:\n  - 1\n b", (3, 2), "indentation"),
        ("- 1\nb: 2", (2, 1), "indentation"),
        ("a: *x", (1, 4), "anchor"),
        ("a: {{ name }}", (1, 5), "templates"),
        ("a: 1\n---\nb: 2", (2, 1), "remove this '---'"),
        ("a: \x07", (1, 4), "U+0007"),
        ("中: 1\n文: \x00", (2, 4), "U+0000"),
    ],
)
def test_a_syntax_fault_says_where_and_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, loader: type, text: str, place: tuple[int, int], part: str
) -> None:
    monkeypatch.setattr(loading, "_LOADER", loader)
    (fault,) = faults(text)
    assert (fault.line, fault.column) == place
    assert part in fault.text.en
    assert fault.text.zh_hans != fault.text.en


def test_front_matter_counts_lines_from_where_it_stands_in_its_file() -> None:
    found = load_yaml("a: 1\na: 2\n", path="lesson.en.md", first_line=2)
    assert isinstance(found, list)
    assert found[0].describe("en").startswith("lesson.en.md:3:1: ")


@pytest.mark.parametrize(
    ("text", "budget", "part"),
    [
        ("a: " + "x" * 100, {"characters": 50}, "characters"),
        ("[" * 60 + "]" * 60, {"depth": 48}, "levels"),
        ("a: [1, 2, 3, 4, 5, 6]", {"nodes": 5}, "values"),
        ("a: &a 1\nb: [*a, *a, *a]", {"aliases": 2}, "aliases"),
        ("a: &a [*a]", {}, "never end"),
        ("a: &a {<<: *a}", {}, "never end"),
    ],
)
def test_a_document_past_its_budget_is_refused(text: str, budget: dict[str, int], part: str) -> None:
    (line,) = described(text, **budget)
    assert part in line


def test_a_billion_laughs_are_refused_without_being_told() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    started = time.monotonic()
    assert "values" in described("\n".join(lines))[0]
    assert time.monotonic() - started < 2


def test_nesting_hidden_in_aliases_counts() -> None:
    lines = ["a0: &a0 [[[[[x]]]]]"] + [f"a{i}: &a{i} [[[[[*a{i - 1}]]]]]" for i in range(1, 12)]
    assert "levels" in described("\n".join(lines))[0]


def test_a_hundred_thousand_open_brackets_cost_no_stack() -> None:
    assert "levels" in described("[" * 100_000)[0]


@given(st.text(max_size=300))
def test_any_text_is_a_document_or_faults_with_a_place(text: str) -> None:
    found = load_yaml(text, path="x.yaml")
    if isinstance(found, list):
        assert found
        assert all(fault.line >= 1 and fault.column >= 1 and fault.text.zh_hans for fault in found)
    else:
        assert isinstance(found, Node)


_SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=20)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(_DATA)
def test_what_pyyaml_writes_with_quotes_is_read_back_the_same(data: object) -> None:
    text = yaml.safe_dump(data, default_style='"', allow_unicode=True)
    root = load_yaml(text, path="x.yaml")
    assert isinstance(root, Node), root
    assert root.data() == data
