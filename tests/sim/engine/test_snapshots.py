"""An engine in the middle of things survives a snapshot exactly."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.sim.world import World

LINES = (
    "docker run -d --name c1 -v v1:/d busybox sh -c 'while true; do echo tick; sleep 1; done'",
    "docker run -d --name c2 --volumes-from c1 -p 8080:80 nginx",
    "docker network create n1; docker network connect n1 c1",
    "docker run --rm -v /anon busybox true",
    "docker pause c1",
    "docker unpause c1",
    "docker stop -t 1 c1",
    "docker restart -t 0 c2",
    "docker commit c1 mine; docker run -d --restart always --name c3 mine sh -c 'sleep 2; exit 1'",
    "docker exec c1 sh -c 'echo x > /d/f'",
    "printf 'FROM busybox\\nRUN echo 1 > /a\\n' | docker build -q -t app - 2>/dev/null",
    "docker rm -f c1",
    "docker rmi -f mine app",
    "docker volume prune -af",
    "docker system prune -af",
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES), max_size=6))
def test_snapshot_restore_snapshot_is_the_identity_and_time_goes_on_alike(lines: list[str]) -> None:
    world = World.create(seed=5, images=("busybox", "nginx"))
    for line in lines:
        world.run(line)
    blob = world.snapshot()
    twin = World.restore(blob)
    assert twin.snapshot() == blob
    world.advance(7)
    twin.advance(7)
    assert twin.snapshot() == world.snapshot()
    assert twin.run("docker ps -a").stdout == world.run("docker ps -a").stdout


TYPED = (
    "run ps rm -f -v -p --name --volumes-from c1 busybox nginx:latest 80:80 v:/d /x:/y:ro exec inspect {{.Id}} {{ "
    "volume network ls create prune cp c1:/etc . build - tag commit logs --tail "
    "-1 中文 '' $(echo) --format table stop"
)
WORDS = st.sampled_from(TYPED.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=7))
def test_no_command_line_raises_anything_but_an_answer(words: list[str]) -> None:
    world = World.create(seed=6, images=("busybox",))
    world.run("docker run -d --name c1 busybox sleep 100")
    result = world.run("docker " + " ".join(words) + " </dev/null")
    assert 0 <= result.exit_code <= 255
