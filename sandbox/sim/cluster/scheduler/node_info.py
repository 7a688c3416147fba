"""What the scheduler knows of a node: what it offers and what runs there.

Models k8s.io/kubernetes/pkg/scheduler/framework/types.go v1.36.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity

Object = dict[str, Any]
_LEAST = {"cpu": Fraction(1, 10), "memory": Fraction(200 * 1024 * 1024)}


@dataclass(slots=True)
class NodeInfo:
    """A node with the Pods that are bound to it."""

    node: Object
    pods: list[Object] = field(default_factory=list)
    _total: dict[str, Fraction] = field(default_factory=dict)
    _counted: int = 0

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
        amounts = (self.node.get("status") or {}).get("allocatable") or {}
        return {name: to_quantity(amount).value for name, amount in amounts.items()}

    def requested(self) -> dict[str, Fraction]:
        """Return what the Pods here ask for; Pods that were appended since the last call are added."""
        if self._counted > len(self.pods):
            self.recount()
        for pod in self.pods[self._counted :]:
            _add(self._total, pod_requests(pod["spec"]))
        self._counted = len(self.pods)
        return self._total

    def recount(self) -> None:
        """Count anew after a Pod was taken away."""
        self._total, self._counted = {}, 0


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
