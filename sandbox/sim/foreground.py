"""What a person waits for: the foreground, and whether it will ever end by itself.

Models nothing; it is the rule by which virtual time is jumped over. A process that waits for the end of a container
stands for that container's processes, too.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.table import ProcessTable


def reach(table: ProcessTable, roots: Iterable[Process]) -> list[Process]:
    """Return processes with their children, and the processes of the containers that they are attached to."""
    found: dict[int, Process] = {}
    todo = list(roots)
    while todo:
        process = todo.pop()
        if process.pid in found or process.status is not None:
            continue
        found[process.pid] = process
        spaces = named_spaces(process.wait)
        todo += [row for row in table.processes.values() if row.namespaces in spaces] if spaces else []
        todo += [table.processes[pid] for pid in process.children if pid in table.processes]
    return list(found.values())


def named_spaces(wait: dict[str, Any] | None) -> set[str]:
    """Return the namespaces whose end is waited for."""
    topics = wait["topics"] if wait is not None else ()
    return {topic.removeprefix("namespaces/") for topic in topics if topic.startswith("namespaces/")}


def is_finite(processes: list[Process]) -> bool:
    """Say whether somebody waits for what comes or is given up, such as a rollout."""
    return any(process.wait is not None and process.wait.get("finite") for process in processes)


def has_timer(processes: list[Process]) -> bool:
    """Say whether time alone makes one of them go on."""
    waits = [process.wait for process in processes if process.wait is not None]
    return any(wait["until"] is not None and not wait["following"] for wait in waits)


def is_open_ended(table: ProcessTable, processes: list[Process]) -> bool:
    """Say whether they follow a source, or a container that runs, which may go on for ever."""
    for process in processes:
        if process.wait is not None and process.wait["following"]:
            return True
        if any(name in table.namespaces for name in named_spaces(process.wait)):
            return True
    return False
