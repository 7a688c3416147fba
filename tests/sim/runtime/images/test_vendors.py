"""Images of vendors: what a first look at them shows."""

import pytest

from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.world import World


@pytest.fixture
def world() -> World:
    return World.create(seed=11)


def test_php_with_apache_serves_files_and_says_that_it_runs_no_programs(world: World) -> None:
    world.run("docker run -d -p 8080:80 --name web php:8.2-apache")
    assert world.run("curl -si localhost:8080 | head -1").stdout.strip() == "HTTP/1.1 403 Forbidden"
    world.run("docker exec web sh -c 'echo hi > index.html; echo x > info.php'")
    assert world.run("curl -s localhost:8080").stdout == "hi\n"
    assert world.run("curl -s localhost:8080/info.php").stdout.startswith("not modelled in this sandbox: PHP")
    assert world.run("docker run --rm php:8.3 php -v").stdout.startswith("PHP 8.3.")


@pytest.mark.parametrize(
    ("image", "port", "words"),
    [
        ("bitnami/nginx", 8080, "Welcome to nginx!"),
        ("k8s.gcr.io/nginx-slim:0.8", 80, "Welcome to nginx!"),
        ("containous/whoami", 80, "Hostname: "),
        ("gcr.io/kuar-demo/kuard-amd64:blue", 8080, "KUAR"),
        ("kodekloud/simple-webapp", 8080, "<"),
    ],
)
def test_a_server_answers(world: World, image: str, port: int, words: str) -> None:
    world.run(f"docker run -d -p 9090:{port} {image}")
    assert words in world.run("curl -s localhost:9090").stdout


def test_distroless_has_no_shell(world: World) -> None:
    result = world.run("docker run --rm gcr.io/distroless/static ls")
    assert result.exit_code == 127
    assert 'exec: "ls": executable file not found in $PATH' in result.stderr
    built = world.run("printf 'FROM gcr.io/distroless/base:nonroot\\nUSER nonroot\\n' | docker buildx build -q -t a -")
    assert built.exit_code == 0
    assert world.run("docker inspect -f '{{.Config.User}}' a").stdout == "nonroot\n"


def test_a_public_registry_does_not_know_what_is_not_listed(world: World) -> None:
    assert "manifest unknown" in world.run("docker pull gcr.io/no/such").stderr
    assert "no such host" in world.run("docker pull registry.nowhere.example/x").stderr


@pytest.mark.parametrize(
    "name",
    ["php", "php:apache", "php:8.1-fpm-alpine", "rust:1.75", "opensuse/leap", "archlinux", "bitnami/redis",
     "registry:2", "registry", "registry.k8s.io/busybox", "docker.elastic.co/elasticsearch/elasticsearch:8.11.1"],
)  # fmt: skip
def test_tutorials_images_are_listed(name: str) -> None:
    assert catalogue.find(parse_normalized(name)).size > 0


def test_no_two_images_claim_a_name() -> None:
    names = [f"{image.repository}:{tag}" for image in catalogue.IMAGES for tag in image.tags]
    assert len(set(names)) == len(names)


def test_a_search_shows_the_hub_alone(world: World) -> None:
    found = world.run("docker search --limit 100 --format '{{.Name}}' hello").stdout.split()
    assert "hello-world" in found
    assert not any("." in name.partition("/")[0] for name in found)
