"""ip, ifconfig, route, ss, netstat, systemctl: what is there is shown, and what would change it is refused."""

import pytest

from sandbox.sim.world import World

START = "docker network create red; docker run -d --name web -p 8080:80 --network red nginx; docker pull -q alpine"


@pytest.fixture(scope="module")
def blob() -> bytes:
    world = World.create(seed=7, images=("nginx:latest", "alpine:latest", "debian:12"))
    assert world.run(START).exit_code == 0
    return world.snapshot()


@pytest.fixture
def world(blob: bytes) -> World:
    return World.restore(blob)


def test_ip_shows_the_hosts_cards(world: World) -> None:
    lines = world.run("ip -br addr").stdout.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["lo", "eth0", "docker0"]
    assert lines[3].split()[1:] == ["UP", "172.18.0.1/16"]
    assert world.run("ip -4 addr show lo").stdout == (
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
        "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n"
    )


def test_ip_shows_a_containers_card_and_route(world: World) -> None:
    script = "docker run --rm debian:12 bash -c 'apt-get update -qq; apt-get install -yqq iproute2 > /dev/null; {}'"
    assert world.run(script.format("ip route")).stdout == (
        "default via 172.17.0.1 dev eth0 \n172.17.0.0/16 dev eth0 proto kernel scope link src 172.17.0.2 \n"
    )
    assert "4: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP>" in world.run(script.format("ip addr")).stdout


@pytest.mark.parametrize(
    ("line", "status", "error"),
    [
        ("ip addr show eth9", 1, 'Device "eth9" does not exist.\n'),
        ("ip nonsense", 1, 'Object "nonsense" is unknown, try "ip help".\n'),
        ("ip link set eth0 down", 1, "ip: not modelled in this sandbox: ip link set\n"),
        ("ip netns add blue", 1, "ip: not modelled in this sandbox: ip netns add\n"),
        ("ifconfig eth9", 1, "eth9: error fetching interface information: Device not found\n"),
        ("systemctl restart docker", 1, "systemctl: not modelled in this sandbox: systemctl restart docker\n"),
        ("systemctl status nonsense", 4, "Unit nonsense.service could not be found.\n"),
    ],
)
def test_what_is_not_there_or_would_change_something_is_refused(
    world: World, line: str, status: int, error: str
) -> None:
    result = world.run(line)
    assert (result.exit_code, result.stderr) == (status, error)


def test_published_ports_listen_on_the_host(world: World) -> None:
    rows = world.run("ss -tlnH").stdout.splitlines()
    assert [row.split()[3] for row in rows] == ["0.0.0.0:8080", "[::]:8080"]
    assert "docker-proxy" in world.run("ss -tlnp 'sport = :8080'").stdout
    assert world.run("netstat -tln").stdout.splitlines()[2].split()[3] == "0.0.0.0:8080"


def test_a_container_sees_its_own_sockets_alone(world: World) -> None:
    script = "apt-get update -qq; apt-get install -yqq iproute2 > /dev/null; ss -tlnp"
    shown = world.run(f"docker run --rm --network container:web debian:12 bash -c '{script}'").stdout
    assert "0.0.0.0:80 " in shown
    assert "8080" not in shown


def test_a_published_port_answers_on_every_address_of_the_host_and_the_server_sees_the_bridge(world: World) -> None:
    assert "Welcome to nginx" in world.run("curl -s 192.168.1.10:8080").stdout
    assert world.run("docker logs web 2> /dev/null | tail -1").stdout.startswith("172.18.0.1 - - ")


def test_systemd_runs_on_the_host_and_not_in_containers(world: World) -> None:
    assert world.run("systemctl is-active docker kubelet").stdout == "active\nactive\n"
    assert "Active: active (running)" in world.run("systemctl status docker.service --no-pager").stdout
    inside = world.run("docker run --rm debian:12 systemctl status docker")
    assert inside.exit_code == 127
