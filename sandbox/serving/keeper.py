"""A World that lives on the wall clock: between two requests as much time passes in it as outside."""

import time
from collections.abc import Callable
from typing import Protocol

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.world import World

SLICE = 60 * SECOND
"""How much time passes at a stretch: a laptop that slept catches up in pieces, each with a budget of its own."""
_KILLED = 128 + 9


class Pace(Protocol):
    """How fast time passes."""

    def elapsed(self, *, waiting: bool) -> int:
        """Return the nanoseconds since the last call; ``waiting`` says that somebody only waits for news."""


class WallClock:
    """Time passes as outside."""

    def __init__(self, now: Callable[[], int] = time.monotonic_ns) -> None:
        self._now = now
        self._last = now()

    def elapsed(self, *, waiting: bool) -> int:
        """Return the time since the last call; it passes whether anybody waits or not."""
        del waiting
        now = self._now()
        passed, self._last = now - self._last, now
        return passed


class Keeper:
    """Keeps one World. Whoever uses it must be alone: all of it belongs to one event loop."""

    def __init__(self, world: World, pace: Pace) -> None:
        self.world = world
        self.pace = pace

    def catch_up(self, now: int) -> None:
        """Let time pass until ``now`` in nanoseconds since the epoch, unless the World is past it already."""
        self._pass(now - self.world.clock.now)

    def turn(self, *, waiting: bool = False) -> None:
        """Let the time since the last turn pass."""
        self._pass(self.pace.elapsed(waiting=waiting))

    def settle(self) -> None:
        """Do what is due now, after a request has changed something."""
        self._pass(0)

    def _pass(self, span: int) -> None:
        while span > SLICE:
            self._advance(SLICE)
            span -= SLICE
        self._advance(max(0, span))

    def _advance(self, span: int) -> None:
        target = self.world.clock.now + span
        try:
            self.world.advance(span / SECOND)
        except BudgetExceeded:
            self._end_runaways()
        self.world.clock.now = max(self.world.clock.now, target)

    def _end_runaways(self) -> None:
        """Kill what runs on without ever waiting, in containers: the World must stay usable for everybody else."""
        table = self.world.parts.table
        busy = [p for p in table.processes.values() if p.wait is None and p.status is None and p.namespaces != HOST]
        for process in busy:
            table.end(process, _KILLED, "KILL")
