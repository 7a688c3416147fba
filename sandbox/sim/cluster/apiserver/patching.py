"""Patch.

Models k8s.io/apiserver/pkg/endpoints/handlers/patch.go v1.36.
"""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.gojson import copy_json, percent_v
from sandbox.sim.cluster.apimachinery.merge.json_merge import apply_json_merge
from sandbox.sim.cluster.apimachinery.merge.json_patch import PatchError, apply_json_patch
from sandbox.sim.cluster.apimachinery.merge.strategic import StrategicPatchError, apply_strategic
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import (
    ApiError,
    bad_request,
    invalid_request,
    method_not_supported,
    unsupported_media_type,
)
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import server_side_apply, subresources
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.decoding import decode_body, schema_of
from sandbox.sim.cluster.apiserver.reading import stored
from sandbox.sim.cluster.apiserver.updating import replace
from sandbox.sim.cluster.apiserver.versions import from_stored, to_stored

Object = dict[str, Any]
_MEDIA = "application/strategic-merge-patch+json"
_ACCEPTED = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"


@dataclass(frozen=True, slots=True)
class Target:
    """How a patch is meant: strategic, merge, json or apply; and where."""

    patch_type: str
    namespace: str


def patch(  # noqa: PLR0917  (one part of a request each)
    core: Core, resource: ApiResource, name: str, change: Any, target: Target, options: Options
) -> Object:
    """Apply a patch to a stored object (apply may create it); returns it as stored."""
    authorize(
        core, options.user, "patch", resource, namespace=target.namespace, name=name, subresource=options.subresource
    )
    if "patch" not in resource.verbs:
        raise method_not_supported(resource)
    if options.subresource == "scale":
        return subresources.patch_scale(core, resource, name, change, target, options)
    if target.patch_type == "apply":
        return server_side_apply.apply(core, resource, name, change, target.namespace, options)
    old = stored(core, resource, name, target.namespace)
    shown = from_stored(core, resource, copy_json(old))
    changed = patched(resource, shown, change, target.patch_type)
    new, unknown = _decode(core, resource, changed, change)
    _report_unknown(core, change, unknown, options.field_validation)
    new = to_stored(resource, new)
    strategy_of(resource).default(new)
    return replace(core, resource, new, old, options)


def patched(resource: ApiResource, shown: Object, change: Any, patch_type: str) -> Object:
    """Return the object after the patch, not decoded yet."""
    if patch_type == "json":
        return _json_patched(shown, change)
    if not isinstance(change, dict):
        raise bad_request(
            "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}"
        )
    if patch_type == "merge":
        result: Object = apply_json_merge(shown, change)
        return result
    schema = schema_of(resource)
    if schema is None:
        raise unsupported_media_type(
            f"the body of the request was in an unknown format - accepted media types include: {_ACCEPTED}"
        )
    try:
        return apply_strategic(shown, copy_json(change), schema)
    except StrategicPatchError as error:
        raise ApiError(500, "InternalError", str(error)) from error


def _json_patched(shown: Object, change: Any) -> Object:
    if not isinstance(change, list):
        raise bad_request(
            "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"
        )
    try:
        result: Object = apply_json_patch(shown, change)
    except PatchError as error:
        raise ApiError(422, "Invalid", "the server rejected our request due to an error in our request") from error
    return result


def _decode(core: Core, resource: ApiResource, changed: Object, change: Any) -> tuple[Object, list[str]]:
    try:
        return decode_body(core, resource, changed)
    except ApiError as error:
        prefix = f'{resource.kind} in version "{resource.version}" cannot be handled as a {resource.kind}: '
        words = _converter_words(error.message.removeprefix(prefix))
        raise invalid_request([field.invalid("patch", percent_v(change), words)]) from error


_DECODER_WORDS = re.compile(r"json: cannot unmarshal (\w+)(?: [-0-9.]+)? into Go struct field \S+ of type (.+)")
_KINDS = {"number": "int64", "object": "map", "array": "slice"}


def _converter_words(words: str) -> str:
    """Say it as the converter does that a patched object goes through, which is not the decoder of requests."""
    match = _DECODER_WORDS.fullmatch(words)
    if match is None:
        return words
    given, wanted = _KINDS.get(match.group(1), match.group(1)), match.group(2)
    if wanted.startswith("[]"):
        return f"cannot restore slice from {given}"
    if wanted.startswith("map["):
        return f"cannot restore map from {given}"
    if wanted in ("int32", "int64", "bool", "string", "float64"):
        return f"unrecognized type: {wanted}"
    return f"cannot restore struct from: {given}"


def _report_unknown(core: Core, change: Any, unknown: list[str], field_validation: str) -> None:
    if not unknown or field_validation == "Ignore":
        return
    words = [f'unknown field "{path}"' for path in sorted(unknown)]
    if field_validation == "Warn":
        core.warn(words)
        return
    raise invalid_request([field.invalid("patch", percent_v(change), "strict decoding error: " + ", ".join(words))])
