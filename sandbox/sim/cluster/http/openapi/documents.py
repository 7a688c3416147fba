"""/openapi/v2 and /openapi/v3: what kubectl explain, apply and code generators read.

Models k8s.io/kube-openapi/pkg/{handler,handler3} v1.36. Not modelled: v3 documents as protobuf, which are
refused.
"""

from functools import lru_cache
from hashlib import sha512
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.resources import ApiResource, built_in, other_versions
from sandbox.sim.cluster.apimachinery.schema import definition_name
from sandbox.sim.cluster.apiserver.discovery import CRD_KEY
from sandbox.sim.cluster.apiserver.release import BUILD
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.http.messages import JSON, Request, Response, json_response
from sandbox.sim.cluster.http.negotiation import not_acceptable, parse_accept
from sandbox.sim.cluster.http.openapi import gnostic
from sandbox.sim.cluster.http.openapi.operations import Operations
from sandbox.sim.cluster.http.openapi.schemas import META, V2, V3, closure, converted, custom_name, custom_schemas
from sandbox.sim.cluster.http.paths import NoSuchPathError
from sandbox.sim.cluster.http.subresources import Subresource, subresources_of

Object = dict[str, Any]
Served = tuple[ApiResource, tuple[Subresource, ...]]
_INFO = {"title": "Kubernetes", "version": BUILD["gitVersion"]}
_ACCEPTED = (JSON, "*/*", "application/*")


def answer_openapi(api: ApiServer, request: Request) -> Response:
    """Answer for /openapi/…. Raises ApiError NotAcceptable and NoSuchPathError."""
    path = request.path.strip("/")
    form = _form(request, (*_ACCEPTED, gnostic.MEDIA) if path == "openapi/v2" else _ACCEPTED)
    if path == "openapi/v2":
        document = _whole(api)
        if form == gnostic.MEDIA:
            return Response(200, gnostic.encode(document), gnostic.CONTENT_TYPE)
        return Response(200, orjson.dumps(document))
    if path == "openapi/v3":
        return json_response({"paths": {name: _link(api, name) for name in _version_paths(api)}})
    name = path.removeprefix("openapi/v3/")
    if name not in _version_paths(api):
        raise NoSuchPathError(request.path)
    return Response(200, _version(api, name))


def _form(request: Request, offered: tuple[str, ...]) -> str:
    """Return the media type to answer in. Raises ApiError NotAcceptable."""
    accepted = [name for name, _ in parse_accept(request.headers.get("accept") or "*/*")]
    found = next((name for name in accepted if name in offered), None)
    if found is None:
        raise not_acceptable(", ".join(name for name in offered if "*" not in name))
    return found


def _version_paths(api: ApiServer) -> list[str]:
    """Return ``api/v1``, ``apis/apps/v1`` and so on."""
    return sorted({_path_of(resource) for resource in api.discover_versions()})


def _path_of(resource: ApiResource) -> str:
    return f"apis/{resource.api_version}" if resource.group else f"api/{resource.version}"


def _link(api: ApiServer, name: str) -> Object:
    digest = sha512(_version(api, name)).hexdigest().upper()
    return {"serverRelativeURL": f"/openapi/v3/{name}?hash={digest}"}


def _served(api: ApiServer) -> tuple[Served, ...]:
    known = (*built_in(), *other_versions())
    return tuple((resource, tuple(subresources_of(api, resource))) for resource in known)


def _version(api: ApiServer, name: str) -> bytes:
    """Return the document of one version as bytes."""
    found = _built_in_version(tuple(row for row in _served(api) if _path_of(row[0]) == name))
    return found if found is not None else orjson.dumps(_custom_version(api, name))


@lru_cache(maxsize=128)
def _built_in_version(served: tuple[Served, ...]) -> bytes | None:
    if not served:
        return None
    paths, schemas = _described(served, V3)
    return orjson.dumps({"openapi": "3.0.0", "info": _INFO, "paths": paths, "components": {"schemas": schemas}})


def _described(served: tuple[Served, ...], root: str) -> tuple[Object, Object]:
    """Return (paths, schemas) of built-in resources."""
    operations, paths = Operations(root), dict[str, Object]()
    names = [f"{META}{kind}" for kind in ("DeleteOptions", "Patch", "Status")]
    for resource, subresources in served:
        name = definition_name(resource.group, resource.version, resource.kind)
        if name is None:
            continue
        paths |= operations.paths(resource, name, subresources)
        listing = definition_name(resource.group, resource.version, f"{resource.kind}List")
        names += [name, *([listing] if listing else [])]
    return paths, {name: converted(name, root) for name in closure(iter(names))}


def _custom(api: ApiServer, name: str, root: str) -> tuple[Object, Object]:
    """Return (paths, schemas) of the custom resources of one version, or of all with an empty name."""
    operations, paths, schemas = Operations(root), dict[str, Object](), dict[str, Object]()
    known = {(r.group, r.version, r.plural): r for r in api.core.discovery.custom()}
    for definition in api.storage.scan(CRD_KEY):
        spec = definition["spec"]
        for version in spec["versions"]:
            resource = known.get((spec["group"], version["name"], spec["names"]["plural"]))
            if resource is not None and name in ("", _path_of(resource)):
                schemas |= custom_schemas(definition, version, root)
                own = custom_name(resource.group, resource.version, resource.kind)
                paths |= operations.paths(resource, own, subresources_of(api, resource))
    return paths, schemas


def _custom_version(api: ApiServer, name: str) -> Object:
    paths, schemas = _custom(api, name, V3)
    needed = closure(f"{META}{kind}" for kind in ("DeleteOptions", "ListMeta", "ObjectMeta", "Patch", "Status"))
    schemas |= {found: converted(found, V3) for found in needed}
    return {"openapi": "3.0.0", "info": _INFO, "paths": paths, "components": {"schemas": schemas}}


def _whole(api: ApiServer) -> Object:
    paths, schemas = _built_in_whole(_served(api))
    more_paths, more_schemas = _custom(api, "", V2)
    return {"swagger": "2.0", "info": _INFO, "paths": paths | more_paths, "definitions": schemas | more_schemas}


@lru_cache(maxsize=2)
def _built_in_whole(served: tuple[Served, ...]) -> tuple[Object, Object]:
    return _described(served, V2)
