"""Images: built, saved, tagged, removed, pulled."""

from sandbox.sim.world import World


def build(world: World, text: str, options: str = "") -> str:
    world.files.write("/root/w/Dockerfile", text)
    return world.run(f"docker build -t app {options} w 2>/dev/null").stdout


def test_a_build_runs_its_commands_and_a_second_one_takes_them_from_the_cache(world: World) -> None:
    text = 'FROM busybox\nRUN echo built > /f\nENV A=b\nCMD ["cat", "/f"]\n'
    assert "Successfully tagged app:latest" in build(world, text)
    assert world.run("docker run --rm app").stdout == "built\n"
    assert build(world, text).count("---> Using cache") == 3
    assert "Using cache" not in build(world, text, "--no-cache")


def test_a_later_stage_copies_from_an_earlier_one(world: World) -> None:
    build(world, "FROM busybox AS one\nRUN echo x > /made\nFROM alpine:3.19\nCOPY --from=one /made /got\n")
    assert world.run("docker run --rm app cat /got").stdout == "x\n"
    assert world.run("docker run --rm app ls /made").exit_code == 1


def test_dockerignore_keeps_files_out_and_lets_exceptions_in(world: World) -> None:
    world.files.write("/root/w/.dockerignore", "*.log\n!keep.log\n")
    world.files.write("/root/w/drop.log", "1")
    world.files.write("/root/w/keep.log", "2")
    build(world, "FROM busybox\nCOPY . /w\n")
    assert world.run("docker run --rm app ls /w").stdout == "Dockerfile\nkeep.log\n"


def test_a_failing_command_ends_the_build_with_its_code(world: World) -> None:
    world.files.write("/root/w/Dockerfile", "FROM busybox\nRUN exit 7\n")
    result = world.run("docker build w")
    assert result.exit_code == 7
    assert "The command '/bin/sh -c exit 7' returned a non-zero code: 7" in result.stderr


def test_arguments_and_environment_reach_run_and_image(world: World) -> None:
    out = build(world, "FROM busybox\nARG V=1\nENV W=${V}x\nRUN echo $V $W\n", "--build-arg V=2")
    assert "2 2x\n" in out
    assert world.run("docker run --rm app sh -c 'echo $W'").stdout == "2x\n"


def test_an_image_saved_and_loaded_again_is_the_same(world: World) -> None:
    build(world, "FROM busybox\nRUN echo x > /f\n")
    world.run("docker save app -o app.tar; docker rmi app")
    assert world.run("docker run --rm --pull never app cat /f").exit_code == 125
    assert world.run("docker load -i app.tar").stdout == "Loaded image: app:latest\n"
    assert world.run("docker run --rm app cat /f").stdout == "x\n"


def test_a_commit_keeps_files_and_takes_changes(world: World) -> None:
    world.run("docker run --name x1 busybox sh -c 'echo data > /f'; docker commit -c 'CMD [\"cat\",\"/f\"]' x1 mine:1")
    assert world.run("docker run --rm mine:1").stdout == "data\n"


def test_removing_a_built_image_takes_its_own_steps_and_leaves_its_base(world: World) -> None:
    build(world, "FROM busybox\nRUN echo 1 > /a\nENV X=1\n")
    lines = world.run("docker rmi app").stdout.splitlines()
    assert lines[0] == "Untagged: app:latest"
    assert [line.split(":")[0] for line in lines[1:]] == ["Deleted", "Deleted", "Deleted"]
    assert world.run("docker run --rm busybox ls /a").exit_code == 1


def test_an_unknown_image_is_refused_in_the_registrys_words(world: World) -> None:
    result = world.run("docker pull nosuch/thing")
    assert result.exit_code == 1
    assert (
        "pull access denied for nosuch/thing, repository does not exist or may require 'docker login'" in result.stderr
    )
    assert "manifest for nginx:nosuch not found" in world.run("docker pull nginx:nosuch").stderr


def test_the_image_of_the_notes_is_there(world: World) -> None:
    assert world.run("docker run --rm huyuanyuan/centos cat /etc/os-release").stdout.startswith('NAME="CentOS Linux"')


def test_a_dockerfile_that_cannot_be_read_names_its_line(world: World) -> None:
    world.files.write("/root/w/Dockerfile", "FROM busybox\nRUNN x\n")
    assert "dockerfile parse error line 2: unknown instruction: RUNN" in world.run("docker build w").stderr
