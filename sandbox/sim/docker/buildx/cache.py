"""The build cache as commands see it: what its records take, and what goes when they are pruned.

Models moby buildkit client/{diskusage,prune}.go, v0.22: the disk usage and the prune of the docker driver.
"""

from sandbox.sim.engine import layers
from sandbox.sim.engine.builder.buildkit.cache import CacheRecord
from sandbox.sim.engine.engine import Engine


def in_use(engine: Engine) -> set[str]:
    """Return the layers that images stand on, which share them with the cache."""
    return {layer for image in engine.images.images.values() for layer in image.layers}


def record_size(engine: Engine, record: CacheRecord) -> int:
    """Return the bytes that a record takes now: a cache that commands write to grows."""
    if not record.mutable:
        return record.size
    disks = engine.machine.disks
    if record.disk not in disks:
        return 0
    return sum(len(inode.data) for inode in disks[record.disk].upper.values() if inode.kind == "file")


def rows(engine: Engine) -> list[CacheRecord]:
    """Return the records, the latest first."""
    return sorted(engine.builds.records.values(), key=lambda row: row.created, reverse=True)


def drop(engine: Engine) -> list[tuple[CacheRecord, int]]:
    """Forget all records, with the files that nothing else stands on; return them with the bytes that are free now."""
    shared, disks = in_use(engine), engine.machine.disks
    gone = [(row, 0 if row.layer in shared else record_size(engine, row)) for row in rows(engine)]
    engine.builds.records.clear()
    for row, _ in gone:
        if row.mutable and row.disk in disks:
            disks.remove(row.disk)
    layers.collect(engine)
    engine.touch()
    return gone
