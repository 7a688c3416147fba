"""Which fields a configuration holds, as paths.

Models sigs.k8s.io/structured-merge-diff/v6 typed.ToFieldSet and its FieldsV1 form: a path is a tuple of steps such as
``f:spec`` or ``k:{"name":"app"}``; it ends at a scalar, an atomic value or an empty one.
"""

from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.schema import Node

Object = dict[str, Any]
Path = tuple[str, ...]
_NOT_OWNED = frozenset(
    (
        ("f:apiVersion",),
        ("f:kind",),
        ("f:metadata", "f:name"),
        ("f:metadata", "f:namespace"),
        ("f:metadata", "f:uid"),
        ("f:metadata", "f:creationTimestamp"),
        ("f:metadata", "f:resourceVersion"),
        ("f:metadata", "f:generation"),
        ("f:metadata", "f:managedFields"),
    )
)


def child_of(node: Node | None, key: str) -> Node | None:
    """Return the schema of a field; None where there is no schema."""
    if node is None:
        return None
    return node.fields.get(key) if node.kind == "struct" else node.item if node.kind == "map" else None


def key_step(item: Object, node: Node) -> str:
    """Return the step that names an item of a list by its keys."""
    keys = {key: item.get(key, "TCP" if key == "protocol" else None) for key in node.map_keys}
    return "k:" + orjson.dumps(keys, option=orjson.OPT_SORT_KEYS).decode()


def is_keyed(node: Node | None) -> bool:
    """Tell whether a list's items are merged by keys."""
    return node is not None and node.kind == "list" and node.list_type == "map"


def paths_of(value: Any, node: Node | None, prefix: Path = ()) -> dict[Path, Any]:
    """Return the paths of all leaves with their values."""
    if isinstance(value, dict) and value and not (node is not None and node.atomic):
        found: dict[Path, Any] = {}
        for key, item in value.items():
            step = (*prefix, f"f:{key}")
            if step not in _NOT_OWNED:
                found |= paths_of(item, child_of(node, key), step)
        return found
    if isinstance(value, list) and value and node is not None and is_keyed(node):
        found = {}
        for item in value:
            found |= paths_of(item, node.item, (*prefix, key_step(item, node)))
        return found
    return {prefix: value}


def to_fields(paths: list[Path]) -> Object:
    """Return paths as FieldsV1: nested maps."""
    root: Object = {}
    for path in paths:
        here = root
        for step in path:
            here = here.setdefault(step, {})
    return root


def from_fields(fields: Object, prefix: Path = ()) -> list[Path]:
    """Return the paths that FieldsV1 writes."""
    found: list[Path] = []
    for step, below in fields.items():
        found += from_fields(below, (*prefix, step)) if below else [(*prefix, step)]
    return found


def shown(path: Path) -> str:
    """Return a path as messages show it: ``.spec.containers[name="app"].image``."""
    text = ""
    for step in path:
        if step.startswith("f:"):
            text += f".{step[2:]}"
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
    if isinstance(config, dict) and isinstance(live, dict) and not (node is not None and node.atomic):
        result = dict(live)
        for key, item in config.items():
            result[key] = merge(live.get(key), item, child_of(node, key))
        return result
    if isinstance(config, list) and isinstance(live, list) and node is not None and is_keyed(node):
        result_list = list(live)
        places = {key_step(item, node): index for index, item in enumerate(live)}
        for item in config:
            at = places.get(key_step(item, node))
            if at is None:
                result_list.append(item)
            else:
                result_list[at] = merge(live[at], item, node.item)
        return result_list
    return config


def remove(value: Any, path: Path, node: Node | None) -> Any:
    """Return the value without the leaf at a path; containers that become empty stay out too."""
    step, rest = path[0], path[1:]
    if step.startswith("f:") and isinstance(value, dict):
        key, result = step[2:], dict(value)
        if key in result:
            below = remove(result[key], rest, child_of(node, key)) if rest else None
            if below in (None, {}, []):
                del result[key]
            else:
                result[key] = below
        return result
    if isinstance(value, list) and node is not None and is_keyed(node):
        kept = []
        for item in value:
            below = remove(item, rest, node.item) if key_step(item, node) == step and rest else item
            if below not in (None, {}) and not (key_step(item, node) == step and set(below) <= set(node.map_keys)):
                kept.append(below)
        return kept
    return value
