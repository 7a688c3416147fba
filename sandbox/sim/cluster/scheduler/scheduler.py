"""The scheduler: finds a node for every Pod that has none.

Models k8s.io/kubernetes/pkg/scheduler/schedule_one.go v1.36. Pods are taken by priority, then age; one that fits
nowhere is tried again when something changes. Not modelled: other profiles, permit and reserve plugins.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting, labels_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.scheduler import filters, pod_affinity, preemption, volumes
from sandbox.sim.cluster.scheduler.filters import Cycle, Refusal
from sandbox.sim.cluster.scheduler.node_info import NodeInfo
from sandbox.sim.cluster.scheduler.scores import best_node

Object = dict[str, Any]
_FILTERS: tuple[Callable[[Cycle, NodeInfo], Refusal | None], ...] = (
    filters.unschedulable,
    filters.node_name,
    filters.taints,
    filters.node_affinity,
    filters.ports,
    filters.fits,
)
_LAST: tuple[Callable[[Cycle, NodeInfo], Refusal | None], ...] = (pod_affinity.spread, pod_affinity.affinity)
_FINISHED = ("Succeeded", "Failed")


class Scheduler:
    """A controller of Pods without a node."""

    name = "scheduler"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "default-scheduler")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Return the one key of all work where a change may let a Pod be placed."""
        if event.resource == "/pods":
            waits = not event.object["spec"].get("nodeName") and event.type != "DELETED"
            freed = event.type == "DELETED" or (event.object.get("status") or {}).get("phase") in _FINISHED
            bound = event.object["spec"].get("nodeName") and event.type == "ADDED"
            return ("pods",) if (waits and event.type == "ADDED") or freed or bound or self._was_changed(event) else ()
        if event.resource in ("/nodes", volumes.CLAIMS, volumes.VOLUMES, volumes.CLASSES):
            return ("pods",)
        return ()

    @staticmethod
    def _was_changed(event: WatchEvent) -> bool:
        return event.old is not None and event.old["spec"] != event.object["spec"]

    def reconcile(self, _key: str) -> int | None:
        """Try every Pod that waits for a node."""
        waiting = [pod for pod in self.client.scan("/pods") if _waits(pod)]
        if not waiting:
            return None
        nodes = self._nodes()
        namespaces = {name_of(space): labels_of(space) for space in self.client.scan("/namespaces")}
        for pod in sorted(waiting, key=_turn):
            self._schedule(Cycle(pod, nodes, namespaces))
        return None

    def _nodes(self) -> list[NodeInfo]:
        nodes = {name_of(node): NodeInfo(node) for node in self.client.scan("/nodes")}
        for pod in self.client.scan("/pods"):
            info = nodes.get(pod["spec"].get("nodeName", ""))
            if info is not None and (pod.get("status") or {}).get("phase") not in _FINISHED:
                info.pods.append(pod)
        return list(nodes.values())

    def _schedule(self, cycle: Cycle) -> None:
        try:
            bound, waiting = volumes.check_claims(self.client, cycle.pod)
        except volumes.Unschedulable as reason:
            self._fail(cycle, f"0/{len(cycle.nodes)} nodes are available: {reason}. not found")
            return
        steps = (*_FILTERS, volumes.make_filter(self.client, bound, waiting), *_LAST)
        refusals = {info.name: refusal for info in cycle.nodes if (refusal := _refusal(steps, cycle, info))}
        candidates = [info for info in cycle.nodes if info.name not in refusals]
        if not candidates:
            self._give_up(cycle, refusals, steps)
            return
        chosen = best_node(cycle, candidates)
        if not self._bind_claims(waiting, chosen):
            return
        self._bind(cycle.pod, chosen)

    def _bind_claims(self, waiting: list[Object], chosen: NodeInfo) -> bool:
        """Tell the binder where the claims are needed; the Pod waits until they are bound."""
        for claim in waiting:
            annotations = claim["metadata"].get("annotations") or {}
            if annotations.get(volumes.SELECTED_NODE) != chosen.name:
                new = copy_json(claim)
                new["metadata"].setdefault("annotations", {})[volumes.SELECTED_NODE] = chosen.name
                self.client.update(volumes.CLAIMS, new)
        return not waiting

    def _bind(self, pod: Object, chosen: NodeInfo) -> None:
        target = {"apiVersion": "v1", "kind": "Node", "name": chosen.name}
        try:
            self.client.post("/pods", pod, "binding", {"target": target})
        except ApiError:
            return
        chosen.pods.append(pod)
        words = f"Successfully assigned {namespace_of(pod)}/{name_of(pod)} to {chosen.name}"
        self.client.record("/pods", pod, ("Normal", "Scheduled", words))

    def _give_up(self, cycle: Cycle, refusals: dict[str, Refusal], steps: Any) -> None:
        total = len(cycle.nodes)
        if not total:
            self._fail(cycle, "no nodes available to schedule pods")
            return
        message = f"0/{total} nodes are available: {_summary(refusals)}."
        outcome = preemption.preempt(self.client, cycle, refusals, steps)
        self._fail(cycle, f"{message} no new claims to deallocate, preemption: {outcome}" if outcome else message)

    def _fail(self, cycle: Cycle, message: str) -> None:
        pod = cycle.pod
        current = self.client.get("/pods", namespace_of(pod), name_of(pod))
        if current is None:
            return
        status = copy_json(current.get("status") or {})
        conditions = status.setdefault("conditions", [])
        before = next((c for c in conditions if c["type"] == "PodScheduled"), None)
        if before is not None and before.get("message") == message:
            return
        condition: Object = {
            "type": "PodScheduled",
            "status": "False",
            "lastProbeTime": None,
            "lastTransitionTime": before["lastTransitionTime"] if before else self.client.timestamp,
            "reason": "Unschedulable",
            "message": message,
            "observedGeneration": current["metadata"].get("generation", 1),
        }
        status["conditions"] = [c for c in conditions if c["type"] != "PodScheduled"] + [condition]
        self.client.set_status("/pods", current, status)
        self.client.record("/pods", pod, ("Warning", "FailedScheduling", message))


def _waits(pod: Object) -> bool:
    spec = pod["spec"]
    if spec.get("nodeName") or is_deleting(pod) or spec.get("schedulingGates"):
        return False
    if spec.get("schedulerName", "default-scheduler") != "default-scheduler":
        return False
    return (pod.get("status") or {}).get("phase") not in _FINISHED


def _turn(pod: Object) -> tuple[int, int]:
    return -pod["spec"].get("priority", 0), int(pod["metadata"]["resourceVersion"])


def _refusal(steps: Any, cycle: Cycle, info: NodeInfo) -> Refusal | None:
    for step in steps:
        refusal: Refusal | None = step(cycle, info)
        if refusal is not None:
            return refusal
    return None


def _summary(refusals: dict[str, Refusal]) -> str:
    counts: dict[str, int] = {}
    for refusal in refusals.values():
        for reason in refusal.reasons:
            counts[reason] = counts.get(reason, 0) + 1
    return ", ".join(sorted(f"{count} {reason}" for reason, count in counts.items()))
