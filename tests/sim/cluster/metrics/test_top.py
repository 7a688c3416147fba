"""kubectl top shows what containers and nodes use."""

import json

import pytest

from sandbox.sim.world import World

IMAGES = ("busybox:1.36", "nginx:1.27", "polinux/stress")
CAPPED = """\
apiVersion: v1
kind: Pod
metadata: {name: capped, labels: {tier: load}}
spec: {containers: [{name: c, image: "busybox:1.36", args: ["yes"], resources: {limits: {cpu: 250m}}}]}
"""


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=IMAGES, addons=("metrics-server",))
    world.files.write("capped.yaml", CAPPED)
    script = """
kubectl apply -f capped.yaml
kubectl run idle --image=nginx:1.27 --labels=tier=web
kubectl run busy --image=busybox:1.36 --labels=tier=load -- sh -c 'while true; do :; done'
kubectl run hog --image=polinux/stress --command -- stress --vm 1 --vm-bytes 150M --vm-hang 1
sleep 60
"""
    assert world.run(script).exit_code == 0
    return world.snapshot()


def rows(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()}


def test_cpu_is_what_programs_do_within_their_limits(start: bytes) -> None:
    found = rows(World.restore(start).run("kubectl top pods").stdout)
    assert found["NAME"] == ["CPU(cores)", "MEMORY(bytes)"]
    assert found["busy"][0] == "1000m"
    assert found["capped"][0] == "250m"
    assert found["idle"][0] == "0m"
    assert int(found["hog"][1].removesuffix("Mi")) >= 150


def test_rows_are_chosen_ordered_and_summed(start: bytes) -> None:
    world = World.restore(start)
    assert list(rows(world.run("kubectl top pods -l tier=load --no-headers --sort-by=cpu").stdout)) == [
        "busy",
        "capped",
    ]
    assert next(iter(rows(world.run("kubectl top pods --no-headers --sort-by=memory").stdout))) == "hog"
    lines = world.run("kubectl top pods -l tier=load --sum").stdout.splitlines()
    assert lines[-2].split() == ["________", "________"]
    assert lines[-1].split()[0] == "1250m"
    with_containers = world.run("kubectl top pod busy --containers").stdout.splitlines()
    assert [line.split()[:2] for line in with_containers] == [["POD", "NAME"], ["busy", "busy"]]
    assert "kube-system" in world.run("kubectl top pods -A").stdout


def test_nodes_hold_what_runs_on_them(start: bytes) -> None:
    found = rows(World.restore(start).run("kubectl top nodes").stdout)
    assert found["NAME"] == ["CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"]
    assert int(found["node01"][0].removesuffix("m")) > 1250 > int(found["controlplane"][0].removesuffix("m"))


def test_what_is_not_there_is_said(start: bytes) -> None:
    world = World.restore(start)
    result = world.run("kubectl top pod nobody")
    assert result.stderr == 'Error from server (NotFound): podmetrics.metrics.k8s.io "default/nobody" not found\n'
    assert world.run("kubectl top pods -n kube-public").stderr == "No resources found in kube-public namespace.\n"
    world.run("kubectl run young --image=nginx:1.27 -n kube-public; sleep 2")
    assert world.run("kubectl top pods -n kube-public").stderr == "error: metrics not available yet\n"
    world.run("kubectl scale deployment metrics-server -n kube-system --replicas=0; sleep 5")
    assert "(ServiceUnavailable)" in world.run("kubectl top pods").stderr
    assert World.create(seed=7).run("kubectl top pods").stderr == "error: Metrics API not available\n"


def test_a_container_that_takes_more_memory_than_it_may_is_killed() -> None:
    world = World.create(seed=7, images=IMAGES)
    limits = '"resources":{"limits":{"memory":"100Mi"}}'
    args = '["--vm","1","--vm-bytes","250M","--vm-hang","1"]'
    container = f'{{"name":"hog","image":"polinux/stress","command":["stress"],"args":{args},{limits}}}'
    world.run(
        f'kubectl run hog --image=polinux/stress --overrides=\'{{"spec":{{"containers":[{container}]}}}}\'; sleep 5'
    )
    states = world.cluster.get("v1", "Pod", "hog")["status"]["containerStatuses"][0]
    ended = states["state"].get("terminated") or states["lastState"]["terminated"]
    assert (ended["reason"], ended["exitCode"]) == ("OOMKilled", 137)


def test_an_unknown_addon_is_refused() -> None:
    with pytest.raises(ValueError, match="no addon 'helm'; there are "):
        World.create(seed=1, addons=("helm",))


def test_the_metrics_api_is_discovered_and_answers_paths(start: bytes) -> None:
    world = World.restore(start)
    assert "metrics.k8s.io/v1beta1" in world.run("kubectl api-versions").stdout.split()
    listed = json.loads(world.run("kubectl get --raw /apis/metrics.k8s.io/v1beta1/namespaces/default/pods").stdout)
    assert listed["kind"] == "PodMetricsList"
    assert "busy" in [item["metadata"]["name"] for item in listed["items"]]
    node = json.loads(world.run("kubectl get nodes.metrics.k8s.io node01 -o json").stdout)
    assert node["usage"]["cpu"].endswith("n")
    assert world.run("kubectl get pods --no-headers").stdout.count("Running") == 4
    bare = World.create(seed=7)
    assert "metrics.k8s.io" not in bare.run("kubectl api-versions").stdout
