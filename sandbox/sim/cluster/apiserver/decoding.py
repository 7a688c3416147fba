"""From a request's body to an object of its kind: strict decoding, then defaults.

Models k8s.io/apiserver/pkg/endpoints/handlers/create.go and the codec's strict mode, v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.decode import DecodeError, Decoder
from sandbox.sim.cluster.apimachinery.resources import ApiResource, built_in, other_versions
from sandbox.sim.cluster.apimachinery.schema import Node, kind_schema
from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import custom
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.versions import to_stored

Object = dict[str, Any]


def schema_of(resource: ApiResource) -> Node | None:
    """Return the compiled schema of a built-in resource, None for a custom one."""
    if resource in built_in() or resource in other_versions():
        return kind_schema(resource.group, resource.version, resource.kind)
    return None


def decode(core: Core, resource: ApiResource, obj: Object, field_validation: str) -> Object:
    """Return a fresh, decoded and defaulted object in its storage version; ApiError BadRequest in the codec's words."""
    _check_kind(resource, obj)
    decoded, unknown = decode_body(core, resource, obj)
    report_unknown(core, resource, unknown, field_validation)
    result = to_stored(resource, decoded)
    strategy_of(resource).default(result)
    return result


def _check_kind(resource: ApiResource, obj: Object) -> None:
    kind, api_version = obj.get("kind"), obj.get("apiVersion")
    if not kind:
        raise bad_request("Object 'Kind' is missing in '{}'")
    if kind != resource.kind and str(kind).lower() == resource.kind.lower():
        raise bad_request(
            f'{kind} in version "{resource.version}" cannot be handled as a {resource.kind}: no kind "{kind}" is '
            f'registered for version "{api_version}" in scheme "pkg/api/legacyscheme/scheme.go:30"'
        )
    if kind != resource.kind or api_version != resource.api_version:
        raise bad_request(
            f'{kind} in version "{str(api_version).rpartition("/")[2]}" cannot be handled as a {resource.kind}: '
            f'no kind "{kind}" is registered for version "{api_version}" in scheme '
            '"pkg/api/legacyscheme/scheme.go:30"'
            if kind != resource.kind
            else f"the API version in the data ({api_version}) does not match the expected API version "
            f"({resource.api_version})"
        )


def decode_body(core: Core, resource: ApiResource, obj: Object) -> tuple[Object, list[str]]:
    """Return (decoded object, paths of unknown fields); ApiError BadRequest where a value has the wrong type."""
    schema = schema_of(resource)
    if schema is None:
        return custom.decode(core, resource, obj)
    decoder = Decoder(schema)
    try:
        return decoder.decode(obj), decoder.unknown
    except DecodeError as error:
        raise cannot_handle(resource, str(error)) from error


def cannot_handle(resource: ApiResource, words: str) -> ApiError:
    """Return the codec's refusal."""
    return bad_request(
        f'{resource.kind} in version "{resource.version}" cannot be handled as a {resource.kind}: {words}'
    )


def report_unknown(core: Core, resource: ApiResource, unknown: list[str], field_validation: str) -> None:
    """Refuse, warn of, or pass over unknown fields."""
    if not unknown or field_validation == "Ignore":
        return
    words = [f'unknown field "{path}"' for path in sorted(unknown)]
    if field_validation == "Warn":
        core.warn(words)
        return
    raise cannot_handle(resource, "strict decoding error: " + ", ".join(words))
