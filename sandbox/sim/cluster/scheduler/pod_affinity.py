"""Nodes by the company of other Pods: inter-pod affinity and topology spread.

Models plugins/interpodaffinity and plugins/podtopologyspread of k8s.io/kubernetes/pkg/scheduler v1.36.
matchLabelKeys are part of the selectors by then. Not modelled: nodeAffinityPolicy.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import is_deleting, labels_of, namespace_of
from sandbox.sim.cluster.scheduler.filters import Cycle, Refusal, node_affinity, taints
from sandbox.sim.cluster.scheduler.node_info import REQUIRED, NodeInfo

Object = dict[str, Any]
_AFFINITY = "node(s) didn't match pod affinity rules"
_ANTI = "node(s) didn't match pod anti-affinity rules"
_EXISTING_ANTI = "node(s) didn't satisfy existing pods anti-affinity rules"
_SPREAD = "node(s) didn't match pod topology spread constraints"
_SPREAD_LABEL = "node(s) didn't match pod topology spread constraints (missing required label)"


def required_terms(pod: Object, kind: str) -> list[Object]:
    """Return the required terms of ``podAffinity`` or ``podAntiAffinity``."""
    affinity = (pod["spec"].get("affinity") or {}).get(kind) or {}
    return list(affinity.get(REQUIRED) or ())


def term_matches(term: Object, owner: Object, other: Object, namespaces: dict[str, dict[str, str]]) -> bool:
    """Tell whether a Pod is one that ``owner``'s term speaks of."""
    names, selector = term.get("namespaces") or [], term.get("namespaceSelector")
    space = namespace_of(other)
    if selector is None and not names:
        inside = space == namespace_of(owner)
    else:
        inside = space in names or (selector is not None and selects(selector, namespaces.get(space, {})))
    return inside and selects(term.get("labelSelector"), labels_of(other))


def affinity(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """InterPodAffinity: required affinity, anti-affinity, and the anti-affinity of Pods that are there."""
    pod, spaces = cycle.pod, cycle.namespaces
    for term in required_terms(pod, "podAffinity"):
        if not _affinity_holds(cycle, info, term):
            return Refusal((_AFFINITY,))
    for term in required_terms(pod, "podAntiAffinity"):
        if _in_domain(cycle, info, term, lambda other, t=term: term_matches(t, pod, other, spaces)):
            return Refusal((_ANTI,), preemptible=True)
    for other_info in cycle.nodes:
        for other in other_info.counts().averse:
            for term in required_terms(other, "podAntiAffinity"):
                key = term.get("topologyKey", "")
                same = key in info.labels and info.labels[key] == other_info.labels.get(key)
                if same and term_matches(term, other, pod, spaces):
                    return Refusal((_EXISTING_ANTI,), preemptible=True)
    return None


def _affinity_holds(cycle: Cycle, info: NodeInfo, term: Object) -> bool:
    pod, spaces = cycle.pod, cycle.namespaces
    if term.get("topologyKey") not in info.labels:
        return False
    if _in_domain(cycle, info, term, lambda other: term_matches(term, pod, other, spaces)):
        return True
    anywhere = any(term_matches(term, pod, other, spaces) for node in cycle.nodes for other in node.pods)
    return not anywhere and term_matches(term, pod, pod, spaces)


def _in_domain(cycle: Cycle, info: NodeInfo, term: Object, wanted: Any) -> bool:
    key = term.get("topologyKey", "")
    value = info.labels.get(key)
    if value is None:
        return False
    return any(wanted(other) for node in cycle.nodes if node.labels.get(key) == value for other in node.pods)


def spread(cycle: Cycle, info: NodeInfo) -> Refusal | None:
    """PodTopologySpread: constraints that say DoNotSchedule."""
    for constraint in cycle.pod["spec"].get("topologySpreadConstraints", ()):
        if constraint.get("whenUnsatisfiable", "DoNotSchedule") != "DoNotSchedule":
            continue
        key = constraint["topologyKey"]
        if key not in info.labels:
            return Refusal((_SPREAD_LABEL,))
        counts = domain_counts(cycle, constraint)
        own = int(selects(constraint.get("labelSelector"), labels_of(cycle.pod)))
        least = min(counts.values(), default=0)
        if len(counts) < constraint.get("minDomains", 1):
            least = 0
        if counts.get(info.labels[key], 0) + own - least > constraint.get("maxSkew", 1):
            return Refusal((_SPREAD,), preemptible=True)
    return None


def domain_counts(cycle: Cycle, constraint: Object) -> dict[str, int]:
    """Return how many matching Pods each domain holds, over the nodes that the Pod may use."""
    key, counts = constraint["topologyKey"], dict[str, int]()
    for node in cycle.nodes:
        if key not in node.labels or not _counts(cycle, node, constraint):
            continue
        matching = [
            other
            for other in node.pods
            if namespace_of(other) == namespace_of(cycle.pod)
            and not is_deleting(other)
            and selects(constraint.get("labelSelector"), labels_of(other))
        ]
        counts[node.labels[key]] = counts.get(node.labels[key], 0) + len(matching)
    return counts


def _counts(cycle: Cycle, node: NodeInfo, constraint: Object) -> bool:
    if constraint.get("nodeAffinityPolicy", "Honor") == "Honor" and node_affinity(cycle, node) is not None:
        return False
    return constraint.get("nodeTaintsPolicy", "Ignore") != "Honor" or taints(cycle, node) is None
