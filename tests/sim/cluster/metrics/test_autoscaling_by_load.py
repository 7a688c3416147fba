"""Autoscalers follow what containers use."""

import json
from typing import Any

import pytest

from sandbox.sim.cluster.controllers.autoscaler_rules import History, normalize
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.world import World

Object = dict[str, Any]
IMAGES = ("busybox:1.36", "registry.k8s.io/hpa-example")
APP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: php-apache}
spec:
  selector: {matchLabels: {run: php-apache}}
  template:
    metadata: {labels: {run: php-apache}}
    spec:
      containers:
      - name: php-apache
        image: registry.k8s.io/hpa-example
        resources: {limits: {cpu: 500m}, requests: {cpu: 200m, memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: php-apache}
spec: {ports: [{port: 80}], selector: {run: php-apache}}
"""


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=IMAGES, addons=("metrics-server",))
    world.files.write("app.yaml", APP)
    assert world.run("kubectl apply -f app.yaml && kubectl rollout status deploy php-apache").exit_code == 0
    world.run("sleep 60")
    return world.snapshot()


def size(world: World) -> int:
    return int(world.cluster.get("apps/v1", "Deployment", "php-apache")["spec"]["replicas"])


def test_requests_make_a_workload_grow_and_their_end_lets_it_shrink(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl autoscale deployment php-apache --cpu=50% --min=1 --max=10; sleep 20")
    assert "cpu: 0%/50%" in world.run("kubectl get hpa").stdout
    loop = "while sleep 0.01; do wget -q -O- http://php-apache; done"
    world.run(f"kubectl run load --image=busybox:1.36 --restart=Never -- sh -c '{loop}'")
    world.run("sleep 240")
    grown = size(world)
    assert 4 <= grown <= 10
    assert "reason: cpu resource utilization (percentage of request) above target" in world.run("kubectl events").stdout
    copy = World.restore(world.snapshot())
    for one in (world, copy):
        one.run("kubectl delete pod load --now; sleep 200")
        assert size(one) == grown, "nothing shrinks within five minutes"
        one.run("sleep 300")
        assert size(one) == 1
    assert world.snapshot() == copy.snapshot()
    conditions = world.run("kubectl describe hpa").stdout
    assert "ScalingLimited  True    TooFewReplicas" in conditions


def test_a_container_without_a_request_gives_no_figures(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl create deployment bare --image=busybox:1.36 -- sleep 100000")
    world.run("kubectl autoscale deployment bare --cpu=50% --max=3; sleep 90")
    assert "cpu: <unknown>/50%" in world.run("kubectl get hpa bare").stdout
    found = json.loads(world.run("kubectl get hpa bare -o json").stdout)["status"]["conditions"]
    said = next(row for row in found if row["type"] == "ScalingActive")
    assert (said["status"], said["reason"]) == ("False", "FailedGetResourceMetric")
    assert "missing request for cpu in container busybox of Pod bare-" in said["message"]


@pytest.mark.parametrize(
    ("target", "shown"),
    [("{type: AverageValue, averageValue: 4Mi}", "Mi/4Mi"), ("{type: Utilization, averageUtilization: 90}", "%/90%")],
)
def test_memory_is_a_resource_as_well(start: bytes, target: str, shown: str) -> None:
    world = World.restore(start)
    world.files.write("hpa.yaml", f"""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: h}}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: php-apache}}
  maxReplicas: 5
  metrics: [{{type: Resource, resource: {{name: memory, target: {target}}}}}]
""")  # fmt: skip
    world.run("kubectl apply -f hpa.yaml; sleep 60")
    status = world.cluster.get("autoscaling/v2", "HorizontalPodAutoscaler", "h")["status"]
    assert status["currentMetrics"][0]["resource"]["name"] == "memory"
    assert size(world) == (5 if "AverageValue" in target else 1)
    assert "memory: " in world.run("kubectl get hpa h").stdout
    assert shown.partition("/")[2] in world.run("kubectl get hpa h").stdout


def at(*rows: tuple[int, int]) -> list[list[int]]:
    return [[seconds * SECOND, number] for seconds, number in rows]


NOW = 1000
UP = {"policies": [{"type": "Pods", "value": 2, "periodSeconds": 60}]}
DOWN = {"policies": [{"type": "Percent", "value": 50, "periodSeconds": 60}], "stabilizationWindowSeconds": 0}
CASES: list[tuple[Object, int, int, History, int, str]] = [
    ({"maxReplicas": 10}, 1, 9, History(), 4, "ScaleUpLimit"),
    ({"maxReplicas": 3}, 1, 9, History(), 3, "TooManyReplicas"),
    ({"maxReplicas": 9, "minReplicas": 2}, 3, 1, History(), 2, "TooFewReplicas"),
    ({"maxReplicas": 9}, 5, 2, History(at((800, 5))), 5, "DesiredWithinRange"),
    ({"maxReplicas": 9}, 5, 2, History(at((600, 5))), 2, "DesiredWithinRange"),
    ({"maxReplicas": 9, "behavior": {"scaleUp": UP}}, 3, 9, History(), 5, "ScaleUpLimit"),
    ({"maxReplicas": 9, "behavior": {"scaleUp": UP}}, 5, 9, History(added=at((970, 2))), 5, "ScaleUpLimit"),
    ({"maxReplicas": 9, "behavior": {"scaleUp": {"selectPolicy": "Disabled"}}}, 3, 9, History(), 3, "ScaleUpLimit"),
    ({"maxReplicas": 9, "behavior": {"scaleDown": DOWN}}, 8, 1, History(), 4, "ScaleDownLimit"),
    ({"maxReplicas": 9, "behavior": {"scaleDown": {"selectPolicy": "Disabled"}}}, 8, 1, History(), 8, "ScaleDownLimit"),
    ({"maxReplicas": 9, "behavior": {}}, 8, 1, History(at((900, 8))), 8, "DesiredWithinRange"),
]


@pytest.mark.parametrize(("spec", "current", "desired", "history", "size_", "reason"), CASES)
def test_rules_hold_a_change_back(
    spec: Object, current: int, desired: int, history: History, size_: int, reason: str
) -> None:
    found, facts = normalize(spec, current, desired, history, NOW * SECOND)
    assert (found, facts[1][2]) == (size_, reason)
