"""Which resources the server answers for: the built-in ones and those of CustomResourceDefinitions.

Models k8s.io/apiextensions-apiserver and the aggregated discovery document of v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource, built_in, other_versions
from sandbox.sim.cluster.apimachinery.status import ApiError, no_such_resource
from sandbox.sim.cluster.apiserver import metrics
from sandbox.sim.cluster.apiserver.storage import Storage

Object = dict[str, Any]
CRD_KEY = "apiextensions.k8s.io/customresourcedefinitions"
_VERBS = ("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch")


class Discovery:
    """Looks resources up; custom ones are read from the stored definitions."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def custom(self) -> list[ApiResource]:
        """Return the resources of all established CustomResourceDefinitions."""
        found = []
        for definition in self._storage.scan(CRD_KEY):
            if _is_established(definition):
                found += [_resource(definition, v) for v in definition["spec"]["versions"] if v.get("served")]
        return found

    def aggregated(self) -> list[ApiResource]:
        """Return what others serve behind this server: the metrics API, where the cluster has one."""
        return [metrics.NODES, metrics.PODS] if metrics.is_registered(self._storage) else []

    def all(self) -> list[ApiResource]:
        """Return every resource in its preferred version, custom ones last."""
        return [*built_in(), *self.custom(), *self.aggregated()]

    def every_version(self) -> list[ApiResource]:
        """Return every resource in every served version."""
        return [*built_in(), *other_versions(), *self.custom(), *self.aggregated()]

    def by_kind(self, api_version: str, kind: str) -> ApiResource | None:
        """Return the resource of a kind, or None."""
        for found in self.every_version():
            if found.kind == kind and found.api_version == api_version:
                return found
        return None

    def by_key(self, key: str) -> ApiResource:
        """Return the preferred resource behind a storage key; ApiError where it is no longer served."""
        for found in self.all():
            if found.key == key:
                return found
        raise no_such_resource()

    def definition_of(self, resource: ApiResource) -> Object | None:
        """Return the CustomResourceDefinition behind a resource, or None for a built-in one."""
        return self._storage.get(CRD_KEY, "", f"{resource.plural}.{resource.group}") if "." in resource.group else None

    def require(self, resource: ApiResource) -> None:
        """Raise NotFound where a custom resource is no longer served."""
        if resource in built_in() or resource in other_versions() or resource in self.aggregated():
            return
        definition = self.definition_of(resource)
        if definition is None or not _is_established(definition):
            raise _not_served()


def _not_served() -> ApiError:
    return no_such_resource()


def _is_established(definition: Object) -> bool:
    conditions = (definition.get("status") or {}).get("conditions") or ()
    return any(c["type"] == "Established" and c["status"] == "True" for c in conditions)


def _resource(definition: Object, version: Object) -> ApiResource:
    spec = definition["spec"]
    names = spec["names"]
    return ApiResource(
        group=spec["group"],
        version=version["name"],
        kind=names["kind"],
        plural=names["plural"],
        singular=names.get("singular") or names["kind"].lower(),
        short_names=tuple(names.get("shortNames") or ()),
        namespaced=spec["scope"] == "Namespaced",
        verbs=_VERBS,
        categories=tuple(names.get("categories") or ()),
    )
