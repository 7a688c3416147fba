"""ControllerRevisions: what a DaemonSet or StatefulSet was before.

Models k8s.io/kubernetes/pkg/controller/history v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import controller_of, name_of, namespace_of, owner_reference
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.controllers.pod_control import template_hash

Object = dict[str, Any]
KEY = "apps/controllerrevisions"
HASH = "controller-revision-hash"


class Revisions:
    """The revisions of the workloads of one resource."""

    def __init__(self, client: InternalClient, key: str) -> None:
        self.client = client
        self.key = key

    def of(self, owner: Object) -> list[Object]:
        """Return an owner's revisions, oldest first."""
        uid = owner["metadata"]["uid"]
        found = [r for r in self.client.owned(uid, KEY) if (controller_of(r) or {}).get("uid") == uid]
        return sorted(found, key=lambda revision: revision.get("revision", 0))

    def current(self, owner: Object) -> Object:
        """Return the revision of the owner's template, made or moved to the end where needed."""
        data = {"spec": {"template": {**copy_json(owner["spec"]["template"]), "$patch": "replace"}}}
        revisions = self.of(owner)
        latest = revisions[-1].get("revision", 0) if revisions else 0
        for revision in revisions:
            if revision.get("data") == data:
                if revision.get("revision", 0) < latest:
                    return self.client.update(KEY, {**copy_json(revision), "revision": latest + 1})
                return revision
        digest = template_hash(owner["spec"]["template"])
        labels = {**((owner["spec"].get("selector") or {}).get("matchLabels") or {}), HASH: digest}
        meta: Object = {
            "name": f"{name_of(owner)}-{digest}",
            "namespace": namespace_of(owner),
            "labels": labels,
            "ownerReferences": [owner_reference(owner, RESOURCES[self.key])],
        }
        annotations = dict(owner["metadata"].get("annotations") or {})
        if annotations:
            meta["annotations"] = annotations
        return self.client.create(KEY, {"metadata": meta, "data": data, "revision": latest + 1})

    def clean_up(self, owner: Object, in_use: set[str]) -> None:
        """Delete the oldest unused revisions beyond the history limit."""
        limit = owner["spec"].get("revisionHistoryLimit", 10)
        unused = [r for r in self.of(owner) if r["metadata"].get("labels", {}).get(HASH) not in in_use]
        for revision in unused[: max(0, len(unused) - limit)]:
            self.client.delete(KEY, revision)
