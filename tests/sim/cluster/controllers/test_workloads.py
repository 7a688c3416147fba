"""Jobs, StatefulSets and claims: what their controllers make of each policy."""

from typing import Any

import pytest
import yaml

from sandbox.sim.world import World

Object = dict[str, Any]


@pytest.fixture
def world() -> World:
    return World.create(seed=7, nodes=("controlplane", "node01"))


def apply(world: World, *objects: Object) -> str:
    world.files.write("/root/x.yaml", yaml.safe_dump_all(objects, sort_keys=False))
    return world.run("kubectl apply -f x.yaml").stderr.strip()


def job(script: str, **spec: Any) -> Object:
    container = {"name": "main", "image": "busybox:1.36", "command": ["sh", "-c", script]}
    template = {"spec": {"restartPolicy": "Never", "containers": [container]}}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "work"},
        "spec": {**spec, "template": template},
    }


def conditions(world: World) -> list[tuple[str, str, str]]:
    status = world.cluster.get("batch/v1", "Job", "work").get("status") or {}
    return [(c["type"], c["reason"], c["message"]) for c in status.get("conditions", ())]


def status(world: World) -> Object:
    found: Object = world.cluster.get("batch/v1", "Job", "work")["status"]
    return found


FAILS_AT_1 = 'if [ "$JOB_COMPLETION_INDEX" = 1 ]; then exit 3; fi'


def test_an_index_that_fails_too_often_fails_the_job_when_the_others_are_done(world: World) -> None:
    apply(world, job(FAILS_AT_1, completionMode="Indexed", completions=3, parallelism=3, backoffLimitPerIndex=1))
    world.advance(120)
    assert conditions(world) == [
        ("FailureTarget", "FailedIndexes", "Job has failed indexes"),
        ("Failed", "FailedIndexes", "Job has failed indexes"),
    ]
    assert (status(world)["completedIndexes"], status(world)["failedIndexes"]) == ("0,2", "1")
    assert status(world)["failed"] == 2


def test_too_many_failed_indexes_end_the_job_at_once(world: World) -> None:
    spec = {"completionMode": "Indexed", "completions": 5, "parallelism": 1, "backoffLimitPerIndex": 0}
    apply(world, job("exit 1", **spec, maxFailedIndexes=1))
    world.advance(120)
    words = "Job has exceeded the specified maximal number of failed indexes"
    assert conditions(world)[-1] == ("Failed", "MaxFailedIndexesExceeded", words)
    assert status(world)["failedIndexes"] == "0,1"


def test_a_success_policy_ends_the_job_early(world: World) -> None:
    script = 'if [ "$JOB_COMPLETION_INDEX" != 0 ]; then sleep 600; fi'
    policy = {"rules": [{"succeededIndexes": "0", "succeededCount": 1}]}
    apply(world, job(script, completionMode="Indexed", completions=3, parallelism=3, successPolicy=policy))
    world.advance(120)
    assert conditions(world) == [
        ("SuccessCriteriaMet", "SuccessPolicy", "Matched rules at index 0"),
        ("Complete", "SuccessPolicy", "Matched rules at index 0"),
    ]
    assert world.run("kubectl get pods --field-selector=status.phase=Running").stdout == ""


@pytest.mark.parametrize(
    ("action", "reason", "failed"),
    [("FailJob", "PodFailurePolicy", 1), ("Count", "BackoffLimitExceeded", 2)],
)
def test_a_failure_policy_by_exit_code(world: World, action: str, reason: str, failed: int) -> None:
    rule = {"action": action, "onExitCodes": {"operator": "In", "values": [42]}}
    apply(world, job("exit 42", backoffLimit=1, podFailurePolicy={"rules": [rule]}))
    world.advance(120)
    assert conditions(world)[-1][:2] == ("Failed", reason)
    assert status(world)["failed"] == failed


def test_a_job_that_somebody_else_manages_is_left_alone(world: World) -> None:
    apply(world, job("true", managedBy="example.com/queue"))
    world.advance(60)
    assert world.run("kubectl get pods").stderr == "No resources found in default namespace.\n"


def stateful_set(**spec: Any) -> Object:
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    container = {"name": "db", "image": "nginx:1.27", "volumeMounts": [{"name": "data", "mountPath": "/data"}]}
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "db"},
        "spec": {
            "serviceName": "db",
            "replicas": 3,
            "selector": {"matchLabels": {"app": "db"}},
            "template": {"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [container]}},
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim}],
            **spec,
        },
    }


def claims(world: World) -> list[str]:
    return world.run("kubectl get pvc -o name").stdout.split()


@pytest.mark.parametrize(
    ("policy", "scaled", "deleted"),
    [
        ({}, 3, 3),
        ({"whenScaled": "Delete"}, 1, 1),
        ({"whenDeleted": "Delete"}, 3, 0),
        ({"whenScaled": "Delete", "whenDeleted": "Delete"}, 1, 0),
    ],
)
def test_claims_go_with_their_set_as_it_says(world: World, policy: Object, scaled: int, deleted: int) -> None:
    apply(world, stateful_set(persistentVolumeClaimRetentionPolicy=policy))
    world.advance(120)
    assert len(claims(world)) == 3
    world.run("kubectl scale sts db --replicas=1")
    world.advance(120)
    assert len(claims(world)) == scaled
    world.run("kubectl delete sts db")
    world.advance(120)
    if not policy.get("whenDeleted"):
        assert len(claims(world)) == deleted
    else:
        assert [name for name in claims(world) if name.endswith("db-0")] == []


def test_ordinals_start_where_they_should(world: World) -> None:
    apply(world, stateful_set(ordinals={"start": 5}, replicas=2))
    world.advance(120)
    assert world.run("kubectl get pods -o name").stdout.split() == ["pod/db-5", "pod/db-6"]


def test_an_update_takes_as_many_pods_as_it_may(world: World) -> None:
    rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 2}}
    apply(world, stateful_set(podManagementPolicy="Parallel", updateStrategy=rolling))
    world.advance(120)
    world.run("kubectl set image sts/db db=nginx:1.28")
    gone = world.run("kubectl get pods").stdout
    assert gone.count("1/1     Running") <= 1
    world.advance(200)
    images = world.run("kubectl get pods -o jsonpath='{.items[*].spec.containers[0].image}'").stdout
    assert images.split() == ["nginx:1.28"] * 3


def test_a_claim_grows_only_where_its_class_allows_it(world: World) -> None:
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    }
    apply(world, claim)
    claim["spec"]["resources"]["requests"]["storage"] = "2Gi"  # type: ignore[index]
    assert "for bound claims" in apply(world, claim)
    world.run("kubectl run p --image=nginx --overrides='" + (
        '{"spec":{"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]}}' + "'"
    ))  # fmt: skip
    world.advance(60)
    assert "the storageclass that provisions the pvc must support resize" in apply(world, claim)
