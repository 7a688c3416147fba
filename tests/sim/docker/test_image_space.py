"""Whatever is built, pushed, removed and pruned: nothing breaks, and nothing is left when all is gone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.sim.world import World

LINES = (
    "docker buildx build -q -t a0 w", "docker build -q -t a0 w", "docker buildx build -q -t a1 w",
    "docker rmi -f a0", "docker rmi a1", "docker builder prune -af", "docker image prune -af",
    "docker run --name c0 a0 cat /x", "docker run -d --name c1 a1 sleep 100", "docker rm -f c0", "docker rm -f c1",
    "docker commit c0 a1", "docker save a0 -o s.tar && docker load -i s.tar",
    "docker tag a0 localhost:5000/a && docker push localhost:5000/a", "docker pull localhost:5000/a",
    "docker run -d -p 5000:5000 --name reg registry:2",
    "printf 'FROM a0\\nRUN echo 2 > /x\\nCOPY f /f\\n' > w/Dockerfile",
    "printf 'FROM busybox\\nRUN echo 3 > /x\\nENV A=3\\n' > w/Dockerfile",
    "printf 'FROM busybox AS b\\nRUN echo 4 > /x\\nFROM scratch\\nCOPY --from=b / /\\n' > w/Dockerfile",
)  # fmt: skip


@settings(max_examples=20, derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_space_is_given_back(lines: list[str]) -> None:
    world = World.create(seed=4, images=("busybox:latest",))
    world.run("mkdir w; echo 1 > w/f; printf 'FROM busybox\\nRUN echo 1 > /x\\n' > w/Dockerfile")
    for line in lines:
        assert "Traceback" not in world.run(line).stderr
    world = World.restore(world.snapshot())
    world.run("docker rm -fv $(docker ps -aq); docker system prune -af --volumes")
    assert world.run("docker images -aq; docker ps -aq").stdout == ""
    assert [name for name in world.engine.machine.disks.named("") if name != "host"] == []
