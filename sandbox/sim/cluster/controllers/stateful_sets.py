"""Pods with names, in order.

Models k8s.io/kubernetes/pkg/controller/statefulset v1.36: ordered and parallel management, partitions,
maxUnavailable, claims.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import is_deleting, labels_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.status import ApiError
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
from sandbox.sim.cluster.controllers.stateful_claims import StatefulClaims

Object = dict[str, Any]
KEY = "apps/statefulsets"
_POD_NAME = "statefulset.kubernetes.io/pod-name"
_INDEX = "apps.kubernetes.io/pod-index"


def ordinal_of(name: str) -> int:
    """Return the number at the end of a Pod's name, -1 where there is none."""
    digits = name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else -1


class StatefulSets:
    """Keyed by namespace and name."""

    name = "statefulset"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "statefulset-controller")
        self.pods = PodControl(self.client, KEY)
        self.revisions = Revisions(self.client, KEY)
        self.claims = StatefulClaims(self.client)

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed sets and at the sets of changed Pods."""
        return owners_touched(event, KEY, "StatefulSet")

    def reconcile(self, key: str) -> int | None:
        """Take the next steps that the order allows, then report."""
        obj = self.pods.living(key)
        if obj is None:
            return None
        update = self.revisions.current(obj)
        current = self._current_revision(obj, update)
        pods = {ordinal_of(name_of(pod)): pod for pod in self.pods.claim(obj, obj["spec"].get("selector"))}
        self._step(obj, pods, current, update)
        self._report(obj, current, update)
        used = {labels_of(pod).get(HASH, "") for pod in pods.values()}
        used |= {revision["metadata"]["labels"][HASH] for revision in (current, update)}
        self.revisions.clean_up(obj, used)
        return None

    def _current_revision(self, obj: Object, update: Object) -> Object:
        wanted = (obj.get("status") or {}).get("currentRevision")
        return next((r for r in self.revisions.of(obj) if name_of(r) == wanted), update)

    def _range(self, obj: Object) -> range:
        start = (obj["spec"].get("ordinals") or {}).get("start", 0)
        return range(start, start + obj["spec"].get("replicas", 1))

    def _step(self, obj: Object, pods: dict[int, Object], current: Object, update: Object) -> None:
        ordered = obj["spec"].get("podManagementPolicy") == "OrderedReady"
        wanted = self._range(obj)
        for ordinal, present in pods.items():
            self.claims.own(obj, present, condemned=ordinal not in wanted)
        for ordinal in wanted:
            pod = pods.get(ordinal)
            if pod is not None and is_finished(pod) and not is_deleting(pod):
                self.pods.delete(obj, pod)
                return
            if pod is None:
                revision = self._revision_for(obj, ordinal, current, update)
                self._create(obj, ordinal, revision)
                if ordered:
                    return
            elif ordered and (is_deleting(pod) or not self._healthy(obj, pod)):
                return
        surplus = sorted((n for n in pods if n not in wanted), reverse=True)
        self._drop(obj, [pods[ordinal] for ordinal in surplus], ordered=ordered)
        if not surplus:
            self._roll(obj, pods, update)

    def _drop(self, obj: Object, surplus: list[Object], *, ordered: bool) -> None:
        """Delete surplus Pods: all at once, or one after the other."""
        for pod in surplus:
            if not is_deleting(pod):
                self.pods.delete(obj, pod)
            if ordered:
                return

    def _healthy(self, obj: Object, pod: Object) -> bool:
        return is_available(pod, obj["spec"].get("minReadySeconds", 0), self.client.now)

    def _partition(self, obj: Object) -> int:
        rolling = obj["spec"]["updateStrategy"].get("rollingUpdate") or {}
        return int(rolling.get("partition", 0))

    def _revision_for(self, obj: Object, ordinal: int, current: Object, update: Object) -> Object:
        if obj["spec"]["updateStrategy"]["type"] != "RollingUpdate":
            return update
        start = self._range(obj).start
        return current if ordinal - start < self._partition(obj) else update

    def _roll(self, obj: Object, pods: dict[int, Object], update: Object) -> None:
        """Delete Pods of older revisions, the highest first, as long as not too many are away."""
        if obj["spec"]["updateStrategy"]["type"] != "RollingUpdate":
            return
        names = (update["metadata"]["labels"][HASH], name_of(update))
        first = self._range(obj).start + self._partition(obj)
        budget = self._most_away(obj)
        for ordinal in sorted((number for number in pods if number >= first), reverse=True):
            pod = pods[ordinal]
            is_old = labels_of(pod).get(HASH) not in names
            if is_old and not is_deleting(pod):
                self.pods.delete(obj, pod)
            if is_old or not self._healthy(obj, pod):
                budget -= 1
            if budget <= 0:
                return

    def _most_away(self, obj: Object) -> int:
        rolling = obj["spec"]["updateStrategy"].get("rollingUpdate") or {}
        return max(1, scaled(rolling.get("maxUnavailable", 1), len(self._range(obj)), up=False))

    # Pods and claims

    def _create(self, obj: Object, ordinal: int, revision: Object) -> None:
        name = f"{name_of(obj)}-{ordinal}"
        template = revision.get("data", {}).get("spec", {}).get("template", obj["spec"]["template"])
        template = {key: value for key, value in template.items() if key != "$patch"}
        labels = {HASH: name_of(revision), _POD_NAME: name, _INDEX: str(ordinal)}
        pod = self.pods.pod_from(obj, template, name=name, labels=labels)
        pod["spec"]["hostname"] = name
        if obj["spec"].get("serviceName"):
            pod["spec"]["subdomain"] = obj["spec"]["serviceName"]
        self.claims.mount(obj, pod, name)
        try:
            self.client.create("/pods", pod)
        except ApiError as error:
            words = f"create Pod {name} in StatefulSet {name_of(obj)} failed error: {error.message}"
            self.client.record(KEY, obj, ("Warning", "FailedCreate", words))
            raise
        words = f"create Pod {name} in StatefulSet {name_of(obj)} successful"
        self.client.record(KEY, obj, ("Normal", "SuccessfulCreate", words))

    def _report(self, obj: Object, current: Object, update: Object) -> None:
        found = self.client.get(KEY, namespace_of(obj), name_of(obj))
        if found is None:
            return
        pods = [pod for pod in self.client.owned(obj["metadata"]["uid"], "/pods") if not is_finished(pod)]
        wanted = self._range(obj)
        living = [pod for pod in pods if ordinal_of(name_of(pod)) in wanted or not is_deleting(pod)]
        running = [pod for pod in living if not is_deleting(pod)]
        updated = [pod for pod in running if labels_of(pod).get(HASH) == name_of(update)]
        before = [pod for pod in running if labels_of(pod).get(HASH) == name_of(current)]
        ready = [pod for pod in running if ready_since(pod) is not None]
        seconds = obj["spec"].get("minReadySeconds", 0)
        done = len(updated) == len(wanted) == len(ready) == len(living)
        now_current = update if done and self._partition(obj) == 0 else current
        counts = {
            "readyReplicas": len(ready),
            "currentReplicas": len(updated) if now_current is update else len(before),
            "updatedReplicas": len(updated),
        }
        status: Object = {"replicas": len(living), "availableReplicas": 0, "collisionCount": 0}
        status |= {key: value for key, value in counts.items() if value}
        status["availableReplicas"] = sum(is_available(pod, seconds, self.client.now) for pod in running)
        status["currentRevision"], status["updateRevision"] = name_of(now_current), name_of(update)
        status["observedGeneration"] = found["metadata"].get("generation", 1)
        self.client.set_status(KEY, found, status)
