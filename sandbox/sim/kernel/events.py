"""Things that will happen: a queue of events on the virtual clock.

Models timers. An event is data (when, for whom, what), so that it survives a snapshot; who handles it is wired anew
when the World is built.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

Payload = dict[str, Any]
Handler = Callable[[Payload], None]


class EventQueue:
    """Events in order of time, and of scheduling where the time is the same."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int]] = []
        self._events: dict[int, tuple[int, str, Payload]] = {}
        self._next_id = 1
        self._handlers: dict[str, Handler] = {}

    def register(self, target: str, handler: Handler) -> None:
        """Name who handles the events of ``target``; each subsystem registers itself when the World is wired."""
        if target in self._handlers:
            raise ValueError(f"two handlers for the events of {target!r}")
        self._handlers[target] = handler

    def schedule(self, at: int, target: str, payload: Payload | None = None) -> int:
        """Plan an event for ``at`` (nanoseconds since the epoch) and return its id. The payload is JSON-able data."""
        number = self._next_id
        self._next_id += 1
        self._events[number] = (at, target, payload or {})
        heappush(self._heap, (at, number))
        return number

    def cancel(self, number: int) -> None:
        """Forget an event; one that has happened or was cancelled before is no error."""
        self._events.pop(number, None)

    def next_at(self) -> int | None:
        """Return when the next event is due, or None where nothing is planned."""
        while self._heap and self._heap[0][1] not in self._events:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def dispatch_next(self) -> None:
        """Take the next event out and give it to its handler."""
        if self.next_at() is None:
            return
        _, number = heappop(self._heap)
        _, target, payload = self._events.pop(number)
        self._handlers[target](payload)

    def __len__(self) -> int:
        return len(self._events)

    def dump(self) -> dict[str, Any]:
        """Return the planned events as JSON-able data, in the order in which they will happen."""
        rows = sorted((at, number, target, payload) for number, (at, target, payload) in self._events.items())
        return {"next": self._next_id, "events": [list(row) for row in rows]}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over the events that ``dump()`` described; handlers stay as they are."""
        self._next_id = state["next"]
        self._events = {number: (at, target, payload) for at, number, target, payload in state["events"]}
        self._heap = [(at, number) for number, (at, _, _) in self._events.items()]
        heapify(self._heap)
