"""Bytes of memory that an idle World takes: what the process grows by when it holds many, divided by how many."""

import gc
import os
import resource
import sys
from pathlib import Path

from sandbox.sim.world import World

STATM = Path("/proc/self/statm")
KINDS = {"without a cluster": ("true", 1000, 1.0), "with a cluster": ("kubectl get pods", 300, 2.0)}
"""By name: a first command, how many Worlds, and the goal in MiB."""
MIB = 1024 * 1024


def main() -> None:
    """Print a line for each kind of World."""
    for name, (command, count, goal) in KINDS.items():
        each = measure(command, count) / MIB
        print(f"idle World {name:18} {each:6.2f} MiB, mean of {count:4}   goal < {goal:.0f} MiB")


def measure(command: str, count: int) -> float:
    """Return the bytes of one World, after a first one has filled what all of them share."""
    begin(command)
    gc.collect()
    before = resident()
    held = [begin(command) for _ in range(count)]
    gc.collect()
    return (resident() - before) / len(held)


def begin(command: str) -> World:
    """Return a World that has run one command."""
    world = World.create(seed=7)
    world.run(command)
    return world


def resident() -> int:
    """Return the bytes of memory that this process has, or the most that it had where the system tells no more."""
    if STATM.exists():
        return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
