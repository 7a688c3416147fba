"""nc -l is a server, and /proc tells who runs."""

import pytest

from sandbox.sim.world import World

LOOP = "while true; do echo -e 'HTTP/1.1 200 OK\\r\\n\\r\\nhi' | nc -l -p 8080; done"


@pytest.fixture
def world() -> World:
    return World.create(seed=7, images=("busybox:latest",))


def test_a_loop_around_nc_is_a_web_server(world: World) -> None:
    world.run(f'docker run -d -p 8080:8080 --name server busybox sh -c "{LOOP}"')
    asked = "curl -s localhost:8080; sleep 1; curl -s localhost:8080; docker logs server | head -1"
    assert world.run(asked).stdout == "hi\nhi\nGET / HTTP/1.1\r\n"


def test_one_connection_ends_it_and_k_keeps_it(world: World) -> None:
    world.run("nc -l 9000 > got & sleep 1; echo hello | nc -N localhost 9000; sleep 1")
    assert world.run("cat got; nc -zv localhost 9000; jobs | wc -l").stdout.splitlines()[0] == "hello"
    world.run("nc -lk 9001 > all & sleep 1; echo a | nc localhost 9001; echo b | nc localhost 9001")
    assert world.run("cat all; nc -z localhost 9001 && kill %%").stdout == "a\nb\n"


def test_a_port_that_is_taken_or_is_none_is_refused(world: World) -> None:
    world.run("nc -lk 9001 & sleep 1")
    assert world.run("nc -l 9001").stderr == "nc: Address already in use\n"
    assert world.run("nc -l nothing").exit_code == 1
    assert world.run("nc -lu 53").stderr == "nc: not modelled in this sandbox: -u\n"


def test_a_listener_survives_being_written_down(world: World) -> None:
    world.run("nc -l 9000 > got & sleep 1")
    other = World.restore(world.snapshot())
    assert other.run("echo hello | nc -N localhost 9000; sleep 1; cat got").stdout == "hello\n"


def test_proc_tells_of_processes_and_of_the_machine(world: World) -> None:
    inside = world.run(
        "docker run --rm busybox sh -c 'cat /proc/1/comm /proc/self/cgroup; head -1 /proc/1/status; true'"
    )
    assert inside.stdout == "sh\n0::/\nName:\tsh\n"
    assert world.run("sleep 9 & tr '\\0' ' ' < /dev/null; cat /proc/$!/cmdline | tr '\\0' ' '").stdout == "sleep 9 "
    assert world.run("grep -c ^processor /proc/cpuinfo; grep -o MemTotal /proc/meminfo").stdout == "4\nMemTotal\n"
    assert world.run("cat /proc/999999/status").exit_code == 1
