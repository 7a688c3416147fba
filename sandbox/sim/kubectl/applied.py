"""The annotation in which ``kubectl apply`` remembers what it sent.

Models k8s.io/kubectl/pkg/util/apply.go v1.36.
"""

import json
from typing import Any

from sandbox.sim.kubectl.printers.json_writer import compact_json

Object = dict[str, Any]
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def configuration_of(obj: Object) -> str:
    """Return what is remembered of an object: its JSON without the annotation itself, and a newline."""
    meta = dict(obj.get("metadata") or {})
    annotations = {key: value for key, value in (meta.get("annotations") or {}).items() if key != LAST_APPLIED}
    meta["annotations"] = annotations
    return compact_json({**obj, "metadata": meta}) + "\n"


def with_last_applied(obj: Object) -> Object:
    """Return the object with the annotation."""
    meta = dict(obj.get("metadata") or {})
    meta["annotations"] = {**(meta.get("annotations") or {}), LAST_APPLIED: configuration_of(obj)}
    return {**obj, "metadata": meta}


def with_typed_configuration(obj: Object) -> Object:
    """Return an object that a generator made with the annotation, in the order of its Go struct."""
    text = json.dumps(obj, separators=(",", ":"), ensure_ascii=False) + "\n"
    meta = obj["metadata"]
    return {**obj, "metadata": {**meta, "annotations": {**meta.get("annotations", {}), LAST_APPLIED: text}}}


def last_applied(obj: Object) -> str | None:
    """Return what was remembered, or None."""
    annotations = (obj.get("metadata") or {}).get("annotations") or {}
    found = annotations.get(LAST_APPLIED)
    return None if found is None else str(found)
