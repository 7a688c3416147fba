from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.cluster.apimachinery.merge.json_merge import apply_json_merge
from sandbox.sim.cluster.apimachinery.merge.strategic import apply_strategic
from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.kubectl.verbs.apply.three_way import three_way_patch

POD = kind_schema("", "v1", "Pod")
MAPS = st.recursive(
    st.integers(0, 3), lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3), max_leaves=6
).filter(lambda value: isinstance(value, dict))


def pod(*containers: dict[str, object]) -> dict[str, object]:
    return {"spec": {"containers": list(containers)}}


def test_nothing_to_change_is_an_empty_patch() -> None:
    one = pod({"name": "a", "image": "x"})
    assert three_way_patch(one, one, pod({"name": "a", "image": "x", "imagePullPolicy": "Always"}), POD) == {}


def test_a_container_is_changed_by_its_name() -> None:
    current = pod({"name": "a", "image": "x", "tty": True}, {"name": "sidecar", "image": "s"})
    patch = three_way_patch(pod({"name": "a", "image": "x"}), pod({"name": "a", "image": "y"}), current, POD)
    assert apply_strategic(current, patch, POD) == pod(
        {"name": "a", "image": "y", "tty": True}, {"name": "sidecar", "image": "s"}
    )


def test_what_is_no_longer_in_the_file_is_deleted_and_what_others_added_stays() -> None:
    before = pod({"name": "a", "image": "x"}, {"name": "b", "image": "y"})
    current = pod({"name": "a", "image": "x"}, {"name": "b", "image": "y"}, {"name": "injected", "image": "z"})
    patch = three_way_patch(before, pod({"name": "a", "image": "x"}), current, POD)
    after = apply_strategic(current, patch, POD)
    assert [container["name"] for container in after["spec"]["containers"]] == ["a", "injected"]


@given(MAPS, MAPS)
def test_applying_the_difference_of_two_objects_turns_one_into_the_other(
    before: dict[str, object], after: dict[str, object]
) -> None:
    patch = three_way_patch(before, after, before, None)
    assert apply_json_merge(before, patch) == after


def test_ports_of_one_number_and_two_protocols_are_told_apart() -> None:
    ports = [
        {"containerPort": 53, "name": "dns", "protocol": "UDP"},
        {"containerPort": 53, "name": "dns-tcp", "protocol": "TCP"},
    ]
    one = pod({"name": "dns", "image": "x", "ports": ports})
    patch = three_way_patch(one, pod({"name": "dns", "image": "y", "ports": ports}), one, POD)
    assert patch["spec"]["containers"] == [{"image": "y", "name": "dns"}]
