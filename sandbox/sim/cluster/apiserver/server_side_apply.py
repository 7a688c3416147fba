"""Server-side apply.

Models k8s.io/apimachinery/pkg/util/managedfields and merge.Updater.Apply of sigs.k8s.io/structured-merge-diff v1.36.
"""

from dataclasses import replace as with_changes
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json, quote
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.schema import Node
from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import creation
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.decoding import decode, decode_body, schema_of
from sandbox.sim.cluster.apiserver.field_sets import (
    FieldSet,
    Path,
    compare,
    fields_of,
    from_fields,
    merge,
    remove,
    shown,
    undeclared,
)
from sandbox.sim.cluster.apiserver.last_applied import last_applied_fields, update_last_applied
from sandbox.sim.cluster.apiserver.updating import replace
from sandbox.sim.cluster.apiserver.versions import from_stored, to_stored

Object = dict[str, Any]


def apply(  # noqa: PLR0917  (one part of a request each)
    core: Core, resource: ApiResource, name: str, config: Object, namespace: str, options: Options
) -> Object:
    """Merge an applied configuration into the stored object, or create it. Raises ApiError Conflict."""
    if not isinstance(config, dict):
        raise bad_request("error decoding YAML: yaml: the configuration is no object")
    schema = schema_of(resource)
    config = copy_json(config)
    meta = config.setdefault("metadata", {})
    meta["name"] = name
    if meta.get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    _check_declared(resource, config, schema, namespace)
    marked = with_changes(options, applied=fields_of(config, schema))
    old = core.storage.get(resource.key, namespace if resource.namespaced else "", name)
    if old is None:
        decoded = decode(core, resource, config, options.field_validation)
        return creation.create_decoded(core, resource, decoded, namespace, marked)
    return _apply_over(core, resource, config, old, marked)


def _check_declared(resource: ApiResource, config: Object, schema: Node | None, namespace: str) -> None:
    unknown = undeclared(config, schema)
    if unknown is None:
        return
    where = f"{namespace}/{config['metadata']['name']}" if resource.namespaced else f"/{config['metadata']['name']}"
    kind = f"{resource.group}/{resource.version}, Kind={resource.kind}"
    words = f"failed to create typed patch object ({where}; {kind}): {shown(unknown)}: field not declared in schema"
    raise ApiError(500, "", words)


def _apply_over(core: Core, resource: ApiResource, config: Object, old: Object, options: Options) -> Object:
    schema = schema_of(resource)
    live = from_stored(core, resource, copy_json(old))
    rows = core.storage.managers.rows(old["metadata"]["uid"])
    others = [row for row in rows if not _is_mine(row, options)]
    before = next((from_fields(row["fieldsV1"]) for row in rows if _is_mine(row, options)), {})
    merged = _pruned(merge(live, config, schema), before, others, schema, options)
    taken = _conflicts(compare(live, merged, schema).written, others)
    if options.field_manager == "kubectl":
        allowed = last_applied_fields(live, resource, schema) if taken else {}
        taken = [] if all(path in allowed for _, path in taken) else [row for row in taken if row[1] not in allowed]
        update_last_applied(live, merged, config)
    if taken and not options.force:
        raise _conflict(taken)
    new, _ = decode_body(core, resource, merged)
    new = to_stored(resource, new)
    new["metadata"].pop("resourceVersion", None)
    strategy_of(resource).default(new)
    return replace(core, resource, new, old, options)


def _is_mine(row: Object, options: Options) -> bool:
    same = row["manager"] == options.field_manager and row.get("subresource", "") == options.subresource
    return same and bool(row["operation"] == "Apply")


def _pruned(merged: Object, before: FieldSet, others: list[Object], schema: Node | None, options: Options) -> Object:
    """Take out what this manager had applied and applies no longer, unless somebody else manages it too."""
    held = {path for row in others for path in from_fields(row["fieldsV1"])}
    dropped = [path for path in before if path not in held and path not in (options.applied or {})]
    for path in sorted(dropped, key=len, reverse=True):
        merged = remove(merged, path, schema)
    return merged


def _conflicts(written: FieldSet, others: list[Object]) -> list[tuple[str, Path]]:
    return [
        (_named(row), path)
        for row in sorted(others, key=lambda found: (found["manager"], found["operation"]))
        for path in sorted(from_fields(row["fieldsV1"]))
        if path in written
    ]


def _named(row: Object) -> str:
    text = quote(row["manager"])
    if row.get("subresource"):
        text += f" with subresource {quote(row['subresource'])}"
    return f"{text} using {row['apiVersion']}" if row["operation"] == "Update" else text


def _conflict(taken: list[tuple[str, Path]]) -> ApiError:
    count = len(taken)
    noun = "conflict" if count == 1 else "conflicts"
    managers: dict[str, list[str]] = {}
    for manager, path in taken:
        managers.setdefault(manager, []).append(shown(path))
    if count == 1:
        words = f"conflict with {taken[0][0]}: {shown(taken[0][1])}"
    else:
        words = "\n".join(f"conflicts with {m}:\n" + "\n".join(f"- {p}" for p in ps) for m, ps in managers.items())
    causes = [
        {"reason": "FieldManagerConflict", "message": f"conflict with {manager}", "field": shown(path)}
        for manager, path in taken
    ]
    return ApiError(409, "Conflict", f"Apply failed with {count} {noun}: {words}", {"causes": causes})
