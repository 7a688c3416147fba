"""From a request's body to an object.

Models k8s.io/apiserver/pkg/endpoints/handlers v1.36: media types, default kind, the limit in size. Not modelled:
CBOR bodies, which are refused.
"""

from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.gojson import JsonError, parse_json
from sandbox.sim.cluster.apimachinery.resources import ApiResource, built_in_kind
from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request, unsupported_media_type
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.cluster.http.messages import JSON, Request
from sandbox.sim.cluster.http.protobuf import MEDIA, read_protobuf

Object = dict[str, Any]
MOST_BYTES = 3 * 1024 * 1024
_YAML = ("application/yaml", "application/apply-patch+yaml")
_PATCHES = {
    "application/json-patch+json": "json",
    "application/merge-patch+json": "merge",
    "application/strategic-merge-patch+json": "strategic",
    "application/apply-patch+yaml": "apply",
}
_NO_KIND = "couldn't get version/kind; json parse error: "
_UNREAD = {**dict.fromkeys(_PATCHES, ""), "application/json-patch+json": "error decoding patch: "}
"""What stands before the fault of a body that is no JSON."""
_UNKNOWN = "the body of the request was in an unknown format - accepted media types include: "


def media_type(request: Request) -> str:
    """Return the body's type without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def patch_type(request: Request) -> str:
    """Return json, merge, strategic or apply. Raises ApiError UnsupportedMediaType."""
    found = _PATCHES.get(media_type(request))
    if found is None:
        raise unsupported_media_type(_UNKNOWN + ", ".join(_PATCHES))
    return found


def read_value(request: Request) -> Any:
    """Return the body as a JSON value. Raises ApiError BadRequest, UnsupportedMediaType, RequestEntityTooLarge."""
    if len(request.body) > MOST_BYTES:
        raise ApiError(413, "RequestEntityTooLarge", f"Request entity too large: limit is {MOST_BYTES}")
    kind = media_type(request)
    if kind == MEDIA:
        return read_protobuf(request.body)
    if kind and kind != JSON and kind not in _PATCHES and kind not in _YAML:
        raise unsupported_media_type(f"{_UNKNOWN}application/json, application/yaml, {MEDIA}")
    if kind in _YAML:
        return _read_yaml(request.body)
    try:
        return parse_json(request.body.decode(errors="replace"))
    except JsonError as error:
        raise bad_request(f"{_UNREAD.get(kind, _NO_KIND)}{error}") from error


def _read_yaml(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass  # Most clients send JSON, which is YAML too; the others mean YAML.
    try:
        return read_yaml(body.decode(errors="replace"))
    except YamlError as error:
        raise bad_request(f"error decoding YAML: {error}") from error


def read_object(request: Request, resource: ApiResource) -> Object:
    """Return the body as an object; a built-in kind need not be named, for the path names it."""
    value = read_value(request)
    if not isinstance(value, dict):
        raise bad_request("couldn't get version/kind; json parse error: json: the body is no object")
    if built_in_kind(resource.api_version, resource.kind) is not None:
        value["kind"] = value.get("kind") or resource.kind
        value["apiVersion"] = value.get("apiVersion") or resource.api_version
    return value
