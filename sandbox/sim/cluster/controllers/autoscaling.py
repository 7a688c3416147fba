"""Keeps autoscaled workloads between their limits.

Models k8s.io/kubernetes/pkg/controller/podautoscaler v1.36 on a cluster without a metrics server: limits are kept,
and the conditions say that no metrics come. Not modelled: metrics, behaviour policies.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "autoscaling/horizontalpodautoscalers"
_SYNC = 15 * SECOND
_NO_METRICS = (
    "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource "
    "metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
)


class Autoscaling:
    """Keyed by namespace and name; looks every 15 seconds."""

    name = "horizontal-pod-autoscaler"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "horizontal-pod-autoscaler")

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
            return None
        if self.client.timestamp == found["metadata"]["creationTimestamp"]:
            return _SYNC
        self._sync(found)
        return _SYNC

    def _sync(self, found: Object) -> None:
        reference = found["spec"]["scaleTargetRef"]
        resource = self.client.api.resource_of(reference.get("apiVersion", "v1"), reference["kind"])
        target = self.client.get(resource.key, namespace_of(found), reference["name"]) if resource else None
        if resource is None or target is None:
            missing = f'{reference["kind"].lower()}s.apps "{reference["name"]}" not found'
            words = f"the HPA controller was unable to get the target's current scale: {missing}"
            self._write(found, None, [("AbleToScale", False, "FailedGetScale", words)])
            return
        replicas = target["spec"].get("replicas", 1)
        wanted = self._limited(found["spec"], replicas)
        if wanted != replicas:
            new = copy_json(target)
            new["spec"]["replicas"] = wanted
            self.client.update(resource.key, new)
            reason = (
                "Current number of replicas below Spec.MinReplicas"
                if wanted > replicas
                else "Current number of replicas above Spec.MaxReplicas"
            )
            self.client.record(KEY, found, ("Normal", "SuccessfulRescale", f"New size: {wanted}; reason: {reason}"))
        words = "the HPA controller was able to get the target's current scale"
        facts = [("AbleToScale", True, "SucceededGetScale", words)]
        if replicas:
            message = f"the HPA was unable to compute the replica count: {_NO_METRICS}"
            facts.append(("ScalingActive", False, "FailedGetResourceMetric", message))
            self.client.record(KEY, found, ("Warning", "FailedGetResourceMetric", _NO_METRICS))
        else:
            message = "scaling is disabled since the replica count of the target is zero"
            facts.append(("ScalingActive", False, "ScalingDisabled", message))
        self._write(found, (replicas, wanted), facts)

    @staticmethod
    def _limited(spec: Object, replicas: int) -> int:
        if not replicas:
            return 0
        return int(min(max(replicas, spec.get("minReplicas", 1)), spec["maxReplicas"]))

    def _write(self, found: Object, sizes: tuple[int, int] | None, facts: list[tuple[str, bool, str, str]]) -> None:
        current = self.client.get(KEY, namespace_of(found), name_of(found))
        if current is None:
            return
        old = {c["type"]: c for c in (current.get("status") or {}).get("conditions", ())}
        conditions = []
        for kind, holds, reason, message in facts:
            same = kind in old and old[kind]["status"] == str(holds)
            since = old[kind]["lastTransitionTime"] if same else self.client.timestamp
            row = {
                "type": kind,
                "status": str(holds),
                "reason": reason,
                "message": message,
                "lastTransitionTime": since,
            }
            conditions.append(row)
        status: Object = {"currentMetrics": None, "desiredReplicas": sizes[1] if sizes else 0, "conditions": conditions}
        if sizes:
            status["currentReplicas"] = sizes[0]
            if sizes[0] != sizes[1]:
                status["lastScaleTime"] = self.client.timestamp
        self.client.set_status(KEY, current, status)
