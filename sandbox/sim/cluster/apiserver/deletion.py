"""Delete: grace, finalizers, propagation.

Models k8s.io/apiserver/pkg/registry/rest/delete.go, registry/generic/registry/store.go and the Pod strategy v1.36.
The garbage collector does what propagation asks for; here only the finalizers are set that tell it.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import conflict, forbidden, method_not_supported
from sandbox.sim.cluster.apiserver import hooks
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.reading import stored
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.apiserver.versions import from_stored
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
FOREGROUND, ORPHAN = "foregroundDeletion", "orphan"
_KEPT_NAMESPACES = ("default", "kube-system", "kube-public")


@dataclass(frozen=True, slots=True)
class Order:
    """How to delete."""

    propagation: str
    grace_seconds: int | None
    dry_run: bool
    preconditions: Object
    user: UserInfo


def is_finished(resource: ApiResource, obj: Object) -> bool:
    """Tell whether an object that waits for its end has nothing left to wait for."""
    meta = obj["metadata"]
    if "deletionTimestamp" not in meta or meta.get("finalizers"):
        return False
    if resource.key == "/namespaces":
        return not (obj.get("spec") or {}).get("finalizers")
    return not meta.get("deletionGracePeriodSeconds")


def delete(core: Core, resource: ApiResource, name: str, namespace: str, order: Order) -> Object:
    """Delete an object, or mark it for its end; returns the marked object or a Status."""
    if "delete" not in resource.verbs:
        raise method_not_supported(resource)
    old = stored(core, resource, name, namespace)
    _check(resource, name, old, order)
    new = copy_json(old)
    meta = new["metadata"]
    _set_finalizers(meta, order.propagation)
    grace = _grace(resource, old, order.grace_seconds)
    waits = bool(meta.get("finalizers")) or grace > 0 or (resource.key == "/namespaces")
    if not waits:
        if not order.dry_run:
            remove(core, resource, new)
        return _success(resource, old)
    _mark(core, resource, new, old, grace)
    if not order.dry_run:
        _store(core, resource, new, old)
    return from_stored(core, resource, copy_json(new))


def remove(core: Core, resource: ApiResource, obj: Object) -> None:
    """Take an object out of the storage."""
    core.storage.remove(resource.key, obj)
    hooks.after_delete(core, resource, obj)


def _check(resource: ApiResource, name: str, old: Object, order: Order) -> None:
    for key in ("uid", "resourceVersion"):
        wanted = order.preconditions.get(key)
        if wanted and wanted != old["metadata"].get(key):
            title = "UID" if key == "uid" else "ResourceVersion"
            found = old["metadata"].get(key)
            words = f"Precondition failed: {title} in precondition: {wanted}, {title} in object meta: {found}"
            raise conflict(resource, name, words)
    if resource.key == "/namespaces" and name in _KEPT_NAMESPACES:
        raise forbidden(resource, name, "this namespace may not be deleted")


def _set_finalizers(meta: Object, propagation: str) -> None:
    kept = [name for name in meta.get("finalizers", ()) if name not in (FOREGROUND, ORPHAN)]
    if propagation == "Foreground":
        kept.append(FOREGROUND)
    elif propagation == "Orphan":
        kept.append(ORPHAN)
    if kept:
        meta["finalizers"] = kept
    else:
        meta.pop("finalizers", None)


def _grace(resource: ApiResource, obj: Object, asked: int | None) -> int:
    if resource.key != "/pods":
        return 0
    spec, status = obj["spec"], obj.get("status") or {}
    grace = asked if asked is not None else spec.get("terminationGracePeriodSeconds", 30)
    if grace < 0:
        grace = 1
    if not spec.get("nodeName") or status.get("phase") in ("Succeeded", "Failed"):
        return 0
    return int(grace)


def _mark(core: Core, resource: ApiResource, new: Object, old: Object, grace: int) -> None:
    meta = new["metadata"]
    before = old["metadata"].get("deletionGracePeriodSeconds")
    if "deletionTimestamp" not in meta or (before is not None and grace < before):
        meta["deletionTimestamp"] = rfc3339(core.clock.now + grace * SECOND)
        meta["deletionGracePeriodSeconds"] = grace
        if "generation" in meta:
            meta["generation"] += 1
    if resource.key == "/namespaces":
        meta.pop("deletionGracePeriodSeconds", None)
        new["status"] = {**(new.get("status") or {}), "phase": "Terminating"}


def _store(core: Core, resource: ApiResource, new: Object, old: Object) -> None:
    if is_finished(resource, new):
        remove(core, resource, new)
    elif new != old:
        new["metadata"]["resourceVersion"] = str(core.storage.next_version())
        core.storage.put(resource.key, new)
        hooks.after_write(core, resource, new, old)


def _success(resource: ApiResource, obj: Object) -> Object:
    details: Object = {"name": obj["metadata"]["name"], "kind": resource.plural, "uid": obj["metadata"]["uid"]}
    if resource.group:
        details["group"] = resource.group
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}
