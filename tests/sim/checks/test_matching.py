"""The partial comparison: its laws by hypothesis, its Kubernetes rules by example."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.checks.matching import MISSING, Mismatch, find_mismatches

scalars = st.booleans() | st.integers(-1000, 1000) | st.text(max_size=8)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "a", "b", "limits"]), inner),
    max_leaves=20,
)
objects = st.dictionaries(st.sampled_from(["metadata", "spec", "kind", "name"]), values, max_size=4)


@given(objects)
def test_everything_matches_itself(value: dict[str, Any]) -> None:
    assert find_mismatches(value, copy.deepcopy(value)) == []
    assert find_mismatches(value, copy.deepcopy(value), exact=True) == []


@given(objects, st.data())
def test_leaving_expectations_out_never_makes_a_match_fail(value: dict[str, Any], data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(value)))) if value else set()
    assert find_mismatches({key: value[key] for key in kept}, value) == []


@given(st.lists(scalars, max_size=6), st.data())
def test_plain_lists_match_in_any_order(items: list[Any], data: st.DataObject) -> None:
    assert find_mismatches({"args": data.draw(st.permutations(items))}, {"args": items}) == []


@given(st.lists(st.integers(), min_size=2, max_size=6, unique=True))
def test_exact_lists_keep_their_order_and_length(items: list[int]) -> None:
    assert find_mismatches({"args": items[::-1]}, {"args": items}, exact=True) != []
    assert find_mismatches({"args": items[1:]}, {"args": items}, exact=True) != []


@given(objects, st.sampled_from(["spec", "status"]), scalars)
def test_a_field_that_is_not_there_is_a_mismatch_at_its_path(value: dict[str, Any], key: str, wanted: Any) -> None:
    found = {name: inner for name, inner in value.items() if name != key}
    expected = [] if wanted is False else [Mismatch(key, wanted, MISSING)]
    assert find_mismatches({key: wanted}, found) == expected


POD = {
    "spec": {
        "containers": [
            {"name": "log", "image": "busybox"},
            {
                "name": "web",
                "image": "nginx",
                "resources": {"limits": {"cpu": "500m", "memory": "1Gi"}},
                "volumeMounts": [{"name": "foo", "mountPath": "/etc/foo", "readOnly": True}],
                "command": ["sh", "-c", "sleep 1"],
            },
        ],
    },
}


def expect_container(**fields: Any) -> dict[str, Any]:
    return {"spec": {"containers": [{"name": "web", **fields}]}}


@pytest.mark.parametrize(
    "fields",
    [
        {"image": "nginx"},
        {"resources": {"limits": {"cpu": 0.5}}},
        {"resources": {"limits": {"cpu": "0.5", "memory": "1024Mi"}}},
        {"volumeMounts": [{"mountPath": "/etc/foo", "readOnly": True}]},
        {"command": ["sleep 1", "sh"]},
        {"stdin": False},
        {"livenessProbe": None},
        {"volumeMounts": []},
    ],
)
def test_a_container_is_found_by_name_and_compared_in_part(fields: dict[str, Any]) -> None:
    assert find_mismatches(expect_container(**fields), POD) == []


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"image": "redis"}, "spec.containers[name=web].image"),
        ({"resources": {"limits": {"memory": "1G"}}}, "spec.containers[name=web].resources.limits.memory"),
        ({"volumeMounts": [{"mountPath": "/etc/bar"}]}, "spec.containers[name=web].volumeMounts[mountPath=/etc/bar]"),
        (
            {"volumeMounts": [{"mountPath": "/etc/foo", "readOnly": False}]},
            "spec.containers[name=web].volumeMounts[mountPath=/etc/foo].readOnly",
        ),
        ({"command": ["bash"]}, "spec.containers[name=web].command[0]"),
        ({"image": None}, "spec.containers[name=web].image"),
    ],
)
def test_a_difference_is_named_by_its_path(fields: dict[str, Any], path: str) -> None:
    assert [mismatch.path for mismatch in find_mismatches(expect_container(**fields), POD)] == [path]


def test_an_item_without_a_merge_key_is_compared_with_the_one_most_like_it() -> None:
    found = {"tolerations": [{"key": "a", "effect": "NoSchedule"}, {"key": "b", "effect": "NoExecute", "value": "x"}]}
    expected = {"tolerations": [{"key": "b", "effect": "NoExecute", "value": "y"}]}
    assert find_mismatches(expected, found) == [Mismatch("tolerations[0].value", "y", "x")]


@pytest.mark.parametrize(("expected", "found"), [(True, "true"), (1, True), ("80", 80), (0, False), ("1", "1.0")])
def test_values_of_different_types_differ(expected: Any, found: Any) -> None:
    assert find_mismatches({"data": {"x": expected}}, {"data": {"x": found}}) == [Mismatch("data.x", expected, found)]


def test_a_label_with_dots_keeps_its_name_in_the_path() -> None:
    expected = {"metadata": {"labels": {"app.kubernetes.io/name": "web"}}}
    paths = [mismatch.path for mismatch in find_mismatches(expected, {"metadata": {"labels": {}}})]
    assert paths == ["metadata.labels[app.kubernetes.io/name]"]


def test_a_slash_at_the_end_of_a_mount_path_changes_nothing() -> None:
    wanted = {"volumeMounts": [{"mountPath": "/etc/foo", "readOnly": True}]}
    assert find_mismatches(wanted, {"volumeMounts": [{"mountPath": "/etc/foo/", "readOnly": True}]}) == []
    assert find_mismatches(wanted, {"volumeMounts": [{"mountPath": "/etc/foobar", "readOnly": True}]}) != []
    assert find_mismatches({"mountPath": "/"}, {"mountPath": "/etc"}) != []
