"""Pods from manifest to process: Secrets and ConfigMaps inside, phases, restarts, ends."""

from typing import Any

import pytest

from sandbox.sim.world import World

NODES = ("controlplane", "node01")
MOUNTED = """
apiVersion: v1
kind: Pod
metadata:
  name: mypod
spec:
  containers:
  - name: mypod
    image: nginx
    volumeMounts:
    - {name: foo, mountPath: /etc/foo, readOnly: true}
    env:
    - name: USERNAME
      valueFrom: {secretKeyRef: {name: mysecret, key: username}}
  volumes:
  - name: foo
    secret: {secretName: mysecret}
"""


def pod_yaml(command: str, policy: str = "Always", extra: str = "") -> str:
    return f"""
apiVersion: v1
kind: Pod
metadata: {{name: job}}
spec:
  restartPolicy: {policy}
  containers:
  - name: main
    image: busybox:1.36
    command: [sh, -c, {command!r}]
{extra}
"""


@pytest.fixture
def world() -> World:
    return World.create(seed=7, nodes=NODES)


def apply(world: World, text: str) -> None:
    world.files.write("/root/pod.yaml", text)
    assert world.run("kubectl apply -f pod.yaml").exit_code == 0


def status(world: World, name: str) -> Any:
    return world.cluster.get("v1", "Pod", name)["status"]


def test_a_mounted_secret_is_a_read_only_file_and_a_variable(world: World) -> None:
    world.run("kubectl create secret generic mysecret --from-literal=username=admin")
    apply(world, MOUNTED)
    world.run("kubectl wait --for=condition=Ready pod/mypod --timeout=60s")
    assert world.run("kubectl exec mypod -- cat /etc/foo/username").stdout == "admin"
    assert world.run("kubectl exec mypod -- sh -c 'echo $USERNAME'").stdout == "admin\n"
    assert world.run("kubectl exec mypod -- sh -c 'echo x > /etc/foo/username'").exit_code != 0


def test_a_pod_waits_for_a_secret_that_comes_late(world: World) -> None:
    apply(world, MOUNTED)
    world.advance(20)
    assert status(world, "mypod")["phase"] == "Pending"
    world.run("kubectl create secret generic mysecret --from-literal=username=admin")
    world.advance(180)
    assert status(world, "mypod")["phase"] == "Running"


def test_a_changed_secret_reaches_its_volume(world: World) -> None:
    world.run("kubectl create secret generic mysecret --from-literal=username=admin")
    apply(world, MOUNTED)
    world.advance(20)
    world.run("""kubectl patch secret mysecret -p '{"stringData":{"username":"root"}}'""")
    world.advance(120)
    assert world.run("kubectl exec mypod -- cat /etc/foo/username").stdout == "root"


def test_a_failing_container_backs_off(world: World) -> None:
    apply(world, pod_yaml("exit 3"))
    world.advance(25)
    row = status(world, "job")["containerStatuses"][0]
    assert row["state"]["waiting"]["reason"] == "CrashLoopBackOff"
    assert row["lastState"]["terminated"]["exitCode"] == 3
    assert row["restartCount"] >= 1


@pytest.mark.parametrize(("command", "phase"), [("exit 0", "Succeeded"), ("exit 1", "Failed")])
def test_a_pod_that_never_restarts_ends_in_the_phase_of_its_exit_code(world: World, command: str, phase: str) -> None:
    apply(world, pod_yaml(command, "Never"))
    world.advance(20)
    assert status(world, "job")["phase"] == phase


def test_an_unknown_image_is_said_to_be_unknown(world: World) -> None:
    world.run("kubectl run web --image=nginx:doesnotexist")
    world.advance(30)
    assert status(world, "web")["containerStatuses"][0]["state"]["waiting"]["reason"] in (
        "ErrImagePull",
        "ImagePullBackOff",
    )


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ("", "BestEffort"),
        ("    resources: {requests: {cpu: 100m}}", "Burstable"),
        ("    resources: {limits: {cpu: 100m, memory: 64Mi}}", "Guaranteed"),
        ("    resources: {limits: {cpu: 100m}}", "Burstable"),
    ],
)
def test_quality_of_service_follows_requests_and_limits(world: World, resources: str, expected: str) -> None:
    apply(world, pod_yaml("sleep 60", extra=resources))
    assert status(world, "job")["qosClass"] == expected


def test_a_failed_readiness_probe_keeps_the_pod_unready(world: World) -> None:
    probe = "    readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 2}"
    apply(world, pod_yaml("sleep 3600", extra=probe))
    world.advance(15)
    assert not status(world, "job")["containerStatuses"][0]["ready"]
    world.run("kubectl exec job -- touch /tmp/ready")
    world.advance(5)
    assert status(world, "job")["containerStatuses"][0]["ready"]


def test_a_world_with_pods_survives_snapshot_and_restore_byte_by_byte(world: World) -> None:
    world.run("kubectl create deployment web --image=nginx --replicas=3; kubectl rollout status deploy/web")
    blob = world.snapshot()
    restored = World.restore(blob)
    assert restored.snapshot() == blob
    for copy in (world, restored):
        copy.run("kubectl scale deploy web --replicas=1; sleep 40; kubectl get pods")
    assert restored.snapshot() == world.snapshot()
