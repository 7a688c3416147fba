"""Requests to delete: options in the body or in the query.

Models k8s.io/apiserver/pkg/endpoints/handlers/delete.go v1.36, with the kinds whose dependents are orphaned unless the
request says otherwise.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.http.bodies import read_value
from sandbox.sim.cluster.http.messages import Request
from sandbox.sim.cluster.http.parameters import is_dry_run
from sandbox.sim.cluster.http.paths import Target

Object = dict[str, Any]
_POLICIES = ("Background", "Foreground", "Orphan")
_ORPHANED = ("batch/jobs", "/replicationcontrollers")


def delete(api: ApiServer, target: Target, request: Request, user: UserInfo) -> Object:
    """Delete an object. Raises ApiError."""
    options = _options(target, request)
    return api.delete(
        target.resource,
        target.name,
        namespace=target.namespace,
        user=user,
        preconditions=_preconditions(request),
        **options,
    )


def delete_collection(api: ApiServer, target: Target, request: Request, user: UserInfo) -> Object:
    """Delete what the selectors choose. Raises ApiError."""
    if "deletecollection" not in target.resource.verbs:
        raise ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
    return api.delete_collection(
        target.resource,
        namespace=target.namespace,
        label_selector=request.option("labelSelector"),
        field_selector=request.option("fieldSelector"),
        user=user,
        **_options(target, request),
    )


def _body(request: Request) -> Object:
    body = read_value(request) if request.body.strip() else {}
    if not isinstance(body, dict):
        raise bad_request("the body of the request is no DeleteOptions")
    return body


def _preconditions(request: Request) -> Object:
    return dict(_body(request).get("preconditions") or {})


def _options(target: Target, request: Request) -> Object:
    body = _body(request)
    grace = body.get("gracePeriodSeconds")
    if grace is None:
        grace = request.number("gracePeriodSeconds")
    if grace is not None and not isinstance(grace, int):
        raise bad_request("gracePeriodSeconds: it is no whole number")
    return {
        "propagation": _propagation(target, request, body),
        "grace_seconds": grace,
        "dry_run": is_dry_run([*(body.get("dryRun") or []), *request.query.get("dryRun", [])]),
    }


def _propagation(target: Target, request: Request, body: Object) -> str:
    policy = body.get("propagationPolicy") or request.option("propagationPolicy")
    orphan = body.get("orphanDependents")
    if orphan is None and request.option("orphanDependents"):
        orphan = request.flag("orphanDependents")
    if policy and orphan is not None:
        words = "orphanDependents and deletionPropagation cannot be both set"
        raise ApiError(
            422,
            "Invalid",
            f'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "{policy}": {words}',
        )
    if policy and policy not in _POLICIES:
        words = f'Unsupported value: "{policy}": supported values: "Background", "Foreground", "Orphan", "nil"'
        raise ApiError(422, "Invalid", f'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: {words}')
    if orphan is not None:
        return "Orphan" if orphan else "Background"
    return str(policy) or ("Orphan" if target.resource.key in _ORPHANED else "Background")
