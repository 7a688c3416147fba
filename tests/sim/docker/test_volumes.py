"""The Docker lab of the course and its obvious variations: named, anonymous and bound volumes, shared and read-only."""

from sandbox.sim.world import World


def test_a_named_volume_carries_a_file_from_one_container_to_the_next(world: World) -> None:
    world.run("docker volume create notes")
    world.run("docker run --rm -v notes:/data busybox sh -c 'echo kept > /data/f'")
    assert world.run("docker run --rm -v notes:/mnt busybox cat /mnt/f").stdout == "kept\n"


def test_a_read_only_mount_refuses_to_be_written_from_inside_and_shows_what_others_write(world: World) -> None:
    world.run("docker run -d --name writer -v notes:/data busybox sleep 1000")
    world.run("docker run -d --name reader -v notes:/data:ro busybox sleep 1000")
    refused = world.run("docker exec reader touch /data/x")
    world.run("docker exec writer sh -c 'echo new > /data/f'")
    assert refused.exit_code == 1
    assert "Read-only file system" in refused.stderr
    assert world.run("docker exec reader cat /data/f").stdout == "new\n"


def test_volumes_from_shares_all_volumes_and_outlives_the_first_container(world: World) -> None:
    world.run("docker run -d --name docker01 -v notes:/a -v /b busybox sleep 1000")
    world.run("docker run -d --name docker02 --volumes-from docker01 busybox sleep 1000")
    world.run("docker exec docker01 sh -c 'echo 1 > /a/f; echo 2 > /b/f'")
    world.run("docker rm -f docker01")
    assert world.run("docker exec docker02 cat /a/f /b/f").stdout == "1\n2\n"
    mounts = world.engine.inspect("container", "docker02")["Mounts"]
    assert [mount["Destination"] for mount in mounts] == ["/a", "/b"]


def test_volumes_from_with_ro_takes_the_right_to_write_away(world: World) -> None:
    world.run("docker run -d --name one -v notes:/a busybox sleep 1000")
    world.run("docker run -d --name two --volumes-from one:ro busybox sleep 1000")
    assert world.engine.inspect("container", "two")["Mounts"][0]["RW"] is False
    assert world.run("docker exec two touch /a/x").exit_code == 1


def test_volumes_from_an_unknown_container_says_so(world: World) -> None:
    result = world.run("docker run --volumes-from nobody busybox true")
    assert result.exit_code == 125
    assert "Error response from daemon: No such container: nobody" in result.stderr


def test_an_anonymous_volume_gets_a_long_name_and_stays_until_rm_v(world: World) -> None:
    world.run("docker run --name keep -v /data busybox true")
    world.run("docker run --name drop -v /data busybox true")
    names = world.run("docker volume ls -q").stdout.split()
    assert [len(name) for name in names] == [64, 64]
    world.run("docker rm keep")
    world.run("docker rm -v drop")
    assert len(world.run("docker volume ls -q").stdout.split()) == 1


def test_run_with_rm_takes_anonymous_volumes_along_and_leaves_named_ones(world: World) -> None:
    world.run("docker run --rm -v /data -v named:/n busybox true")
    assert world.run("docker volume ls -q").stdout == "named\n"


def test_an_empty_named_volume_is_filled_from_the_image_but_never_twice(world: World) -> None:
    world.run("docker run --rm -v html:/usr/share/nginx/html nginx true")
    assert "index.html" in world.run("docker run --rm -v html:/v busybox ls /v").stdout
    world.run("docker run --rm -v html:/v busybox rm /v/index.html")
    assert (
        "index.html"
        not in world.run("docker run --rm -v html:/usr/share/nginx/html nginx ls /usr/share/nginx/html").stdout
    )


def test_nocopy_leaves_the_volume_empty(world: World) -> None:
    world.run("docker run --rm --mount source=html,target=/usr/share/nginx/html,volume-nocopy nginx true")
    assert world.run("docker run --rm -v html:/v busybox ls /v").stdout == ""


def test_a_bind_mount_shows_the_host_both_ways_and_is_no_volume(world: World) -> None:
    world.files.write("/root/site/index.html", "from the host\n")
    world.run("docker run -d --name web -v /root/site:/s busybox sleep 1000")
    world.run("docker exec web sh -c 'echo from inside > /s/new'")
    assert world.run("docker exec web cat /s/index.html").stdout == "from the host\n"
    assert world.files.read("/root/site/new") == "from inside\n"
    assert world.run("docker volume ls -q").stdout == ""


def test_a_bound_directory_that_is_missing_is_made_by_v_and_refused_by_mount(world: World) -> None:
    world.run("docker run --rm -v /root/fresh:/s busybox touch /s/f")
    refused = world.run("docker run --rm --mount type=bind,source=/root/none,target=/s busybox true")
    assert world.files.exists("/root/fresh/f")
    assert "bind source path does not exist: /root/none" in refused.stderr


def test_the_host_sees_a_volumes_files_at_its_mountpoint(world: World) -> None:
    world.run("docker run --rm -v notes:/d busybox sh -c 'echo seen > /d/f'")
    place = world.run("docker volume inspect -f '{{.Mountpoint}}' notes").stdout.strip()
    assert world.run(f"cat {place}/f").stdout == "seen\n"


def test_a_volume_in_use_cannot_be_removed_and_names_its_user(world: World) -> None:
    identifier = world.run("docker run -d --name c1 -v notes:/d busybox sleep 1000").stdout.strip()
    result = world.run("docker volume rm notes")
    assert result.stderr == f"Error response from daemon: remove notes: volume is in use - [{identifier}]\n"


def test_prune_takes_unused_anonymous_volumes_and_with_all_the_named_ones(world: World) -> None:
    world.run("docker run --name c1 -v /anon busybox true; docker rm c1; docker volume create named")
    world.run("docker volume prune -f")
    assert world.run("docker volume ls -q").stdout == "named\n"
    world.run("docker volume prune -af")
    assert world.run("docker volume ls -q").stdout == ""


def test_the_notes_own_container_name_flag_is_read_as_docker_reads_it(world: World) -> None:
    result = world.run("docker run -it -name docker01 busybox")
    assert result.exit_code == 125
    assert "unknown shorthand flag: 'n' in -name" in result.stderr
