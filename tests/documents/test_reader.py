"""How a course file is read key by key with every fault gathered."""

from documents.faults import Fault
from documents.nodes import Node
from documents.reader import SLUG, Reader
from documents.text import LocalizedText
from documents.yaml import load_yaml


def opened(text: str) -> tuple[Reader, list[Fault]]:
    root = load_yaml(text, path="x.yaml")
    assert isinstance(root, Node)
    faults: list[Fault] = []
    return Reader(root, faults), faults


def told(faults: list[Fault]) -> list[str]:
    return [fault.describe("en") for fault in faults]


def test_typed_values_come_back_as_written() -> None:
    reader, faults = opened(
        "title: {zh-hans: 卷, en: Volumes}\npoints: 3\nrate: 0.5\nopen: true\nkind: docker\n"
        "files: {a.txt: admin}\ntags: [a, b]\nslug: a-b\nsteps: [{id: x}]\n"
    )
    assert reader.localized("title") == LocalizedText(en="Volumes", zh_hans="卷")
    assert reader.integer("points", minimum=1) == 3
    assert reader.number("rate") == 0.5
    assert reader.boolean("open") is True
    assert reader.choice("kind", ("kubernetes", "docker")) == "docker"
    assert reader.text_map("files") == {"a.txt": "admin"}
    assert reader.texts("tags") == ["a", "b"]
    assert reader.text("slug", pattern=SLUG) == "a-b"
    assert [step.text("id") for step in reader.mappings("steps", minimum=1)] == ["x"]
    reader.unknown_keys()
    assert faults == []


def test_a_plain_text_serves_both_languages() -> None:
    reader, faults = opened("title: Docker\n")
    assert reader.localized("title") == LocalizedText.same("Docker")
    assert faults == []


def test_absent_optional_values_are_their_defaults() -> None:
    reader, faults = opened("{}")
    assert reader.text("a", default="") == ""
    assert reader.integer("b", default=7, minimum=1) == 7
    assert reader.boolean("c", default=True) is True
    assert reader.choice("d", ("x", "y"), default="y") == "y"
    assert reader.mappings("e") == []
    assert reader.mapping("f") is None
    assert reader.data("g") is None
    assert faults == []


def test_every_fault_is_gathered_with_its_place() -> None:
    reader, faults = opened(
        "title: {zh-hans: 卷}\npoints: many\nkind: podman\nversion: 1.36\nslug: A b\nfiles: [a]\nlist: {a: 1}\n"
        "empty: '  '\nbig: 99\nflag: 'no'\npionts: 1\n"
    )
    reader.localized("title")
    reader.integer("points")
    reader.choice("kind", ("kubernetes", "docker"))
    reader.text("version")
    reader.text("slug", pattern=SLUG)
    reader.text_map("files")
    reader.sequence("list")
    reader.text("empty")
    reader.integer("big", minimum=1, maximum=10)
    reader.boolean("flag")
    reader.text("absent")
    reader.unknown_keys()
    assert told(faults) == [
        "x.yaml:1:8: 'title' lacks its translation for 'en'",
        "x.yaml:2:9: 'points' must be a whole number",
        "x.yaml:3:7: 'kind' must be one of: kubernetes, docker",
        "x.yaml:4:10: 'version' must be a text; put it in quotes",
        "x.yaml:5:7: 'slug' must be small letters, digits and single hyphens, like 'share-a-volume'; it is 'A b'",
        "x.yaml:6:8: 'files' must be a mapping of names to texts",
        "x.yaml:7:7: 'list' must be a list",
        "x.yaml:8:8: 'empty' must be a text that is not empty",
        "x.yaml:9:6: 'big' must be between 1 and 10",
        "x.yaml:10:7: 'flag' must be true or false",
        "x.yaml:1:1: the key 'absent' is missing",
        "x.yaml:11:1: unknown key 'pionts'; did you mean 'points'?",
    ]
    assert all("“" in fault.text.zh_hans for fault in faults)


def test_a_document_that_is_no_mapping_is_one_fault_and_not_many() -> None:
    reader, faults = opened("- a\n- b\n")
    reader.text("title")
    reader.unknown_keys()
    assert told(faults) == ["x.yaml:1:1: this must be a mapping of keys to values"]


def test_a_comma_in_braces_that_cuts_a_text_is_explained() -> None:
    reader, faults = opened("says: {zh-hans: 没有 s。, en: It is volume, without an s.}\n")
    reader.localized("says")
    assert told(faults) == [
        "x.yaml:1:42: 'without an s.' stands alone: inside {…} a comma ends a text; put the whole text in quotes"
    ]


def test_a_boolean_is_no_number_and_a_null_is_missing() -> None:
    reader, faults = opened("points: true\ntitle:\n")
    reader.integer("points")
    reader.text("title")
    assert told(faults) == [
        "x.yaml:1:9: 'points' must be a whole number",
        "x.yaml:2:7: the key 'title' is missing",
    ]
