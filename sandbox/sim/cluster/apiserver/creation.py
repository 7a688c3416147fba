"""Create.

Models k8s.io/apiserver/pkg/registry/rest/create.go and registry/generic/registry/store.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import already_exists, bad_request, invalid, method_not_supported
from sandbox.sim.cluster.apis.object_meta import validate_object_meta
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import custom, hooks
from sandbox.sim.cluster.apiserver.admission.chain import Request, admit, validate
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.decoding import decode
from sandbox.sim.cluster.apiserver.managed_fields import Write, manager_name, node_of
from sandbox.sim.cluster.apiserver.versions import from_stored
from sandbox.sim.kernel.ids import name_suffix, uid

Object = dict[str, Any]
GENERATED_BASE_LIMIT = 58
_OWNED_BY_SERVER = ("resourceVersion", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields")


def create(core: Core, resource: ApiResource, obj: Object, namespace: str, options: Options) -> Object:
    """Decode, admit, prepare, validate, store; returns the object in the version asked for."""
    authorize(core, options.user, "create", resource, namespace=namespace)
    if "create" not in resource.verbs:
        raise method_not_supported(resource)
    review = hooks.review_of(resource)
    if review is not None:
        return review(core, resource, obj, namespace, options)
    decoded = decode(core, resource, obj, options.field_validation)
    return create_decoded(core, resource, decoded, namespace, options)


def create_decoded(core: Core, resource: ApiResource, obj: Object, namespace: str, options: Options) -> Object:
    """Create an object that is already decoded and defaulted."""
    _place(resource, obj, namespace)
    sent = {} if options.dry_run else copy_json(obj)
    request = Request(core, resource, "CREATE", obj, None, options)
    admit(request)
    _fill_meta(core, obj)
    strategy = strategy_of(resource)
    strategy.prepare_create(obj)
    if strategy.generation or custom.is_custom(core, resource):
        obj["metadata"]["generation"] = 1
    hooks.allocate(core, resource, obj, None, dry_run=options.dry_run)
    _validate(core, resource, obj)
    validate(request)
    core.warn(strategy.warn(obj, None))
    name = name_of(obj)
    if core.storage.get(resource.key, obj["metadata"].get("namespace", ""), name) is not None:
        hooks.release(core, resource, obj)
        raise already_exists(resource, name)
    _store(core, resource, obj, options)
    if not options.dry_run:
        note_write(core, resource, (None, sent), obj, options)
    return from_stored(core, resource, copy_json(obj))


def _place(resource: ApiResource, obj: Object, namespace: str) -> None:
    meta = obj.setdefault("metadata", {})
    if not resource.namespaced:
        meta.pop("namespace", None)
        return
    given = meta.get("namespace") or namespace
    if namespace and given != namespace:
        raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    meta["namespace"] = given


def _fill_meta(core: Core, obj: Object) -> None:
    meta = obj["metadata"]
    for key in _OWNED_BY_SERVER:
        meta.pop(key, None)
    if meta.get("generateName") and not meta.get("name"):
        meta["name"] = meta["generateName"][:GENERATED_BASE_LIMIT] + name_suffix(core.rng)
    meta["uid"] = uid(core.rng)
    meta["creationTimestamp"] = core.clock.rfc3339()


def _validate(core: Core, resource: ApiResource, obj: Object) -> None:
    strategy = strategy_of(resource)
    faults = validate_object_meta(obj["metadata"], namespaced=resource.namespaced, name_rule=strategy.name_rule)
    faults += strategy.validate(obj)
    if custom.is_custom(core, resource):
        faults += custom.validate(core, resource, obj, None)
    if faults:
        hooks.release(core, resource, obj)
        raise invalid(resource, name_of(obj), faults)


def note_write(
    core: Core, resource: ApiResource, change: tuple[Object | None, Object], obj: Object, options: Options
) -> None:
    """Note who wrote ``change`` (before, after) to an object, if the write has left one."""
    if core.storage.get(resource.key, obj["metadata"].get("namespace", ""), name_of(obj)) is None:
        return
    write = Write(
        manager_name(options.field_manager),
        "Update" if options.applied is None else "Apply",
        resource.api_version,
        options.subresource,
        core.clock.rfc3339(),
        *change,
        node_of(resource),
        options.applied,
    )
    core.storage.managers.note(obj["metadata"]["uid"], write)


def _store(core: Core, resource: ApiResource, obj: Object, options: Options) -> None:
    if options.dry_run:
        hooks.release(core, resource, obj)
        return
    obj["metadata"]["resourceVersion"] = str(core.storage.next_version())
    core.storage.put(resource.key, obj)
    hooks.after_write(core, resource, obj, None)
