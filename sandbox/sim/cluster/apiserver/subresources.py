"""Subresources: scale, binding, eviction, token, finalize.

Models k8s.io/kubernetes/pkg/registry/{apps,core}/*/storage v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import no_such_resource
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import custom, scaling
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.pod_actions import bind, evict, issue_token
from sandbox.sim.cluster.apiserver.reading import stored
from sandbox.sim.cluster.apiserver.users import UserInfo

Object = dict[str, Any]


def post(  # noqa: PLR0917  (one part of a request each)
    core: Core, resource: ApiResource, name: str, obj: Object, namespace: str, options: Options
) -> Object:
    """Post to a subresource: pods/binding, pods/eviction, serviceaccounts/token."""
    authorize(core, options.user, "create", resource, namespace=namespace, name=name, subresource=options.subresource)
    old = stored(core, resource, name, namespace)
    actions = {
        ("/pods", "binding"): bind,
        ("/pods", "eviction"): evict,
        ("/serviceaccounts", "token"): issue_token,
    }
    action = actions.get((resource.key, options.subresource))
    if action is None:
        raise no_such_resource()
    return action(core, resource, old, obj, options)


def _scalable(core: Core, resource: ApiResource, name: str, namespace: str) -> tuple[Object, scaling.Fields]:
    """Return an object, and where it has its replicas."""
    subresource = custom.scale_of(core, resource)
    if not strategy_of(resource).scale and subresource is None:
        raise no_such_resource()
    fields = scaling.OWN_FIELDS if subresource is None else scaling.fields_of(subresource)
    return stored(core, resource, name, namespace), fields


def get_scale(core: Core, resource: ApiResource, name: str, namespace: str, user: UserInfo) -> Object:
    """Return an autoscaling/v1 Scale of an object."""
    authorize(core, user, "get", resource, namespace=namespace, name=name, subresource="scale")
    return scaling.scale_of(*_scalable(core, resource, name, namespace))


def put_scale(core: Core, resource: ApiResource, scale: Object, namespace: str, options: Options) -> Object:
    """Set the replicas of an object by its Scale."""
    old, fields = _scalable(core, resource, name_of(scale), namespace)
    return _rescale(core, resource, (old, fields), scale, options)


def patch_scale(core: Core, resource: ApiResource, name: str, change: Any, target: Any, options: Options) -> Object:  # noqa: PLR0917  (one part of a request each)
    """Patch the Scale of an object."""
    from sandbox.sim.cluster.apiserver.patching import patched  # noqa: PLC0415  (patching offers scale, so a circle)

    old, fields = _scalable(core, resource, name, target.namespace)
    kind = "merge" if target.patch_type == "strategic" else target.patch_type
    scale = patched(resource, scaling.scale_of(old, fields), change, kind)
    return _rescale(core, resource, (old, fields), scale, options)


def _rescale(
    core: Core, resource: ApiResource, found: tuple[Object, scaling.Fields], scale: Object, options: Options
) -> Object:
    from sandbox.sim.cluster.apiserver.updating import replace  # noqa: PLC0415  (updating offers scale, so a circle)

    old, fields = found
    new = scaling.with_scale(resource, copy_json(old), scale, fields)
    plain = Options(user=options.user, dry_run=options.dry_run, field_manager=options.field_manager)
    return scaling.scale_of(replace(core, resource, new, old, plain), fields)
