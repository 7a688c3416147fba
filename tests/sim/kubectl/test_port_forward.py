"""kubectl port-forward leads a local port into a Pod."""

import pytest

from sandbox.sim.world import World


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=("nginx:1.27", "busybox:1.36"))
    world.run("kubectl create deployment web --image=nginx:1.27 --port=80")
    world.run("kubectl expose deploy web --port=8000 --target-port=80")
    world.run("kubectl run mute --image=busybox:1.36 -- sleep 100000")
    assert world.run("kubectl wait --for=condition=Ready pod --all").exit_code == 0
    return world.snapshot()


@pytest.mark.parametrize("target", ["deploy/web 8080:80", "svc/web 8080:8000"])
def test_a_forwarded_port_answers_while_it_runs_in_the_background(start: bytes, target: str) -> None:
    world = World.restore(start)
    first = world.run(f"kubectl port-forward {target} > log 2>&1 & sleep 1; curl -s localhost:8080 | head -4")
    assert "Welcome to nginx!" in first.stdout
    assert world.files.read("log") == (
        "Forwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\nHandling connection for 8080\n"
    )
    copy = World.restore(world.snapshot())
    assert copy.run("curl -sf -o /dev/null http://127.0.0.1:8080").exit_code == 0
    assert copy.run("kill %1; sleep 1; curl -s localhost:8080").exit_code == 7


def test_no_policy_is_in_the_way(start: bytes) -> None:
    world = World.restore(start)
    world.files.write("deny.yaml", """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {}}
""")  # fmt: skip
    world.run("kubectl apply -f deny.yaml; kubectl port-forward deploy/web 8080:80 > /dev/null & sleep 1")
    assert world.run("curl -sf -o /dev/null localhost:8080").exit_code == 0


def test_in_the_foreground_it_stays_until_it_is_interrupted(start: bytes) -> None:
    result = World.restore(start).run("kubectl port-forward deploy/web :80")
    assert result.exit_code == 130
    assert result.stdout.startswith("Forwarding from 127.0.0.1:")


def test_a_port_nobody_listens_on_ends_the_forwarding(start: bytes) -> None:
    world = World.restore(start)
    result = world.run(
        "kubectl port-forward pod/mute 8080:80 2> err & sleep 1; curl -s localhost:8080; echo $?; sleep 1"
    )
    assert result.stdout.rstrip().endswith("52")
    assert world.files.read("err").endswith("error: lost connection to pod\n")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("svc/web 8080:81", "error: Service web does not have a service port 81\n"),
        ("deploy/web 8080:http", "' does not have a named port 'http'\n"),
        ("pod/nobody 8080", 'Error from server (NotFound): pods "nobody" not found\n'),
        (
            "deploy/web 80a:80",
            'error: error parsing local port "80a": strconv.ParseUint: parsing "80a": invalid syntax\n',
        ),
    ],
)
def test_what_cannot_be_forwarded_is_refused(start: bytes, words: str, fault: str) -> None:
    result = World.restore(start).run(f"kubectl port-forward {words}")
    assert result.exit_code == 1
    assert result.stderr.endswith(fault)


def test_a_local_port_is_taken_once(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl port-forward deploy/web 8080:80 > /dev/null & sleep 1")
    result = world.run("kubectl port-forward deploy/web 8080:80")
    assert result.exit_code == 1
    assert result.stderr.endswith("error: unable to listen on any of the requested ports: [{8080 80}]\n")


def test_the_forwarding_ends_with_its_pod(start: bytes) -> None:
    world = World.restore(start)
    world.run(
        "kubectl port-forward deploy/web 8080:80 > /dev/null 2> err & sleep 1; kubectl delete pod -l app=web; sleep 2"
    )
    assert world.files.read("err") == "error: lost connection to pod\n"
