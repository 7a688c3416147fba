"""ps, mount, lsof and wget: the options that people add."""

import pytest

from sandbox.sim.world import World


@pytest.fixture
def world() -> World:
    world = World.create(seed=7, images=("nginx:latest",))
    world.run("docker run -d -p 80:80 --name web nginx")
    return world


def test_processes_are_sorted_by_a_column(world: World) -> None:
    up = world.run("ps -eo pid= --sort=pid").stdout.split()
    down = world.run("ps -eo pid= --sort=-pid").stdout.split()
    assert [int(pid) for pid in up] == sorted(int(pid) for pid in up)
    assert [int(pid) for pid in down] == sorted((int(pid) for pid in down), reverse=True)
    assert world.run("ps -e --sort=nonsense").exit_code == 1


def test_mounts_are_listed_and_not_made(world: World) -> None:
    assert world.run("mount").stdout == "/dev/vda1 on / type ext4 (rw,relatime)\n"
    assert world.run("mount /dev/sdb /mnt").stderr == "mount: not modelled in this sandbox: mounting /dev/sdb\n"


def test_lsof_tells_who_listens(world: World) -> None:
    assert "docker-pr" in world.run("lsof -i :80").stdout
    assert world.run("lsof -i :81").exit_code == 1
    assert "not modelled in this sandbox" in world.run("lsof /etc/passwd").stderr


def test_wget_sends_headers_and_shows_those_that_come(world: World) -> None:
    assert "  HTTP/1.1 200 OK\n  Server: nginx/" in world.run("wget -S -qO /dev/null localhost").stderr
    assert world.run("wget -q --header 'X-A: 1' -O- localhost | head -1").stdout == "<!DOCTYPE html>\n"
