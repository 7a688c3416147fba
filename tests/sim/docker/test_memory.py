"""Programs that take more than they may are killed; what the others take is shown."""

from sandbox.sim.world import World

STATE = "docker inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}'"


def test_a_program_that_takes_more_than_the_limit_is_killed(world: World) -> None:
    assert world.run("docker run -m 50m --name one vish/stress -mem-total 100Mi").exit_code == 137
    assert world.run(f"{STATE} one").stdout == "true 137\n"
    world.run("docker run -d -m 50m --name two polinux/stress stress --vm 1 --vm-bytes 150M; sleep 2")
    assert world.run(f"{STATE} two; docker ps -q").stdout == "true 137\n"
    assert world.run("docker events --since 1h --until 0s -f event=oom | wc -l").stdout == "2\n"


def test_a_program_within_its_limit_lives(world: World) -> None:
    world.run("docker run -d -m 200m --name one polinux/stress stress --vm 1 --vm-bytes 150M; sleep 2")
    assert world.run("docker ps --format '{{.Names}}'").stdout == "one\n"
    assert (
        world.run("docker stats --no-stream --format '{{.MemUsage}} {{.CPUPerc}}' one").stdout
        == "150MiB / 200MiB 100.00%\n"
    )


def test_the_share_of_a_cpu_is_bounded(world: World) -> None:
    world.run("docker run -d --cpus 0.5 --name one polinux/stress stress --cpu 2; sleep 1")
    assert world.run("docker stats --no-stream --format '{{.CPUPerc}}' one").stdout == "50.00%\n"


def test_who_may_not_be_killed_is_not(world: World) -> None:
    world.run(
        "docker run -d -m 50m --oom-kill-disable --name one polinux/stress stress --vm 1 --vm-bytes 150M; sleep 2"
    )
    assert world.run(f"{STATE} one").stdout == "false 0\n"
