"""Keeps the number of Pods of ReplicaSets and ReplicationControllers.

Models k8s.io/kubernetes/pkg/controller/replicaset v1.36.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import controller_of, is_deleting, labels_of, name_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.pod_control import (
    PodControl,
    deletion_rank,
    is_active,
    is_available,
    is_finished,
    owners_touched,
    ready_since,
)
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]


class ReplicaSets:
    """Keyed by namespace and name; one instance per resource."""

    def __init__(self, api: ApiServer, key: str, component: str) -> None:
        self.name = component.removesuffix("-controller")
        self.key = key
        self.kind = RESOURCES[key].kind
        self.client = InternalClient(api, component)
        self.pods = PodControl(self.client, key)

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed sets, at the sets of changed Pods, and at sets that may adopt an orphan."""
        if event.resource != "/pods" or controller_of(event.object) is not None:
            return owners_touched(event, self.key, self.kind)
        meta = event.object["metadata"]
        found = [
            f"{meta['namespace']}/{name_of(obj)}"
            for obj in self.client.scan(self.key, meta["namespace"])
            if selects(self._selector(obj), labels_of(event.object))
        ]
        before = controller_of(event.old) if event.old else None
        return [*found, f"{meta['namespace']}/{before['name']}"] if before and before["kind"] == self.kind else found

    @staticmethod
    def _selector(obj: Object) -> Object | None:
        selector = obj["spec"].get("selector")
        if selector is None or "matchLabels" in selector or "matchExpressions" in selector:
            return selector
        return {"matchLabels": selector}

    def reconcile(self, key: str) -> int | None:
        """Create or delete Pods, then report."""
        namespace, _, name = key.partition("/")
        obj = self.client.get(self.key, namespace, name)
        if obj is None:
            return None
        claimed = self.pods.claim(obj, self._selector(obj))
        active = [pod for pod in claimed if is_active(pod)]
        failure: ApiError | None = None
        if not is_deleting(obj):
            try:
                active = self._manage(obj, active)
            except ApiError as error:
                failure = error
                active = [pod for pod in self.client.owned(obj["metadata"]["uid"], "/pods") if is_active(pod)]
        self._report(obj, active, [pod for pod in claimed if is_deleting(pod) and not is_finished(pod)], failure)
        if failure is not None:
            raise failure
        return self._next_look(obj, active)

    def _manage(self, obj: Object, active: list[Object]) -> list[Object]:
        wanted = obj["spec"].get("replicas", 1)
        for _ in range(wanted - len(active)):
            active = [*active, self.pods.create(obj, self.pods.pod_from(obj, obj["spec"]["template"]))]
        surplus = len(active) - wanted
        if surplus > 0:
            doomed = sorted(active, key=deletion_rank)[:surplus]
            for pod in doomed:
                self.pods.delete(obj, pod)
            names = {name_of(pod) for pod in doomed}
            active = [pod for pod in active if name_of(pod) not in names]
        return active

    def _next_look(self, obj: Object, active: list[Object]) -> int | None:
        seconds = obj["spec"].get("minReadySeconds", 0)
        waits = [
            since + seconds * SECOND - self.client.now for pod in active if (since := ready_since(pod)) is not None
        ]
        future = [wait for wait in waits if wait > 0]
        return min(future) if seconds and future else None

    def _report(self, obj: Object, active: list[Object], ending: list[Object], failure: ApiError | None) -> None:
        current = self.client.get(self.key, obj["metadata"]["namespace"], name_of(obj))
        if current is None:
            return
        labels = (obj["spec"]["template"].get("metadata") or {}).get("labels") or {}
        seconds = obj["spec"].get("minReadySeconds", 0)
        status: Object = {
            "replicas": len(active),
            "fullyLabeledReplicas": sum(labels.items() <= labels_of(pod).items() for pod in active),
            "readyReplicas": sum(ready_since(pod) is not None for pod in active),
            "availableReplicas": sum(is_available(pod, seconds, self.client.now) for pod in active),
        }
        status = {key: value for key, value in status.items() if value or key == "replicas"}
        status["observedGeneration"] = obj["metadata"].get("generation", 1)
        if self.key == "apps/replicasets":
            status["terminatingReplicas"] = len(ending)
        conditions = self._conditions(current, failure)
        if conditions:
            status["conditions"] = conditions
        self.client.set_status(self.key, current, status)

    def _conditions(self, current: Object, failure: ApiError | None) -> list[Object]:
        others = [c for c in (current.get("status") or {}).get("conditions", ()) if c["type"] != "ReplicaFailure"]
        if failure is None:
            return list(copy_json(others))
        before = [c for c in (current.get("status") or {}).get("conditions", ()) if c["type"] == "ReplicaFailure"]
        if before:
            return [*copy_json(others), copy_json(before[0])]
        condition = {
            "type": "ReplicaFailure",
            "status": "True",
            "reason": "FailedCreate",
            "message": failure.message,
            "lastTransitionTime": self.client.timestamp,
        }
        return [*copy_json(others), condition]
