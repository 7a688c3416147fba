"""Which nodes can take a Pod, and why the others cannot.

Models the filter plugins of k8s.io/kubernetes/pkg/scheduler/framework/plugins v1.36 in their order. A filter returns
the reasons of its refusal, word for word, or nothing. ``preemptible`` tells whether evicting Pods could help.
Not modelled: dynamic resources, volume limits.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import node_requirement_matches
from sandbox.sim.cluster.scheduler.node_info import NodeInfo, pod_requests

Object = dict[str, Any]
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a node cannot take a Pod."""

    reasons: tuple[str, ...]
    preemptible: bool = False


@dataclass(slots=True)
class Cycle:
    """One attempt to place a Pod: the Pod, all nodes, what filters have found out."""

    pod: Object
    nodes: list[NodeInfo]
    namespaces: dict[str, dict[str, str]] = field(default_factory=dict)
    volumes: Any = None


def tolerates(tolerations: list[Object], taint: Object) -> bool:
    """Tell whether any toleration accepts a taint."""
    return any(_tolerates(toleration, taint) for toleration in tolerations)


def _tolerates(toleration: Object, taint: Object) -> bool:
    effect, key = toleration.get("effect", ""), toleration.get("key", "")
    if effect and effect != taint.get("effect"):
        return False
    if key and key != taint.get("key"):
        return False
    if toleration.get("operator", "Equal") == "Exists":
        return True
    return bool(key) and toleration.get("value", "") == taint.get("value", "")


def unschedulable(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """NodeUnschedulable: cordoned nodes."""
    if not info.node["spec"].get("unschedulable"):
        return None
    taint = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
    if tolerates(cycle.pod["spec"].get("tolerations", []), taint):
        return None
    return Refusal(("node(s) were unschedulable",))


def node_name(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """NodeName: a Pod that names its node."""
    wanted = cycle.pod["spec"].get("nodeName")
    return Refusal(("node(s) didn't match the requested node name",)) if wanted and wanted != info.name else None


def taints(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """TaintToleration: taints that keep Pods away."""
    tolerations = cycle.pod["spec"].get("tolerations", [])
    for taint in info.node["spec"].get("taints") or ():
        if taint["effect"] in ("NoSchedule", "NoExecute") and not tolerates(tolerations, taint):
            return Refusal(("node(s) had untolerated taint(s)",))
    return None


def node_affinity(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """NodeAffinity: nodeSelector and required node affinity."""
    spec = cycle.pod["spec"]
    wanted = spec.get("nodeSelector") or {}
    required = ((spec.get("affinity") or {}).get("nodeAffinity") or {}).get(_REQUIRED)
    fits = all(info.labels.get(key) == value for key, value in wanted.items())
    if fits and (required is None or node_selector_matches(required, info)):
        return None
    return Refusal(("node(s) didn't match Pod's node affinity/selector",))


def node_selector_matches(selector: Object, info: NodeInfo) -> bool:
    """Tell whether any term of a NodeSelector fits a node."""
    return any(node_term_matches(term, info) for term in selector.get("nodeSelectorTerms") or ())


def node_term_matches(term: Object, info: NodeInfo) -> bool:
    """Tell whether one term fits a node; an empty one fits none."""
    expressions, fields = term.get("matchExpressions") or (), term.get("matchFields") or ()
    if not expressions and not fields:
        return False
    named = {"metadata.name": info.name}
    return all(node_requirement_matches(e, info.labels) for e in expressions) and all(
        node_requirement_matches(e, named) for e in fields
    )


def ports(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """NodePorts: host ports that are taken."""
    wanted = _host_ports(cycle.pod)
    for pod in info.pods if wanted else ():
        for taken in _host_ports(pod):
            if any(_collide(port, taken) for port in wanted):
                return Refusal(("node(s) didn't have free ports for the requested pod ports",), preemptible=True)
    return None


def _host_ports(pod: Object) -> list[tuple[str, str, int]]:
    return [
        (port.get("hostIP", "0.0.0.0"), port.get("protocol", "TCP"), port["hostPort"])  # noqa: S104  (the simulated one)
        for container in pod["spec"].get("containers", ())
        for port in container.get("ports", ())
        if port.get("hostPort")
    ]


def _collide(one: tuple[str, str, int], other: tuple[str, str, int]) -> bool:
    everywhere = "0.0.0.0"  # noqa: S104  (the simulated one)
    return one[1:] == other[1:] and (one[0] == other[0] or everywhere in (one[0], other[0]))


def fits(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """NodeResourcesFit: what is left of the node's resources."""
    reasons = []
    allocatable, requested = info.allocatable(), info.requested()
    if len(info.pods) + 1 > allocatable.get("pods", Fraction(110)):
        reasons.append("Too many pods")
    for name, amount in sorted(pod_requests(cycle.pod["spec"]).items(), key=_resource_order):
        if amount and amount > allocatable.get(name, Fraction(0)) - requested.get(name, Fraction(0)):
            reasons.append(f"Insufficient {name}")
    if not reasons:
        return None
    enough = all(
        amount <= allocatable.get(name, Fraction(0)) for name, amount in pod_requests(cycle.pod["spec"]).items()
    )
    return Refusal(tuple(reasons), preemptible=enough)


_ORDER = {"cpu": 0, "memory": 1, "ephemeral-storage": 2}


def _resource_order(item: tuple[str, Fraction]) -> tuple[int, str]:
    return _ORDER.get(item[0], 3), item[0]
