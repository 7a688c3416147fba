"""Pods that controllers make, count and delete.

Models k8s.io/kubernetes/pkg/controller/controller_utils.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json, to_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import (
    controller_of,
    is_deleting,
    labels_of,
    name_of,
    namespace_of,
    owner_reference,
)
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
_FINISHED = ("Succeeded", "Failed")
_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
_FNV_OFFSET, _FNV_PRIME, _MASK = 2166136261, 16777619, 0xFFFFFFFF


def is_finished(pod: Object) -> bool:
    """Tell whether a Pod has ended."""
    return (pod.get("status") or {}).get("phase") in _FINISHED


def is_active(pod: Object) -> bool:
    """Tell whether a Pod neither has ended nor is being deleted."""
    return not is_finished(pod) and not is_deleting(pod)


def ready_since(pod: Object) -> int | None:
    """Return since when a Pod is ready, in nanoseconds; None when it is not."""
    for condition in (pod.get("status") or {}).get("conditions", ()):
        if condition["type"] == "Ready" and condition["status"] == "True":
            return parse_time(condition["lastTransitionTime"])
    return None


def is_available(pod: Object, min_ready_seconds: int, now: int) -> bool:
    """Tell whether a Pod has been ready for long enough."""
    since = ready_since(pod)
    return since is not None and since + min_ready_seconds * SECOND <= now


def template_hash(template: Object, salt: int = 0) -> str:
    """Return the hash of a template that names its ReplicaSet: FNV-1a of its JSON, in the safe alphabet."""
    value = _FNV_OFFSET
    for byte in to_json(template).encode() + (str(salt).encode() if salt else b""):
        value = (value ^ byte) * _FNV_PRIME & _MASK
    return "".join(_ALPHABET[ord(digit) % len(_ALPHABET)] for digit in str(value))


def owners_touched(event: WatchEvent, key: str, kind: str) -> tuple[str, ...]:
    """Return the keys of the owners of one kind that a change is about: itself, or the owner of a Pod."""
    meta = event.object["metadata"]
    if event.resource == key:
        return (f"{meta['namespace']}/{meta['name']}",)
    owner = controller_of(event.object) if event.resource == "/pods" else None
    return (f"{meta['namespace']}/{owner['name']}",) if owner is not None and owner["kind"] == kind else ()


class PodControl:
    """Makes and deletes Pods in the name of an owner, and tells events about it."""

    def __init__(self, client: InternalClient, key: str) -> None:
        self.client = client
        self.key = key

    def pod_from(
        self, owner: Object, template: Object, *, name: str = "", labels: dict[str, str] | None = None
    ) -> Object:
        """Return a new Pod of a template, not created yet."""
        source = copy_json(template)
        meta = source.get("metadata") or {}
        pod_meta: Object = {
            "namespace": namespace_of(owner),
            "labels": {**(meta.get("labels") or {}), **(labels or {})},
            "ownerReferences": [owner_reference(owner, RESOURCES[self.key])],
        }
        for key in ("annotations", "finalizers"):
            if meta.get(key):
                pod_meta[key] = meta[key]
        if name:
            pod_meta["name"] = name
        else:
            pod_meta["generateName"] = f"{name_of(owner)}-"
        return {"metadata": pod_meta, "spec": source["spec"]}

    def create(self, owner: Object, pod: Object) -> Object:
        """Create a Pod; a refusal is told as an event and raised."""
        try:
            created = self.client.create("/pods", pod)
        except ApiError as error:
            self.client.record(self.key, owner, ("Warning", "FailedCreate", f"Error creating: {error.message}"))
            raise
        self.client.record(self.key, owner, ("Normal", "SuccessfulCreate", f"Created pod: {name_of(created)}"))
        return created

    def delete(self, owner: Object, pod: Object) -> None:
        """Delete a Pod."""
        self.client.delete("/pods", pod)
        self.client.record(self.key, owner, ("Normal", "SuccessfulDelete", f"Deleted pod: {name_of(pod)}"))

    def living(self, key: str) -> Object | None:
        """Return the owner of a key, unless it is gone or going."""
        namespace, _, name = key.partition("/")
        owner = self.client.get(self.key, namespace, name)
        return None if owner is None or is_deleting(owner) else owner

    def claim(self, owner: Object, selector: Object | None) -> list[Object]:
        """Return the owner's Pods; adopt matching orphans, release those that match no more."""
        uid = owner["metadata"]["uid"]
        mine = self.client.owned(uid, "/pods")
        kept = []
        for pod in mine:
            if (controller_of(pod) or {}).get("uid") != uid:
                continue
            if selects(selector, labels_of(pod)):
                kept.append(pod)
            elif not is_deleting(pod):
                self._release(pod, uid)
        if is_deleting(owner):
            return kept
        orphans = [
            pod
            for pod in self.client.scan("/pods", namespace_of(owner))
            if controller_of(pod) is None and not is_deleting(pod) and selects(selector, labels_of(pod))
        ]
        return kept + [self._adopt(owner, pod) for pod in orphans]

    def _release(self, pod: Object, uid: str) -> None:
        new = copy_json(pod)
        references = [row for row in new["metadata"].get("ownerReferences", ()) if row["uid"] != uid]
        new["metadata"]["ownerReferences"] = references
        if not references:
            del new["metadata"]["ownerReferences"]
        self.client.update("/pods", new)

    def _adopt(self, owner: Object, pod: Object) -> Object:
        new = copy_json(pod)
        new["metadata"].setdefault("ownerReferences", []).append(owner_reference(owner, RESOURCES[self.key]))
        return self.client.update("/pods", new)


def deletion_rank(pod: Object) -> tuple[Any, ...]:
    """Return the order in which surplus Pods go: unplaced, pending, unready, young ones first."""
    phases = {"Pending": 0, "Unknown": 1, "Running": 2}
    status = pod.get("status") or {}
    cost = int((pod["metadata"].get("annotations") or {}).get("controller.kubernetes.io/pod-deletion-cost", "0") or 0)
    since = ready_since(pod)
    restarts = max((row.get("restartCount", 0) for row in status.get("containerStatuses", ())), default=0)
    return (
        bool(pod["spec"].get("nodeName")),
        phases.get(status.get("phase", ""), 3),
        since is not None,
        cost,
        -(since or 0),
        -restarts,
        -parse_time(pod["metadata"]["creationTimestamp"]),
        name_of(pod),
    )
