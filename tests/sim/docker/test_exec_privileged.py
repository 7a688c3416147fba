"""docker exec --privileged runs the command and says that it grants nothing."""

from sandbox.sim.world import World


def test_privileged_exec_says_that_it_has_no_effect() -> None:
    world = World.create(seed=7, images=("busybox:latest",))
    world.run("docker run -d --name idle busybox sleep 1000")
    result = world.run("docker exec --privileged idle echo hi")
    assert (result.exit_code, result.stdout) == (0, "hi\n")
    assert result.stderr == "drydock: --privileged has no effect in this sandbox\n"
