"""Children that have ended: taking notice, and saying how where a signal ended them.

Models jobs.c of bash 5.2.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

DESCRIPTIONS = {
    "KILL": "Killed", "TERM": "Terminated", "HUP": "Hangup", "SEGV": "Segmentation fault", "ABRT": "Aborted",
    "QUIT": "Quit", "USR1": "User defined signal 1", "USR2": "User defined signal 2", "ALRM": "Alarm clock",
}  # fmt: skip


def reap_all(machine: "Machine") -> None:
    """Take notice of all children that have ended, and forget those that nobody can ask for."""
    state = machine.state
    done = state["done"]
    while (child := machine.system.reap()) is not None:
        done[str(child.pid)] = [child.status, child.signal, child.inner_pid]
    wanted = {*(state["hold"] or {}).get("pids", ()), *(job["pid"] for job in state["jobs"])}
    for pid in [pid for pid in done if int(pid) not in wanted]:
        del done[pid]


def announce(machine: "Machine", row: list[Any], source: str, *, foreground: bool) -> None:
    """Say that a signal ended a child; ``row`` is its status, the signal and its pid.

    bash says of SIGTERM only that it ended what stood in the foreground.
    """
    _, signal, inner = row
    if signal not in DESCRIPTIONS or not source:
        return
    if not machine.style.is_bash or (signal == "TERM" and foreground):
        machine.err(f"{DESCRIPTIONS[signal]}\n")
    elif signal != "TERM":
        machine.complain(f"{inner:>5} {DESCRIPTIONS[signal]:<23} {source}")
