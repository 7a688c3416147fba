"""Which fields an object holds and which differ between two of them, as sets of paths.

Models sigs.k8s.io/structured-merge-diff/v6 typed.ToFieldSet, typed.Compare and the FieldsV1 form: a path is a tuple of
steps such as ``f:spec`` or ``k:{"name":"app"}``. A container is a member of the set itself where it is an item of a
list or map, where it is empty, or where the other side does not have it; FieldsV1 then shows it as ``.``.
"""

from dataclasses import dataclass, field
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.schema import Node

Object = dict[str, Any]
Path = tuple[str, ...]
FieldSet = dict[Path, None]
"""A set of paths in the order in which they were found: what is dumped must not depend on hashes."""
MISSING: Any = object()
_META = "f:metadata"
_NOT_OWNED = frozenset(
    (
        ("f:apiVersion",),
        ("f:kind",),
        (_META,),
        (_META, "f:name"),
        (_META, "f:namespace"),
        (_META, "f:uid"),
        (_META, "f:creationTimestamp"),
        (_META, "f:deletionTimestamp"),
        (_META, "f:deletionGracePeriodSeconds"),
        (_META, "f:resourceVersion"),
        (_META, "f:generation"),
        (_META, "f:managedFields"),
        (_META, "f:selfLink"),
    )
)
_ALWAYS_THERE = frozenset(
    "metadata spec status template strategy updateStrategy jobTemplate scaleTargetRef roleRef podSelector source "
    "involvedObject names acceptedNames loadBalancer daemonEndpoints kubeletEndpoint nodeInfo".split()
)
"""Structs that are no pointers in Go: even an empty object has them."""
_EMPTY_LISTS = frozenset(("containers",))
"""Lists that Go writes as null where they are empty."""


def child_of(node: Node | None, key: str) -> Node | None:
    """Return the schema of a field; None where there is no schema."""
    if node is None:
        return None
    return node.fields.get(key) if node.kind == "struct" else node.item if node.kind == "map" else None


def key_step(item: Object, node: Node) -> str:
    """Return the step that names an item of a list by its keys."""
    keys = {key: item.get(key, "TCP" if key == "protocol" else None) for key in node.map_keys}
    keys = {key: value for key, value in keys.items() if value is not None}
    return "k:" + orjson.dumps(keys, option=orjson.OPT_SORT_KEYS).decode()


def is_keyed(node: Node | None) -> bool:
    """Tell whether a list's items are merged by keys."""
    return node is not None and node.kind == "list" and node.list_type == "map"


def _is_granular(value: Any, node: Node | None) -> bool:
    if isinstance(value, dict):
        return not (node is not None and (node.atomic or node.kind not in ("struct", "map")))
    return isinstance(value, list) and node is not None and node.kind == "list" and node.list_type in ("map", "set")


def _children(value: Any, node: Node | None) -> dict[str, tuple[Any, Node | None, bool]]:
    """Return a container's children by step: value, schema, whether the child is a field of a struct."""
    if isinstance(value, dict):
        is_struct = node is not None and node.kind == "struct"
        return {f"f:{key}": (item, child_of(node, key), is_struct) for key, item in value.items()}
    if isinstance(value, list) and node is not None:
        below = node.item
        if node.list_type == "set":
            return {"v:" + orjson.dumps(item).decode(): (item, below, False) for item in value}
        return {key_step(item, node): (item, below, False) for item in value if isinstance(item, dict)}
    return {}


def fields_of(value: Any, node: Node | None, prefix: Path = ()) -> FieldSet:
    """Return the fields that a configuration sets (typed.ToFieldSet), those that nobody owns left out."""
    if not _is_granular(value, node):
        return {prefix: None}
    found: FieldSet = {}
    for step, (item, below, is_struct_field) in _children(value, node).items():
        path = (*prefix, step)
        if path in _NOT_OWNED and path != (_META,):
            continue
        found |= fields_of(item, below, path)
        if (not is_struct_field or item is None or item == {}) and path not in _NOT_OWNED:
            found[path] = None
    return found


@dataclass(slots=True)
class Comparison:
    """What differs between two versions of an object."""

    removed: FieldSet = field(default_factory=dict)
    written: FieldSet = field(default_factory=dict)
    """Added or modified."""


def compare(old: Any, new: Any, node: Node | None) -> Comparison:
    """Return which fields differ (typed.Compare), those that nobody owns left out."""
    found = Comparison()
    _compare(old, new, node, (), found)
    return found


def _compare(old: Any, new: Any, node: Node | None, path: Path, found: Comparison) -> None:
    if old is new or (old is not MISSING and new is not MISSING and old == new):
        return
    granular = _is_granular(new if new is not MISSING and new is not None else old, node)
    if not granular or (not _holds(old) and not _holds(new)):
        (found.removed if new is MISSING else found.written)[path] = None
        return
    before, after = _children(old, node), _children(new, node)
    for step in [*after, *(step for step in before if step not in after)]:
        here = (*path, step)
        if here in _NOT_OWNED and here != (_META,):
            continue
        nothing = (MISSING, None, False)
        was, now = before.get(step, nothing), after.get(step, nothing)
        value = was[0]
        if value is MISSING and old is not MISSING:
            value = _empty_in_go(step, now[2])
        _compare(value, now[0], now[1] or was[1], here, found)
    if path and path not in _NOT_OWNED:
        if old is MISSING:
            found.written[path] = None
        elif new is MISSING:
            found.removed[path] = None


def _holds(value: Any) -> bool:
    return value is not MISSING and bool(value)


def _empty_in_go(step: str, is_struct_field: bool) -> Any:  # noqa: FBT001  (a plain fact)
    name = step[2:]
    if is_struct_field and name in _ALWAYS_THERE:
        return {}
    return None if is_struct_field and name in _EMPTY_LISTS else MISSING


def to_fields(paths: FieldSet) -> Object:
    """Return paths as FieldsV1: nested maps, a member that has members below it marked by a dot."""
    root: Object = {}
    for path in sorted(paths):
        here = root
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here.setdefault(path[-1], {})
    for path in paths:
        here = root
        for step in path:
            here = here[step]
        if here:
            here["."] = {}
    return _sorted(root)


def _sorted(fields: Object) -> Object:
    return {step: _sorted(fields[step]) for step in sorted(fields)}


def from_fields(fields: Object, prefix: Path = ()) -> FieldSet:
    """Return the paths that FieldsV1 writes."""
    found: FieldSet = {}
    for step, below in fields.items():
        if step == ".":
            found[prefix] = None
        elif below:
            found |= from_fields(below, (*prefix, step))
        else:
            found[(*prefix, step)] = None
    return found


def shown(path: Path) -> str:
    """Return a path as messages show it: ``.spec.containers[name="app"].image``."""
    text = ""
    for step in path:
        if step.startswith("f:"):
            text += f".{step[2:]}"
        elif step.startswith("v:"):
            text += f"[={step[2:]}]"
        else:
            keys = orjson.loads(step[2:])
            text += "[" + ",".join(f"{key}={orjson.dumps(value).decode()}" for key, value in sorted(keys.items())) + "]"
    return text


def undeclared(value: Any, node: Node | None, prefix: Path = ()) -> Path | None:
    """Return the first field that the schema does not know, or None."""
    if node is None:
        return None
    if isinstance(value, dict) and node.kind in ("struct", "map"):
        for key in sorted(value):
            step = (*prefix, f"f:{key}")
            if node.kind == "struct" and key not in node.fields:
                return step
            below = undeclared(value[key], child_of(node, key), step)
            if below is not None:
                return below
    elif isinstance(value, list) and node.kind == "list":
        for item in value:
            here = (*prefix, key_step(item, node)) if is_keyed(node) and isinstance(item, dict) else prefix
            below = undeclared(item, node.item, here)
            if below is not None:
                return below
    return None


def merge(live: Any, config: Any, node: Node | None) -> Any:
    """Return the live value with everything of the configuration in it."""
    if isinstance(config, dict) and isinstance(live, dict) and _is_granular(config, node):
        result = dict(live)
        for key, item in config.items():
            result[key] = merge(live.get(key), item, child_of(node, key))
        return result
    if not (isinstance(config, list) and isinstance(live, list) and node is not None and _is_granular(config, node)):
        return config
    if node.list_type == "set":
        return [*live, *(item for item in config if item not in live)]
    result_list = list(live)
    places = {key_step(item, node): index for index, item in enumerate(live)}
    for item in config:
        at = places.get(key_step(item, node))
        if at is None:
            result_list.append(item)
        else:
            result_list[at] = merge(live[at], item, node.item)
    return result_list


def remove(value: Any, path: Path, node: Node | None) -> Any:
    """Return the value without the field at a path; containers with something left in them stay."""
    step, rest = path[0], path[1:]
    if step.startswith("f:") and isinstance(value, dict):
        key, result = step[2:], dict(value)
        if key in result:
            below = (
                remove(result[key], rest, child_of(node, key)) if rest else _without(result[key], child_of(node, key))
            )
            if below in (None, {}, []):
                del result[key]
            else:
                result[key] = below
        return result
    if not isinstance(value, list) or node is None:
        return value
    if step.startswith("v:"):
        return [item for item in value if "v:" + orjson.dumps(item).decode() != step]
    kept = []
    for item in value:
        is_meant = is_keyed(node) and key_step(item, node) == step
        below = remove(item, rest, node.item) if is_meant and rest else item
        if below not in (None, {}) and not (is_meant and set(below) <= set(node.map_keys)):
            kept.append(below)
    return kept


def _without(value: Any, node: Node | None) -> Any:
    """Return what is left of a removed value: a container that others still have something in stays."""
    return value if _is_granular(value, node) and value else None
