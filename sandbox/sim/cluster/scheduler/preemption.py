"""Making room for a Pod of higher priority.

Models plugins/defaultpreemption of k8s.io/kubernetes/pkg/scheduler v1.36. Not modelled: disruption budgets' order.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.scheduler.filters import Cycle, Refusal
from sandbox.sim.cluster.scheduler.node_info import NodeInfo

Object = dict[str, Any]
_UNHELPFUL = "Preemption is not helpful for scheduling"
_NO_VICTIMS = "No preemption victims found for incoming pod"


def preempt(client: InternalClient, cycle: Cycle, refusals: dict[str, Refusal], steps: Any) -> str:
    """Evict Pods of lower priority where that helps; return the words for the event."""
    total = len(cycle.nodes)
    if cycle.pod["spec"].get("preemptionPolicy") == "Never":
        return "not eligible due to preemptionPolicy=Never."
    helpful = [info for info in cycle.nodes if refusals[info.name].preemptible]
    plans = [(info, victims) for info in helpful if (victims := _victims(cycle, info, steps))]
    if plans:
        info, victims = min(plans, key=lambda plan: (_highest(plan[1]), len(plan[1]), plan[0].name))
        _evict(client, cycle, info, victims)
        return ""
    counts = {_UNHELPFUL: total - len(helpful), _NO_VICTIMS: len(helpful)}
    reasons = sorted(f"{count} {reason}" for reason, count in counts.items() if count)
    return f"0/{total} nodes are available: {', '.join(reasons)}."


def _highest(victims: list[Object]) -> int:
    return int(max(pod["spec"].get("priority", 0) for pod in victims))


def _victims(cycle: Cycle, info: NodeInfo, steps: Any) -> list[Object]:
    """Return the fewest Pods of lower priority whose end lets the Pod run here; none if nothing helps."""
    mine = cycle.pod["spec"].get("priority", 0)
    lower = [pod for pod in info.pods if pod["spec"].get("priority", 0) < mine]
    keep = [pod for pod in info.pods if pod not in lower]
    trial = NodeInfo(info.node, list(keep))
    others = [trial if node.name == info.name else node for node in cycle.nodes]
    attempt = Cycle(cycle.pod, others, cycle.namespaces)
    if not lower or not _fits(steps, attempt, trial):
        return []
    victims = []
    for pod in sorted(lower, key=lambda p: (-p["spec"].get("priority", 0), name_of(p))):
        trial.pods.append(pod)
        if not _fits(steps, attempt, trial):
            trial.pods.pop()
            trial.recount()
            victims.append(pod)
    return victims


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
