"""Static Pods, the control plane that runs as such, and the way to the nodes."""

import pytest

from sandbox.sim.world import World

IMAGES = ("nginx:1.27", "busybox:1.36")
MANIFESTS = "/etc/kubernetes/manifests"


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=IMAGES, addons=("control-plane",))
    return world.snapshot() if world.cluster.api else b""


def names(world: World, options: str = "") -> list[str]:
    return world.run(f"kubectl get pods {options} -o name").stdout.split()


def test_the_control_plane_runs_as_pods(start: bytes) -> None:
    world = World.restore(start)
    rows = world.run("kubectl get pods -n kube-system --no-headers").stdout.splitlines()
    assert len(rows) == 10
    assert all(row.split()[2] == "Running" for row in rows)
    for part in ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"):
        pod = world.cluster.get("v1", "Pod", f"{part}-controlplane", "kube-system")
        assert pod["metadata"]["ownerReferences"][0]["kind"] == "Node"
        assert f"{part}.yaml" in world.run(f"ls {MANIFESTS}").stdout
    assert "Serving securely" in world.run("kubectl logs -n kube-system kube-scheduler-controlplane").stdout


def test_a_file_makes_a_mirror_pod_that_comes_back_until_the_file_is_gone(start: bytes) -> None:
    world = World.restore(start)
    world.run(f"kubectl run web --image=nginx:1.27 --dry-run=client -o yaml > {MANIFESTS}/web.yaml; sleep 25")
    assert names(world) == ["pod/web-controlplane"]
    before = world.cluster.get("v1", "Pod", "web-controlplane")["metadata"]["uid"]
    world.run("kubectl delete pod web-controlplane; sleep 5")
    assert world.cluster.get("v1", "Pod", "web-controlplane")["metadata"]["uid"] != before
    world.run(f"sed -i 's/nginx:1.27/busybox:1.36/' {MANIFESTS}/web.yaml; sleep 30")
    assert world.cluster.get("v1", "Pod", "web-controlplane")["spec"]["containers"][0]["image"] == "busybox:1.36"
    world.run(f"rm {MANIFESTS}/web.yaml; sleep 60")
    assert names(world) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "kind: Pod",
        "kind: Pod\nmetadata: {name: [1]}\nspec: {containers: 3}\n",
        "a: &a [*a]",
        "kind: Pod\nmetadata: {1: 2, x: .nan}\nspec: {n: 99999999999999999999999}\n",
    ],
)
def test_a_file_that_is_no_pod_makes_none(start: bytes, text: str) -> None:
    world = World.restore(start)
    world.files.write(f"{MANIFESTS}/bad.yaml", text)
    world.run("sleep 45")
    assert names(world) == []


def test_without_a_scheduler_pods_wait_for_one(start: bytes) -> None:
    world = World.restore(start)
    world.run(f"mv {MANIFESTS}/kube-scheduler.yaml /tmp; sleep 30; kubectl run web --image=nginx:1.27; sleep 10")
    assert world.run("kubectl get pod web --no-headers").stdout.split()[2] == "Pending"
    world = World.restore(world.snapshot())
    world.run(f"mv /tmp/kube-scheduler.yaml {MANIFESTS}/; sleep 30")
    assert world.run("kubectl get pod web --no-headers").stdout.split()[2] == "Running"


def test_without_a_controller_manager_nothing_is_reconciled(start: bytes) -> None:
    world = World.restore(start)
    manifest = f"{MANIFESTS}/kube-controller-manager.yaml"
    world.run(
        f"sed -i 's/v1.36.2/v0.0.0/' {manifest}; sleep 30; kubectl create deployment web --image=nginx:1.27; sleep 30"
    )
    assert names(world) == []
    row = world.run("kubectl get pods -n kube-system kube-controller-manager-controlplane --no-headers").stdout.split()
    assert row[2] in ("ErrImagePull", "ImagePullBackOff")
    world.run(f"sed -i 's/v0.0.0/v1.36.2/' {manifest}; sleep 60")
    assert len(names(world)) == 1


def test_names_are_unknown_while_no_server_of_names_runs(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl run c --image=busybox:1.36 -- sleep 100000; sleep 5")
    assert world.run("kubectl exec c -- nslookup kubernetes.default").exit_code == 0
    world.run("kubectl scale deployment coredns -n kube-system --replicas=0; sleep 5")
    result = world.run("kubectl exec c -- nslookup kubernetes.default")
    assert ";; connection timed out; no servers could be reached" in result.stdout


def test_ssh_leads_to_a_node_with_its_own_files_and_address() -> None:
    world = World.create(seed=7, images=IMAGES)
    assert world.run("ssh node01 hostname").stdout == "node01\n"
    assert world.run("ssh root@10.0.0.11 'echo $HOME; exit 4'").exit_code == 4
    script = f"mkdir -p {MANIFESTS}; cat > {MANIFESTS}/web.yaml"
    world.run(f"kubectl run web --image=nginx:1.27 --dry-run=client -o yaml | ssh node01 '{script}'; sleep 25")
    assert names(world) == ["pod/web-node01"]
    address = world.cluster.get("v1", "Pod", "web-node01")["status"]["podIP"]
    assert "Welcome to nginx" in world.run(f"ssh node01 curl -s {address}").stdout
    assert not world.files.exists(f"{MANIFESTS}/web.yaml")
    inside = world.run("ssh node01 <<E\nhostname\nexit 3\nE")
    assert (inside.stdout, inside.exit_code) == ("node01\n", 3)
    assert World.restore(world.snapshot()).run("ssh node01 hostname").stdout == "node01\n"


@pytest.mark.parametrize(
    ("words", "fault", "code"),
    [
        ("nosuch", "ssh: Could not resolve hostname nosuch: Name or service not known\n", 255),
        ("10.244.9.9", "ssh: connect to host 10.244.9.9 port 22: Connection refused\n", 255),
        ("ubuntu@node01", "ubuntu@node01: Permission denied (publickey).\n", 255),
        ("-L 80:a:80 node01", "not modelled in this sandbox: ssh -L\n", 1),
    ],
)
def test_ssh_says_why_it_does_not_get_through(words: str, fault: str, code: int) -> None:
    result = World.create(seed=7).run(f"ssh {words}")
    assert (result.stderr, result.exit_code) == (fault, code)
