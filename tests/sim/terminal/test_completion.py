"""Tab: what is offered where, and that looking changes nothing."""

from functools import lru_cache

import pytest

from sandbox.sim.world import World


@lru_cache(maxsize=1)
def blob() -> bytes:
    world = World.create(seed=7, nodes=("controlplane", "node01"), images=("busybox:1.36", "nginx"))
    world.type(
        "docker run -d --name web nginx; docker run --name ended busybox:1.36 true; docker volume create data\n"
        "docker network create shop; kubectl create namespace stage; kubectl run front --image=nginx\n"
        "kubectl create deployment api --image=nginx; kubectl create configmap cfg -n stage\n"
        "alias k=kubectl; greet() { :; }; mkdir 'my dir' manifests; touch my.txt .hidden manifests/pod.yaml\n"
    )
    world.advance(10)
    return world.snapshot()


@pytest.fixture
def world() -> World:
    return World.restore(blob())


def offered(world: World, line: str) -> list[str]:
    return [row.word for row in world.complete(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("docker st", ["start", "stats", "stop"]),
        ("docker volume in", ["inspect"]),
        ("docker stop ", ["web"]),
        ("docker start ", ["ended"]),
        ("docker rm ", ["ended", "web"]),
        ("docker rm web ", ["ended"]),
        ("docker exec -it w", ["web"]),
        ("docker volume rm ", ["data"]),
        ("docker network connect shop ", ["ended", "web"]),
        ("docker run --network sh", ["shop"]),
        ("docker run --network=sh", ["--network=shop"]),
        ("docker run --resta", ["--restart="]),
        ("docker run --restart unl", ["unless-stopped"]),
        ("docker rmi b", ["busybox:1.36"]),
        ("docker inspect da", ["data"]),
        ("docker run -v da", ["data:"]),
        ("kubectl sca", ["scale"]),
        ("kubectl rollout st", ["status"]),
        ("kubectl get deploy", ["deployments"]),
        ("kubectl get pods fr", ["front"]),
        ("kubectl get pod/fr", ["pod/front"]),
        ("kubectl -n stage get configmap c", ["cfg"]),
        ("kubectl get configmap c", []),
        ("kubectl get configmap -n st", ["stage"]),
        ("kubectl describe no", ["nodes"]),
        ("kubectl drain ", ["controlplane", "node01"]),
        ("kubectl logs fr", ["front"]),
        ("kubectl exec -it front -c ", ["front"]),
        ("kubectl rollout undo deployment/", ["deployment/api"]),
        ("kubectl set image deployment/api ", ["nginx="]),
        ("kubectl get pods -o y", ["yaml"]),
        ("kubectl get pods --namesp", ["--namespace="]),
        ("kubectl config use-context ", ["kubernetes-admin@kubernetes"]),
        ("kubectl apply -f manifests/", ["manifests/pod.yaml"]),
        ("kubectl create secret g", ["generic"]),
        ("k get po", ["poddisruptionbudgets", "pods", "podtemplates"]),
        ("cat my", ["my dir/", "my.txt"]),
        ("cat .h", [".hidden"]),
        ("cd m", ["manifests/", "my dir/"]),
        ("echo hi > my.", ["my.txt"]),
        ("ls | gree", ["greet"]),
        ("for x in 1; do kubect", ["kubectl"]),
        ("A=1 sudo kubect", ["kubectl"]),
        ("echo $HOM", ["$HOME"]),
        ("echo ${HOM", ["${HOME}"]),
        ("nosuchcommand fr", []),
        ("docker nosuch ", []),
        ("kubectl get nosuch x", []),
    ],
)
def test_what_fits_is_offered(world: World, line: str, words: list[str]) -> None:
    assert offered(world, line) == words


def test_what_is_offered_can_be_put_into_the_line(world: World) -> None:
    rows = world.complete("cat my")
    assert [(row.start, row.end, row.text) for row in rows] == [(4, 6, "my\\ dir/"), (4, 6, "my.txt ")]
    assert [row.text for row in world.complete("cat 'my d")] == ["'my dir/"]
    assert [row.text for row in world.complete("docker stop w --time 3", 13)] == ["web "]


def test_the_first_word_is_a_command(world: World) -> None:
    words = offered(world, "")
    assert {"docker", "kubectl", "cd", "k", "greet", "if"} <= set(words)
    assert words == sorted(words)


def test_notes_say_what_a_word_is(world: World) -> None:
    notes = {row.word: row.note for row in world.complete("docker rm ")}
    assert notes == {"web": "running", "ended": "exited"}


def test_looking_changes_nothing(world: World) -> None:
    before = world.snapshot()
    for line in ("kubectl get ", "docker run ", "cat ", "kubectl get pods -n ", "ech"):
        world.complete(line)
    assert world.snapshot() == before


def test_looking_builds_nothing_in_a_fresh_world() -> None:
    world = World.create(seed=1)
    before = world.snapshot()
    assert offered(world, "kubectl get no") == ["nodes"]
    assert offered(world, "docker network rm br") == ["bridge"]
    assert world.snapshot() == before


def test_inside_a_container_its_own_files_are_offered(world: World) -> None:
    world.type("docker run -it busybox:1.36 sh\n")
    assert offered(world, "ls /et") == ["/etc/"]
    assert "kubectl" not in offered(world, "k")


def test_nothing_is_offered_while_another_program_reads(world: World) -> None:
    world.type("cat\n")
    assert world.complete("docker ") == []


def test_services_of_a_project_are_offered(world: World) -> None:
    world.files.write("compose.yaml", "services: {front: {image: nginx}, fan: {image: nginx}}\n")
    world.run("docker compose up -d")
    assert offered(world, "docker compose logs f") == ["fan", "front"]
    assert offered(world, "docker compose res") == ["restart"]
