"""Containers that start processes or ask servers without end cost the World little."""

import pytest

from sandbox.sim.world import World

IMAGES = ("busybox:1.36", "nginx:1.27")


@pytest.mark.parametrize(
    "loop", ["date > /dev/null", "wget -q -O- http://nosuch", "nc -z nosuch 80", "wget -q -O- http://web"]
)
def test_a_loop_without_a_pause_leaves_room_for_others(loop: str) -> None:
    world = World.create(seed=7, images=IMAGES)
    world.run("kubectl run web --image=nginx:1.27 --expose --port=80")
    world.run(f"kubectl run loop --image=busybox:1.36 -- sh -c 'while true; do {loop}; done'")
    result = world.run("sleep 300; kubectl get pod loop --no-headers")
    assert result.stdout.split()[2] == "Running"
    again = World.restore(world.snapshot())
    assert again.run("sleep 60; kubectl get pod loop --no-headers").exit_code == 0
    world.run("sleep 60; kubectl get pod loop --no-headers")
    assert world.snapshot() == again.snapshot()


def test_a_loop_that_rests_keeps_its_pace() -> None:
    world = World.create(seed=7, images=IMAGES)
    world.run("kubectl run tick --image=busybox:1.36 -- sh -c 'while sleep 1; do date; done'; sleep 600")
    lines = world.run("kubectl logs tick").stdout.splitlines()
    assert 580 <= len(lines) <= 600


def test_several_hundred_commands_in_a_row_take_no_longer_than_they_do() -> None:
    world = World.create(seed=7, images=IMAGES)
    world.run("kubectl run c --image=busybox:1.36 -- sleep 100000; sleep 3")
    before = world.clock.now
    world.run("kubectl exec c -- sh -c 'for i in $(seq 400); do date > /dev/null; done'")
    assert (world.clock.now - before) / 1e9 < 1
