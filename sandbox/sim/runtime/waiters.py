"""Who waits for what: the index by which a change finds the processes that it concerns.

Models wait queues of a kernel. An entry may be stale, of a process that was woken by something else: a wake-up in vain
is allowed, a missed one is not.
"""

from typing import Any

from sandbox.sim.runtime.process import Process


class Waiters:
    """Pids by pipe, by topic and by full pipe; those who wait for a child; those who follow something for ever."""

    def __init__(self) -> None:
        self.parents: set[int] = set()
        self.followers: set[int] = set()
        self._readers: dict[int, list[int]] = {}
        self._topics: dict[str, list[int]] = {}
        self._writers: dict[int, list[int]] = {}

    def add(self, process: Process, pipes: list[int]) -> None:
        """Note what ``process.wait`` asks for; ``pipes`` are those that it wants to read."""
        wait = process.wait or {}
        for pipe in pipes:
            self._readers.setdefault(pipe, []).append(process.pid)
        for topic in wait["topics"]:
            self._topics.setdefault(topic, []).append(process.pid)
        if wait["child"]:
            self.parents.add(process.pid)
        if wait["following"]:
            self.followers.add(process.pid)

    def block(self, pid: int, pipe: int) -> None:
        """Let a process wait until a full pipe is read."""
        self._writers.setdefault(pipe, []).append(pid)

    def forget(self, pid: int) -> None:
        """Note that a process waits no more."""
        self.parents.discard(pid)
        self.followers.discard(pid)

    def take_readers(self, pipe: int) -> list[int]:
        """Return who waits to read a pipe; they are no longer noted."""
        return self._readers.pop(pipe, [])

    def take_writers(self, pipe: int) -> list[int]:
        """Return who waits to write to a full pipe; they are no longer noted."""
        return self._writers.pop(pipe, [])

    def take_topic(self, topic: str) -> list[int]:
        """Return who waits for a topic; they are no longer noted."""
        return self._topics.pop(topic, [])

    def dump(self) -> dict[str, Any]:
        """Return all as JSON-able data."""
        return {
            "readers": [[pipe, pids] for pipe, pids in self._readers.items()],
            "topics": [[topic, pids] for topic, pids in self._topics.items()],
            "writers": [[pipe, pids] for pipe, pids in self._writers.items()],
            "parents": sorted(self.parents),
            "followers": sorted(self.followers),
        }

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Waiters":
        """Return what ``dump()`` described."""
        waiters = cls()
        waiters.parents, waiters.followers = set(state["parents"]), set(state["followers"])
        waiters._readers = dict(state["readers"])
        waiters._topics = dict(state["topics"])
        waiters._writers = dict(state["writers"])
        return waiters
