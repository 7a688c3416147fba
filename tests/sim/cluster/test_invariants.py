"""Whatever is done, in whatever order: what must hold of a cluster holds, and doing it again gives the same bytes.

CI tries a few sequences; ``pytest --hypothesis-seed=random`` with DRYDOCK_EXAMPLES=500 tries many.
"""

import os
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import controller_of, is_deleting, labels_of
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.world import World

Object = dict[str, Any]
BLANK = World.create(seed=11, nodes=("controlplane", "node01", "node02")).snapshot()
NAMES = ("a", "b", "c")
EXAMPLES = int(os.environ.get("DRYDOCK_EXAMPLES", "6"))

POD = """
apiVersion: v1
kind: Pod
metadata: {{name: host-{name}, labels: {{app: {name}}}}}
spec: {{containers: [{{name: c, image: "nginx:1.27", ports: [{{containerPort: 80, hostPort: {port}}}]}}]}}
"""
CLAIM = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {{name: claim-{name}}}
spec: {{storageClassName: manual, accessModes: [ReadWriteOnce], resources: {{requests: {{storage: {size}Gi}}}}}}
"""
VOLUME = """
apiVersion: v1
kind: PersistentVolume
metadata: {{name: volume-{name}}}
spec:
  storageClassName: manual
  accessModes: [ReadWriteOnce]
  capacity: {{storage: {size}Gi}}
  hostPath: {{path: /mnt/{name}}}
"""
QUOTA = """
apiVersion: v1
kind: ResourceQuota
metadata: {{name: quota}}
spec: {{hard: {{pods: "{pods}", services: "3"}}}}
"""


def _heredoc(text: str) -> str:
    return f"kubectl apply -f - <<'EOF'\n{text}EOF"


names = st.sampled_from(NAMES)
numbers = st.integers(0, 4)
OPERATIONS = st.one_of(
    st.builds("kubectl create deployment {} --image=nginx:1.27 --replicas={}".format, names, numbers),
    st.builds("kubectl scale deployment {} --replicas={}".format, names, numbers),
    st.builds("kubectl set image deployment {} nginx=nginx:1.{}".format, names, st.integers(25, 28)),
    st.builds("kubectl delete deployment {} --cascade={}".format, names, st.sampled_from(("background", "foreground"))),
    st.builds("kubectl delete pod -l app={}".format, names),
    st.builds("kubectl create service nodeport {} --tcp=80".format, names),
    st.builds("kubectl expose deployment {} --port=80 --name=x{}".format, names, names),
    st.builds("kubectl delete service {}".format, names),
    st.builds("kubectl create job {} --image=busybox:1.36 -- {}".format, names, st.sampled_from(("true", "false"))),
    st.builds("kubectl delete job {}".format, names),
    st.builds("kubectl label pod -l app={} app={} --overwrite".format, names, names),
    st.builds("kubectl {} node0{}".format, st.sampled_from(("cordon", "uncordon")), st.integers(1, 2)),
    st.builds("kubectl drain node0{} --ignore-daemonsets --force --timeout=5s".format, st.integers(1, 2)),
    st.builds("kubectl rollout restart deployment {}".format, names),
    st.builds("kubectl rollout undo deployment {}".format, names),
    st.builds("sleep {}".format, st.integers(1, 40)),
    st.builds(lambda name, port: _heredoc(POD.format(name=name, port=8080 + port)), names, st.integers(0, 1)),
    st.builds(lambda name, size: _heredoc(CLAIM.format(name=name, size=size)), names, st.integers(1, 3)),
    st.builds(lambda name, size: _heredoc(VOLUME.format(name=name, size=size)), names, st.integers(1, 3)),
    st.builds("kubectl delete {}/{} --wait=false".format, st.just("pvc"), names.map("claim-{}".format)),
    st.builds(lambda pods: _heredoc(QUOTA.format(pods=pods)), st.integers(2, 8)),
)
SEQUENCES = st.lists(OPERATIONS, min_size=4, max_size=14)
RULES = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def objects(world: World, version: str, kind: str) -> list[Object]:
    found: list[Object] = world.cluster.list(version, kind)
    return found


def check_always(world: World) -> None:
    """Check what holds at every moment."""
    pods, services = objects(world, "v1", "Pod"), objects(world, "v1", "Service")
    ports = Counter(
        (pod["spec"]["nodeName"], port["hostPort"])
        for pod in pods
        if pod["spec"].get("nodeName") and pod["status"].get("phase") not in ("Succeeded", "Failed")
        and not pod["spec"].get("hostNetwork")
        for container in pod["spec"]["containers"]
        for port in container.get("ports", ())
        if "hostPort" in port
    )  # fmt: skip
    assert all(count == 1 for count in ports.values()), ports
    addresses = [s["spec"]["clusterIP"] for s in services if s["spec"].get("clusterIP") not in (None, "", "None")]
    assert len(addresses) == len(set(addresses))
    node_ports = [port["nodePort"] for s in services for port in s["spec"]["ports"] if "nodePort" in port]
    assert len(node_ports) == len(set(node_ports))
    _check_volumes(world)


def _check_volumes(world: World) -> None:
    claims = {claim["metadata"]["uid"]: claim for claim in objects(world, "v1", "PersistentVolumeClaim")}
    volumes = objects(world, "v1", "PersistentVolume")
    bound = Counter(v["spec"]["claimRef"]["uid"] for v in volumes if (v["spec"].get("claimRef") or {}).get("uid"))
    assert all(count == 1 for count in bound.values())
    by_name = {volume["metadata"]["name"]: volume for volume in volumes}
    for uid, claim in claims.items():
        if claim["status"]["phase"] == "Bound":
            volume = by_name[claim["spec"]["volumeName"]]
            assert volume["spec"]["claimRef"]["uid"] == uid
            wanted = to_quantity(claim["spec"]["resources"]["requests"]["storage"]).value
            assert to_quantity(volume["spec"]["capacity"]["storage"]).value >= wanted


def usage(world: World) -> dict[str, tuple[int, int]]:
    """Return (most, present) of what the quota counts."""
    quotas = [quota for quota in objects(world, "v1", "ResourceQuota") if quota["metadata"]["namespace"] == "default"]
    counts = {}
    for key, kind in (("pods", "Pod"), ("services", "Service")):
        mine = [obj for obj in objects(world, "v1", kind) if obj["metadata"]["namespace"] == "default"]
        counts[key] = sum((obj.get("status") or {}).get("phase") not in ("Succeeded", "Failed") for obj in mine)
    return {key: (int(quota["spec"]["hard"][key]), count) for quota in quotas for key, count in counts.items()}


def check_quota(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> None:
    """Check that nothing has come to be beyond a quota; what was there before it may stay."""
    for key, (most, count) in after.items():
        if key in before and before[key][0] == most:
            assert count <= max(most, before[key][1]), key


def check_at_rest(world: World) -> None:
    """Check what holds once nothing happens any more."""
    pods, sets = objects(world, "v1", "Pod"), objects(world, "apps/v1", "ReplicaSet")
    deployments, jobs = objects(world, "apps/v1", "Deployment"), objects(world, "batch/v1", "Job")
    owners = {obj["metadata"]["uid"] for obj in (*sets, *deployments, *jobs, *objects(world, "apps/v1", "DaemonSet"))}
    owners |= {obj["metadata"]["uid"] for obj in objects(world, "v1", "Node")}
    for obj in (*pods, *sets):
        owner = controller_of(obj)
        assert owner is None or owner["uid"] in owners, f"{obj['metadata']['name']} has lost its owner"
    limited = any(objects(world, "v1", "ResourceQuota"))
    for one in sets:
        mine = [pod for pod in pods if (controller_of(pod) or {}).get("uid") == one["metadata"]["uid"]]
        living = [
            pod for pod in mine if not is_deleting(pod) and pod["status"].get("phase") not in ("Succeeded", "Failed")
        ]
        assert all(selects(one["spec"]["selector"], labels_of(pod)) for pod in living)
        assert one["status"]["replicas"] == len(living)
        assert len(living) <= one["spec"]["replicas"]
        assert limited or len(living) == one["spec"]["replicas"]
    for one in deployments:
        mine = [s for s in sets if (controller_of(s) or {}).get("uid") == one["metadata"]["uid"]]
        assert one["status"].get("replicas", 0) == sum(s["status"]["replicas"] for s in mine)
        assert one["status"]["observedGeneration"] == one["metadata"]["generation"]


@RULES
@given(SEQUENCES)
def test_what_must_hold_of_a_cluster_holds(lines: list[str]) -> None:
    world = World.restore(BLANK)
    for line in lines:
        before = usage(world)
        world.run(line)
        check_always(world)
        check_quota(before, usage(world))
    world.settle(quiet_seconds=60, limit_seconds=1200)
    check_always(world)
    check_at_rest(world)


@RULES
@given(SEQUENCES, st.integers(0, 13))
def test_a_snapshot_in_between_changes_nothing(lines: list[str], cut: int) -> None:
    straight, broken = World.restore(BLANK), World.restore(BLANK)
    for number, line in enumerate(lines):
        if number == cut % len(lines):
            broken = World.restore(broken.snapshot())
        assert broken.run(line) == straight.run(line)
    broken = World.restore(broken.snapshot())
    for world in (straight, broken):
        world.advance(120)
    assert broken.snapshot() == straight.snapshot()
