"""What the parts of the API server share.

Models the wiring of k8s.io/kubernetes/cmd/kube-apiserver v1.36.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.cluster.apiserver.discovery import Discovery
from sandbox.sim.cluster.apiserver.field_sets import FieldSet
from sandbox.sim.cluster.apiserver.metrics import Metrics
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.apiserver.users import ADMIN, UserInfo
from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.rng import Rng

Object = dict[str, Any]


@dataclass(slots=True)
class Core:
    """Storage, time and chance, the served resources, and the warnings of the request under way."""

    storage: Storage
    clock: Clock
    rng: Rng
    discovery: Discovery
    warnings: list[str] = field(default_factory=list)
    silent_since: Callable[[str], int | None] = lambda _node: None
    """Says since when a node's kubelet gives no sign, in nanoseconds since the epoch; None while it does."""
    metrics: Metrics | None = None
    """Set by the cluster, whose kubelets measure."""

    def warn(self, texts: list[str]) -> None:
        """Add warnings to the answer, each once."""
        for text in texts:
            if text not in self.warnings:
                self.warnings.append(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What comes with a write beside the object."""

    user: UserInfo = ADMIN
    dry_run: bool = False
    field_validation: str = "Strict"
    field_manager: str = ""
    subresource: str = ""
    force: bool = False
    applied: FieldSet | None = None
    """The fields that a server-side apply sets."""
