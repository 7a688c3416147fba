"""A registry of one's own: push, pull, log in, and what it answers over HTTP."""

# ruff: noqa: E501 - a command line stands on one line, as it is typed.

import json

import pytest

from sandbox.sim.world import World


@pytest.fixture
def hub(world: World) -> World:
    world.run("docker run -d -p 5000:5000 --name registry registry:2; docker tag busybox localhost:5000/bb")
    return world


def test_a_push_prints_its_layers_and_the_manifests_digest(hub: World) -> None:
    result = hub.run("docker push localhost:5000/bb")
    lines = result.stdout.splitlines()
    layer = hub.run("docker inspect -f '{{index .RootFS.Layers 0}}' busybox").stdout.removeprefix("sha256:")[:12]
    assert lines[:4] == [
        "Using default tag: latest",
        "The push refers to repository [localhost:5000/bb]",
        f"{layer}: Preparing",
        f"{layer}: Pushed",
    ]
    assert lines[4].startswith("latest: digest: sha256:")
    assert lines[4].endswith(" size: 527")
    assert f"{layer}: Layer already exists" in hub.run("docker push localhost:5000/bb").stdout
    hub.run("docker tag busybox localhost:5000/team/two:v1")
    assert f"{layer}: Mounted from bb" in hub.run("docker push localhost:5000/team/two:v1").stdout


def test_what_was_pushed_is_pulled_again_with_its_files(hub: World) -> None:
    hub.run(
        "printf 'FROM busybox\\nENV A=1\\nRUN echo made > /m\\nCMD cat /m' | docker build -q -t localhost:5000/app:v1 -"
    )
    pushed = hub.run("docker push localhost:5000/app:v1").stdout.splitlines()[-1].split()[2]
    before = hub.run("docker images -q --no-trunc localhost:5000/app").stdout
    hub.run("docker rmi localhost:5000/app:v1")
    result = hub.run("docker pull localhost:5000/app:v1")
    assert f"Digest: {pushed}\nStatus: Downloaded newer image for localhost:5000/app:v1\n" in result.stdout
    assert hub.run("docker images -q --no-trunc localhost:5000/app").stdout == before
    assert (
        hub.run("docker run --rm localhost:5000/app:v1; docker run --rm localhost:5000/app:v1 sh -c 'echo $A'").stdout
        == "made\n1\n"
    )
    assert hub.run(f"docker rmi localhost:5000/app:v1; docker run --rm localhost:5000/app@{pushed}").stdout.endswith(
        "made\n"
    )


def test_the_registry_answers_over_http(hub: World) -> None:
    hub.run("docker push localhost:5000/bb")
    assert hub.run("curl -s localhost:5000/v2/").stdout == "{}"
    assert hub.run("curl -s localhost:5000/v2/_catalog").stdout == '{"repositories":["bb"]}\n'
    assert hub.run("curl -s localhost:5000/v2/bb/tags/list").stdout == '{"name":"bb","tags":["latest"]}\n'
    missing = json.loads(hub.run("curl -s localhost:5000/v2/x/tags/list").stdout)
    assert missing["errors"][0]["code"] == "NAME_UNKNOWN"
    manifest = json.loads(hub.run("curl -s localhost:5000/v2/bb/manifests/latest").stdout)
    assert manifest["schemaVersion"] == 2
    assert "MANIFEST_UNKNOWN" in hub.run("curl -s localhost:5000/v2/bb/manifests/v9").stdout
    assert "405" in hub.run("curl -sI -X DELETE localhost:5000/v2/bb/manifests/latest | head -1").stdout


def test_what_is_not_there_is_refused_in_dockers_words(hub: World) -> None:
    assert hub.run("docker pull localhost:5000/nope").stderr == (
        "Error response from daemon: manifest for localhost:5000/nope:latest not found: manifest unknown: manifest unknown\n"
    )
    assert hub.run("docker push localhost:5000/nope").stderr == (
        "An image does not exist locally with the tag: localhost:5000/nope\n"
    )
    assert hub.run("docker push busybox").stderr == "denied: requested access to the resource is denied\n"


def test_a_registry_that_is_down_refuses_the_connection_and_takes_its_images_with_it(hub: World) -> None:
    hub.run("docker push localhost:5000/bb; docker rm -fv registry")
    refused = 'Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused\n'
    assert hub.run("docker push localhost:5000/bb").stderr == refused
    assert hub.run("docker pull localhost:5000/bb").stderr == f"Error response from daemon: {refused}"
    hub.run("docker run -d -p 5000:5000 registry:2")
    assert hub.run("curl -s localhost:5000/v2/_catalog").stdout == '{"repositories":[]}\n'


def test_a_volume_keeps_what_a_registry_holds(world: World) -> None:
    start = "docker run -d -p 5000:5000 -v reg:/var/lib/registry --name reg1 registry:2"
    world.run(
        f"{start}; docker tag busybox localhost:5000/kept; docker push localhost:5000/kept; docker rm -f reg1; {start}"
    )
    assert world.run("curl -s localhost:5000/v2/_catalog").stdout == '{"repositories":["kept"]}\n'


def test_another_machines_registry_must_speak_tls(hub: World) -> None:
    address = hub.run("docker inspect -f '{{.NetworkSettings.IPAddress}}' registry").stdout.strip()
    words = f'Get "https://{address}:5000/v2/": http: server gave HTTP response to HTTPS client'
    assert words in hub.run(f"docker pull {address}:5000/bb").stderr


def test_a_login_is_kept_in_the_clients_file_until_the_logout(hub: World) -> None:
    result = hub.run("echo secret | docker login -u me --password-stdin localhost:5000")
    assert result.stdout == "Login Succeeded\n"
    assert "stored unencrypted in '/root/.docker/config.json'" in result.stderr
    assert '"auth": "bWU6c2VjcmV0"' in hub.files.read("/root/.docker/config.json")
    assert hub.run("docker logout localhost:5000").stdout == "Removing login credentials for localhost:5000\n"
    assert "bWU6" not in hub.files.read("/root/.docker/config.json")
    assert hub.run("docker login -u a -p b").exit_code == 1


def test_buildkit_takes_its_base_from_it(hub: World) -> None:
    hub.run("docker push localhost:5000/bb; docker rmi localhost:5000/bb")
    result = hub.run("printf 'FROM localhost:5000/bb\\nRUN true\\n' | docker buildx build -")
    assert "[1/2] FROM localhost:5000/bb:latest@sha256:" in result.stderr
    assert result.exit_code == 0


def test_a_manifest_is_shown_without_a_pull(hub: World) -> None:
    assert json.loads(hub.run("docker manifest inspect redis").stdout)["schemaVersion"] == 2
    assert hub.run("docker manifest inspect nosuch").stderr == "no such manifest: docker.io/library/nosuch:latest\n"
    assert hub.run("docker images -q redis").stdout == ""


def test_a_build_pushes_what_it_has_made(hub: World) -> None:
    line = "printf 'FROM busybox\\nRUN echo x > /x\\n' | docker buildx build --push -t {} -"
    result = hub.run(line.format("localhost:5000/pushed:v1"))
    assert result.exit_code == 0
    assert "pushing localhost:5000/pushed:v1 with docker\n" in result.stderr
    assert hub.run("curl -s localhost:5000/v2/pushed/tags/list").stdout == '{"name":"pushed","tags":["v1"]}\n'
    denied = hub.run(line.format("somebody/app"))
    assert denied.exit_code == 1
    assert denied.stderr.endswith("ERROR: denied: requested access to the resource is denied\n")
    assert hub.run(line.replace("-t {} ", "")).stderr == "ERROR: tag is needed when pushing to registry\n"
