"""Which APIs the server offers, as documents.

Models k8s.io/apiserver/pkg/endpoints/discovery v1.36: the aggregated documents of apidiscovery.k8s.io/v2 and the older
ones, a group or a version at a time.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.http.messages import JSON, Response, json_response
from sandbox.sim.cluster.http.negotiation import parse_accept
from sandbox.sim.cluster.http.paths import NoSuchPathError
from sandbox.sim.cluster.http.subresources import subresources_of

Object = dict[str, Any]
_ORDER = (
    "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling",
    "batch", "certificates.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io",
    "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io",
    "discovery.k8s.io", "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
)  # fmt: skip
"""Groups in the order of their priority in kube-aggregator; clients look names up in this order."""
_SCOPES = {True: "Namespaced", False: "Cluster"}
_AGGREGATED = ("v2", "v2beta1")


def answer_discovery(api: ApiServer, path: str, accept: str) -> Response:
    """Answer for /api, /apis and what names a group or a version. Raises NoSuchPathError."""
    parts = path.strip("/").split("/")
    version = _aggregated_version(accept)
    if len(parts) == 1 and version:
        kind = f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
        return json_response(_aggregated(api, version, core=parts[0] == "api"), content_type=kind)
    if parts[0] == "api":
        return json_response(_versions() if len(parts) == 1 else _resources(api, parts[1]), content_type=JSON)
    if len(parts) == 1:
        groups = [_group(group, rows) for group, rows in _groups(api).items()]
        return json_response({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
    if len(parts) == 2:  # noqa: PLR2004  (apis, group)
        rows = _groups(api).get(parts[1])
        if rows is None:
            raise NoSuchPathError(path)
        return json_response({"kind": "APIGroup", "apiVersion": "v1", **_group(parts[1], rows)})
    return json_response(_resources(api, "/".join(parts[1:])))


def _aggregated_version(accept: str) -> str:
    """Return the version of the aggregated document that the client would rather have than the older one."""
    for name, parameters in parse_accept(accept):
        asked = parameters.get("v", "")
        if parameters.get("as") == "APIGroupDiscoveryList" and asked in _AGGREGATED:
            return asked
        if name in (JSON, "*/*") and not parameters.get("as"):
            return ""
    return ""


def _groups(api: ApiServer) -> dict[str, list[ApiResource]]:
    """Return the resources of each named group, in the order of priority; custom groups come last, by name."""
    found: dict[str, list[ApiResource]] = {}
    for resource in api.discover_versions():
        if resource.group:
            found.setdefault(resource.group, []).append(resource)
    known = [group for group in _ORDER if group in found]
    return {group: found[group] for group in [*known, *sorted(set(found) - set(known))]}


def _versions_of(rows: list[ApiResource]) -> list[str]:
    """Return the versions of a group, the preferred one first."""
    return sorted(dict.fromkeys(row.version for row in rows), key=_version_rank)


def _version_rank(version: str) -> tuple[int, int, str]:
    """Order as apimachinery's version.CompareKubeAwareVersionStrings does: stable, beta, alpha; higher first."""
    rest = version.removeprefix("v")
    for rank, word in enumerate(("", "beta", "alpha")):
        major, found, minor = rest.partition(word) if word else (rest, "", "0")
        if major.isdecimal() and (minor or "0").isdecimal() and (found or not word):
            return rank, -int(major) * 1000 - int(minor or 0), version
    return 3, 0, version


def _versions() -> Object:
    return {
        "kind": "APIVersions",
        "versions": ["v1"],
        "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1:6443"}],
    }


def _group(group: str, rows: list[ApiResource]) -> Object:
    versions = [{"groupVersion": f"{group}/{version}", "version": version} for version in _versions_of(rows)]
    return {"name": group, "versions": versions, "preferredVersion": versions[0]}


def _of_version(api: ApiServer, api_version: str) -> list[ApiResource]:
    return sorted((r for r in api.discover_versions() if r.api_version == api_version), key=lambda r: r.plural)


def _resources(api: ApiServer, api_version: str) -> Object:
    found = _of_version(api, api_version)
    if not found:
        raise NoSuchPathError(api_version)
    rows: list[Object] = []
    for resource in found:
        rows.append(_row(resource))
        for sub in subresources_of(api, resource):
            row: Object = {
                "name": f"{resource.plural}/{sub.name}",
                "singularName": "",
                "namespaced": resource.namespaced,
                "kind": sub.kind,
                "verbs": list(sub.verbs),
            }
            if sub.version:
                row |= {"group": sub.group, "version": sub.version}
            rows.append(row)
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": api_version, "resources": rows}


def _row(resource: ApiResource) -> Object:
    row: Object = {
        "name": resource.plural,
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": sorted(resource.verbs),
    }
    if resource.short_names:
        row["shortNames"] = list(resource.short_names)
    if resource.categories:
        row["categories"] = list(resource.categories)
    return row


def _aggregated(api: ApiServer, version: str, *, core: bool) -> Object:
    groups = {"": [r for r in api.discover() if not r.group]} if core else _groups(api)
    items = [_aggregated_group(api, group, rows) for group, rows in groups.items()]
    return {
        "kind": "APIGroupDiscoveryList",
        "apiVersion": f"apidiscovery.k8s.io/{version}",
        "metadata": {},
        "items": items,
    }


def _aggregated_group(api: ApiServer, group: str, rows: list[ApiResource]) -> Object:
    versions = []
    for version in _versions_of(rows):
        mine = sorted((row for row in rows if row.version == version), key=lambda row: row.plural)
        found = [_aggregated_row(api, row) for row in mine]
        versions.append({"version": version, "resources": found, "freshness": "Current"})
    return {"metadata": {"name": group, "creationTimestamp": None} if group else {}, "versions": versions}


def _aggregated_row(api: ApiServer, resource: ApiResource) -> Object:
    row: Object = {
        "resource": resource.plural,
        "responseKind": {"group": resource.group, "version": resource.version, "kind": resource.kind},
        "scope": _SCOPES[resource.namespaced],
        "singularResource": resource.singular,
        "verbs": sorted(resource.verbs),
    }
    if resource.short_names:
        row["shortNames"] = list(resource.short_names)
    if resource.categories:
        row["categories"] = list(resource.categories)
    subs = [
        {
            "subresource": sub.name,
            "responseKind": {
                "group": sub.group or (resource.group if not sub.version else ""),
                "version": sub.version or resource.version,
                "kind": sub.kind,
            },
            "verbs": list(sub.verbs),
        }
        for sub in subresources_of(api, resource)
    ]
    if subs:
        row["subresources"] = subs
    return row
