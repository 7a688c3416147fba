"""One Pod on every node that should have one.

Models k8s.io/kubernetes/pkg/controller/daemon v1.36: placement, both update strategies, status.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import node_requirement_matches
from sandbox.sim.cluster.apimachinery.meta import is_deleting, labels_of, name_of
from sandbox.sim.cluster.apis.int_or_percent import scaled
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.pod_control import (
    PodControl,
    is_available,
    is_finished,
    owners_touched,
    ready_since,
)
from sandbox.sim.cluster.controllers.revisions import HASH, Revisions
from sandbox.sim.cluster.controllers.taints import tolerates

Object = dict[str, Any]
KEY = "apps/daemonsets"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_TOLERATIONS = (
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
)


class DaemonSets:
    """Keyed by namespace and name."""

    name = "daemonset"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "daemonset-controller")
        self.pods = PodControl(self.client, KEY)
        self.revisions = Revisions(self.client, KEY)

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed sets, at the sets of changed Pods, and at all of them when a node changes."""
        if event.resource == "/nodes" and self._matters(event):
            return [f"{obj['metadata']['namespace']}/{name_of(obj)}" for obj in self.client.scan(KEY)]
        return owners_touched(event, KEY, "DaemonSet")

    @staticmethod
    def _matters(event: WatchEvent) -> bool:
        if event.old is None or event.type != "MODIFIED":
            return True
        return event.old["spec"] != event.object["spec"] or labels_of(event.old) != labels_of(event.object)

    def reconcile(self, key: str) -> int | None:
        """Create missing Pods, delete surplus ones, roll updates, report."""
        obj = self.pods.living(key)
        if obj is None:
            return None
        digest = self.revisions.current(obj)["metadata"]["labels"][HASH]
        pods = self.pods.claim(obj, obj["spec"].get("selector"))
        by_node: dict[str, list[Object]] = {}
        for pod in pods:
            by_node.setdefault(_node_of(pod), []).append(pod)
        nodes = self.client.scan("/nodes")
        for node in nodes:
            self._place(obj, node, by_node.get(name_of(node), []), digest)
        for missing in set(by_node) - {name_of(node) for node in nodes} - {""}:
            for pod in by_node[missing]:
                self.client.delete("/pods", pod, grace=0)
        if obj["spec"]["updateStrategy"]["type"] == "RollingUpdate":
            self._roll(obj, digest)
        self._report(obj, nodes, digest)
        used = {labels_of(pod).get(HASH, "") for pod in pods} | {digest}
        self.revisions.clean_up(obj, used)
        return None

    def _place(self, obj: Object, node: Object, pods: list[Object], digest: str) -> None:
        should_run, may_stay = placement(obj["spec"]["template"], node)
        living = [pod for pod in pods if not is_deleting(pod)]
        failed = [pod for pod in living if is_finished(pod)]
        for pod in failed:
            where = f"{pod['metadata']['namespace']}/{name_of(pod)} on node {name_of(node)}"
            words = f"Found failed daemon pod {where}, will try to kill it"
            self.client.record(KEY, obj, ("Warning", "FailedDaemonPod", words))
            self.pods.delete(obj, pod)
        living = [pod for pod in living if not is_finished(pod)]
        if should_run and not living and not pods:
            self.pods.create(obj, self._pod(obj, node, digest))
        elif not may_stay:
            for pod in living:
                self.pods.delete(obj, pod)
        elif len(living) > 1:
            for pod in sorted(living, key=lambda p: p["metadata"]["creationTimestamp"])[1:]:
                self.pods.delete(obj, pod)

    def _pod(self, obj: Object, node: Object, digest: str) -> Object:
        generation = (obj["metadata"].get("annotations") or {}).get("deprecated.daemonset.template.generation", "1")
        pod = self.pods.pod_from(
            obj, obj["spec"]["template"], labels={HASH: digest, "pod-template-generation": generation}
        )
        spec = pod["spec"]
        term = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": [name_of(node)]}]}
        node_affinity = spec.setdefault("affinity", {}).setdefault("nodeAffinity", {})
        terms = (node_affinity.get(_REQUIRED) or {}).get("nodeSelectorTerms")
        node_affinity[_REQUIRED] = {"nodeSelectorTerms": [{**t, **term} for t in terms] if terms else [term]}
        added = [{"key": key, "operator": "Exists", "effect": effect} for key, effect in _TOLERATIONS]
        if spec.get("hostNetwork"):
            added.append(
                {"key": "node.kubernetes.io/network-unavailable", "operator": "Exists", "effect": "NoSchedule"}
            )
        spec["tolerations"] = [*spec.get("tolerations", ()), *added]
        return pod

    def _roll(self, obj: Object, digest: str) -> None:
        pods = [pod for pod in self.client.owned(obj["metadata"]["uid"], "/pods") if not is_finished(pod)]
        old = [pod for pod in pods if labels_of(pod).get(HASH) != digest and not is_deleting(pod)]
        if not old:
            return
        rolling = obj["spec"]["updateStrategy"].get("rollingUpdate") or {}
        total = len({_node_of(pod) for pod in pods})
        allowed = max(1, scaled(rolling.get("maxUnavailable", 1), total, up=True))
        seconds = obj["spec"].get("minReadySeconds", 0)
        down = [pod for pod in pods if is_deleting(pod) or not is_available(pod, seconds, self.client.now)]
        missing = max(
            0, len([n for n in self.client.scan("/nodes") if placement(obj["spec"]["template"], n)[0]]) - total
        )
        unavailable_old = [pod for pod in old if not is_available(pod, seconds, self.client.now)]
        for pod in unavailable_old:
            self.pods.delete(obj, pod)
        budget = allowed - missing - len(down)
        for pod in [pod for pod in old if pod not in unavailable_old][: max(0, budget)]:
            self.pods.delete(obj, pod)

    def _report(self, obj: Object, nodes: list[Object], digest: str) -> None:
        current = self.client.get(KEY, obj["metadata"]["namespace"], name_of(obj))
        if current is None:
            return
        pods = [pod for pod in self.client.owned(obj["metadata"]["uid"], "/pods") if not is_deleting(pod)]
        by_node = {_node_of(pod): pod for pod in pods if not is_finished(pod)}
        wanted = [name_of(node) for node in nodes if placement(obj["spec"]["template"], node)[0]]
        seconds = obj["spec"].get("minReadySeconds", 0)
        placed = [by_node[name] for name in wanted if name in by_node]
        available = sum(is_available(pod, seconds, self.client.now) for pod in placed)
        status: Object = {
            "currentNumberScheduled": len(placed),
            "numberMisscheduled": len([name for name in by_node if name not in wanted]),
            "desiredNumberScheduled": len(wanted),
            "numberReady": sum(ready_since(pod) is not None for pod in placed),
            "observedGeneration": current["metadata"].get("generation", 1),
        }
        more = {
            "updatedNumberScheduled": sum(labels_of(pod).get(HASH) == digest for pod in placed),
            "numberAvailable": available,
            "numberUnavailable": len(wanted) - available,
        }
        status |= {key: value for key, value in more.items() if value}
        self.client.set_status(KEY, current, status)


def _node_of(pod: Object) -> str:
    if pod["spec"].get("nodeName"):
        return str(pod["spec"]["nodeName"])
    affinity = (pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}
    for term in (affinity.get(_REQUIRED) or {}).get("nodeSelectorTerms", ()):
        for field in term.get("matchFields", ()):
            if field["key"] == "metadata.name":
                return str(field["values"][0])
    return ""


def placement(template: Object, node: Object) -> tuple[bool, bool]:
    """Return (a Pod should run here, a Pod that is here may stay)."""
    spec, labels = template["spec"], labels_of(node)
    if any(labels.get(key) != value for key, value in (spec.get("nodeSelector") or {}).items()):
        return False, False
    required = ((spec.get("affinity") or {}).get("nodeAffinity") or {}).get(_REQUIRED)
    if required is not None and not any(_term_fits(term, node) for term in required.get("nodeSelectorTerms") or ()):
        return False, False
    tolerations = [*spec.get("tolerations", ())]
    tolerations += [{"key": key, "operator": "Exists", "effect": effect} for key, effect in _TOLERATIONS]
    taints = node["spec"].get("taints") or []
    may_stay = all(tolerates(tolerations, t) for t in taints if t["effect"] == "NoExecute")
    should_run = may_stay and all(tolerates(tolerations, t) for t in taints if t["effect"] == "NoSchedule")
    return should_run, may_stay


def _term_fits(term: Object, node: Object) -> bool:
    expressions, fields = term.get("matchExpressions") or (), term.get("matchFields") or ()
    named = {"metadata.name": name_of(node)}
    if not expressions and not fields:
        return False
    return all(node_requirement_matches(e, labels_of(node)) for e in expressions) and all(
        node_requirement_matches(e, named) for e in fields
    )
