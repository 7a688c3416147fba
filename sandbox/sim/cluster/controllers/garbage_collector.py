"""Deletes what belonged to something that is gone.

Models k8s.io/kubernetes/pkg/controller/garbagecollector v1.36: background, foreground, orphan.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver import deletion, updating
from sandbox.sim.cluster.apiserver.core import Options
from sandbox.sim.cluster.apiserver.deletion import FOREGROUND, ORPHAN
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.users import ADMIN

Object = dict[str, Any]


class GarbageCollector:
    """Keys are ``gone|<uid>``, ``finalize|<resource>|<namespace>|<name>`` and ``dangling|<resource>|…``."""

    name = "garbage-collector"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "generic-garbage-collector")
        self.storage = api.storage

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at dependents of deleted objects, at objects with our finalizers, at objects with new owners."""
        meta = event.object["metadata"]
        where = f"{event.resource}|{meta.get('namespace', '')}|{meta['name']}"
        keys: list[str] = []
        if event.type == "DELETED":
            keys.append(f"gone|{meta['uid']}")
            keys += [f"finalize-owner|{row['uid']}" for row in meta.get("ownerReferences", ())]
        elif is_deleting(event.object) and {FOREGROUND, ORPHAN} & set(meta.get("finalizers", ())):
            keys.append(f"finalize|{where}")
        if event.type == "ADDED" and meta.get("ownerReferences"):
            keys.append(f"dangling|{where}")
        return keys

    def reconcile(self, key: str) -> int | None:
        """Do what the key asks for."""
        kind, _, rest = key.partition("|")
        if kind == "gone":
            for resource, obj in self.storage.owned_by(rest):
                self._collect(resource, obj)
        elif kind == "finalize-owner":
            self._finalize_owner(rest)
        else:
            resource, namespace, name = rest.split("|")
            found = self.storage.get(resource, namespace, name)
            if found is not None and kind == "dangling":
                self._collect(resource, found)
            elif found is not None:
                self._finalize(resource, found)
        return None

    def _lives(self, reference: Object, namespace: str) -> bool:
        resource = self.client.api.resource_of(reference["apiVersion"], reference["kind"])
        if resource is None:
            return True
        owner = self.storage.get(resource.key, namespace if resource.namespaced else "", reference["name"])
        return owner is not None and owner["metadata"]["uid"] == reference["uid"]

    def _collect(self, resource: str, obj: Object) -> None:
        """Delete an object all of whose owners are gone; drop references to dead owners of others."""
        if is_deleting(obj):
            return
        references = obj["metadata"].get("ownerReferences", [])
        living = [row for row in references if self._lives(row, namespace_of(obj))]
        if not living:
            self._delete(resource, obj, "Background")
        elif len(living) < len(references):
            self._set_owners(resource, obj, living)

    def _delete(self, resource: str, obj: Object, propagation: str) -> None:
        order = deletion.Order(
            propagation, None, dry_run=False, preconditions={"uid": obj["metadata"]["uid"]}, user=ADMIN
        )
        core = self.client.core
        try:
            deletion.delete(core, core.discovery.by_key(resource), name_of(obj), namespace_of(obj), order)
        except ApiError as error:
            if error.reason not in ("NotFound", "Conflict"):
                raise

    def _set_owners(self, resource: str, obj: Object, owners: list[Object]) -> None:
        new = copy_json(obj)
        new["metadata"]["ownerReferences"] = owners
        if not owners:
            del new["metadata"]["ownerReferences"]
        self._update(resource, new, obj)

    def _update(self, resource: str, new: Object, old: Object) -> None:
        core = self.client.core
        updating.replace(core, core.discovery.by_key(resource), new, old, Options(field_manager=self.client.manager))

    def _finalize_owner(self, uid: str) -> None:
        for resource in self.storage.resources():
            for obj in list(self.storage.scan(resource)):
                if obj["metadata"]["uid"] == uid and is_deleting(obj):
                    self._finalize(resource, obj)
                    return

    def _finalize(self, resource: str, obj: Object) -> None:
        finalizers = obj["metadata"].get("finalizers", [])
        dependents = self.storage.owned_by(obj["metadata"]["uid"])
        if ORPHAN in finalizers:
            for key, dependent in dependents:
                uid = obj["metadata"]["uid"]
                left = [row for row in dependent["metadata"]["ownerReferences"] if row["uid"] != uid]
                self._set_owners(key, dependent, left)
            self._remove_finalizer(resource, obj, ORPHAN)
        elif FOREGROUND in finalizers:
            self._finalize_foreground(resource, obj, dependents)

    def _finalize_foreground(self, resource: str, obj: Object, dependents: list[tuple[str, Object]]) -> None:
        uid = obj["metadata"]["uid"]
        blocking = False
        for key, dependent in dependents:
            reference = next(row for row in dependent["metadata"]["ownerReferences"] if row["uid"] == uid)
            blocking = blocking or bool(reference.get("blockOwnerDeletion"))
            if not is_deleting(dependent):
                self._delete(key, dependent, "Foreground" if reference.get("blockOwnerDeletion") else "Background")
        left = [row for row in self.storage.owned_by(uid) if row]
        if not left or not blocking:
            current = self.storage.get(resource, namespace_of(obj), name_of(obj))
            if current is not None:
                self._remove_finalizer(resource, current, FOREGROUND)

    def _remove_finalizer(self, resource: str, obj: Object, finalizer: str) -> None:
        current = self.storage.get(resource, namespace_of(obj), name_of(obj))
        if current is None:
            return
        new = copy_json(current)
        new["metadata"]["finalizers"] = [name for name in new["metadata"].get("finalizers", ()) if name != finalizer]
        if not new["metadata"]["finalizers"]:
            del new["metadata"]["finalizers"]
        self._update(resource, new, current)
