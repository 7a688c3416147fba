"""The classic builder: where it takes its context from, what its flags do, what it says of bases and arguments."""

import pytest

from sandbox.sim.world import World


@pytest.fixture
def folder(world: World) -> World:
    world.run("mkdir w; echo data > w/a; printf 'FROM busybox\\nCOPY a /a\\n' > w/Dockerfile")
    return world


def test_a_base_that_is_not_here_is_pulled_in_sight(world: World) -> None:
    out = world.run("printf 'FROM alpine:3.20\\n' | docker build -").stdout
    assert "Step 1/1 : FROM alpine:3.20\n3.20: Pulling from library/alpine\n" in out
    assert "Status: Downloaded newer image for alpine:3.20\n ---> " in out
    again = world.run("printf 'FROM alpine:3.20\\n' | docker build --pull -").stdout
    assert "Status: Image is up to date for alpine:3.20\n" in again


def test_the_context_may_be_an_archive_and_the_dockerfile_standard_input(folder: World) -> None:
    folder.run("tar c -C w . | docker build -q -t one -; docker build -q -t two -f - w < w/Dockerfile")
    assert folder.run("docker run --rm one cat /a; docker run --rm two cat /a; ls -A /tmp").stdout == "data\ndata\n"
    refused = folder.run("docker build -f - - < w/Dockerfile").stderr
    assert refused.endswith("invalid argument: can't use stdin for both build context and dockerfile\n")


def test_hosts_and_network_reach_what_runs(world: World) -> None:
    world.run("printf 'FROM busybox\\nRUN cat /etc/hosts; ip addr\\n' > Dockerfile")
    assert "10.1.1.1\tdb" in world.run("docker build --add-host db:10.1.1.1 .").stdout
    assert "eth0" not in world.run("docker build --no-cache --network none .").stdout


def test_arguments_that_nothing_declares_are_named(world: World) -> None:
    world.run("printf 'FROM busybox\\nARG A\\n' > Dockerfile")
    out = world.run("docker build --build-arg Z=1 --build-arg A=1 --build-arg B=2 --build-arg HTTP_PROXY=x .").stdout
    assert "[Warning] One or more build-args [B Z] were not consumed\n" in out


def test_flags_without_effect_and_other_platforms_are_named(folder: World) -> None:
    assert "drydock: --shm-size has no effect in this sandbox\n" in folder.run("docker build --shm-size 64m w").stderr
    refused = folder.run("docker build --platform linux/arm64 w")
    assert refused.exit_code == 1
    assert "not modelled in this sandbox: docker build --platform linux/arm64" in refused.stderr
    assert folder.run("docker build --platform linux/amd64 w").exit_code == 0
