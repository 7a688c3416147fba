"""tail -f: what keeps a container alive."""

from sandbox.sim.world import World


def test_a_container_that_follows_dev_null_keeps_running() -> None:
    world = World.create(seed=7, images=("busybox:latest",))
    world.run("docker run -d --name idle busybox tail -f /dev/null")
    world.advance(seconds=60)
    assert world.engine.inspect("container", "idle")["State"]["Running"] is True


def test_following_dev_null_prints_nothing_until_it_is_stopped() -> None:
    result = World.create(seed=7).run("timeout 5 tail -f /dev/null")
    assert (result.exit_code, result.stdout, result.stderr) == (124, "", "")
