"""Time in a served World."""

from sandbox.serving.keeper import SLICE, Keeper, WallClock
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.world import Budget, World


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def test_as_much_time_passes_in_the_world_as_outside() -> None:
    hand, world = Hand(), World.create(1)
    keeper, start = Keeper(world, WallClock(hand)), world.clock.now
    hand.now = 5 * SECOND
    keeper.turn()
    keeper.turn(waiting=True)
    assert world.clock.now == start + 5 * SECOND


def test_a_machine_that_slept_catches_up() -> None:
    hand, world = Hand(), World.create(1, budget=Budget(steps=2_000))
    world.run("kubectl run p --image=busybox -- sh -c 'while true; do sleep 1; done'")
    keeper = Keeper(world, WallClock(hand))
    hand.now = 50 * SLICE
    start = world.clock.now
    keeper.turn()
    assert world.clock.now == start + 50 * SLICE
    assert "Running" in world.run("kubectl get pod p").stdout


def test_a_world_that_is_ahead_waits_for_nobody() -> None:
    world = World.create(1)
    world.advance(1)  # The shell of a new World takes its first step.
    keeper, start = Keeper(world, WallClock(Hand())), world.clock.now
    keeper.catch_up(start - SECOND)
    assert world.clock.now == start
    keeper.catch_up(start + SECOND)
    assert world.clock.now == start + SECOND


def test_a_container_that_never_waits_is_killed_and_the_others_go_on() -> None:
    world = World.create(1)
    world.run("kubectl run good --image=nginx")
    world.advance(10)
    keeper = Keeper(world, WallClock(Hand()))
    spec = {"containers": [{"name": "bad", "image": "busybox", "command": ["sh", "-c", "while true; do :; done"]}]}
    pods = world.cluster.api.resource_of("v1", "Pod")
    world.cluster.api.create(pods, {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bad"}, "spec": spec},
                             namespace="default")  # fmt: skip
    keeper.catch_up(world.clock.now + 5 * SECOND)
    assert world.cluster.get("v1", "Pod", "bad")["status"]["containerStatuses"][0]["restartCount"] >= 0
    assert world.cluster.get("v1", "Pod", "good")["status"]["phase"] == "Running"
