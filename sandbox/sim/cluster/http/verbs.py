"""What a request does to a resource.

Models k8s.io/apiserver/pkg/endpoints/installer.go and handlers v1.36.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request, method_not_supported
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http import bodies
from sandbox.sim.cluster.http.deleting import delete, delete_collection
from sandbox.sim.cluster.http.dialogues import start_attach, start_exec
from sandbox.sim.cluster.http.logs import read_logs
from sandbox.sim.cluster.http.messages import Answer, Dialogue, Request
from sandbox.sim.cluster.http.negotiation import negotiate
from sandbox.sim.cluster.http.parameters import check_list_version, is_dry_run, write_options
from sandbox.sim.cluster.http.paths import Target
from sandbox.sim.cluster.http.rendering import Renderer
from sandbox.sim.cluster.http.watching import WatchFeed

Object = dict[str, Any]
_CREATED = 201


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a resource."""

    cluster: Cluster
    target: Target
    request: Request
    user: UserInfo

    @property
    def api(self) -> ApiServer:
        """The API server."""
        return self.cluster.api

    def renderer(self, *, transform: bool = True) -> Renderer:
        """Return what renders the answer. Raises ApiError NotAcceptable."""
        form = negotiate(self.request.headers.get("accept", ""), transform=transform)
        return Renderer(self.api, self.target.resource, self.request, form)


def perform(call: Call) -> Answer:
    """Do what a request asks for. Raises ApiError and NoSuchPathError."""
    connect = _CONNECT.get(call.target.subresource)
    if connect is not None:
        return connect(call)
    routes = _OBJECT if call.target.name else _COLLECTION
    route = routes.get("GET" if call.request.method == "HEAD" else call.request.method)
    if route is None or (call.target.resource.namespaced and not call.target.namespace and route in _PLACED):
        raise method_not_supported(call.target.resource)
    return route(call)


def _get(call: Call) -> Answer:
    target = call.target
    if call.request.flag("watch"):
        return _watch(call)
    renderer = call.renderer(transform=not target.subresource)
    found = call.api.get(
        target.resource, target.name, namespace=target.namespace, subresource=target.subresource, user=call.user
    )
    return renderer.response(found)


def _list(call: Call) -> Answer:
    if call.request.flag("watch"):
        return _watch(call)
    request, target, renderer = call.request, call.target, call.renderer()
    limit = request.number("limit") or 0
    if limit < 0:
        raise bad_request(f"limit: Invalid value: {limit}: must be greater than or equal to 0")
    check_list_version(call.api, request)
    found = call.api.list(
        target.resource,
        namespace=target.namespace,
        label_selector=request.option("labelSelector"),
        field_selector=request.option("fieldSelector"),
        user=call.user,
        limit=limit,
        continue_token=request.option("continue"),
    )
    return renderer.response(found)


def _watch(call: Call) -> Answer:
    target = call.target
    if "watch" not in target.resource.verbs:
        raise method_not_supported(target.resource)
    authorize(call.api.core, call.user, "watch", target.resource, namespace=target.namespace, name=target.name)
    call.api.before_request()
    return WatchFeed(call.api, target, call.request, call.renderer())


def _create(call: Call) -> Answer:
    target, renderer = call.target, call.renderer()
    obj = bodies.read_object(call.request, target.resource)
    options = write_options(call.request)
    made = call.api.create(target.resource, obj, namespace=target.namespace, user=call.user, **options)
    return renderer.response(made, _CREATED)


def _post(call: Call) -> Answer:
    """Post to a subresource of an object."""
    target, renderer = call.target, call.renderer(transform=False)
    if not target.subresource:
        raise method_not_supported(target.resource)
    body = bodies.read_value(call.request)
    if not isinstance(body, dict):
        raise bad_request("the body of the request is no object")
    options = write_options(call.request)
    if target.subresource == "eviction":
        options["dry_run"] |= is_dry_run((body.get("deleteOptions") or {}).get("dryRun") or [])
    made = call.api.create(
        target.resource,
        body,
        namespace=target.namespace,
        user=call.user,
        subresource=target.subresource,
        name=target.name,
        **options,
    )
    return renderer.response(made, _CREATED)


def _update(call: Call) -> Answer:
    target, renderer = call.target, call.renderer()
    if target.subresource == "scale":
        obj = bodies.read_value(call.request)
    else:
        obj = bodies.read_object(call.request, target.resource)
    given = (obj.get("metadata") or {}).get("name") if isinstance(obj, dict) else None
    if given and given != target.name:
        raise bad_request(f"the name of the object ({given}) does not match the name on the URL ({target.name})")
    found = call.api.update(
        target.resource,
        obj,
        namespace=target.namespace,
        user=call.user,
        subresource=target.subresource,
        **write_options(call.request),
    )
    return renderer.response(found)


def _patch(call: Call) -> Answer:
    target, request, renderer = call.target, call.request, call.renderer()
    kind = bodies.patch_type(request)
    force = request.flag("force")
    if force and kind != "apply":
        raise ApiError(
            422,
            "Invalid",
            'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
        )
    options = write_options(request, default_manager=kind != "apply")
    if kind == "apply" and not options["field_manager"]:
        words = 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'
        raise ApiError(422, "Invalid", words)
    existed = call.api.storage.get(target.resource.key, target.namespace, target.name) is not None
    found = call.api.patch(
        target.resource,
        target.name,
        bodies.read_value(request),
        patch_type=kind,
        namespace=target.namespace,
        user=call.user,
        subresource=target.subresource,
        force=force,
        **options,
    )
    return renderer.response(found, 200 if existed else _CREATED)


def _delete(call: Call) -> Answer:
    if call.target.subresource:
        raise method_not_supported(call.target.resource)
    renderer = call.renderer()
    return renderer.response(delete(call.api, call.target, call.request, call.user))


def _delete_collection(call: Call) -> Answer:
    renderer = call.renderer()
    return renderer.response(delete_collection(call.api, call.target, call.request, call.user))


def _logs(call: Call) -> Answer:
    if call.request.method != "GET":
        raise method_not_supported(call.target.resource)
    return read_logs(call.cluster, call.target, call.request, call.user)


def _exec(call: Call) -> Answer:
    return _speak(call, start_exec(call.cluster, call.target, call.request, call.user))


def _attach(call: Call) -> Answer:
    return _speak(call, start_attach(call.cluster, call.target, call.request, call.user))


def _port_forward(call: Call) -> Answer:
    del call
    raise bad_request("not modelled in this sandbox: port-forward; use exec with curl or wget inside the cluster")


def _speak(call: Call, dialogue: Dialogue) -> Answer:
    """Return the dialogue to a client that can hold it; the others learn what is wrong with their request first."""
    if call.request.headers.get("upgrade", "").lower() == "websocket":
        return dialogue
    dialogue.hang_up()
    raise bad_request(
        "not modelled in this sandbox: SPDY; use a client that speaks WebSocket, as kubectl 1.30 and newer do"
    )


_COLLECTION: dict[str, Callable[[Call], Answer]] = {"GET": _list, "POST": _create, "DELETE": _delete_collection}
_OBJECT: dict[str, Callable[[Call], Answer]] = {
    "GET": _get, "POST": _post, "PUT": _update, "PATCH": _patch, "DELETE": _delete,
}  # fmt: skip
_PLACED = (_create, _delete_collection, _get, _post, _update, _patch, _delete)
"""What needs a namespace where the resource has one."""
_CONNECT: dict[str, Callable[[Call], Answer]] = {
    "log": _logs, "exec": _exec, "attach": _attach, "portforward": _port_forward,
}  # fmt: skip
