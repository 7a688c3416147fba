"""Nodes whose kubelet stops, and the taints that nodes get."""

import json
from typing import Any

import pytest

from sandbox.sim.world import World

Object = dict[str, Any]


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=("nginx:1.27",), nodes=("controlplane", "node01", "node02"))
    world.run("kubectl create deployment web --image=nginx:1.27 --replicas=2")
    assert world.run("kubectl rollout status deployment web").exit_code == 0
    return world.snapshot()


def taints(world: World, node: str = "node01") -> list[tuple[str, str]]:
    rows = world.cluster.get("v1", "Node", node)["spec"].get("taints") or []
    return [(row["key"].removeprefix("node.kubernetes.io/"), row["effect"]) for row in rows]


def status(world: World, node: str = "node01") -> str:
    return world.run(f"kubectl get node {node} --no-headers").stdout.split()[1]


def test_a_node_without_a_kubelet_is_given_up_after_a_while(start: bytes) -> None:
    world = World.restore(start)
    assert world.run("ssh node01 systemctl is-active kubelet").stdout == "active\n"
    assert world.run("ssh node01 systemctl stop kubelet").exit_code == 0
    assert world.run("ssh node01 systemctl is-active kubelet").exit_code == 3
    world.run("sleep 30")
    assert status(world) == "Ready"
    world = World.restore(world.snapshot())
    world.run("sleep 30")
    assert status(world) == "NotReady"
    assert taints(world) == [("unreachable", "NoSchedule"), ("unreachable", "NoExecute")]
    refused = world.run("kubectl logs $(kubectl get pods -o name --field-selector spec.nodeName=node01)")
    assert "dial tcp 10.0.0.11:10250: connect: connection refused" in refused.stderr
    before = world.cluster.version
    world.advance(60)
    assert world.cluster.version == before


def test_its_pods_move_after_five_minutes_and_end_when_it_comes_back(start: bytes) -> None:
    world = World.restore(start)
    world.run("ssh node01 systemctl stop kubelet; sleep 400")
    rows = [row.split() for row in world.run("kubectl get pods -o wide --no-headers").stdout.splitlines()]
    assert sorted((row[2], row[6]) for row in rows) == [
        ("Running", "node02"),
        ("Running", "node02"),
        ("Terminating", "node01"),
    ]
    world.run("ssh node01 systemctl start kubelet; sleep 5")
    assert (status(world), taints(world)) == ("Ready", [])
    assert len(world.run("kubectl get pods --no-headers").stdout.splitlines()) == 2


def test_nothing_starts_on_a_node_whose_kubelet_does_not_run(start: bytes) -> None:
    world = World.restore(start)
    world.run("ssh node02 systemctl stop kubelet")
    override = json.dumps({"spec": {"nodeName": "node02"}})
    world.run(f"kubectl run late --image=nginx:1.27 --overrides='{override}'; sleep 20")
    assert world.run("kubectl get pod late --no-headers").stdout.split()[2] == "Pending"
    world.run("ssh node02 systemctl restart kubelet; sleep 5")
    assert world.run("kubectl get pod late --no-headers").stdout.split()[2] == "Running"


def test_a_cordoned_node_is_tainted(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl taint node node01 mine=1:NoSchedule; kubectl cordon node01")
    assert taints(world) == [("mine", "NoSchedule"), ("unschedulable", "NoSchedule")]
    world.run("kubectl uncordon node01")
    assert taints(world) == [("mine", "NoSchedule")]


@pytest.mark.parametrize("kind", ["MemoryPressure", "DiskPressure", "PIDPressure"])
def test_a_node_under_pressure_takes_no_more_pods(start: bytes, kind: str) -> None:
    world = World.restore(start)
    patch = json.dumps({"status": {"conditions": [{"type": kind, "status": "True"}]}})
    assert world.run(f"kubectl patch node node01 --subresource=status -p '{patch}'").exit_code == 0
    word = {"MemoryPressure": "memory", "DiskPressure": "disk", "PIDPressure": "pid"}[kind]
    assert taints(world) == [(f"{word}-pressure", "NoSchedule")]
