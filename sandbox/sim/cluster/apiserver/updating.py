"""Update, of objects and of their status.

Models k8s.io/apiserver/pkg/registry/rest/update.go and registry/generic/registry/store.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import (
    MODIFIED,
    bad_request,
    conflict,
    invalid,
    method_not_supported,
    no_such_resource,
)
from sandbox.sim.cluster.apis.object_meta import validate_object_meta_update
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import custom, deletion, hooks, subresources
from sandbox.sim.cluster.apiserver.admission.chain import Request, admit, validate
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.creation import note_write
from sandbox.sim.cluster.apiserver.decoding import decode
from sandbox.sim.cluster.apiserver.reading import stored
from sandbox.sim.cluster.apiserver.versions import from_stored

Object = dict[str, Any]
SIGNING_REQUESTS = "certificates.k8s.io/certificatesigningrequests"
_KEPT = ("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation")


def update(core: Core, resource: ApiResource, obj: Object, namespace: str, options: Options) -> Object:
    """Replace an object by what the request holds."""
    name = name_of(obj)
    if not name:
        raise bad_request("name must be provided")
    authorize(core, options.user, "update", resource, namespace=namespace, name=name, subresource=options.subresource)
    if "update" not in resource.verbs:
        raise method_not_supported(resource)
    if options.subresource == "scale":
        return subresources.put_scale(core, resource, obj, namespace, options)
    old = stored(core, resource, name, namespace)
    decoded = decode(core, resource, obj, options.field_validation)
    return replace(core, resource, decoded, old, options)


def replace(core: Core, resource: ApiResource, new: Object, old: Object, options: Options) -> Object:
    """Replace the stored ``old`` by a decoded, defaulted object."""
    _check_version(resource, new, old)
    _keep_meta(resource, new, old)
    sent = new if options.dry_run or options.subresource else copy_json(new)
    request = Request(core, resource, "UPDATE", new, old, options)
    admit(request)
    _prepare(core, resource, new, old, options)
    if not options.subresource:
        hooks.allocate(core, resource, new, old, dry_run=options.dry_run)
    _validate(core, resource, new, old, options)
    validate(request)
    core.warn(strategy_of(resource).warn(new, old))
    new["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"]
    if options.dry_run:
        return from_stored(core, resource, copy_json(new))
    written = _store(core, resource, new, old)
    if written is not old or options.applied is not None:
        note_write(core, resource, (old, sent), written, options)
    return from_stored(core, resource, copy_json(written))


def _check_version(resource: ApiResource, new: Object, old: Object) -> None:
    given = new["metadata"].get("resourceVersion")
    if given and given != old["metadata"]["resourceVersion"]:
        raise conflict(resource, name_of(new), MODIFIED)
    if not given and not strategy_of(resource).unconditional_update:
        raise invalid(
            resource, name_of(new), [field.invalid("metadata.resourceVersion", 0, "must be specified for an update")]
        )
    uid = new["metadata"].get("uid")
    if uid and uid != old["metadata"]["uid"]:
        words = f"Precondition failed: UID in precondition: {uid}, UID in object meta: {old['metadata']['uid']}"
        raise conflict(resource, name_of(new), words)


def _keep_meta(resource: ApiResource, new: Object, old: Object) -> None:
    meta = new["metadata"]
    meta.pop("managedFields", None)
    for key in _KEPT:
        if key in old["metadata"]:
            meta[key] = old["metadata"][key]
        else:
            meta.pop(key, None)
    if resource.namespaced:
        given = meta.setdefault("namespace", old["metadata"]["namespace"])
        if given != old["metadata"]["namespace"]:
            raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    else:
        meta.pop("namespace", None)


def _prepare(core: Core, resource: ApiResource, new: Object, old: Object, options: Options) -> None:
    strategy = strategy_of(resource)
    if options.subresource == "approval":
        if resource.key != SIGNING_REQUESTS:
            raise no_such_resource()
        _take_only_status(new, old)
        conditions = (new.get("status") or {}).get("conditions") or []
        new["status"] = {**(old.get("status") or {}), "conditions": conditions}
        return
    if options.subresource == "status":
        if not (strategy.has_status or custom.has_status(core, resource)):
            raise no_such_resource()
        _take_only_status(new, old)
        strategy.prepare_status(new, old)
        return
    if strategy.has_status or custom.has_status(core, resource):
        _put(new, "status", old.get("status"))
    strategy.prepare_update(new, old)
    generation = strategy.generation or custom.is_custom(core, resource)
    if generation and _without_meta(new) != _without_meta(old):
        new["metadata"]["generation"] = old["metadata"].get("generation", 0) + 1


def _take_only_status(new: Object, old: Object) -> None:
    for key in [key for key in new if key not in ("status", "metadata")]:
        if key not in old:
            del new[key]
    for key, value in old.items():
        if key not in ("status", "metadata"):
            new[key] = value
    _put(new["metadata"], "ownerReferences", old["metadata"].get("ownerReferences"))


def _put(target: Object, key: str, value: Any) -> None:
    if value is None:
        target.pop(key, None)
    else:
        target[key] = value


def _without_meta(obj: Object) -> Object:
    return {key: value for key, value in obj.items() if key not in ("metadata", "status")}


def _validate(core: Core, resource: ApiResource, new: Object, old: Object, options: Options) -> None:
    strategy = strategy_of(resource)
    faults = validate_object_meta_update(new["metadata"], old["metadata"])
    if options.subresource in ("status", "approval"):
        faults += strategy.validate_status(new, old)
    else:
        faults += strategy.validate_update(new, old)
    if custom.is_custom(core, resource):
        faults += custom.validate(core, resource, new, old)
    if faults:
        raise invalid(resource, name_of(new), faults)


def _store(core: Core, resource: ApiResource, new: Object, old: Object) -> Object:
    if deletion.is_finished(resource, new):
        core.storage.remove(resource.key, new)
        hooks.after_delete(core, resource, new)
        return new
    if new == old:
        return old
    new["metadata"]["resourceVersion"] = str(core.storage.next_version())
    core.storage.put(resource.key, new)
    hooks.after_write(core, resource, new, old)
    return new
