"""What a container's programs use, and the kernel's end for those that take more memory than they may.

Models the memory and cpu controllers of cgroups. The memory is looked at at the start, and twice in the first
second, when programs have said what they take. Not modelled: memory that grows later, swap, reclaim.
"""

from typing import TYPE_CHECKING

from sandbox.sim.engine.container import Container
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.usage import cpu_of, memory_of

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

LOOKS = (SECOND // 20, SECOND)
"""How long after the start the memory is looked at."""
BILLION = 10**9


def used(engine: "Engine", container: Container) -> int:
    """Return the bytes that a running container takes, what its image is known for included."""
    image = engine.images.images.get(container.image)
    return (image.memory if image is not None else 0) + memory_of(engine.machine.table, container.spaces)


def cpu(engine: "Engine", container: Container) -> int:
    """Return nanoseconds of CPU a second that a running container takes, within its limit."""
    own = cpu_of(engine.machine.table, container.spaces)
    own += engine.network.meter.rate(container.spaces, engine.machine.clock.now)
    limit = container.host.get("NanoCpus") or 0
    return min(own, limit * SECOND // BILLION) if limit else own


def watch(engine: "Engine", container: Container) -> None:
    """Begin to look at a container that has just started, where its memory is limited."""
    if not container.host.get("Memory") or container.host.get("OomKillDisable"):
        return
    for delay in LOOKS:
        engine.plan(delay, "memory", container)


def exceeds(engine: "Engine", container: Container) -> bool:
    """Say whether a container takes more than it may; note it where that is so."""
    limit = container.host.get("Memory") or 0
    if not limit or container.host.get("OomKillDisable") or used(engine, container) <= limit:
        return False
    container.oom_killed = True
    engine.emit("container", "oom", container.id, engine.attributes(container))
    return True
