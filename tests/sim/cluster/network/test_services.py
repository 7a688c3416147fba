"""What stands behind a Service, and whom it leads where."""

import json
from typing import Any

import pytest

from sandbox.sim.world import World

Object = dict[str, Any]
IMAGES = ("traefik/whoami", "nginx:1.27", "busybox:1.36")


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=IMAGES)
    world.run("kubectl create deployment who --image=traefik/whoami --replicas=3; kubectl expose deploy who --port=80")
    world.run("kubectl run c --image=nginx:1.27; kubectl run b --image=busybox:1.36 -- sleep 100000")
    assert world.run("kubectl wait --for=condition=Ready pod --all").exit_code == 0
    return world.snapshot()


def answered(world: World, who: str = "c", times: int = 6) -> list[str]:
    script = f"for i in $(seq {times}); do curl -s who | head -1; done"
    return world.run(f"kubectl exec {who} -- sh -c '{script}'").stdout.split()[1::2]


def test_requests_go_round_unless_a_client_is_kept(start: bytes) -> None:
    world = World.restore(start)
    assert len(set(answered(world))) == 3
    result = world.run("""kubectl patch service who -p '{"spec": {"sessionAffinity": "ClientIP"}}'""")
    assert (result.stdout, result.stderr) == ("service/who patched\n", "")
    first = answered(world)
    assert len(set(first)) == 1
    assert set(answered(World.restore(world.snapshot()))) == set(first)
    world.run(f"kubectl delete pod {first[0]}; sleep 5")
    assert set(answered(world)) != set(first)


def test_the_time_for_which_a_client_is_kept_ends(start: bytes) -> None:
    world = World.restore(start)
    spec = {"sessionAffinity": "ClientIP", "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 5}}}
    world.run(f"kubectl patch service who -p '{json.dumps({'spec': spec})}'")
    seen = [answered(world, times=1)[0]]
    for _ in range(3):
        world.run("sleep 10")
        seen += answered(world, times=1)
    assert len(set(seen)) > 1


def test_endpoints_written_by_hand_are_mirrored_and_followed(start: bytes) -> None:
    world = World.restore(start)
    address = world.cluster.get("v1", "Pod", "c")["status"]["podIP"]
    hand = """\
apiVersion: v1
kind: Service
metadata: {{name: outside}}
spec: {{ports: [{{port: 8080}}]}}
---
apiVersion: v1
kind: Endpoints
metadata: {{name: outside}}
subsets: [{{addresses: [{{ip: {ip}}}], ports: [{{port: 80}}]}}]
"""
    world.files.write("hand.yaml", hand.format(ip=address))
    world.run("kubectl apply -f hand.yaml; sleep 1")
    assert world.run("kubectl exec b -- wget -q -O /dev/null outside:8080").exit_code == 0
    (piece,) = world.cluster.list(
        "discovery.k8s.io/v1", "EndpointSlice", labels={"kubernetes.io/service-name": "outside"}
    )
    assert piece["metadata"]["labels"]["endpointslice.kubernetes.io/managed-by"].startswith("endpointslicemirroring")
    before = world.cluster.version
    world.advance(60)
    assert world.cluster.version == before
    world.files.write("hand.yaml", hand.format(ip="10.244.1.250"))
    world.run("kubectl apply -f hand.yaml; sleep 1")
    assert world.run("kubectl exec b -- wget -q -O /dev/null outside:8080").exit_code == 1
    world.run("kubectl delete endpoints outside; sleep 1")
    assert not world.cluster.list(
        "discovery.k8s.io/v1", "EndpointSlice", labels={"kubernetes.io/service-name": "outside"}
    )


def test_without_endpoints_a_service_refuses(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl scale deploy who --replicas=0; sleep 3")
    result = world.run("kubectl exec b -- wget -q -O- who")
    assert "Connection refused" in result.stderr


def test_names_are_answered_with_what_they_stand_for(start: bytes) -> None:
    world = World.restore(start)
    world.files.write("names.yaml", """\
apiVersion: v1
kind: Service
metadata: {name: alias}
spec: {type: ExternalName, externalName: who.default.svc.cluster.local}
---
apiVersion: v1
kind: Service
metadata: {name: each}
spec: {clusterIP: None, selector: {app: who}, ports: [{port: 80}]}
""")  # fmt: skip
    world.run("kubectl apply -f names.yaml; sleep 1")
    alias = world.run("kubectl exec b -- nslookup alias").stdout
    assert "alias.default.svc.cluster.local\tcanonical name = who.default.svc.cluster.local\n" in alias
    each = world.run("kubectl exec b -- nslookup each").stdout
    assert each.count("Name:\teach.default.svc.cluster.local\nAddress: 10.244.") == 3
    assert "Hostname: who-" in world.run("kubectl exec c -- curl -s alias").stdout
    assert "name = kubernetes.default.svc.cluster.local" in world.run("kubectl exec b -- nslookup 10.96.0.1").stdout
    assert "NXDOMAIN" in world.run("kubectl exec b -- nslookup nobody").stdout


def test_pods_of_a_node_that_was_deleted_go_after_a_while(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl delete node node01; sleep 30")
    assert len(world.cluster.list("v1", "Pod", namespace="default")) == 5
    world = World.restore(world.snapshot())
    world.run("sleep 30")
    left = world.cluster.list("v1", "Pod", namespace="default")
    assert all(not pod["spec"].get("nodeName") for pod in left)


RULED = """\
apiVersion: v1
kind: Pod
metadata: {{name: {name}}}
spec:
  restartPolicy: Never
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, "sleep 1; exit {code}"]
    restartPolicy: Never
    restartPolicyRules: [{{action: Restart, exitCodes: {{operator: In, values: [42]}}}}]
"""


@pytest.mark.parametrize(("code", "again"), [(42, True), (1, False)])
def test_a_rule_asks_for_a_restart_after_an_exit_code(start: bytes, code: int, again: bool) -> None:  # noqa: FBT001
    world = World.restore(start)
    world.files.write("ruled.yaml", RULED.format(name="ruled", code=code))
    world.run("kubectl apply -f ruled.yaml; sleep 10")
    status = world.cluster.get("v1", "Pod", "ruled")["status"]["containerStatuses"][0]
    assert (status["restartCount"] > 0) is again
