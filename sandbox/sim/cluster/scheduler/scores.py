"""Which of the nodes that fit is best.

Models the score plugins of k8s.io/kubernetes/pkg/scheduler v1.36 with their default weights: least allocated,
balanced allocation, image locality left out, affinity, taints, spreading. Ties go to the node with fewer Pods, then in
order of name: the real scheduler draws lots.
"""

from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import controller_of, labels_of
from sandbox.sim.cluster.scheduler.filters import Cycle, node_term_matches, tolerates
from sandbox.sim.cluster.scheduler.node_info import NodeInfo, nonzero_requests
from sandbox.sim.cluster.scheduler.pod_affinity import domain_counts, term_matches

Object = dict[str, Any]
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def best_node(cycle: Cycle, candidates: list[NodeInfo]) -> NodeInfo:
    """Return the node with the highest score."""
    totals = {info.name: Fraction(0) for info in candidates}
    for scorer, weight, reverse in _SCORERS:
        scores = {info.name: scorer(cycle, info) for info in candidates}
        highest = max(scores.values(), default=Fraction(0))
        # Where no node scores, all get the same, which decides nothing.
        if highest > 0:
            for name, score in scores.items():
                share = score * 100 / highest
                totals[name] += (100 - share if reverse else share) * weight
    return min(candidates, key=lambda info: (-totals[info.name], len(info.pods), info.name))


def _allocated(cycle: Cycle, info: NodeInfo) -> Fraction:
    allocatable = info.allocatable()
    cpu, memory = nonzero_requests(cycle.pod)
    counts = info.counts()
    cpu, memory = cpu + counts.cpu, memory + counts.memory
    shares = [
        max(Fraction(0), 1 - amount / allocatable[name])
        for name, amount in (("cpu", cpu), ("memory", memory))
        if allocatable.get(name)
    ]
    return sum(shares, Fraction(0)) * 50


def _node_preference(cycle: Cycle, info: NodeInfo) -> Fraction:
    affinity = ((cycle.pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}).get(_PREFERRED) or ()
    return Fraction(sum(t["weight"] for t in affinity if node_term_matches(t.get("preference") or {}, info)))


def _pod_preference(cycle: Cycle, info: NodeInfo) -> Fraction:
    affinity, total = cycle.pod["spec"].get("affinity") or {}, 0
    for kind, sign in (("podAffinity", 1), ("podAntiAffinity", -1)):
        for weighted in (affinity.get(kind) or {}).get(_PREFERRED) or ():
            term = weighted["podAffinityTerm"]
            key = term.get("topologyKey", "")
            for node in cycle.nodes if key in info.labels else ():
                if node.labels.get(key) == info.labels[key]:
                    total += sign * weighted["weight"] * _matching(cycle, term, node)
    return Fraction(total + 10_000 if total else 0)


def _matching(cycle: Cycle, term: Object, node: NodeInfo) -> int:
    return sum(term_matches(term, cycle.pod, other, cycle.namespaces) for other in node.pods)


def _soft_taints(cycle: Cycle, info: NodeInfo) -> Fraction:
    tolerations = cycle.pod["spec"].get("tolerations", [])
    soft = [t for t in info.node["spec"].get("taints") or () if t["effect"] == "PreferNoSchedule"]
    return Fraction(sum(not tolerates(tolerations, taint) for taint in soft))


def _siblings(cycle: Cycle, info: NodeInfo) -> Fraction:
    owner = controller_of(cycle.pod)
    if owner is None:
        return Fraction(0)
    return Fraction(info.counts().owned.get(owner["uid"], 0))


def _soft_spread(cycle: Cycle, info: NodeInfo) -> Fraction:
    total = 0
    for constraint in cycle.pod["spec"].get("topologySpreadConstraints", ()):
        soft = constraint.get("whenUnsatisfiable") == "ScheduleAnyway" and constraint["topologyKey"] in info.labels
        if soft and selects(constraint.get("labelSelector"), labels_of(cycle.pod)):
            total += domain_counts(cycle, constraint).get(info.labels[constraint["topologyKey"]], 0)
    return Fraction(total)


_SCORERS = (
    (_allocated, 1, False),
    (_node_preference, 2, False),
    (_pod_preference, 2, False),
    (_soft_taints, 3, True),
    (_siblings, 2, True),
    (_soft_spread, 2, True),
)
