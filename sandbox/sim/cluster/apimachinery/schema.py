"""The OpenAPI schema of every kind, compiled to small nodes on first use and then shared by all Worlds of a process.

Models the OpenAPI v3 document of Kubernetes 1.36, as the `kubernetes-validate` package carries it (7 ms to load).
Go types that OpenAPI does not tell apart (named strings, embedded structs) stand in gotypes.py.
Not modelled: schemas of alpha APIs.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery import gotypes

RELEASE = "v1.36.0-local"
_FORMATS = {"int32": "int32", "int64": "int64", "byte": "bytes", "double": "float64"}
_CUSTOM = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "intstr",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "any",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": "any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool": "schema-or-bool",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": "schema-or-array",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray": "any",
}


@dataclass(slots=True, eq=False)
class Node:
    """What a value may be.

    ``kind`` is struct, map, list, string, bool, int32, int64, float64, bytes, quantity, intstr, time, any,
    schema-or-bool or schema-or-array; ``go_type`` is the type's name in messages of Go's decoder.
    """

    kind: str
    go_type: str = ""
    name: str = ""
    fields: dict[str, "Node"] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    item: "Node | None" = None
    embedded: dict[str, str] = field(default_factory=dict)
    pointers: frozenset[str] = frozenset()
    merge_key: str = ""
    merge: bool = False
    retain_keys: bool = False
    map_keys: tuple[str, ...] = ()
    list_type: str = ""
    atomic: bool = False
    description: str = ""
    default: Any = None


@lru_cache(maxsize=1)
def definitions() -> dict[str, Any]:
    """Return every definition of the OpenAPI document by name, descriptions included. Read only."""
    path = files("kubernetes_validate").joinpath("kubernetes-json-schema", RELEASE, "_definitions.json")
    found: dict[str, Any] = orjson.loads(path.read_bytes())["$defs"]
    return found


@lru_cache(maxsize=1)
def _kinds() -> dict[tuple[str, str, str], str]:
    return {
        (row["group"], row["version"], row["kind"]): name
        for name, definition in definitions().items()
        for row in definition.get("x-kubernetes-group-version-kind", ())
    }


def definition_name(group: str, version: str, kind: str) -> str | None:
    """Return the name under which a kind stands in the OpenAPI document, or None."""
    return _kinds().get((group, version, kind))


@lru_cache(maxsize=512)
def kind_schema(group: str, version: str, kind: str) -> Node | None:
    """Return the compiled schema of a built-in kind, or None when there is none."""
    name = definition_name(group, version, kind)
    return None if name is None else definition(name)


@lru_cache(maxsize=1)
def _compiled() -> dict[str, Node]:
    return {}


def definition(name: str) -> Node:
    """Return the compiled schema of a named definition. Definitions may refer to each other in circles."""
    cache = _compiled()
    found = cache.get(name)
    if found is None:
        found = cache[name] = Node("struct")
        _fill(found, name)
    return found


def _fill(node: Node, name: str) -> None:
    short = name.rsplit(".", 1)[-1]
    node.name = short
    node.go_type = ".".join(name.split(".")[-2:])
    if name in _CUSTOM:
        node.kind = _CUSTOM[name]
        return
    source = definitions()[name]
    node.description = source.get("description", "")
    if "properties" not in source:
        node.kind = "any"
        return
    node.required = frozenset(source.get("required", ()))
    node.embedded = gotypes.embedded_fields(short)
    node.pointers = gotypes.pointer_fields(short)
    node.atomic = source.get("x-kubernetes-map-type") == "atomic"
    node.fields = {key: _compile(value, short, key) for key, value in source["properties"].items()}


def _compile(source: dict[str, Any], struct: str, key: str) -> Node:
    reference = source.get("$ref") or next((part["$ref"] for part in source.get("allOf", ()) if "$ref" in part), None)
    if reference is not None:
        return _refer(reference, source)
    kinds = source.get("type", "object")
    kind = kinds if isinstance(kinds, str) else next(k for k in kinds if k != "null")
    node = _SCALARS.get(kind, _container)(source, struct, key)
    node.description = source.get("description", "")
    node.default = source.get("default")
    return node


def _refer(reference: str, source: dict[str, Any]) -> Node:
    target = definition(reference.rsplit("/", 1)[-1])
    strategy = source.get("x-kubernetes-patch-strategy", "")
    atomic = source.get("x-kubernetes-map-type") == "atomic"
    if "retainKeys" not in strategy and not atomic:
        return target
    copy = Node(target.kind, target.go_type, target.name, target.fields, target.required)
    copy.embedded, copy.pointers, copy.description = target.embedded, target.pointers, target.description
    copy.retain_keys, copy.atomic = "retainKeys" in strategy, atomic or target.atomic
    return copy


def _string(source: dict[str, Any], struct: str, key: str) -> Node:
    kind = _FORMATS.get(source.get("format", ""), "string")
    return Node(kind, "[]uint8" if kind == "bytes" else gotypes.string_type(struct, key))


def _integer(source: dict[str, Any], _struct: str, _key: str) -> Node:
    kind = _FORMATS.get(source.get("format", ""), "int64")
    return Node(kind, kind)


def _number(_source: dict[str, Any], _struct: str, _key: str) -> Node:
    return Node("float64", "float64")


def _boolean(_source: dict[str, Any], _struct: str, _key: str) -> Node:
    return Node("bool", "bool")


def _array(source: dict[str, Any], struct: str, key: str) -> Node:
    item = _compile(source["items"], struct, key)
    node = Node("list", f"[]{item.go_type}", item=item)
    node.merge_key = source.get("x-kubernetes-patch-merge-key", "")
    strategy = source.get("x-kubernetes-patch-strategy", "")
    node.merge = "merge" in strategy.split(",")
    node.retain_keys = "retainKeys" in strategy
    node.list_type = source.get("x-kubernetes-list-type", "atomic")
    node.map_keys = tuple(source.get("x-kubernetes-list-map-keys", ()))
    return node


def _container(source: dict[str, Any], struct: str, key: str) -> Node:
    extra = source.get("additionalProperties")
    if not isinstance(extra, dict):
        return Node("any")
    item = _compile(extra, struct, key)
    name = "v1.ResourceList" if item.kind == "quantity" else f"map[string]{item.go_type}"
    node = Node("map", name, item=item)
    node.atomic = source.get("x-kubernetes-map-type") == "atomic"
    return node


_SCALARS = {"string": _string, "integer": _integer, "number": _number, "boolean": _boolean, "array": _array}
