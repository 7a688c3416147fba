"""Containers that start processes without end are slowed down.

Models a scheduler that gives a container its share: a thousand processes at once are free, then five a second go at
full speed and the others wait. So ``while true; do date; done`` costs the World little, however long nobody looks. Not
modelled: priorities; the learner's own host is never slowed.
"""

from typing import TYPE_CHECKING

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.process import Process, Wait

if TYPE_CHECKING:
    from sandbox.sim.runtime.table import ProcessTable

_COST = SECOND // 5
_MOST = 1000 * _COST
Accounts = dict[str, list[int]]
"""By namespaces: the time of the last start, and what is left to spend, in nanoseconds."""


def wait_before_start(table: "ProcessTable", process: Process) -> Wait | None:
    """Return how long a process that has not begun has to wait first; None for not at all."""
    first = process.inner_pid == 1
    if first or process.ticket or process.namespaces == HOST or table.network is None:
        return None
    now, accounts = table.clock.now, table.network.meter.starts
    last, left = accounts.get(process.namespaces, [now, _MOST])
    left = min(_MOST, left + now - last) - _COST
    accounts[process.namespaces] = [now, max(left, 0)]
    return Wait(until=now + SECOND) if left < 0 else None


def is_exhausted(accounts: Accounts, namespaces: str) -> bool:
    """Say whether a container has nothing left, and so keeps a CPU busy."""
    return namespaces in accounts and accounts[namespaces][1] < _COST
