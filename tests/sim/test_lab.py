"""The lab format: what is read, what is refused and where, and that storage loses nothing."""

# ruff: noqa: E501 - a check stands on one line, as an author may write it.

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.faults import Fault
from sandbox.sim.lab import Lab, parse_lab

EVERY_KIND = """\
title: {zh-hans: 全部, en: Everything}
kind: kubernetes
answer: manifest
minutes: 12
seed: 7
nodes: [controlplane, node01]
images: [nginx:latest]
addons: [metrics-server]
disclose: 2
start:
  files: {username.txt: admin, sub/notes.md: hello}
  run: |
    kubectl create namespace shop
task: {zh-hans: 做, en: Do}
expect:
  - id: mounted
    points: 3
    says: {zh-hans: 已挂载, en: Mounted}
    hints: [one, {zh-hans: 二, en: two, cost: 1}, {text: three, cost: 2}]
    object: {apiVersion: v1, kind: Pod, metadata: {name: mypod}, spec: {containers: [{name: a}]}}
    cel: "object.status.phase == 'Running'"
    exact: true
  - {id: ready, points: 1, says: x, select: {apiVersion: v1, kind: Pod, labels: {app: web}}, count: 2, match: {spec: {}}}
  - {id: reads-it, points: 1, says: x, run: kubectl get pods, stdout: {contains: [a, b], lacks: c}, stderr: {equals: ""}, exit: 1}
  - {id: gone, points: 1, says: x, absent: {apiVersion: v1, kind: Pod, metadata: {name: old}}}
  - {id: no-field, points: 1, says: x, absent: {apiVersion: v1, kind: Pod, metadata: {name: a}}, field: spec.hostNetwork}
  - {id: guard, points: 2, says: x, always: {cel: "cluster.available('apps/v1', 'Deployment', 'web') >= 3"}}
  - {id: shared, points: 1, says: x, inspect: {type: container, name: docker02, match: {State: {Running: true}}}}
  - {id: file, points: 1, says: x, hint: look, file: {path: notes.txt, matches: "^a+$"}}
  - {id: how, points: 1, says: x, history: {ran: "kubectl (apply|create)", succeeded: true}}
  - {id: whole, points: 1, says: x, cel: "cluster.list('v1', 'Pod').all(p, p.status.phase == 'Running')"}
solution: |
  apiVersion: v1
wrong: [one]
also: [two, three]
"""


def read(text: str) -> Lab:
    lab = parse_lab(text, path="labs/all.yaml")
    assert isinstance(lab, Lab), [fault.describe("en") for fault in lab]
    return lab


def refuse(text: str) -> list[Fault]:
    faults = parse_lab(text, path="labs/all.yaml")
    assert isinstance(faults, list)
    return faults


def test_every_key_of_the_format_is_read() -> None:
    lab = read(EVERY_KIND)
    assert lab.max_points == 13
    assert [type(item.check).__name__ for item in lab.expect] == [
        "ObjectCheck", "SelectCheck", "RunCheck", "AbsentCheck", "AbsentCheck", "AlwaysCheck", "InspectCheck",
        "FileCheck", "HistoryCheck", "CelCheck",
    ]  # fmt: skip
    assert [(hint.text.en, hint.cost) for hint in lab.expect[0].hints] == [("one", 0), ("two", 1), ("three", 2)]
    assert lab.expect[0].line == EVERY_KIND[: EVERY_KIND.index("- id: mounted")].count("\n") + 1
    assert (lab.disclose, lab.minutes, lab.seed, lab.nodes) == (2, 12, 7, ("controlplane", "node01"))


def test_a_stored_lab_is_the_lab_that_was_read() -> None:
    lab = read(EVERY_KIND)
    assert Lab.from_data(lab.as_data()) == lab


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points: 3", "points: 0", "'points' must be between 1 and 100"),
        ("kind: kubernetes", "kind: podman", "'kind' must be one of: kubernetes, docker"),
        ("minutes: 12", "minuets: 12", "unknown key 'minuets'; did you mean 'minutes'?"),
        ("phase == 'Running'\"\n    exact", "phase = 'Running'\"\n    exact", "CEL:"),
        ("object.status.phase", "pod.status.phase", "CEL: there is no 'pod' here"),
        ("cluster.list('v1'", "cluster.all_of('v1'", "CEL: there is no 'all_of' here"),
        ("id: ready", "id: mounted", "two checks have the id 'mounted'"),
        ("cost: 2", "cost: 9", "the hints of a check cannot cost more than its points"),
        ("sub/notes.md", "../notes.md", "'../notes.md' must be a path below /root"),
        ('matches: "^a+$"', 'matches: "^(a+$"', "'matches' is not a regular expression"),
        (", metadata: {name: a}}, field", "}, field", "'field' needs the object's name in metadata"),
        ("always: {cel: \"cluster.available('apps/v1', 'Deployment', 'web') >= 3\"}", "always: {run: ls}", "cannot run"),
        ("type: container", "type: pod", "'type' must be one of"),
        ("history: {ran:", "history: {run:", "'history' needs 'ran' or 'never'"),
        ("title: {zh-hans: 全部, en: Everything}", "title: {en: Everything}", "lacks its translation"),
        ("solution: |", "solutions: |", "the key 'solution' is missing"),
    ],
)  # fmt: skip
def test_a_fault_says_what_where_and_how_to_mend_it(old: str, new: str, said: str) -> None:
    assert EVERY_KIND.count(old) == 1, old
    broken = EVERY_KIND.replace(old, new)
    line = 1 if said.endswith("is missing") else broken[: broken.rindex(new)].count("\n") + 1
    found = [(fault.line, fault.text) for fault in refuse(broken)]
    assert any(number == line and said in text.en for number, text in found), found
    assert all(text.zh_hans and text.zh_hans != text.en for _, text in found)


def test_a_fault_stands_at_the_value_that_is_wrong() -> None:
    (fault,) = refuse(EVERY_KIND.replace("minutes: 12", "minutes: 9999"))
    assert (fault.line, fault.column) == (4, 10)


def test_all_faults_are_told_at_once() -> None:
    broken = (
        EVERY_KIND.replace("points: 3", "points: three").replace("id: gone", "id: Gone").replace("seed: 7", "seed: x")
    )
    found = [fault.text.en for fault in refuse(broken)]
    assert len(found) == 4  # Without points, the hints cost more than there is.
    assert {fault.line for fault in refuse(broken)} >= {EVERY_KIND[: EVERY_KIND.index("seed:")].count("\n") + 1}


def test_a_check_of_no_kind_and_a_check_of_two_kinds_are_refused() -> None:
    neither = EVERY_KIND.replace(
        ', run: kubectl get pods, stdout: {contains: [a, b], lacks: c}, stderr: {equals: ""}, exit: 1', ""
    )
    assert "exactly one of" in refuse(neither)[0].text.en
    both = EVERY_KIND.replace("exit: 1}", "exit: 1, file: {path: x}}")
    assert "this one has run, file" in refuse(both)[0].text.en


def test_guards_alone_make_no_lab() -> None:
    head = EVERY_KIND[: EVERY_KIND.index("expect:")]
    guard = "expect:\n  - {id: g, points: 1, says: x, always: {cel: 'true'}}\nsolution: x\n"
    assert "add at least one check of what is to be done" in refuse(head + guard)[0].text.en


@pytest.mark.parametrize("text", ["", "- a\n", "title: [", "\x00", "a: &a [*a]", "title: x\n" * 2])
def test_what_is_no_lab_at_all_is_refused_with_a_place(text: str) -> None:
    assert all(fault.path == "labs/all.yaml" for fault in refuse(text))


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert isinstance(parse_lab(text, path="x"), (list, Lab))


keys = st.sampled_from(
    ["title", "expect", "start", "task", "id", "object", "always", "run", "stdout", "hint", "count", "cel"]
)
shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=15,
)


@given(shapes)
def test_no_shape_makes_the_reader_fail(shape: Any) -> None:
    # JSON is YAML: whatever stands at whatever key, faults come back and never an exception.
    import json  # noqa: PLC0415 - only this test writes JSON.

    expect = json.dumps([shape], ensure_ascii=True)
    assert isinstance(parse_lab(f"expect: {expect}\n", path="x"), list)


def test_an_unknown_addon_is_named_with_those_that_there_are() -> None:
    found = parse_lab(EVERY_KIND.replace("addons: [metrics-server]", "addons: [helm]"), path="lab.yaml")
    assert isinstance(found, list)
    assert found[0].text.en.startswith("there is no addon 'helm'; there are: ")
    assert "metrics-server" in found[0].text.en
