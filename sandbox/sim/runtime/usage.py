"""What processes use: CPU and memory, as far as anybody measures it.

Models cgroup accounting in windows of 15 seconds, as a metrics server sees it. A process that never waits uses one CPU,
a request costs its server some time, all others rest. A program may say what it takes: ``request_cost`` in nanoseconds
of CPU, ``memory`` in bytes, ``idle_cpu`` in nanoseconds a second. Who asks without end is taken at his rate and slowed
down: one of his requests then stands for all of a second. Not modelled: I/O, page cache, memory that grows.
"""

from typing import Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.pacing import Accounts, is_exhausted
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.table import ProcessTable

WINDOW = 15 * SECOND
PER_PROCESS = 921_600
"""Bytes that a program takes which says nothing of itself."""
REQUEST_COST = 200_000
BURST = 200
"""Requests in a row after which somebody is taken for one who asks without end."""
PAUSE = 10 * SECOND
"""Who has asked nothing for so long begins anew."""
SPINNING = 40
"""Turns in a row that a shell has used up before it is taken for one that never waits."""
_KEPT = 4


class Meter:
    """Counts the requests that are made, by who asks and by who answers."""

    def __init__(self) -> None:
        self.loads: dict[str, list[list[int]]] = {}
        """By the namespaces of a server: number of the window, and nanoseconds of CPU in it."""
        self.starts: Accounts = {}
        self.callers: dict[str, list[int]] = {}
        """By network namespace: when the row of requests began, its last one, how many, and its rate once known."""

    def weigh(self, space: str, now: int) -> int:
        """Return how many requests one of somebody's stands for: 1, or those of a second once he is slowed down."""
        if space == HOST:
            return 1
        row = self.callers.get(space)
        if row is None or now - row[1] > PAUSE:
            row = self.callers[space] = [now, now, 0, 1]
        row[1] = now
        row[2] += 1
        if row[3] == 1 and row[2] >= BURST:
            row[3] = max(row[2] * SECOND // max(now - row[0], SECOND // 1000), 1)
        return row[3]

    def count(self, namespaces: str, nanoseconds: int, now: int) -> None:
        """Book CPU time on a server; one who asks keeps at most one CPU busy."""
        rows = self.loads.setdefault(namespaces, [])
        window = now // WINDOW
        if not rows or rows[-1][0] != window:
            rows.append([window, 0])
            del rows[:-_KEPT]
        rows[-1][1] += min(nanoseconds, SECOND)

    def rate(self, namespaces: str, now: int) -> int:
        """Return nanoseconds of CPU a second in the last whole window."""
        window = now // WINDOW - 1
        return next(
            (spent * SECOND // WINDOW for number, spent in self.loads.get(namespaces, ()) if number == window), 0
        )

    def forget(self, namespaces: str, space: str) -> None:
        """Forget namespaces that are gone."""
        self.loads.pop(namespaces, None)
        self.callers.pop(space, None)
        self.starts.pop(namespaces, None)

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {"loads": self.loads, "callers": self.callers, "starts": self.starts}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what ``dump()`` described."""
        self.loads, self.callers = state.get("loads", {}), state.get("callers", {})
        self.starts = state.get("starts", {})


def cpu_of(table: ProcessTable, namespaces: str) -> int:
    """Return nanoseconds of CPU a second that processes take of themselves, requests apart."""
    restless = table.network is not None and is_exhausted(table.network.meter.starts, namespaces)
    return sum(_cpu(table, process) for process in _inside(table, namespaces)) + SECOND * restless


def memory_of(table: ProcessTable, namespaces: str) -> int:
    """Return bytes that the processes of some namespaces take."""
    return sum(_memory(table, process) for process in _inside(table, namespaces))


def _inside(table: ProcessTable, namespaces: str) -> list[Process]:
    return [p for p in table.processes.values() if p.namespaces == namespaces and p.status is None and not p.stopped]


def _cpu(table: ProcessTable, process: Process) -> int:
    said = process.state.get("cpu")
    if said is not None:
        return int(said)
    if process.program in ("yes", "busybox-yes") or process.state.get("turns", 0) >= SPINNING:
        return SECOND
    return int(getattr(table.programs.get(process.program), "idle_cpu", 0))


def _memory(table: ProcessTable, process: Process) -> int:
    said = process.state.get("memory")
    return int(said if said is not None else getattr(table.programs.get(process.program), "memory", PER_PROCESS))
