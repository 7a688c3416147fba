"""What a controller is.

Models the shape of k8s.io/kubernetes/pkg/controller: watch events become keys, keys are reconciled until nothing is
left to do. State that a controller keeps of its own is none, or plain data.
"""

from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

from sandbox.sim.cluster.apiserver.storage import WatchEvent


class Controller(Protocol):
    """Level-triggered: ``reconcile`` looks at what is, not at what happened, and is idempotent."""

    name: str

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Return the keys that a change makes worth looking at."""

    def reconcile(self, key: str) -> int | None:
        """Look at one key; return in how many nanoseconds to look again, or None."""


@runtime_checkable
class Remembering(Protocol):
    """A controller with a memory of its own: plain data by key, which is part of a snapshot."""

    memory: dict[str, Any]
