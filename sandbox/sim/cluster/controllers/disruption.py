"""How many Pods a budget lets go.

Models k8s.io/kubernetes/pkg/controller/disruption v1.36.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import controller_of, is_deleting, labels_of, name_of, namespace_of
from sandbox.sim.cluster.apis.int_or_percent import scaled
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.pod_control import is_finished, ready_since

Object = dict[str, Any]
KEY = "policy/poddisruptionbudgets"


class Disruption:
    """Keyed by the budget's namespace and name."""

    name = "disruption"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "controllermanager")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed budgets and at those that select a changed Pod."""
        meta = event.object["metadata"]
        if event.resource == KEY:
            return (f"{meta['namespace']}/{meta['name']}",)
        if event.resource != "/pods":
            return ()
        return [
            f"{meta['namespace']}/{name_of(budget)}"
            for budget in self.client.scan(KEY, meta["namespace"])
            if selects(budget["spec"].get("selector"), labels_of(event.object))
        ]

    def reconcile(self, key: str) -> int | None:
        """Write how many disruptions are allowed now."""
        namespace, _, name = key.partition("/")
        budget = self.client.get(KEY, namespace, name)
        if budget is None:
            return None
        pods = [
            pod
            for pod in self.client.scan("/pods", namespace)
            if selects(budget["spec"].get("selector"), labels_of(pod)) and not is_finished(pod)
        ]
        expected, desired = self._wanted(budget, pods)
        healthy = sum(ready_since(pod) is not None and not is_deleting(pod) for pod in pods)
        allowed = max(0, healthy - desired) if expected > 0 else 0
        self._write(budget, {"currentHealthy": healthy, "desiredHealthy": desired, "disruptionsAllowed": allowed,
                             "expectedPods": expected})  # fmt: skip
        return None

    def _wanted(self, budget: Object, pods: list[Object]) -> tuple[int, int]:
        spec = budget["spec"]
        least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
        if most is not None:
            expected = self._expected(pods)
            return expected, max(0, expected - scaled(most, expected, up=True))
        if isinstance(least, str):
            expected = self._expected(pods)
            return expected, scaled(least, expected, up=True)
        return len(pods), int(least or 0)

    def _expected(self, pods: list[Object]) -> int:
        """Return how many Pods the Pods' controllers want together."""
        scales: dict[str, int] = {}
        for pod in pods:
            owner = controller_of(pod)
            if owner is None:
                continue
            found = self._controller(namespace_of(pod), owner)
            if found is not None:
                scales[found["metadata"]["uid"]] = found["spec"].get("replicas", 1)
        return sum(scales.values())

    def _controller(self, namespace: str, owner: Object) -> Object | None:
        keys = {"ReplicaSet": "apps/replicasets", "StatefulSet": "apps/statefulsets",
                "ReplicationController": "/replicationcontrollers"}  # fmt: skip
        if owner["kind"] not in keys:
            return None
        found = self.client.get(keys[owner["kind"]], namespace, owner["name"])
        above = controller_of(found) if found else None
        if above is not None and above["kind"] == "Deployment":
            return self.client.get("apps/deployments", namespace, above["name"]) or found
        return found

    def _write(self, budget: Object, counts: Object) -> None:
        current = self.client.get(KEY, namespace_of(budget), name_of(budget))
        if current is None:
            return
        enough = counts["disruptionsAllowed"] > 0
        old = next((c for c in (current.get("status") or {}).get("conditions", ())), None)
        word = "True" if enough else "False"
        since = old["lastTransitionTime"] if old and old["status"] == word else self.client.timestamp
        generation = current["metadata"].get("generation", 1)
        condition = {
            "type": "DisruptionAllowed",
            "status": word,
            "reason": "SufficientPods" if enough else "InsufficientPods",
            "message": "",
            "lastTransitionTime": since,
            "observedGeneration": generation,
        }
        status = {**counts, "observedGeneration": generation, "conditions": [condition]}
        self.client.set_status(KEY, current, copy_json(status))
