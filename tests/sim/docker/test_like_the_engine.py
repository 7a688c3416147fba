"""What a real engine was seen to do, for machines that cannot start one: see tests/live_engine."""

import pytest

from sandbox.sim.world import World

BUILD = "DOCKER_BUILDKIT=0 docker build"


def test_create_refuses_in_the_daemons_bare_words(world: World) -> None:
    world.run("docker create --name web busybox")
    result = world.run("docker create --name web busybox")
    assert result.exit_code == 1
    assert result.stderr.startswith('Error response from daemon: Conflict. The container name "/web" is already in use')
    assert "--help" not in result.stderr


def test_a_new_entrypoint_forgets_the_command_of_the_base_but_not_its_own(world: World) -> None:
    world.run(f"printf 'FROM busybox\\nCMD [\"inherited\"]\\n' | {BUILD} -q -t parent - ")
    world.run(f"printf 'FROM parent\\nENTRYPOINT [\"echo\"]\\n' | {BUILD} -q -t child -")
    assert world.run("docker run --rm child").stdout == "\n"
    world.run(f'printf \'FROM parent\\nCMD ["own"]\\nENTRYPOINT ["echo"]\\n\' | {BUILD} -q -t other -')
    assert world.run("docker run --rm other").stdout == "own\n"


def test_triggers_of_a_base_image_are_no_steps_and_are_not_inherited_twice(world: World) -> None:
    world.run(f"printf 'FROM busybox\\nONBUILD RUN echo ran >> /log\\n' | {BUILD} -q -t parent -")
    built = world.run(f"printf 'FROM parent\\nCMD cat /log\\n' | {BUILD} -t child -")
    assert [line for line in built.stdout.splitlines() if line.startswith("Step")] == [
        "Step 1/2 : FROM parent",
        "Step 2/2 : CMD cat /log",
    ]
    world.run(f"printf 'FROM child\\n' | {BUILD} -q -t grandchild -")
    assert world.run("docker run --rm grandchild").stdout == "ran\n"


def test_arguments_that_no_instruction_takes_are_told(world: World) -> None:
    built = world.run(f"printf 'FROM busybox\\nARG A\\n' | {BUILD} --build-arg A=1 --build-arg C=1 --build-arg B=1 -")
    assert "[Warning] One or more build-args [B C] were not consumed" in built.stdout


def test_a_repository_is_saved_with_all_its_tags(world: World) -> None:
    world.run("docker tag alpine:3.19 two:2; docker tag busybox:1.36 two:1; docker save two > two.tar")
    assert world.run("docker load -i two.tar").stdout == "Loaded image: two:1\nLoaded image: two:2\n"


def test_a_prune_of_all_leaves_an_image_in_use_its_last_name(world: World) -> None:
    world.run("docker tag alpine:3.19 zed:1; docker create --name c1 zed:1; docker create --name c2 alpine:3.19")
    assert "untagged: alpine:3.19" in world.run("docker image prune -af").stdout
    assert "zed:1" in world.run("docker images --format '{{.Repository}}:{{.Tag}}'").stdout


def test_the_copy_keeps_its_owner_and_takes_the_containers_user_only_with_a(world: World) -> None:
    world.run("echo x > file; chown 1234:1234 file; docker create --name c1 -u nobody busybox")
    world.run("docker cp file c1:/plain; docker cp -a file c1:/archived; docker commit c1 made")
    assert world.run("docker run --rm made stat -c %u /plain /archived").stdout == "1234\n65534\n"


@pytest.mark.parametrize(
    ("options", "mode"),
    [("--tmpfs /t:mode=700", "700"), ("--tmpfs /t", "1777"), ("--mount type=tmpfs,dst=/t,tmpfs-mode=1770", "1770")],
)
def test_a_tmpfs_has_the_mode_that_it_is_given(world: World, options: str, mode: str) -> None:
    assert world.run(f"docker run --rm {options} busybox stat -c %a /t").stdout == f"{mode}\n"


def test_a_container_killed_for_its_memory_says_so(world: World) -> None:
    world.run("docker run --name c1 --memory 16m busybox sh -c 'x=a; while :; do x=$x$x; done'")
    state = world.engine.inspect("container", "c1")["State"]
    assert (state["OOMKilled"], state["ExitCode"]) == (True, 137)


def test_an_address_outside_of_the_network_is_refused(world: World) -> None:
    world.run("docker network create --subnet 10.77.0.0/24 n1")
    result = world.run("docker run --rm --network n1 --ip 10.78.0.9 busybox true")
    assert result.exit_code == 125
    assert "Invalid address 10.78.0.9: It does not belong to any of this network's subnets" in result.stderr


def test_a_template_that_asks_for_a_name_of_json_falls_back_to_plain_maps(world: World) -> None:
    world.run("docker create --name c1 --cpus 0.5 --restart always busybox")
    typed = world.run("docker inspect -f '{{json .HostConfig.RestartPolicy}} {{.HostConfig.NanoCPUs}}' c1").stdout
    plain = world.run("docker inspect -f '{{json .HostConfig.RestartPolicy}} {{.HostConfig.NanoCpus}}' c1").stdout
    assert typed == '{"Name":"always","MaximumRetryCount":0} 500000000\n'
    assert plain == '{"MaximumRetryCount":0,"Name":"always"} 500000000\n'


def test_busybox_serves_a_folder_over_http_in_the_foreground_and_behind(world: World) -> None:
    world.run(
        "docker run -d --name web busybox sh -c 'mkdir /w; echo page > /w/index.html; exec httpd -f -p 8080 -h /w'"
    )
    assert world.run("docker exec web wget -qO- localhost:8080/").stdout == "page\n"
    assert world.run("docker exec web wget -qO- localhost:8080/nope").exit_code == 1
    assert "Address already in use" in world.run("docker exec web httpd -f -p 8080").stderr
    world.run("docker exec web httpd -p 127.0.0.1:9090 -h /w")
    assert world.run("docker exec web wget -qO- localhost:9090").stdout == "page\n"
    assert world.run("docker exec web httpd -f -c /conf").stderr == "httpd: not modelled in this sandbox: -c\n"
