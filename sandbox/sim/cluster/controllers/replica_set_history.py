"""The ReplicaSets of a Deployment: which is new, which revision each is, which are too old to keep.

Models k8s.io/kubernetes/pkg/controller/deployment/{sync.go,util} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import (
    annotations_of,
    controller_of,
    is_deleting,
    labels_of,
    name_of,
    namespace_of,
    owner_reference,
)
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.controllers.deployment_scaling import Rollout, new_replicas
from sandbox.sim.cluster.controllers.pod_control import template_hash

Object = dict[str, Any]
KEY, SETS = "apps/deployments", "apps/replicasets"
HASH = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
_HISTORY = "deployment.kubernetes.io/revision-history"
_DESIRED = "deployment.kubernetes.io/desired-replicas"
_MAX = "deployment.kubernetes.io/max-replicas"
_NOT_COPIED = frozenset(
    (
        "kubectl.kubernetes.io/last-applied-configuration",
        REVISION,
        _HISTORY,
        _DESIRED,
        _MAX,
        "deprecated.deployment.rollback.to",
    )
)


def revision_of(obj: Object) -> int:
    """Return an object's revision, 0 where it has none."""
    return int(annotations_of(obj).get(REVISION, "0") or 0)


def same_template(one: Object, other: Object) -> bool:
    """Tell whether two templates differ at most in their hash label."""
    return _plain(one) == _plain(other)


def _plain(template: Object) -> Object:
    meta = dict(template.get("metadata") or {})
    labels = {key: value for key, value in (meta.get("labels") or {}).items() if key != HASH}
    meta["labels"] = labels
    return {**template, "metadata": {key: value for key, value in meta.items() if value}}


class ReplicaSetHistory:
    """Finds, makes and removes the ReplicaSets of Deployments."""

    def __init__(self, client: InternalClient) -> None:
        self.client = client

    def sets_of(self, deployment: Object) -> list[Object]:
        """Return the Deployment's ReplicaSets, oldest first; matching orphans are adopted."""
        uid = deployment["metadata"]["uid"]
        found = [s for s in self.client.owned(uid, SETS) if (controller_of(s) or {}).get("uid") == uid]
        if not is_deleting(deployment):
            selector = deployment["spec"].get("selector")
            near = self.client.scan(SETS, namespace_of(deployment))
            orphans = [s for s in near if controller_of(s) is None and selects(selector, labels_of(s))]
            found += [self._adopt(deployment, orphan) for orphan in orphans]
        return sorted(found, key=_age)

    def _adopt(self, deployment: Object, orphan: Object) -> Object:
        new = copy_json(orphan)
        new["metadata"].setdefault("ownerReferences", []).append(owner_reference(deployment, RESOURCES[KEY]))
        return self.client.update(SETS, new)

    @staticmethod
    def find_new(deployment: Object, sets: list[Object]) -> Object | None:
        """Return the ReplicaSet with the Deployment's template, or None."""
        template = deployment["spec"]["template"]
        return next((found for found in sets if same_template(found["spec"]["template"], template)), None)

    def ensure_new(self, deployment: Object, sets: list[Object]) -> Object:
        """Return the new ReplicaSet, made where there is none."""
        new = self.find_new(deployment, sets)
        if new is not None:
            return self.update_revision(deployment, new, sets)
        revision = max((revision_of(found) for found in sets), default=0) + 1
        made = self._make(deployment, sets, revision)
        self._set_deployment_revision(deployment, revision)
        return made

    def _make(self, deployment: Object, sets: list[Object], revision: int) -> Object:
        spec = deployment["spec"]
        digest = template_hash(spec["template"])
        template = copy_json(spec["template"])
        template.setdefault("metadata", {}).setdefault("labels", {})[HASH] = digest
        selector = copy_json(spec["selector"])
        selector.setdefault("matchLabels", {})[HASH] = digest
        replicas = new_replicas(deployment, sets, None)
        annotations = self._annotations(deployment) | {REVISION: str(revision)} | Rollout.sizes(deployment)
        made = {
            "metadata": {
                "name": f"{name_of(deployment)}-{digest}",
                "namespace": namespace_of(deployment),
                "labels": template["metadata"]["labels"],
                "annotations": annotations,
                "ownerReferences": [owner_reference(deployment, RESOURCES[KEY])],
            },
            "spec": {"replicas": replicas, "selector": selector, "template": template},
        }
        if spec.get("minReadySeconds"):
            made["spec"]["minReadySeconds"] = spec["minReadySeconds"]
        created = self.client.create(SETS, made)
        if replicas:
            words = f"Scaled up replica set {name_of(created)} from 0 to {replicas}"
            self.client.record(KEY, deployment, ("Normal", "ScalingReplicaSet", words))
        return created

    @staticmethod
    def _annotations(deployment: Object) -> dict[str, str]:
        return {key: value for key, value in annotations_of(deployment).items() if key not in _NOT_COPIED}

    def update_revision(self, deployment: Object, new: Object, sets: list[Object]) -> Object:
        """Give the new ReplicaSet the highest revision, and the Deployment the same."""
        others = [revision_of(found) for found in sets if name_of(found) != name_of(new)]
        wanted = max(others, default=0) + 1
        changed = copy_json(new)
        annotations = changed["metadata"].setdefault("annotations", {})
        before = revision_of(new)
        if before < wanted:
            if before:
                history = annotations.get(_HISTORY)
                annotations[_HISTORY] = f"{history},{before}" if history else str(before)
            annotations[REVISION] = str(wanted)
        annotations |= self._annotations(deployment)
        seconds = deployment["spec"].get("minReadySeconds", 0)
        if seconds != changed["spec"].get("minReadySeconds", 0):
            changed["spec"]["minReadySeconds"] = seconds
        if changed != new:
            new = self.client.update(SETS, changed)
        self._set_deployment_revision(deployment, revision_of(new))
        return new

    def _set_deployment_revision(self, deployment: Object, revision: int) -> None:
        current = self.client.get(KEY, namespace_of(deployment), name_of(deployment))
        if current is not None and revision_of(current) != revision:
            changed = copy_json(current)
            changed["metadata"].setdefault("annotations", {})[REVISION] = str(revision)
            self.client.update(KEY, changed)

    def clean_up(self, deployment: Object, sets: list[Object]) -> None:
        """Delete the oldest empty ReplicaSets beyond the history limit."""
        limit = deployment["spec"].get("revisionHistoryLimit", 10)
        new = self.find_new(deployment, sets)
        old = [found for found in sets if new is None or name_of(found) != name_of(new)]
        old = [found for found in old if not is_deleting(found)]
        for found in sorted(old, key=revision_of)[: max(0, len(old) - limit)]:
            status = found.get("status") or {}
            if not status.get("replicas") and not found["spec"].get("replicas"):
                try:
                    self.client.delete(SETS, found)
                except ApiError:
                    return


def _age(found: Object) -> tuple[int, str]:
    return parse_time(found["metadata"]["creationTimestamp"]), name_of(found)
