"""The paths of OpenAPI documents: what can be asked for where, and with which parameters.

Models k8s.io/apiserver/pkg/endpoints/installer.go v1.36. Not modelled: ``/watch/`` and ``/proxy`` paths.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.http.openapi.schemas import META, V2
from sandbox.sim.cluster.http.subresources import Subresource

Object = dict[str, Any]
_LISTING = (
    ("allowWatchBookmarks", "boolean"), ("continue", "string"), ("fieldSelector", "string"),
    ("labelSelector", "string"), ("limit", "integer"), ("resourceVersion", "string"),
    ("resourceVersionMatch", "string"), ("sendInitialEvents", "boolean"), ("timeoutSeconds", "integer"),
    ("watch", "boolean"),
)  # fmt: skip
_WRITING = (("dryRun", "string"), ("fieldManager", "string"), ("fieldValidation", "string"))
_DELETING = (
    ("dryRun", "string"), ("gracePeriodSeconds", "integer"), ("orphanDependents", "boolean"),
    ("propagationPolicy", "string"),
)  # fmt: skip
_PATCHES = (
    "application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json",
    "application/strategic-merge-patch+json",
)  # fmt: skip
_COLLECTION = (
    ("list", "get", "list", _LISTING),
    ("create", "post", "post", _WRITING),
    ("deletecollection", "delete", "deletecollection", (*_LISTING, *_DELETING)),
)
_OBJECT = (
    ("get", "get", "get", ()),
    ("update", "put", "put", _WRITING),
    ("patch", "patch", "patch", (*_WRITING, ("force", "boolean"))),
    ("delete", "delete", "delete", _DELETING),
)
_VERBS_OF_SUB = {"get": _OBJECT[0], "update": _OBJECT[1], "patch": _OBJECT[2], "create": _COLLECTION[1]}


class Operations:
    """Describes operations with references below ``root``."""

    def __init__(self, root: str) -> None:
        self.root = root

    def paths(self, resource: ApiResource, schema: str, subresources: Iterable[Subresource]) -> dict[str, Object]:
        """Return the path items of a resource whose kind is the definition ``schema``."""
        base = f"/apis/{resource.api_version}" if resource.group else f"/api/{resource.version}"
        place = f"{base}/namespaces/{{namespace}}" if resource.namespaced else base
        found = {}
        if resource.namespaced and "list" in resource.verbs:
            found[f"{base}/{resource.plural}"] = self._item(resource, schema, _COLLECTION[:1], ())
        listed = [row for row in _COLLECTION if row[0] in resource.verbs]
        if listed:
            found[f"{place}/{resource.plural}"] = self._item(resource, schema, listed, _names(place))
        one = f"{place}/{resource.plural}/{{name}}"
        single = [row for row in _OBJECT if row[0] in resource.verbs]
        if single:
            found[one] = self._item(resource, schema, single, _names(one))
        for sub in subresources:
            rows = [_VERBS_OF_SUB[verb] for verb in sub.verbs]
            found[f"{one}/{sub.name}"] = self._item(resource, schema, rows, _names(one), sub)
        return found

    def _item(
        self,
        resource: ApiResource,
        schema: str,
        rows: Iterable[Any],
        names: Iterable[str],
        sub: Subresource | None = None,
    ) -> Object:
        item: Object = {method: self._operation(resource, schema, row, sub) for row in rows for method in [row[1]]}
        item["parameters"] = [self._parameter(name, "string", "path") for name in names]
        return item

    def _operation(self, resource: ApiResource, schema: str, row: Any, sub: Subresource | None) -> Object:
        verb, method, action, parameters = row
        kind = {"group": resource.group, "kind": resource.kind, "version": resource.version}
        if sub is not None:
            kind = {
                "group": sub.group if sub.version else resource.group,
                "kind": sub.kind,
                "version": sub.version or resource.version,
            }
        answer = f"{schema}List" if verb in ("list", "deletecollection") else schema
        found: Object = {
            "description": f"{verb} {resource.kind}{'/' + sub.name if sub else ''}",
            "operationId": _operation_id(verb, resource, sub),
            "tags": [f"{resource.group or 'core'}_{resource.version}"],
            "parameters": [self._parameter(name, kind_of, "query") for name, kind_of in parameters],
            "responses": self._responses(answer),
            "x-kubernetes-action": action,
            "x-kubernetes-group-version-kind": kind,
        }
        if method in ("post", "put", "patch"):
            self._add_body(found, method, schema)
        return found

    def _parameter(self, name: str, kind: str, place: str) -> Object:
        found: Object = {"name": name, "in": place}
        found |= {"required": True} if place == "path" else {}
        form: Object = {"type": kind, "uniqueItems": True}
        return found | (form if self.root == V2 else {"schema": form})

    def _responses(self, schema: str) -> Object:
        reference = {"$ref": self.root + schema}
        content = {"schema": reference} if self.root == V2 else {"content": {"application/json": {"schema": reference}}}
        return {"200": {"description": "OK", **content}, "401": {"description": "Unauthorized"}}

    def _add_body(self, operation: Object, method: str, schema: str) -> None:
        reference = {"$ref": self.root + (f"{META}Patch" if method == "patch" else schema)}
        types = _PATCHES if method == "patch" else ("*/*",)
        if self.root == V2:
            operation["consumes"] = list(types)
            operation["parameters"].append({"name": "body", "in": "body", "required": True, "schema": reference})
        else:
            operation["requestBody"] = {"content": {name: {"schema": reference} for name in types}, "required": True}


def _names(path: str) -> list[str]:
    return [name for name in ("name", "namespace") if f"{{{name}}}" in path]


def _operation_id(verb: str, resource: ApiResource, sub: Subresource | None) -> str:
    group = resource.group.title().replace(".", "")
    return f"{verb}{group}{resource.version}{resource.kind}{sub.name if sub else ''}"
