"""Networks are apart: what is on one does not reach the addresses of another, nor anything from an internal one."""

import pytest

from sandbox.sim.world import World

START = """
docker network create red; docker network create blue; docker network create --internal closed
docker run -d --name shop --network red nginx
docker run -d --name door -p 8080:80 nginx
docker run -d --name near --network red busybox sleep 9999
docker run -d --name far --network blue busybox sleep 9999
docker run -d --name plain busybox sleep 9999
docker run -d --name inner --network closed nginx
docker run -d --name shut --network closed busybox sleep 9999
"""


@pytest.fixture(scope="module")
def blob() -> bytes:
    world = World.create(seed=7, images=("nginx:latest", "busybox:latest"))
    assert world.run(START).exit_code == 0
    return world.snapshot()


@pytest.fixture
def world(blob: bytes) -> World:
    return World.restore(blob)


def address(world: World, name: str) -> str:
    form = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    return world.run(f"docker inspect -f '{form}' {name}").stdout.strip()


def fetch(world: World, container: str, target: str) -> tuple[int, str]:
    result = world.run(f"docker exec {container} wget -qO- -T 3 http://{target}")
    return result.exit_code, result.stderr


def test_a_container_reaches_its_own_network_by_name_and_address(world: World) -> None:
    assert fetch(world, "near", "shop")[0] == 0
    assert fetch(world, "near", address(world, "shop"))[0] == 0


def test_another_network_is_reached_neither_by_name_nor_by_address(world: World) -> None:
    assert fetch(world, "far", "shop") == (1, "wget: bad address 'shop'\n")
    assert fetch(world, "far", address(world, "shop")) == (1, "wget: download timed out\n")
    assert fetch(world, "plain", address(world, "shop"))[0] == 1
    assert world.run(f"docker exec far ping -c 1 -W 1 {address(world, 'shop')}").exit_code == 1


def test_who_is_connected_to_the_network_later_reaches_it(world: World) -> None:
    world.run("docker network connect red far")
    assert fetch(world, "far", "shop")[0] == 0
    world.run("docker network disconnect red far")
    assert fetch(world, "far", address(world, "door"))[0] == 1


def test_the_default_bridge_knows_addresses_and_no_names(world: World) -> None:
    assert fetch(world, "plain", "door")[0] == 1
    assert fetch(world, "plain", address(world, "door"))[0] == 0


def test_a_published_port_is_reached_through_the_host_from_anywhere(world: World) -> None:
    assert fetch(world, "far", "172.17.0.1:8080")[0] == 0
    script = "docker run --rm --network blue --add-host host.docker.internal:host-gateway busybox"
    assert world.run(f"{script} wget -qO- http://host.docker.internal:8080").exit_code == 0


def test_from_an_internal_network_nothing_else_is_reached(world: World) -> None:
    assert fetch(world, "shut", "inner")[0] == 0
    assert fetch(world, "shut", address(world, "door"))[0] == 1
    assert fetch(world, "shut", "172.17.0.1:8080")[0] == 1


def test_the_host_reaches_every_container(world: World) -> None:
    for name in ("shop", "door", "inner"):
        assert world.run(f"curl -s {address(world, name)}").exit_code == 0
