"""Who manages which field.

Models ``metadata.managedFields`` of k8s.io/apimachinery/pkg/util/managedfields v1.36 for managers that apply.
Not modelled: entries of managers that create, update or patch.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.core import Options
from sandbox.sim.cluster.apiserver.field_sets import from_fields, to_fields

Object = dict[str, Any]


def track(obj: Object, options: Options) -> None:
    """Record what an apply has set, and take those fields from other managers where it was forced to."""
    entry = options.applied
    if entry is None:
        return
    mine = set(from_fields(entry["fieldsV1"]))
    kept = []
    for row in obj["metadata"].get("managedFields", ()):
        if row["manager"] == entry["manager"] and row["operation"] == "Apply":
            if row["fieldsV1"] == entry["fieldsV1"]:
                entry = row
            continue
        left = [path for path in from_fields(row["fieldsV1"]) if not (options.force and path in mine)]
        if left:
            kept.append({**row, "fieldsV1": to_fields(left)})
    obj["metadata"]["managedFields"] = [*kept, entry]
