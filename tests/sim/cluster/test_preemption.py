"""Who makes room for a Pod of higher priority."""

from typing import Any

import pytest
import yaml

from sandbox.sim.world import World

Object = dict[str, Any]


def pod(name: str, cpu: str, *, priority: str = "", node: str = "", app: str = "") -> Object:
    container = {"name": "c", "image": "nginx:1.27", "resources": {"requests": {"cpu": cpu}}}
    spec: Object = {"containers": [container]}
    if priority:
        spec["priorityClassName"] = priority
    if node:
        spec["nodeSelector"] = {"kubernetes.io/hostname": node}
    meta = {"name": name, "labels": {"app": app or name}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}


@pytest.fixture
def world() -> World:
    made = World.create(seed=7, nodes=("controlplane", "node01", "node02"))
    made.run("kubectl create priorityclass high --value=1000; kubectl create priorityclass middle --value=10")
    return made


def apply(world: World, *objects: Object) -> None:
    world.files.write("/root/x.yaml", yaml.safe_dump_all(objects))
    assert world.run("kubectl apply -f x.yaml").exit_code == 0
    world.advance(60)


def running(world: World) -> dict[str, str]:
    pods = world.cluster.list("v1", "Pod", "default")
    return {p["metadata"]["name"]: p["spec"].get("nodeName", "") for p in pods}


def half(world: World) -> str:
    """Return a bit more than half of a node's processors."""
    cpu = world.cluster.get("v1", "Node", "node01", "")["status"]["allocatable"]["cpu"]
    return f"{int(cpu) * 600}m"


def test_the_lowest_priority_goes_first(world: World) -> None:
    apply(world, pod("one", half(world), node="node01", priority="middle"), pod("two", half(world), node="node02"))
    apply(world, pod("vip", half(world), priority="high"))
    assert running(world) == {"one": "node01", "vip": "node02"}


def test_a_disruption_budget_is_broken_last(world: World) -> None:
    budget = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "b"},
        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "two"}}},
    }
    apply(world, budget)
    apply(world, pod("one", half(world), node="node01", priority="middle"), pod("two", half(world), node="node02"))
    apply(world, pod("vip", half(world), priority="high"))
    assert running(world) == {"two": "node02", "vip": "node01"}


def test_no_more_go_than_must(world: World) -> None:
    small = [pod(f"small-{n}", "100m", node="node01") for n in range(2)]
    apply(
        world, *small, pod("big", half(world), node="node01"), pod("other", half(world), node="node02", priority="high")
    )
    apply(world, pod("vip", half(world), priority="high"))
    assert set(running(world)) == {"small-0", "small-1", "other", "vip"}
