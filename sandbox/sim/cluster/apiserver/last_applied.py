"""The way from client-side to server-side apply: what kubectl has written in its annotation is kubectl's.

Models lastAppliedManager and lastAppliedUpdater of k8s.io/apimachinery/pkg/util/managedfields/internal v1.36: the
manager ``kubectl`` does not conflict over fields that the annotation holds as they are.
"""

from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.schema import Node
from sandbox.sim.cluster.apiserver.field_sets import FieldSet, compare, fields_of

Object = dict[str, Any]
ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"


def last_applied_fields(live: Object, resource: ApiResource, schema: Node | None) -> FieldSet:
    """Return the fields that client-side apply has set and nobody changed since."""
    text = (live["metadata"].get("annotations") or {}).get(ANNOTATION)
    try:
        applied = orjson.loads(text) if text else None
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(applied, dict) or applied.get("apiVersion") != resource.api_version:
        return {}
    different = compare(applied, live, schema)
    return {
        path: None
        for path in fields_of(applied, schema)
        if path not in different.written and path not in different.removed
    }


def update_last_applied(live: Object, merged: Object, config: Object) -> None:
    """Keep the annotation, where there is one, true to what is applied now."""
    if ANNOTATION not in (live["metadata"].get("annotations") or {}):
        return
    annotations = {k: v for k, v in (config["metadata"].get("annotations") or {}).items() if k != ANNOTATION}
    kept = {**config["metadata"], "annotations": annotations} if annotations else dict(config["metadata"])
    text = orjson.dumps({**config, "metadata": kept}, option=orjson.OPT_SORT_KEYS).decode() + "\n"
    meta = merged["metadata"] = {**merged["metadata"]}
    meta["annotations"] = {**(meta.get("annotations") or {}), ANNOTATION: text}
