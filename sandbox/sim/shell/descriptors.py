"""File descriptors of the shell's own.

Models the way bash keeps redirected descriptors above 9, where scripts and children do not meet them.
"""

from typing import TYPE_CHECKING

from sandbox.sim.runtime.streams import Stream

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

FIRST_SAVED = 10
"""The lowest file descriptor under which a redirected one is kept, as in bash."""


def free_fd(machine: "Machine") -> int:
    """Return an unused file descriptor out of the way of scripts."""
    fd = FIRST_SAVED
    while fd in machine.process.fds:
        fd += 1
    return fd


def keep_open(machine: "Machine", fd: int) -> None:
    """Note a file descriptor as the shell's own, which children do not get."""
    machine.state.setdefault("saved_fds", []).append(fd)


def close_own(machine: "Machine", fd: int) -> None:
    """Close one of the shell's own file descriptors."""
    machine.state["saved_fds"].remove(fd)
    machine.system.close(fd)


def open_fds(machine: "Machine") -> dict[int, int]:
    """Return the file descriptors that a child gets: all but the shell's own."""
    saved = machine.state.get("saved_fds", ())
    return {fd: stream for fd, stream in machine.process.fds.items() if fd not in saved}


def null_input(machine: "Machine") -> int:
    """Return a stream that reads as empty: what a background command gets as standard input."""
    return machine.system.table.streams.open(Stream("device", target="null"))
