"""A container's log: rows of time, stream and line.

Models the json-file driver as far as it cuts output into lines. Not modelled: rotation.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.sim.runtime.table import ProcessTable


def write_log(table: "ProcessTable", number: int, target: str, text: str) -> None:
    """Add a text to a log, line by line, and wake who follows it; a log that is gone takes nothing."""
    log = table.streams.logs.get(number)
    if log is None:
        return
    for line in text.splitlines(keepends=True):
        last = log.entries[-1] if log.entries else None
        if last is not None and last[1] == target and not last[2].endswith("\n"):
            last[2] += line
        else:
            log.entries.append([table.clock.now, target, line])
    table.announce(f"log/{number}")
