"""Making room for a Pod of higher priority.

Models plugins/defaultpreemption and preemption of k8s.io/kubernetes/pkg/scheduler v1.36: fewest broken disruption
budgets, then lowest priorities, then fewest Pods, then the latest start.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.scheduler.filters import Cycle, Refusal
from sandbox.sim.cluster.scheduler.node_info import NodeInfo

Object = dict[str, Any]
_BUDGETS = "policy/poddisruptionbudgets"
_EVER = "1970-01-01T00:00:00Z"
_UNHELPFUL = "Preemption is not helpful for scheduling"
_NO_VICTIMS = "No preemption victims found for incoming pod"


def preempt(client: InternalClient, cycle: Cycle, refusals: dict[str, Refusal], steps: Any) -> str:
    """Evict Pods of lower priority where that helps; return the words for the event."""
    total = len(cycle.nodes)
    if cycle.pod["spec"].get("preemptionPolicy") == "Never":
        return "not eligible due to preemptionPolicy=Never."
    helpful = [info for info in cycle.nodes if refusals[info.name].preemptible]
    budgets = list(client.scan(_BUDGETS))
    plans = [(info, victims, broken) for info in helpful for victims, broken in _victims(cycle, info, steps, budgets)]
    if plans:
        info, victims, _ = min(plans, key=_cost)
        _evict(client, cycle, info, victims)
        return ""
    counts = {_UNHELPFUL: total - len(helpful), _NO_VICTIMS: len(helpful)}
    reasons = sorted(f"{count} {reason}" for reason, count in counts.items() if count)
    return f"0/{total} nodes are available: {', '.join(reasons)}."


def _cost(plan: tuple[NodeInfo, list[Object], int]) -> tuple[Any, ...]:
    info, victims, broken = plan
    priorities = [_priority(pod) for pod in victims]
    start = min(parse_time((pod.get("status") or {}).get("startTime", _EVER)) for pod in victims)
    return (broken, max(priorities), sum(priorities), len(victims), -start, info.name)


def _priority(pod: Object) -> int:
    return int(pod["spec"].get("priority", 0))


def _victims(cycle: Cycle, info: NodeInfo, steps: Any, budgets: list[Object]) -> list[tuple[list[Object], int]]:
    """Return the fewest Pods whose end lets the Pod run here, and how often that breaks a budget, if any help."""
    mine = cycle.pod["spec"].get("priority", 0)
    lower = [pod for pod in info.pods if _priority(pod) < mine]
    trial = NodeInfo(info.node, [pod for pod in info.pods if pod not in lower])
    others = [trial if node.name == info.name else node for node in cycle.nodes]
    attempt = Cycle(cycle.pod, others, cycle.namespaces)
    if not lower or not _fits(steps, attempt, trial):
        return []
    victims, broken = list[Object](), 0
    ordered = sorted(lower, key=lambda pod: (-_priority(pod), name_of(pod)))
    protected = _protected(ordered, budgets)
    for pod in [*protected, *(pod for pod in ordered if pod not in protected)]:
        trial.pods.append(pod)
        if not _fits(steps, attempt, trial):
            trial.pods.pop()
            trial.recount()
            victims.append(pod)
            broken += pod in protected
    return [(victims, broken)] if victims else []


def _protected(pods: list[Object], budgets: list[Object]) -> list[Object]:
    """Return the Pods whose end would break a disruption budget, the ones before them being gone."""
    left = [(budget, (budget.get("status") or {}).get("disruptionsAllowed", 0)) for budget in budgets]
    found = []
    for pod in pods:
        hit = [budget["spec"].get("selector") is not None and _covers(budget, pod) for budget, _ in left]
        left = [(budget, allowed - matches) for (budget, allowed), matches in zip(left, hit, strict=True)]
        if any(matches and allowed < 0 for (_, allowed), matches in zip(left, hit, strict=True)):
            found.append(pod)
    return found


def _covers(budget: Object, pod: Object) -> bool:
    return namespace_of(budget) == namespace_of(pod) and selects(budget["spec"]["selector"], labels_of(pod))


def _fits(steps: Any, cycle: Cycle, info: NodeInfo) -> bool:
    return all(step(cycle, info) is None for step in steps)


def _evict(client: InternalClient, cycle: Cycle, info: NodeInfo, victims: list[Object]) -> None:
    current = client.get("/pods", namespace_of(cycle.pod), name_of(cycle.pod))
    if current is not None:
        status = copy_json(current.get("status") or {})
        status["nominatedNodeName"] = info.name
        client.set_status("/pods", current, status)
    preemptor = f"{cycle.pod['metadata']['uid']} on node {info.name}"
    for victim in victims:
        client.record("/pods", victim, ("Normal", "Preempted", f"Preempted by pod {preemptor}"))
        client.delete("/pods", victim)
        info.pods.remove(victim)
        info.recount()
