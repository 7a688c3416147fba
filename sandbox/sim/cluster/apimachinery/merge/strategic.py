"""Strategic merge patch: maps merge, lists merge by the schema's merge keys.

Models k8s.io/apimachinery/pkg/util/strategicpatch v1.36 with its directives: $patch, $retainKeys,
$deleteFromPrimitiveList, $setElementOrder.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.schema import Node

Object = dict[str, Any]
_DIRECTIVE = "$patch"
_RETAIN = "$retainKeys"
_DELETE_PRIMITIVES = "$deleteFromPrimitiveList/"
_ORDER = "$setElementOrder/"


class StrategicPatchError(ValueError):
    """The patch does not apply; ``str()`` is upstream's message."""


def apply_strategic(target: Object, patch: Object, node: Node | None) -> Object:
    """Return a new object: ``target`` changed by ``patch`` under the kind's schema."""
    directive = patch.get(_DIRECTIVE)
    if directive == "replace":
        return {key: value for key, value in patch.items() if key != _DIRECTIVE}
    if directive == "delete":
        return {}
    result = dict(target)
    if _RETAIN in patch:
        keep = set(patch[_RETAIN])
        result = {key: value for key, value in result.items() if key in keep}
    for key, value in patch.items():
        if not key.startswith("$"):
            _merge_key(result, key, value, _child(node, key))
    _merge_directives(result, patch, node)
    return result


def _child(node: Node | None, key: str) -> Node | None:
    if node is None:
        return None
    return node.fields.get(key) if node.kind == "struct" else node.item if node.kind == "map" else None


def _merge_key(result: Object, key: str, value: Any, node: Node | None) -> None:
    if value is None:
        result.pop(key, None)
        return
    if key not in result:
        result[key] = _without_directives(value)
        return
    current = result.get(key)
    if isinstance(value, dict):
        result[key] = apply_strategic(current if isinstance(current, dict) else {}, value, node)
    elif isinstance(value, list) and node is not None and node.kind == "list" and node.merge:
        result[key] = _merge_list(current if isinstance(current, list) else [], value, node)
    else:
        result[key] = value


def _without_directives(value: Any) -> Any:
    """Return what a patch says of a field that is not there yet: taken as it is, without nulls and directives."""
    if isinstance(value, dict):
        return {k: _without_directives(v) for k, v in value.items() if v is not None and not k.startswith("$")}
    if isinstance(value, list):
        kept = [
            item for item in value if not (isinstance(item, dict) and item.get(_DIRECTIVE) in ("delete", "replace"))
        ]
        return [_without_directives(item) for item in kept]
    return value


def _merge_list(target: list[Any], patch: list[Any], node: Node) -> list[Any]:
    if not node.merge_key:
        return target + [item for item in patch if item not in target]
    if any(isinstance(item, dict) and item.get(_DIRECTIVE) == "replace" for item in patch):
        return [item for item in patch if not (isinstance(item, dict) and item.get(_DIRECTIVE) == "replace")]
    key = node.merge_key
    result = list(target)
    for item in patch:
        if not isinstance(item, dict):
            raise StrategicPatchError(f"expected object with merge key {key}")
        if key not in item:
            raise StrategicPatchError(f"map: {_shown(item)} does not contain declared merge key: {key}")
        _merge_item(result, item, key, node.item)
    return result


def _shown(item: Object) -> str:
    return "map[" + " ".join(f"{key}:{item[key]}" for key in sorted(item)) + "]"


def _merge_item(result: list[Any], item: Object, key: str, node: Node | None) -> None:
    at = next((i for i, old in enumerate(result) if isinstance(old, dict) and old.get(key) == item[key]), None)
    if item.get(_DIRECTIVE) == "delete":
        result[:] = [old for old in result if not (isinstance(old, dict) and old.get(key) == item[key])]
    elif at is None:
        result.append(apply_strategic({}, item, node))
    else:
        result[at] = apply_strategic(result[at], item, node)


def _merge_directives(result: Object, patch: Object, node: Node | None) -> None:
    for key, value in patch.items():
        if key.startswith(_DELETE_PRIMITIVES):
            field = key.removeprefix(_DELETE_PRIMITIVES)
            result[field] = [item for item in result.get(field) or [] if item not in value]
    for key, value in patch.items():
        if key.startswith(_ORDER):
            field = key.removeprefix(_ORDER)
            child = _child(node, field)
            if isinstance(result.get(field), list):
                result[field] = _ordered(result[field], value, child.merge_key if child else "")


def _ordered(items: list[Any], order: list[Any], merge_key: str) -> list[Any]:
    def identity(item: Any) -> Any:
        return item.get(merge_key) if merge_key and isinstance(item, dict) else item

    wanted = [identity(item) for item in order]
    placed = {index: item for index, item in enumerate(items) if identity(item) in wanted}
    ordered = iter(sorted(placed.values(), key=lambda item: wanted.index(identity(item))))
    return [next(ordered) if index in placed else item for index, item in enumerate(items)]
