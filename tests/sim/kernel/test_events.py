"""Events come in order, once, and survive being written down; random numbers depend on nothing but the seed."""

from typing import Any

from sandbox.sim.kernel.events import EventQueue
from sandbox.sim.kernel.rng import Rng


def queue(seen: list[Any]) -> EventQueue:
    events = EventQueue()
    events.register("test", lambda payload: seen.append(payload["n"]))
    return events


def drain(events: EventQueue) -> None:
    while events.next_at() is not None:
        events.dispatch_next()


def test_events_come_by_time_and_then_by_when_they_were_planned() -> None:
    seen: list[Any] = []
    events = queue(seen)
    for at, number in ((5, 1), (3, 2), (5, 3), (1, 4)):
        events.schedule(at, "test", {"n": number})
    drain(events)
    assert seen == [4, 2, 1, 3]


def test_a_cancelled_event_never_comes() -> None:
    seen: list[Any] = []
    events = queue(seen)
    number = events.schedule(1, "test", {"n": 1})
    events.schedule(2, "test", {"n": 2})
    events.cancel(number)
    events.cancel(number)
    assert events.next_at() == 2
    drain(events)
    assert seen == [2]


def test_planned_events_survive_a_snapshot() -> None:
    seen: list[Any] = []
    events = queue([])
    events.schedule(2, "test", {"n": 2})
    events.schedule(1, "test", {"n": 1})
    again = queue(seen)
    again.restore(events.dump())
    assert again.dump() == events.dump()
    drain(again)
    assert seen == [1, 2]


def test_streams_of_random_numbers_do_not_disturb_each_other() -> None:
    first, second = Rng(7), Rng(7)
    first.hex("other", 64)
    assert first.hex("ids", 12) == second.hex("ids", 12)
    assert Rng(8).hex("ids", 12) != Rng(7).hex("ids", 12)
    assert Rng.load(first.dump()).hex("ids", 12) == first.hex("ids", 12)
