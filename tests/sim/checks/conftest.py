"""A small World to look at."""

import pytest

from sandbox.sim.world import World


@pytest.fixture(scope="module")
def world() -> World:
    """A cluster with two Pods and an engine with two containers; nothing here changes it."""
    world = World.create(seed=3, images=("nginx:latest", "busybox:latest"))
    world.files.write("notes.txt", "hello\nworld\n")
    script = (
        "kubectl create namespace shop",
        "kubectl run web --image=nginx --labels=app=web,tier=front",
        "kubectl run api --image=nginx --labels=app=web",
        "docker run -d --name web -v data:/data nginx",
        "docker create --name idle busybox",
    )
    for line in script:
        result = world.run(line)
        assert result.exit_code == 0, (line, result)
    world.settle()
    world.history.clear()
    world.run("cat notes.txt")
    world.run("cat nosuch")
    return world
