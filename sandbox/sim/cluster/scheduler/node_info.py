"""What the scheduler knows of a node: what it offers and what runs there.

Models k8s.io/kubernetes/pkg/scheduler/framework/types.go v1.36.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import controller_of
from sandbox.sim.cluster.apimachinery.quantity import to_quantity

Object = dict[str, Any]
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_LEAST = {"cpu": Fraction(1, 10), "memory": Fraction(200 * 1024 * 1024)}


@dataclass(slots=True)
class Counts:
    """What the Pods of a node come to, so that no Pod need be looked at again for each that is scheduled."""

    requested: dict[str, Fraction] = field(default_factory=dict)
    cpu: Fraction = Fraction(0)
    memory: Fraction = Fraction(0)
    """What scoring counts: see ``nonzero_requests``."""
    owned: dict[str, int] = field(default_factory=dict)
    """How many Pods each controller has here, by its uid."""
    averse: list[Object] = field(default_factory=list)
    """Pods with required anti-affinity, which keep others away."""

    def add(self, pod: Object) -> None:
        """Take a Pod into account."""
        _add(self.requested, pod_requests(pod["spec"]))
        cpu, memory = nonzero_requests(pod)
        self.cpu, self.memory = self.cpu + cpu, self.memory + memory
        owner = controller_of(pod)
        if owner is not None:
            self.owned[owner["uid"]] = self.owned.get(owner["uid"], 0) + 1
        if ((pod["spec"].get("affinity") or {}).get("podAntiAffinity") or {}).get(REQUIRED):
            self.averse.append(pod)


@dataclass(slots=True)
class NodeInfo:
    """A node with the Pods that are bound to it."""

    node: Object
    pods: list[Object] = field(default_factory=list)
    _counts: Counts = field(default_factory=Counts)
    _counted: int = 0
    _allocatable: dict[str, Fraction] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The node's name."""
        return str(self.node["metadata"]["name"])

    @property
    def labels(self) -> dict[str, str]:
        """The node's labels."""
        return self.node["metadata"].get("labels") or {}

    def allocatable(self) -> dict[str, Fraction]:
        """Return what Pods may use."""
        if not self._allocatable:
            amounts = (self.node.get("status") or {}).get("allocatable") or {}
            self._allocatable = {name: to_quantity(amount).value for name, amount in amounts.items()}
        return self._allocatable

    def requested(self) -> dict[str, Fraction]:
        """Return what the Pods here ask for."""
        return self.counts().requested

    def counts(self) -> Counts:
        """Return what is known of all Pods here; those that were appended since the last call are added."""
        if self._counted > len(self.pods):
            self.recount()
        for pod in self.pods[self._counted :]:
            self._counts.add(pod)
        self._counted = len(self.pods)
        return self._counts

    def recount(self) -> None:
        """Count anew after a Pod was taken away."""
        self._counts, self._counted = Counts(), 0


def container_amounts(container: Object, kind: str = "requests") -> dict[str, Fraction]:
    """Return a container's requests or limits."""
    amounts = (container.get("resources") or {}).get(kind) or {}
    return {name: to_quantity(amount).value for name, amount in amounts.items()}


def pod_requests(spec: Object) -> dict[str, Fraction]:
    """Return what a Pod asks for: its containers together, or its greediest init container, sidecars counted in."""
    total: dict[str, Fraction] = {}
    for container in spec.get("containers", ()):
        _add(total, container_amounts(container))
    sidecars: dict[str, Fraction] = {}
    peak: dict[str, Fraction] = {}
    for container in spec.get("initContainers", ()):
        amounts = container_amounts(container)
        if container.get("restartPolicy") == "Always":
            _add(total, amounts)
            _add(sidecars, amounts)
            _raise(peak, sidecars)
        else:
            _raise(peak, _sum(amounts, sidecars))
    _raise(total, peak)
    for name, amount in ((spec.get("resources") or {}).get("requests") or {}).items():
        total[name] = to_quantity(amount).value
    for name, amount in (spec.get("overhead") or {}).items():
        total[name] = total.get(name, Fraction(0)) + to_quantity(amount).value
    return total


def _add(total: dict[str, Fraction], amounts: dict[str, Fraction]) -> None:
    for name, amount in amounts.items():
        total[name] = total.get(name, Fraction(0)) + amount


def _raise(total: dict[str, Fraction], amounts: dict[str, Fraction]) -> None:
    for name, amount in amounts.items():
        total[name] = max(total.get(name, Fraction(0)), amount)


def _sum(one: dict[str, Fraction], other: dict[str, Fraction]) -> dict[str, Fraction]:
    total = dict(one)
    _add(total, other)
    return total


def nonzero_requests(pod: Object) -> tuple[Fraction, Fraction]:
    """Return (cpu, memory) as scoring counts them: a Pod that asks for nothing still weighs something."""
    found = pod_requests(pod["spec"])
    return found.get("cpu", _LEAST["cpu"]), found.get("memory", _LEAST["memory"])
