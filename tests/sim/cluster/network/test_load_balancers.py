"""Services of type LoadBalancer, with a provider and without."""

import pytest

from sandbox.sim.world import World


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=("nginx:1.27",), addons=("load-balancer",))
    world.run("kubectl create deployment web --image=nginx:1.27; sleep 5")
    assert world.run("kubectl expose deploy web --type=LoadBalancer --port=8000 --target-port=80").exit_code == 0
    return world.snapshot()


def external(world: World, name: str = "web") -> str:
    return world.run(f"kubectl get svc {name} --no-headers").stdout.split()[3]


def reasons(world: World) -> list[str]:
    return world.run("kubectl get events -o jsonpath='{.items[*].reason}'").stdout.split()


def test_an_address_comes_after_a_moment_and_answers(start: bytes) -> None:
    world = World.restore(start)
    assert external(world) == "<pending>"
    world.run("sleep 5")
    assert external(world) == "10.0.0.200"
    assert "Welcome to nginx" in world.run("curl -s http://10.0.0.200:8000").stdout
    assert {"EnsuringLoadBalancer", "EnsuredLoadBalancer"} <= set(reasons(world))
    before = world.cluster.version
    world.advance(60)
    assert world.cluster.version == before


def test_the_address_is_given_back(start: bytes) -> None:
    world = World.restore(start)
    world.run("sleep 5; kubectl delete svc web")
    assert world.run("kubectl get svc web").exit_code == 1
    world.run("kubectl expose deploy web --name=next --type=LoadBalancer --port=80; sleep 5")
    assert external(world, "next") == "10.0.0.200"
    world.run("""kubectl patch svc next -p '{"spec": {"type": "ClusterIP"}}'; sleep 1""")
    assert external(world, "next") == "<none>"
    assert "finalizers" not in world.cluster.get("v1", "Service", "next")["metadata"]


def test_a_wish_is_granted_and_another_class_is_left_alone(start: bytes) -> None:
    world = World.restore(start)
    world.files.write("two.yaml", """\
apiVersion: v1
kind: Service
metadata: {name: wish}
spec: {type: LoadBalancer, loadBalancerIP: 10.0.0.222, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: other}
spec: {type: LoadBalancer, loadBalancerClass: example.com/other, ports: [{port: 80}]}
""")  # fmt: skip
    world.run("kubectl apply -f two.yaml; sleep 10")
    assert (external(world, "wish"), external(world, "other")) == ("10.0.0.222", "<pending>")


def test_local_traffic_stays_on_its_node(start: bytes) -> None:
    world = World.restore(start)
    world.run("""kubectl patch svc web -p '{"spec": {"externalTrafficPolicy": "Local"}}'""")
    port = world.cluster.get("v1", "Service", "web")["spec"]["ports"][0]["nodePort"]
    assert world.run(f"curl -sf -o /dev/null http://node01:{port}").exit_code == 0
    assert world.run(f"curl -s --max-time 2 http://10.0.0.10:{port}").exit_code == 28


def test_on_bare_machines_nothing_comes() -> None:
    world = World.create(seed=7, images=("nginx:1.27",))
    world.run(
        "kubectl create deployment web --image=nginx:1.27; kubectl expose deploy web --type=LoadBalancer --port=80"
    )
    world.run("sleep 60")
    assert external(world) == "<pending>"
    assert not [reason for reason in reasons(world) if "LoadBalancer" in reason]
