"""Images whose server answers with one page, and language images, tried from the learner's shell."""

import pytest

from sandbox.sim.world import World


@pytest.fixture
def world() -> World:
    return World.create(seed=7)


@pytest.mark.parametrize(
    ("arguments", "port", "answer"),
    [
        ("gcr.io/google-samples/hello-app:2.0", 8080, "Version: 2.0.0"),
        ("hashicorp/http-echo -text=hi -listen=:9000", 9000, "hi"),
        ("-e APP_COLOR=blue kodekloud/webapp-color", 8080, "#2980b9"),
        ("-e MESSAGE=Moin paulbouwer/hello-kubernetes:1", 8080, "<h1>Moin</h1>"),
        ("nginxdemos/hello:plain-text", 80, "Server name: "),
        ("adminer", 8080, "Login - Adminer"),
        ("grafana/grafana", 3000, ""),
    ],
)
def test_a_published_server_answers(world: World, arguments: str, port: int, answer: str) -> None:
    before, image, after = arguments.rpartition(" ") if not arguments.startswith("hashicorp") else ("", arguments, "")
    assert world.run(f"docker run -d -p 8888:{port} {before}{image}{after}").exit_code == 0
    result = world.run("curl -s localhost:8888")
    assert (result.exit_code, answer in result.stdout) == (0, True)


def test_a_server_that_lacks_its_configuration_says_so_and_ends() -> None:
    world = World.create(seed=7)
    result = world.run("docker run --name lb haproxy:3.2")
    assert result.exit_code == 1
    assert "/usr/local/etc/haproxy/haproxy.cfg" in result.stderr


def test_a_server_answers_the_same_after_a_snapshot(world: World) -> None:
    world.run("docker run -d -p 80:8080 gcr.io/google-samples/hello-app:1.0")
    again = World.restore(world.snapshot())
    assert again.run("curl -s localhost").stdout == world.run("curl -s localhost").stdout


def test_python_serves_files_and_logs_each_request(world: World) -> None:
    world.run("mkdir site && echo hello > site/a.txt")
    world.run(
        "docker run -d --name web -p 8000:8000 -v $PWD/site:/srv -w /srv python:3.11-alpine python -m http.server"
    )
    assert world.run("curl -s localhost:8000/a.txt").stdout == "hello\n"
    assert '<a href="a.txt">a.txt</a>' in world.run("curl -s localhost:8000/").stdout
    assert world.run("curl -s -o /dev/null -w '%{http_code}' localhost:8000/none").stdout == "404"
    assert '"GET /none HTTP/1.1" 404 -' in world.run("docker logs web").stderr


def test_perl_computes_pi_as_the_job_of_the_documentation_does(world: World) -> None:
    result = world.run("docker run --rm perl:5.34.0 perl -Mbignum=bpi -wle 'print bpi(30)'")
    assert result.stdout == "3.14159265358979323846264338328\n"


def test_a_program_that_is_not_modelled_is_named(world: World) -> None:
    result = world.run("docker run --rm ruby:3 ruby -e 'puts 1'")
    assert (result.exit_code, "not modelled in this sandbox: Ruby programs" in result.stderr) == (1, True)


def test_node_alone_ends_when_nothing_is_typed(world: World) -> None:
    assert world.run("docker run --rm node:20").exit_code == 0
    assert world.run("docker run --rm node:20 --version").stdout == "v20.19.3\n"


@pytest.mark.parametrize("image", ["nginx:alpine", "nginx"])
def test_nginx_carries_what_its_health_checks_and_tutorials_call(world: World, image: str) -> None:
    world.run(f"docker run -d --name web {image}")
    assert "200 OK" in world.run("docker exec web curl -sI localhost").stdout
    assert world.run("docker exec web getent hosts localhost").exit_code == 0
