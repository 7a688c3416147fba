"""Get and list.

Models k8s.io/apiserver/pkg/endpoints/handlers/get.go and registry/generic/registry/store.go v1.36.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.field_selectors import matches_fields, parse_field_selector
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import SelectorError, parse_selector
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import bad_request, method_not_supported, not_found
from sandbox.sim.cluster.apiserver import metrics
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.versions import from_stored

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """What of a collection is wanted."""

    label_selector: str = ""
    field_selector: str = ""
    limit: int = 0
    continue_token: str = ""


def stored(core: Core, resource: ApiResource, name: str, namespace: str) -> Object:
    """Return a stored object, read only; ApiError NotFound."""
    if resource.group == metrics.GROUP:
        return _measured(core, resource, name, namespace)
    found = core.storage.get(resource.key, namespace if resource.namespaced else "", name)
    if found is None:
        raise not_found(resource, name)
    return found


def _measured(core: Core, resource: ApiResource, name: str, namespace: str) -> Object:
    for found in _every(core, resource, namespace):
        if found["metadata"]["name"] == name:
            return found
    full = f"{namespace}/{name}" if resource.namespaced else name
    raise not_found(replace(resource, plural=f"{resource.kind.lower()}"), full)


def _every(core: Core, resource: ApiResource, namespace: str) -> Iterable[Object]:
    """Return the objects of a resource, read only: those that are stored, or those that are measured now."""
    if resource.group == metrics.GROUP and core.metrics is not None:
        return core.metrics.objects(resource, namespace, core.clock.now)
    return core.storage.scan(resource.key, namespace if resource.namespaced else "")


def get(core: Core, resource: ApiResource, name: str, namespace: str) -> Object:
    """Return a copy of one object in the version asked for."""
    if "get" not in resource.verbs:
        raise method_not_supported(resource)
    return from_stored(core, resource, copy_json(stored(core, resource, name, namespace)))


def list_objects(core: Core, resource: ApiResource, namespace: str, query: Query) -> Object:
    """Return a List object; with a limit, ``metadata.continue`` says where to go on."""
    if "list" not in resource.verbs:
        raise method_not_supported(resource)
    try:
        selector = parse_selector(query.label_selector)
    except SelectorError as error:
        raise bad_request(str(error)) from error
    fields = parse_field_selector(query.field_selector, resource.kind)
    start = _decode_token(query.continue_token)
    objects = (
        obj
        for obj in _every(core, resource, namespace)
        if selector.matches(labels_of(obj)) and (not fields or matches_fields(obj, fields)) and _position(obj) > start
    )
    chosen = list(islice(objects, query.limit + 1) if query.limit else objects)
    meta: Object = {"resourceVersion": str(core.storage.version)}
    if query.limit and len(chosen) > query.limit:
        chosen.pop()
        meta["continue"] = _encode_token(_position(chosen[-1]), core.storage.version)
    items = [from_stored(core, resource, obj) for obj in copy_json(chosen)]
    return {"kind": f"{resource.kind}List", "apiVersion": resource.api_version, "metadata": meta, "items": items}


def _position(obj: Object) -> tuple[str, str]:
    return (obj["metadata"].get("namespace", ""), obj["metadata"]["name"])


def _encode_token(position: tuple[str, str], version: int) -> str:
    state = {"v": "meta.k8s.io/v1", "rv": version, "start": list(position)}
    return urlsafe_b64encode(orjson.dumps(state)).decode().rstrip("=")


def _decode_token(token: str) -> tuple[str, str]:
    if not token:
        return ("", "")
    try:
        namespace, name = orjson.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))["start"]
    except (Base64Error, ValueError, KeyError, TypeError) as error:
        raise bad_request("continue key is not valid: the token cannot be read") from error
    return (namespace, name)
