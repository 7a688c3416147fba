"""Server-side apply.

Models k8s.io/apimachinery/pkg/util/managedfields and sigs.k8s.io/structured-merge-diff v1.36 among managers that apply.
Not modelled: fields that were set by create, update and patch have no manager, so applying over them never conflicts.
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
    Path,
    from_fields,
    merge,
    paths_of,
    remove,
    shown,
    to_fields,
    undeclared,
)
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
    config.setdefault("metadata", {})["name"] = name
    _check_declared(resource, config, schema, namespace)
    mine = paths_of(config, schema)
    old = core.storage.get(resource.key, namespace if resource.namespaced else "", name)
    if old is None:
        marked = with_changes(options, applied=_entry(core, resource, options, list(mine)))
        decoded = decode(core, resource, config, options.field_validation)
        return creation.create_decoded(core, resource, decoded, namespace, marked)
    return _apply_over(core, resource, config, mine, old, options)


def _check_declared(resource: ApiResource, config: Object, schema: Node | None, namespace: str) -> None:
    unknown = undeclared(config, schema)
    if unknown is None:
        return
    where = f"{namespace}/{config['metadata']['name']}" if resource.namespaced else f"/{config['metadata']['name']}"
    kind = f"{resource.group}/{resource.version}, Kind={resource.kind}"
    words = f"failed to create typed patch object ({where}; {kind}): {shown(unknown)}: field not declared in schema"
    raise ApiError(500, "", words)


def _apply_over(  # noqa: PLR0917  (one part of a request each)
    core: Core, resource: ApiResource, config: Object, mine: dict[Path, Any], old: Object, options: Options
) -> Object:
    schema = schema_of(resource)
    shown_old = from_stored(core, resource, copy_json(old))
    live = paths_of(shown_old, schema)
    others = _others(old, options)
    taken = _conflicts(mine, live, others)
    if taken and not options.force:
        raise _conflict(taken)
    merged = merge(shown_old, config, schema)
    held = {path for paths in others.values() for path in paths}
    for path in _before(old, options):
        if path not in mine and path not in held:
            merged = remove(merged, path, schema)
    new, _ = decode_body(core, resource, merged)
    new = to_stored(resource, new)
    new["metadata"].pop("resourceVersion", None)
    strategy_of(resource).default(new)
    marked = with_changes(options, applied=_entry(core, resource, options, list(mine)))
    return replace(core, resource, new, old, marked)


def _entries(old: Object) -> list[Object]:
    return [row for row in old["metadata"].get("managedFields", ()) if row["operation"] == "Apply"]


def _others(old: Object, options: Options) -> dict[str, list[Path]]:
    rows = [row for row in _entries(old) if row["manager"] != options.field_manager]
    return {row["manager"]: from_fields(row["fieldsV1"]) for row in rows}


def _before(old: Object, options: Options) -> list[Path]:
    rows = [row for row in _entries(old) if row["manager"] == options.field_manager]
    return from_fields(rows[0]["fieldsV1"]) if rows else []


def _conflicts(mine: dict[Path, Any], live: dict[Path, Any], others: dict[str, list[Path]]) -> list[tuple[str, Path]]:
    return [
        (manager, path)
        for manager, paths in sorted(others.items())
        for path in sorted(paths)
        if path in mine and mine[path] != live.get(path)
    ]


def _conflict(taken: list[tuple[str, Path]]) -> ApiError:
    count = len(taken)
    noun = "conflict" if count == 1 else "conflicts"
    managers: dict[str, list[str]] = {}
    for manager, path in taken:
        managers.setdefault(manager, []).append(shown(path))
    if count == 1:
        words = f"conflict with {quote(taken[0][0])}: {shown(taken[0][1])}"
    else:
        words = "\n".join(
            f"conflicts with {quote(m)}:\n" + "\n".join(f"- {p}" for p in ps) for m, ps in managers.items()
        )
    causes = [
        {"reason": "FieldManagerConflict", "message": f"conflict with {quote(manager)}", "field": shown(path)}
        for manager, path in taken
    ]
    return ApiError(409, "Conflict", f"Apply failed with {count} {noun}: {words}", {"causes": causes})


def _entry(core: Core, resource: ApiResource, options: Options, paths: list[Path]) -> Object:
    return {
        "manager": options.field_manager,
        "operation": "Apply",
        "apiVersion": resource.api_version,
        "time": core.clock.rfc3339(),
        "fieldsType": "FieldsV1",
        "fieldsV1": to_fields(paths),
    }
