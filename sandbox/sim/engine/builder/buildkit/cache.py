"""What BuildKit keeps of earlier builds: one record for each step whose result is known.

Models moby buildkit cache records and the client's disk usage, v0.22. Not modelled: garbage collection by size and age,
remote caches.
"""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class CacheRecord:
    """The result of a step: files, and what stands for them."""

    key: str
    id: str
    description: str
    kind: str
    """``regular``, ``source.local``, ``exec.cachemount``."""
    disk: str
    layer: str
    size: int
    created: int
    last_used: int = 0
    uses: int = 0
    mutable: bool = False


@dataclass(slots=True)
class BuildCache:
    """All records of an engine, by key."""

    records: dict[str, CacheRecord] = field(default_factory=dict)
    history: int = 0
    """How many builds have run."""

    def find(self, key: str, now: int) -> CacheRecord | None:
        """Return the record of a step, and note that it was used."""
        record = self.records.get(key)
        if record is not None:
            record.uses, record.last_used = record.uses + 1, now
        return record

    def disks(self) -> set[str]:
        """Return the disks that records stand on."""
        return {record.disk for record in self.records.values()}

    def layers(self) -> set[str]:
        """Return the digests of the layers that records keep."""
        return {record.layer for record in self.records.values() if record.layer}

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {"records": [list(asdict(row).values()) for row in self.records.values()], "history": self.history}

    @classmethod
    def load(cls, state: dict[str, Any]) -> "BuildCache":
        """Return the cache that ``dump()`` described."""
        rows = [CacheRecord(*row) for row in state["records"]]
        return cls({row.key: row for row in rows}, state["history"])
