"""Autoscalers on a cluster where nobody serves metrics."""

import json
from typing import Any

import pytest

from sandbox.sim.cluster.controllers.missing_metrics import missing_metric
from sandbox.sim.world import World

NO_CPU = (
    "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource "
    "metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
)


def autoscaled(replicas: int, *, limits: str = "--max=3", target: str = "web") -> World:
    world = World.create(seed=7, nodes=("node-1",))
    world.run(f"kubectl create deployment web --image=nginx --replicas={replicas}")
    assert world.run(f"kubectl autoscale deployment web --name=h {limits}").exit_code == 0
    change = json.dumps({"spec": {"scaleTargetRef": {"name": target}}})
    world.run(f"kubectl patch hpa h --type=merge -p '{change}'")
    world.run("sleep 16")
    return world


def status_of(world: World) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(world.run("kubectl get hpa h -o json").stdout)["status"]
    return found


def conditions_of(world: World) -> dict[str, tuple[str, str, str]]:
    rows = status_of(world)["conditions"]
    return {row["type"]: (row["status"], row["reason"], row["message"]) for row in rows}


def events_of(world: World) -> dict[str, str]:
    rows = json.loads(world.run("kubectl get events -o json").stdout)["items"]
    return {row["reason"]: row["message"] for row in rows if row["involvedObject"]["name"] == "h"}


def test_without_metrics_the_autoscaler_knows_the_current_size_and_wants_none() -> None:
    world = autoscaled(2)
    status = status_of(world)
    assert (status["currentReplicas"], status["desiredReplicas"]) == (2, 0)
    assert status["currentMetrics"] == [{"type": ""}]
    assert "2 current / 0 desired" in world.run("kubectl describe hpa h").stdout


def test_each_missing_metric_and_their_summary_become_events() -> None:
    events = events_of(autoscaled(2))
    assert events["FailedGetResourceMetric"] == NO_CPU
    assert events["FailedComputeMetricsReplicas"] == (
        f"invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: {NO_CPU}"
    )


@pytest.mark.parametrize(
    ("replicas", "limits", "wanted", "side"),
    [(5, "--max=3", 3, "above Spec.MaxReplicas"), (1, "--min=2 --max=3", 2, "below Spec.MinReplicas")],
)
def test_a_target_outside_its_limits_is_brought_back(replicas: int, limits: str, wanted: int, side: str) -> None:
    world = autoscaled(replicas, limits=limits)
    words = f"the HPA controller was able to update the target scale to {wanted}"
    assert conditions_of(world) == {"AbleToScale": ("True", "SucceededRescale", words)}
    assert events_of(world)["SuccessfulRescale"] == f"New size: {wanted}; reason: Current number of replicas {side}"
    assert world.run("kubectl get deploy web -o jsonpath='{.spec.replicas}'").stdout == str(wanted)


def test_the_size_last_wanted_and_its_time_outlive_the_rescale() -> None:
    world = autoscaled(5)
    before = status_of(world)
    world.run("sleep 16")
    after = status_of(world)
    assert (after["currentReplicas"], after["desiredReplicas"]) == (3, 3)
    assert after["lastScaleTime"] == before["lastScaleTime"]


def test_a_target_of_no_replicas_is_left_alone() -> None:
    world = autoscaled(0)
    assert conditions_of(world)["ScalingActive"][:2] == ("False", "ScalingDisabled")
    assert status_of(world)["desiredReplicas"] == 0


def test_a_target_that_does_not_exist_is_told_in_condition_and_event() -> None:
    world = autoscaled(1, target="ghost")
    words = 'deployments.apps "ghost" not found'
    message = f"the HPA controller was unable to get the target's current scale: {words}"
    assert conditions_of(world) == {"AbleToScale": ("False", "FailedGetScale", message)}
    assert events_of(world)["FailedGetScale"] == words


AVERAGE = {"type": "AverageValue", "averageValue": "1"}
METRIC = {"name": "hits"}


@pytest.mark.parametrize(
    ("metric", "reason", "message"),
    [
        (
            {"type": "Resource", "resource": {"name": "memory", "target": AVERAGE}},
            "FailedGetResourceMetric",
            "failed to get memory usage: unable to get metrics for resource memory: ",
        ),
        (
            {"type": "ContainerResource", "containerResource": {"name": "cpu", "container": "c", "target": {}}},
            "FailedGetContainerResourceMetric",
            "failed to get cpu utilization: ",
        ),
        (
            {"type": "Pods", "pods": {"metric": METRIC, "target": AVERAGE}},
            "FailedGetPodsMetric",
            "unable to get metric hits: unable to fetch metrics from custom metrics API: ",
        ),
        (
            {
                "type": "Object",
                "object": {
                    "metric": METRIC,
                    "describedObject": {"kind": "Service", "name": "s"},
                    "target": {"type": "Value"},
                },
            },
            "FailedGetObjectMetric",
            "unable to get metric hits: Service on shop s/",
        ),
        (
            {
                "type": "External",
                "external": {"metric": {**METRIC, "selector": {"matchLabels": {"a": "b"}}}, "target": AVERAGE},
            },
            "FailedGetExternalMetric",
            "unable to get external metric shop/hits/&LabelSelector{MatchLabels:map[string]string{a: b,},",
        ),
    ],
)
def test_every_type_of_metric_says_which_api_is_missing(metric: dict[str, Any], reason: str, message: str) -> None:
    found = missing_metric(metric, "shop")
    assert found.reason == reason
    assert found.message.startswith(message)
    assert found.summary.endswith(found.message)
