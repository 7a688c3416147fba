"""From a path to a resource.

Models k8s.io/apiserver/pkg/endpoints/request.RequestInfoFactory v1.36. Not modelled: ``/watch/`` paths, ``/proxy``.
"""

from dataclasses import dataclass

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.http.subresources import subresources_of

_OF_NAMESPACES = ("status", "finalize")
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Target:
    """What a path names: a collection (no name), an object, or a subresource of one."""

    resource: ApiResource
    namespace: str = ""
    name: str = ""
    subresource: str = ""


class NoSuchPathError(Exception):
    """The server has nothing at a path: it answers in plain text."""


def find_target(api: ApiServer, path: str) -> Target:
    """Return what a path below /api or /apis names. Raises NoSuchPathError."""
    parts = path.strip("/").split("/")
    if not all(parts):
        raise NoSuchPathError(path)
    skip = 2 if parts[0] == "api" else 3
    version, rest = "/".join(parts[1:skip]), parts[skip:]
    namespace = ""
    if len(rest) > _NAMED and rest[0] == "namespaces" and rest[2] not in _OF_NAMESPACES:
        namespace, rest = rest[1], rest[2:]
    elif len(rest) == _NAMED and rest[0] == "namespaces":
        namespace = rest[1]
    if not rest or len(rest) > 3:  # noqa: PLR2004  (resource, name, subresource)
        raise NoSuchPathError(path)
    plural, name, sub = [*rest, "", ""][:3]
    found = next((r for r in api.discover_versions() if r.api_version == version and r.plural == plural), None)
    if found is None or (sub and sub not in {row.name for row in subresources_of(api, found)}):
        raise NoSuchPathError(path)
    if namespace and not found.namespaced and found.plural != "namespaces":
        raise NoSuchPathError(path)
    if name and found.namespaced and not namespace:
        raise NoSuchPathError(path)
    return Target(found, namespace if found.namespaced else "", name, sub)
