"""Containers live and die as docker says."""

from sandbox.sim.world import World


def test_a_main_process_that_ends_ends_its_container_with_its_code(world: World) -> None:
    assert world.run("docker run --name x1 busybox sh -c 'echo out; echo err >&2; exit 3'").exit_code == 3
    state = world.engine.inspect("container", "x1")["State"]
    assert (state["Status"], state["ExitCode"]) == ("exited", 3)


def test_stop_waits_its_ten_seconds_for_a_process_without_a_handler_and_kills_it(world: World) -> None:
    world.run("docker run -d --name c1 busybox sleep 1000")
    before = world.clock.now
    assert world.run("docker stop c1").stdout == "c1\n"
    assert 10 <= (world.clock.now - before) / 10**9 < 11
    assert world.engine.inspect("container", "c1")["State"]["ExitCode"] == 137


def test_nginx_stops_at_once_and_cleanly(world: World) -> None:
    world.run("docker run -d --name web nginx")
    before = world.clock.now
    world.run("docker stop web")
    assert (world.clock.now - before) / 10**9 < 1
    assert world.engine.inspect("container", "web")["State"]["ExitCode"] == 0


def test_a_policy_of_always_brings_a_container_back_until_it_is_stopped_by_hand(world: World) -> None:
    world.run("docker run -d --name c1 --restart always busybox sh -c 'sleep 1; exit 1'")
    world.advance(5)
    assert world.engine.inspect("container", "c1")["RestartCount"] >= 2
    world.run("docker stop -t 0 c1")
    count = world.engine.inspect("container", "c1")["RestartCount"]
    world.advance(60)
    assert world.engine.inspect("container", "c1")["RestartCount"] == count


def test_on_failure_gives_up_after_its_count(world: World) -> None:
    world.run("docker run -d --name c1 --restart on-failure:2 busybox false")
    world.advance(10)
    found = world.engine.inspect("container", "c1")
    assert (found["RestartCount"], found["State"]["Status"]) == (2, "exited")


def test_a_paused_container_stands_still(world: World) -> None:
    world.run("docker run -d --name c1 busybox sh -c 'while true; do echo tick; sleep 1; done'")
    world.advance(3)
    world.run("docker pause c1")
    before = world.run("docker logs c1").stdout
    world.advance(10)
    assert world.run("docker logs c1").stdout == before
    world.run("docker unpause c1")
    world.advance(3)
    assert len(world.run("docker logs c1").stdout) > len(before)


def test_a_health_check_turns_the_status_and_back(world: World) -> None:
    check = "--health-cmd 'test -f /ok' --health-interval 1s --health-retries 1"
    world.run(f"docker run -d --name c1 {check} busybox sleep 1000")
    assert "(health: starting)" in world.run("docker ps").stdout
    world.advance(3)
    assert "(unhealthy)" in world.run("docker ps").stdout
    world.run("docker exec c1 touch /ok")
    world.advance(3)
    assert "(healthy)" in world.run("docker ps").stdout


def test_a_command_that_is_not_there_leaves_a_created_container_and_127(world: World) -> None:
    result = world.run("docker run --name x1 busybox nosuch")
    assert result.exit_code == 127
    assert 'exec: "nosuch": executable file not found in $PATH: unknown' in result.stderr
    assert world.engine.inspect("container", "x1")["State"]["Status"] == "created"


def test_standard_input_reaches_the_container_and_its_end_ends_it(world: World) -> None:
    assert world.run("printf 'a\\nb\\n' | docker run -i --rm busybox cat").stdout == "a\nb\n"


def test_published_ports_answer_on_the_host_and_clash_by_name_of_the_port(world: World) -> None:
    world.run("docker run -d --name one -p 8080:80 nginx")
    assert "Welcome to nginx!" in world.run("curl -s localhost:8080").stdout
    clash = world.run("docker run -d --name two -p 8080:80 nginx")
    assert clash.exit_code == 125
    assert "Bind for 0.0.0.0:8080 failed: port is already allocated" in clash.stderr


def test_names_resolve_on_a_network_of_ones_own_and_not_on_the_default_bridge(world: World) -> None:
    world.run(
        "docker network create shop; docker run -d --name web --network shop nginx; docker run -d --name lone nginx"
    )
    assert "Welcome" in world.run("docker run --rm --network shop busybox wget -qO- http://web").stdout
    assert world.run("docker run --rm busybox wget -qO- http://lone").exit_code == 1


def test_copying_goes_both_ways_and_also_out_of_a_stopped_container(world: World) -> None:
    world.files.write("/root/f.txt", "hello\n")
    world.run("docker run --name x1 busybox true; docker cp f.txt x1:/tmp/; docker cp x1:/tmp/f.txt back.txt")
    assert world.files.read("/root/back.txt") == "hello\n"
    assert world.run("docker diff x1").stdout == "C /tmp\nA /tmp/f.txt\n"


def test_what_is_not_modelled_says_so_and_fails(world: World) -> None:
    result = world.run("docker run --gpus all busybox true")
    assert (result.exit_code, result.stderr) == (1, "not modelled in this sandbox: docker run --gpus\n")


def test_a_flag_without_effect_is_named_once(world: World) -> None:
    result = world.run("docker run --rm --cap-add NET_ADMIN --cap-add SYS_TIME busybox true")
    assert result.stderr == "drydock: --cap-add has no effect in this sandbox\n"


def test_mysql_insists_on_a_password_and_starts_with_one(world: World) -> None:
    refused = world.run("docker run --name bare mysql:5.7")
    world.run("docker run -d --name db -e MYSQL_ROOT_PASSWORD=x mysql:5.7")
    assert refused.exit_code == 1
    assert "Database is uninitialized and password option is not specified" in refused.stderr
    assert world.engine.inspect("container", "db")["State"]["Running"] is True


def test_hello_world_is_pulled_and_greets(world: World) -> None:
    result = world.run("docker run hello-world")
    assert "Unable to find image 'hello-world:latest' locally" in result.stderr
    assert "Hello from Docker!" in result.stdout


def test_an_image_over_its_memory_limit_is_killed(world: World) -> None:
    image = world.engine.images.find("busybox")
    image.memory = 64 * 1024 * 1024
    world.run("docker run -d --name c1 -m 32m busybox sleep 100")
    state = world.engine.inspect("container", "c1")["State"]
    assert (state["OOMKilled"], state["ExitCode"]) == (True, 137)
