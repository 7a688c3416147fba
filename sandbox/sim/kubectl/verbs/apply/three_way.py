"""What ``kubectl apply`` sends: the patch between what was applied, what is to be applied, and what there is.

Models CreateThreeWayMergePatch of k8s.io/apimachinery/pkg/util/strategicpatch v1.36, and of jsonmergepatch for custom
resources (a schema of None). Deletions come from what was applied before, all else from what there is.
"""

from itertools import islice
from typing import Any

from sandbox.sim.cluster.apimachinery.schema import Node

Object = dict[str, Any]


def three_way_patch(original: Object, modified: Object, current: Object, node: Node | None) -> Object:
    """Return the patch, empty where there is nothing to change."""
    patch: Object = {}
    for key, value in modified.items():
        if value is not None:
            _change(patch, key, (original.get(key), value, current.get(key)), _child(node, key))
    for key in original:
        if (key not in modified or modified[key] is None) and current.get(key) is not None:
            patch[key] = None
    return patch


def _child(node: Node | None, key: str) -> Node | None:
    if node is None:
        return None
    return node.fields.get(key) if node.kind == "struct" else node.item if node.kind == "map" else None


def _change(patch: Object, key: str, values: tuple[Any, Any, Any], node: Node | None) -> None:
    before, wanted, now = values
    if now is None:
        patch[key] = without_nulls(wanted)
    elif isinstance(wanted, dict) and isinstance(now, dict):
        inner = three_way_patch(before if isinstance(before, dict) else {}, wanted, now, node)
        if inner and node is not None and node.retain_keys:
            inner = {"$retainKeys": sorted(wanted), **inner}
        if inner:
            patch[key] = inner
    elif isinstance(wanted, list) and isinstance(now, list) and node is not None and node.merge:
        _merge_list(patch, key, (before if isinstance(before, list) else [], wanted, now), node)
    elif wanted != now:
        patch[key] = without_nulls(wanted)


def without_nulls(value: Any) -> Any:
    """Return a value without the members that are null."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _merge_list(patch: Object, key: str, lists: tuple[list[Any], list[Any], list[Any]], node: Node) -> None:
    if not node.merge_key:
        _merge_primitives(patch, key, lists)
        return
    before, wanted, now = lists
    merge_key = node.merge_key
    changes: list[Any] = []
    for index, item in enumerate(wanted):
        # Items that share a key, as ports 53 of UDP and TCP do, are paired in their order.
        nth = _count(wanted[:index], merge_key, item)
        change = _item_change(item, _find(before, merge_key, item, nth), _find(now, merge_key, item, nth), node)
        if change is not None:
            changes.append(change)
    gone = [
        item for item in before if _find(wanted, merge_key, item) is None and _find(now, merge_key, item) is not None
    ]
    changes += [{"$patch": "delete", merge_key: item[merge_key]} for item in gone]
    if changes:
        patch[f"$setElementOrder/{key}"] = [{merge_key: item[merge_key]} for item in wanted if merge_key in item]
        patch[key] = changes


def _find(items: list[Any], merge_key: str, wanted: Any, nth: int = 0) -> Any:
    """Return the item with the same key, the one after ``nth`` others that have it too."""
    if not isinstance(wanted, dict) or merge_key not in wanted:
        return None
    same = (item for item in items if isinstance(item, dict) and item.get(merge_key) == wanted[merge_key])
    return next(islice(same, nth, None), None)


def _count(items: list[Any], merge_key: str, wanted: Any) -> int:
    key = wanted.get(merge_key) if isinstance(wanted, dict) else None
    return sum(isinstance(item, dict) and item.get(merge_key) == key for item in items)


def _item_change(item: Any, before: Any, now: Any, node: Node) -> Any:
    if now is None or not isinstance(item, dict):
        return without_nulls(item)
    inner = three_way_patch(before or {}, item, now, node.item)
    if inner and node.retain_keys:
        inner["$retainKeys"] = sorted(item)
    return {**inner, node.merge_key: item[node.merge_key]} if inner else None


def _merge_primitives(patch: Object, key: str, lists: tuple[list[Any], list[Any], list[Any]]) -> None:
    before, wanted, now = lists
    gone = [item for item in before if item not in wanted and item in now]
    added = [item for item in wanted if item not in now]
    if gone:
        patch[f"$deleteFromPrimitiveList/{key}"] = gone
    if added:
        patch[key] = added
    if gone or added:
        patch[f"$setElementOrder/{key}"] = list(wanted)
