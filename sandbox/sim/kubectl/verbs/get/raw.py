"""kubectl get --raw.

Models k8s.io/kubectl/pkg/rawhttp v1.36 against the paths that a learner asks for: versions, health, and objects.
Not modelled: OpenAPI and metrics paths.
"""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import no_such_resource
from sandbox.sim.kubectl.errors import UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.json_writer import write_json
from sandbox.sim.kubectl.server_version import SERVER_VERSION

_OBJECTS = re.compile(
    r"/(?:api/(?P<core>v1)|apis/(?P<group>[^/]+)/(?P<version>[^/]+))"
    r"(?:/namespaces/(?P<namespace>[^/]+)(?=/.))?/(?P<plural>[^/]+)(?:/(?P<name>[^/]+))?(?:/(?P<sub>status|scale))?"
)
_HEALTH = ("/healthz", "/livez", "/readyz")


def run(invocation: Invocation) -> int:
    """Print what the server answers at a path. Raises ApiError, UsageError."""
    if invocation.args:
        raise UsageError("arguments may not be passed when --raw is specified")
    parts = urlsplit(str(invocation.flags["raw"]))
    path = parts.path.rstrip("/") or "/"
    client = invocation.client
    if path in _HEALTH:
        invocation.out("ok")
    elif path == "/version":
        invocation.out(write_json(SERVER_VERSION, indent=2, sort_keys=False).rstrip("\n"))
    elif path == "/api":
        invocation.out(_line({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []}))
    else:
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        invocation.out(_line(_objects(invocation, path, query)))
    _ = client
    return 0


def _line(value: Any) -> bytes:
    return orjson.dumps(value) + b"\n"


def _objects(invocation: Invocation, path: str, query: dict[str, str]) -> Any:
    found = _OBJECTS.fullmatch(path)
    resource = None if found is None else _resource(invocation, found)
    if found is None or resource is None:
        raise no_such_resource()
    namespace = found["namespace"] or ""
    if found["name"]:
        return invocation.client.get(resource, found["name"], namespace, found["sub"] or "")
    selectors = {"selector": query.get("labelSelector", ""), "fields": query.get("fieldSelector", "")}
    return invocation.client.list(resource, namespace, **selectors)


def _resource(invocation: Invocation, found: re.Match[str]) -> ApiResource | None:
    version = found["core"] or f"{found['group']}/{found['version']}"
    served = invocation.client.types.every
    return next((r for r in served if r.api_version == version and r.plural == found["plural"]), None)
