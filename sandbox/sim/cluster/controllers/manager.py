"""Runs the controllers.

Models kube-controller-manager's work queues v1.36 on the World's event queue: work that is due now is done in one go,
work for later is an event.
A reconcile that loses a race or is refused is tried again a second later, then after twice as long, and so on.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.controllers.controller import Controller, Remembering
from sandbox.sim.kernel.clock import SECOND, Clock
from sandbox.sim.kernel.events import EventQueue

Object = dict[str, Any]
_RETRY = SECOND
_LONGEST_RETRY = 600 * SECOND
_MOST_ROUNDS = 200_000


def _always(_name: str) -> bool:
    return True


class Manager:
    """Feeds watch events to controllers and works off their queues."""

    def __init__(self, storage: Storage, clock: Clock, events: EventQueue, controllers: tuple[Controller, ...]) -> None:
        self._storage = storage
        self._clock = clock
        self._events = events
        self._controllers = {controller.name: controller for controller in controllers}
        self.seen = storage.version
        self.running = False
        """Whether controllers are at work: their own requests do not wait for controllers."""
        self.may_work: Callable[[str], bool] = _always
        """Says whether a controller runs at all now; what comes up for one that does not is kept for later."""
        self._failures: dict[tuple[str, str], int] = {}
        self._queue: dict[tuple[str, str], None] = {}
        events.register("controller", self._timer)

    def run(self) -> None:
        """Work until nothing is due now."""
        self.running = True
        try:
            self._work_off()
        finally:
            self.running = False

    def _work_off(self) -> None:
        for _ in range(_MOST_ROUNDS):
            self._take_events()
            due = next((row for row in self._queue if self.may_work(row[0])), None)
            if due is None:
                return
            name, key = due
            del self._queue[(name, key)]
            self._reconcile(name, key)
        raise RuntimeError("the controllers never come to rest")

    def _take_events(self) -> None:
        for event in self._storage.since(self.seen):
            self.seen = event.version
            for controller in self._controllers.values():
                for key in controller.observe(event):
                    self._queue.setdefault((controller.name, key))

    def _reconcile(self, name: str, key: str) -> None:
        failures = self._failures.pop((name, key), 0)
        try:
            delay = self._controllers[name].reconcile(key)
            failures = 0
        except ApiError:
            delay = min(_RETRY * 2**failures, _LONGEST_RETRY)
            failures += 1
        if delay is not None:
            payload = {"name": name, "key": key, "failures": failures}
            self._events.schedule(self._clock.now + delay, "controller", payload)

    def dump(self) -> Object:
        """Return what controllers keep of their own, by their names, and what waits for those that do not run."""
        kept = {name: one.memory for name, one in self._controllers.items() if isinstance(one, Remembering)}
        return {"memory": {name: memory for name, memory in kept.items() if memory}, "waiting": [*self._queue]}

    def restore(self, state: Object) -> None:
        """Take over what ``dump()`` described."""
        for name, memory in state.get("memory", {}).items():
            controller = self._controllers[name]
            if isinstance(controller, Remembering):
                controller.memory.update(memory)
        self._queue = dict.fromkeys((name, key) for name, key in state.get("waiting", ()))

    def _timer(self, payload: Object) -> None:
        self._queue.setdefault((payload["name"], payload["key"]))
        if payload["failures"]:
            self._failures[(payload["name"], payload["key"])] = payload["failures"]
        self.run()
