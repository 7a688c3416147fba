"""Keeps autoscaled workloads between their limits.

Models k8s.io/kubernetes/pkg/controller/podautoscaler v1.36: what the metrics ask for, within limits and rules; without
a metrics server only the limits are kept, and the conditions say that no metrics come.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import not_found
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.autoscaler_metrics import Proposal, Target, propose, select_pods
from sandbox.sim.cluster.controllers.autoscaler_rules import Fact, History, normalize
from sandbox.sim.cluster.controllers.missing_metrics import MissingMetric
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "autoscaling/horizontalpodautoscalers"
_SYNC = 15 * SECOND
_ABLE = ("AbleToScale", True, "SucceededGetScale", "the HPA controller was able to get the target's current scale")
_DISABLED = "scaling is disabled since the replica count of the target is zero"


class Autoscaling:
    """Keyed by namespace and name; looks every 15 seconds."""

    name = "horizontal-pod-autoscaler"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "horizontal-pod-autoscaler")
        self.memory: dict[str, list[list[list[int]]]] = {}
        """By namespace and name: the History of each autoscaler."""

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Begin to look at a new autoscaler."""
        if event.resource != KEY or event.type != "ADDED":
            return ()
        meta = event.object["metadata"]
        return (f"{meta['namespace']}/{meta['name']}",)

    def reconcile(self, key: str) -> int | None:
        """Keep one target between its limits."""
        namespace, _, name = key.partition("/")
        found = self.client.get(KEY, namespace, name)
        if found is None:
            self.memory.pop(key, None)
            return None
        if self.client.timestamp == found["metadata"]["creationTimestamp"]:
            return _SYNC
        self._sync(found)
        return _SYNC

    def _sync(self, found: Object) -> None:
        reference = found["spec"]["scaleTargetRef"]
        resource = self.client.api.resource_of(reference.get("apiVersion", "v1"), reference["kind"])
        target = self.client.get(resource.key, namespace_of(found), reference["name"]) if resource else None
        if resource is None or target is None or not strategy_of(resource).scale:
            self._no_scale(found, self._missing(resource, reference))
            return
        replicas = target["spec"].get("replicas", 1)
        wanted, why = self._limited(found["spec"], replicas)
        if why:
            self._rescale(found, resource.key, target, (replicas, wanted, why))
        elif replicas:
            self._by_metrics(found, resource.key, target, replicas)
        else:
            self._write(found, [_ABLE, ("ScalingActive", False, "ScalingDisabled", _DISABLED)], {"desiredReplicas": 0})

    @staticmethod
    def _missing(resource: ApiResource | None, reference: Object) -> str:
        if resource is None:
            group = reference.get("apiVersion", "v1").rpartition("/")[0]
            return f'no matches for kind "{reference["kind"]}" in group "{group}"'
        if not strategy_of(resource).scale:
            return "the server could not find the requested resource"
        return not_found(resource, reference["name"]).message

    def _no_scale(self, found: Object, why: str) -> None:
        self.client.record(KEY, found, ("Warning", "FailedGetScale", why))
        words = f"the HPA controller was unable to get the target's current scale: {why}"
        self._write(found, [("AbleToScale", False, "FailedGetScale", words)], None)

    @staticmethod
    def _limited(spec: Object, replicas: int) -> tuple[int, str]:
        if not replicas:
            return 0, ""
        if replicas > spec["maxReplicas"]:
            return spec["maxReplicas"], "Current number of replicas above Spec.MaxReplicas"
        if replicas < (least := spec.get("minReplicas", 1)):
            return least, "Current number of replicas below Spec.MinReplicas"
        return replicas, ""

    def _rescale(self, found: Object, key: str, target: Object, change: tuple[int, int, str]) -> None:
        replicas, wanted, why = change
        new = copy_json(target)
        new["spec"]["replicas"] = wanted
        self.client.update(key, new)
        self.client.record(KEY, found, ("Normal", "SuccessfulRescale", f"New size: {wanted}; reason: {why}"))
        words = f"the HPA controller was able to update the target scale to {wanted}"
        sizes = {"currentReplicas": replicas, "desiredReplicas": wanted, "lastScaleTime": self.client.timestamp}
        self._write(found, [("AbleToScale", True, "SucceededRescale", words)], sizes)

    def _by_metrics(self, found: Object, key: str, target: Object, replicas: int) -> None:
        """Set the size that the metrics ask for; say what keeps them from asking."""
        spec, namespace = found["spec"], namespace_of(found)
        pods = select_pods(self.client.scan("/pods", namespace), target["spec"].get("selector"))
        goal = Target(pods, replicas, namespace, _tolerances(spec))
        metrics, now = self.client.core.metrics, self.client.now
        answers = [propose(metric, goal, metrics, now) for metric in spec.get("metrics") or []]
        missing = [answer for answer in answers if isinstance(answer, MissingMetric)]
        for one in missing:
            self.client.record(KEY, found, ("Warning", one.reason, one.message))
        proposals = [answer for answer in answers if isinstance(answer, Proposal)]
        if not proposals or (missing and max(one.replicas for one in proposals) < replicas):
            self._without_metrics(found, replicas, missing)
            return
        shown = [answer.status if isinstance(answer, Proposal) else {"type": ""} for answer in answers]
        self._scale(found, key, target, (replicas, max(proposals, key=lambda one: one.replicas), shown))

    def _scale(self, found: Object, key: str, target: Object, change: tuple[int, Proposal, list[Object]]) -> None:
        replicas, proposal, shown = change
        name = f"{namespace_of(found)}/{name_of(found)}"
        history = History(*self.memory.get(name, []))
        wanted, facts = normalize(found["spec"], replicas, proposal.replicas, history, self.client.now)
        words = f"the HPA was able to successfully calculate a replica count from {proposal.name}"
        facts.insert(1, ("ScalingActive", True, "ValidMetricFound", words))
        sizes: Object = {"currentReplicas": replicas, "desiredReplicas": wanted, "currentMetrics": shown}
        if wanted != replicas:
            new = copy_json(target)
            new["spec"]["replicas"] = wanted
            self.client.update(key, new)
            history.note(self.client.now, replicas, wanted)
            why = f"{proposal.name} above target" if wanted > replicas else "All metrics below target"
            self.client.record(KEY, found, ("Normal", "SuccessfulRescale", f"New size: {wanted}; reason: {why}"))
            words = f"the HPA controller was able to update the target scale to {wanted}"
            facts[0] = ("AbleToScale", True, "SucceededRescale", words)
            sizes["lastScaleTime"] = self.client.timestamp
        self.memory[name] = history.dump()
        self._write(found, facts, sizes)

    def _without_metrics(self, found: Object, replicas: int, missing: list[MissingMetric]) -> None:
        """Report the first missing metric; the size that was last wanted stays, as nothing new is known."""
        metrics = found["spec"].get("metrics") or []
        first = missing[0]
        summary = f"invalid metrics ({len(missing)} invalid out of {len(metrics)}), first error is: {first.summary}"
        self.client.record(KEY, found, ("Warning", "FailedComputeMetricsReplicas", summary))
        words = f"the HPA was unable to compute the replica count: {first.message}"
        before = (found.get("status") or {}).get("desiredReplicas", 0)
        sizes = {
            "currentReplicas": replicas,
            "desiredReplicas": before,
            "currentMetrics": [{"type": ""} for _ in metrics],
        }
        self._write(found, [_ABLE, ("ScalingActive", False, first.reason, words)], sizes)

    def _write(self, found: Object, facts: list[Fact], sizes: Object | None) -> None:
        """Write conditions and, where the scale is known, sizes; other conditions stay."""
        current = self.client.get(KEY, namespace_of(found), name_of(found))
        if current is None:
            return
        before = current.get("status") or {}
        kept = {"currentMetrics": None, "desiredReplicas": 0, **before} if sizes is None else {"currentMetrics": None}
        status: Object = {**copy_json(kept), **(sizes or {}), "conditions": self._conditions(before, facts)}
        if "lastScaleTime" in before:
            status.setdefault("lastScaleTime", before["lastScaleTime"])
        self.client.set_status(KEY, current, status)

    def _conditions(self, before: Object, facts: list[Fact]) -> list[Object]:
        conditions = {row["type"]: row for row in copy_json(before.get("conditions") or [])}
        for kind, holds, reason, message in facts:
            old = conditions.get(kind)
            since = old["lastTransitionTime"] if old and old["status"] == str(holds) else self.client.timestamp
            conditions[kind] = {
                "type": kind,
                "status": str(holds),
                "reason": reason,
                "message": message,
                "lastTransitionTime": since,
            }
        return list(conditions.values())


def _tolerances(spec: Object) -> tuple[Fraction, Fraction]:
    """Return by how much the figures may miss their target upwards and downwards: a tenth unless said otherwise."""
    behavior = spec.get("behavior") or {}
    given = [(behavior.get(key) or {}).get("tolerance", "100m") for key in ("scaleUp", "scaleDown")]
    up, down = (Fraction(to_quantity(text).value) for text in given)
    return up, down
