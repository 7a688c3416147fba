"""The schemas of kinds as OpenAPI documents carry them.

Models k8s.io/kube-openapi/pkg/{builder,builder3} v1.36, from the definitions of `kubernetes-validate` and from
CustomResourceDefinitions. That package marks what may be null and names the one kind of each object; neither stands in
the server's documents, so both are taken out.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.sim.cluster.apimachinery.schema import definitions

Object = dict[str, Any]
V2, V3 = "#/definitions/", "#/components/schemas/"
META = "io.k8s.apimachinery.pkg.apis.meta.v1."
_QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
_INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
_OTHER_FORMS: dict[str, dict[str, Object]] = {
    V2: {
        _QUANTITY: {"type": "string"},
        _INT_OR_STRING: {"type": "string", "format": "int-or-string"},
    },
    V3: {
        _QUANTITY: {"oneOf": [{"type": "string"}, {"type": "number"}]},
        _INT_OR_STRING: {"format": "int-or-string", "oneOf": [{"type": "integer"}, {"type": "string"}]},
    },
}
_KINDS = "x-kubernetes-group-version-kind"


def converted(name: str, root: str) -> Object:
    """Return a definition as a document with references below ``root`` has it."""
    form = _OTHER_FORMS[root].get(name)
    if form is not None:
        return form
    found: Object = _convert(definitions()[name], root)
    for key in ("apiVersion", "kind"):
        if _KINDS in found and key in found.get("properties", ()):
            found["properties"][key].pop("enum", None)
    return found


def _convert(node: Any, root: str) -> Any:
    if isinstance(node, list):
        return [_convert(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: value if key == "default" else _convert(value, root) for key, value in node.items()}
    kind = found.get("type")
    if isinstance(kind, list):
        found["type"] = next(word for word in kind if word != "null")
    if "properties" in found:
        found["properties"] = {key: _convert(value, root) for key, value in node["properties"].items()}
    reference = found.get("$ref")
    if isinstance(reference, str):
        return _refer(found, reference.rsplit("/", 1)[-1], root)
    return found


def _refer(node: Object, name: str, root: str) -> Object:
    if root == V2 or len(node) == 1:
        return {**node, "$ref": root + name}
    rest = {key: value for key, value in node.items() if key != "$ref"}
    return {"allOf": [{"$ref": root + name}], **rest}


def closure(names: Iterator[str]) -> list[str]:
    """Return definitions and all that they refer to, by name."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(definitions()[name])
    return sorted(found)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value.rsplit("/", 1)[-1]
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def custom_name(group: str, version: str, kind: str) -> str:
    """Return the name under which a custom kind stands: ``org.example.v1.Widget``."""
    return ".".join([*reversed(group.split(".")), version, kind])


def custom_schemas(definition: Object, version: Object, root: str) -> dict[str, Object]:
    """Return the schemas of a custom kind and of its list."""
    spec = definition["spec"]
    names, group = spec["names"], spec["group"]
    name = custom_name(group, version["name"], names["kind"])
    own = (version.get("schema") or {}).get("openAPIV3Schema") or {"type": "object"}
    properties = {**own.get("properties", {}), **_head(root)}
    gvk = {"group": group, "version": version["name"]}
    kind: Object = {**own, "properties": properties, _KINDS: [{**gvk, "kind": names["kind"]}]}
    list_kind = names.get("listKind") or f"{names['kind']}List"
    items = {"description": f"List of {names['plural']}.", "type": "array", "items": {"$ref": root + name}}
    listing: Object = {
        "description": f"{list_kind} is a list of {names['kind']}",
        "type": "object",
        "required": ["items"],
        "properties": {**_head(root, "ListMeta"), "items": items},
        _KINDS: [{**gvk, "kind": list_kind}],
    }
    return {name: kind, name.removesuffix(names["kind"]) + list_kind: listing}


def _head(root: str, meta: str = "ObjectMeta") -> Object:
    """Return the properties that every object has, in the words of the built-in ones."""
    pod = converted("io.k8s.api.core.v1.Pod", root)["properties"]
    listed = converted("io.k8s.api.core.v1.PodList", root)["properties"]
    source = pod if meta == "ObjectMeta" else listed
    return {key: source[key] for key in ("apiVersion", "kind", "metadata")}
