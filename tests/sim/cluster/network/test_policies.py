"""NetworkPolicies open and close connections between Pods, from nodes and from outside."""

from typing import Any

import pytest

from sandbox.sim.world import World

Object = dict[str, Any]
IMAGES = ("nginx:1.27", "busybox:1.36")
POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: {name}}}
spec: {spec}
"""


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=IMAGES)
    script = """
kubectl create namespace other
kubectl label namespace other team=blue
kubectl run web --image=nginx:1.27 --labels=app=web --port=80
kubectl expose pod web --port=8080 --target-port=80
kubectl run friend --image=busybox:1.36 --labels=role=friend -- sleep 100000
kubectl run stranger --image=busybox:1.36 -- sleep 100000
kubectl run guest --image=busybox:1.36 -n other --labels=role=friend -- sleep 100000
kubectl wait --for=condition=Ready pod --all -A
"""
    assert world.run(script).exit_code == 0
    return world.snapshot()


def reached(world: World, who: str, url: str = "http://web.default:8080") -> bool:
    namespace, name = who.split("/")
    result = world.run(f"kubectl exec -n {namespace} {name} -- wget -q -O /dev/null -T 2 {url}")
    assert result.exit_code == 0 or result.stderr.startswith(("wget: download timed out", "wget: bad address")), result
    return result.exit_code == 0


def apply(world: World, spec: str, name: str = "rule") -> None:
    world.files.write("policy.yaml", POLICY.format(name=name, spec=spec))
    assert world.run("kubectl apply -f policy.yaml").exit_code == 0


ALL = ("default/friend", "default/stranger", "other/guest")
WEB = "podSelector: {matchLabels: {app: web}}"
CASES = [
    ("{podSelector: {}}", ()),
    ("{podSelector: {}, policyTypes: [Egress], egress: [{}]}", ALL),
    (f"{{{WEB}, ingress: [{{}}]}}", ALL),
    (f"{{{WEB}, ingress: [{{from: [{{podSelector: {{matchLabels: {{role: friend}}}}}}]}}]}}", ("default/friend",)),
    (f"{{{WEB}, ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{team: blue}}}}}}]}}]}}", ("other/guest",)),
    (f"{{{WEB}, ingress: [{{from: [{{namespaceSelector: {{}}, podSelector: {{matchLabels: {{role: friend}}}}}}]}}]}}",
     ("default/friend", "other/guest")),
    ((f"{{{WEB}, ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{team: blue}}}}}},"
     " {podSelector: {}}]}]}"), ALL),
    (f"{{{WEB}, ingress: [{{from: [{{ipBlock: {{cidr: 10.244.0.0/16}}}}]}}]}}", ALL),
    (f"{{{WEB}, ingress: [{{from: [{{ipBlock: {{cidr: 10.244.0.0/16, except: [10.244.0.0/17]}}}}]}}]}}", ()),
    (f"{{{WEB}, ingress: [{{ports: [{{port: 80}}]}}]}}", ALL),
    (f"{{{WEB}, ingress: [{{ports: [{{port: 8080}}]}}]}}", ()),
    (f"{{{WEB}, ingress: [{{ports: [{{port: 79, endPort: 81}}]}}]}}", ALL),
    (f"{{{WEB}, ingress: [{{ports: [{{port: 80, protocol: UDP}}]}}]}}", ()),
    (f"{{{WEB}, ingress: [{{ports: [{{protocol: TCP}}]}}]}}", ALL),
    (f"{{{WEB}, policyTypes: [Egress]}}", ALL),
    ("{podSelector: {matchLabels: {app: nobody}}}", ALL),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "through"), CASES)
def test_a_policy_lets_through_whom_it_names(start: bytes, spec: str, through: tuple[str, ...]) -> None:
    world = World.restore(start)
    apply(world, spec)
    assert tuple(who for who in ALL if reached(world, who)) == through


def test_policies_add_up(start: bytes) -> None:
    world = World.restore(start)
    apply(world, "{podSelector: {}}", "deny")
    apply(world, f"{{{WEB}, ingress: [{{from: [{{podSelector: {{matchLabels: {{role: friend}}}}}}]}}]}}", "allow")
    assert reached(world, "default/friend")
    assert not reached(world, "default/stranger")
    world.run("kubectl delete networkpolicy deny allow")
    assert reached(world, "default/stranger")


def test_a_named_port_is_that_of_the_pod(start: bytes) -> None:
    world = World.restore(start)
    world.files.write("named.yaml", """\
apiVersion: v1
kind: Pod
metadata: {name: named, labels: {app: named}}
spec: {containers: [{name: c, image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}]}
""")  # fmt: skip
    world.run("kubectl apply -f named.yaml && kubectl expose pod named --port=80")
    world.run("kubectl wait --for=condition=Ready pod/named")
    apply(world, "{podSelector: {matchLabels: {app: named}}, ingress: [{ports: [{port: https}]}]}")
    assert not reached(world, "default/friend", "http://named.default")
    apply(world, "{podSelector: {matchLabels: {app: named}}, ingress: [{ports: [{port: http}]}]}")
    assert reached(world, "default/friend", "http://named.default")


def test_without_leave_to_ask_for_names_nothing_is_found(start: bytes) -> None:
    world = World.restore(start)
    apply(world, f"{{podSelector: {{}}, policyTypes: [Egress], egress: [{{to: [{{{WEB}}}]}}]}}")
    address = world.cluster.get("v1", "Pod", "web")["status"]["podIP"]
    assert reached(world, "default/friend", f"http://{address}")
    assert not reached(world, "default/friend")
    result = world.run("kubectl exec friend -- nslookup web")
    assert ";; connection timed out; no servers could be reached" in result.stdout
    system = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}"
    dns = f"{{to: [{system}], ports: [{{port: 53, protocol: UDP}}]}}"
    apply(world, f"{{podSelector: {{}}, policyTypes: [Egress], egress: [{{to: [{{{WEB}}}]}}, {dns}]}}")
    assert reached(world, "default/friend")


def test_a_denied_connection_takes_as_long_as_the_client_waits(start: bytes) -> None:
    world = World.restore(start)
    apply(world, "{podSelector: {matchLabels: {app: web}}}")
    address = world.cluster.get("v1", "Pod", "web")["status"]["podIP"]
    before = world.clock.now
    result = world.run(f"curl -s -S --max-time 3 http://{address}")
    assert (result.exit_code, result.stderr) == (28, "curl: (28) Connection timed out after 3001 milliseconds\n")
    assert 3 <= (world.clock.now - before) / 1e9 < 4
    result = world.run(f"curl -sS http://{address}")
    assert result.exit_code == 28
    assert (
        result.stderr
        == f"curl: (28) Failed to connect to {address} port 80 after 130001 ms: Couldn't connect to server\n"
    )
    result = world.run(f"curl -sS --connect-timeout 1 http://{address}")
    assert result.stderr == f"curl: (28) Failed to connect to {address} port 80 after 1001 ms: Timeout was reached\n"
    result = world.run(f"nc -zv -w 2 {address} 80")
    assert (result.exit_code, "timed out: Operation now in progress" in result.stderr) == (1, True)
    result = world.run(f"wget -T 1 -t 2 {address}")
    assert result.exit_code == 4
    assert result.stderr.endswith("failed: Connection timed out.\nGiving up.\n\n")


def test_the_node_of_a_pod_always_reaches_it_so_probes_go_on(start: bytes) -> None:
    world = World.restore(start)
    apply(world, "{podSelector: {}}")
    world.files.write("probed.yaml", """\
apiVersion: v1
kind: Pod
metadata: {name: probed}
spec: {containers: [{name: c, image: "nginx:1.27", readinessProbe: {httpGet: {port: 80}}}]}
""")  # fmt: skip
    world.run("kubectl apply -f probed.yaml")
    assert world.run("kubectl wait --for=condition=Ready pod/probed --timeout=60s").exit_code == 0
