"""What becomes of a CustomResourceDefinition once it is stored: names accepted, resource served.

Models k8s.io/apiextensions-apiserver/pkg/controller/{status,establish,finalizer} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apiserver.core import Core

Object = dict[str, Any]
_KEY = "apiextensions.k8s.io/customresourcedefinitions"


def establish(core: Core, definition: Object) -> None:
    """Accept the names and begin to serve the resource."""
    if any(c["type"] == "Established" for c in (definition.get("status") or {}).get("conditions") or ()):
        return
    now = core.clock.rfc3339()
    new = copy_json(definition)
    names = new["spec"]["names"]
    stored = next((v["name"] for v in new["spec"]["versions"] if v.get("storage")), "")
    new["status"] = {
        "acceptedNames": copy_json(names),
        "conditions": [
            _condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            _condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now),
        ],
        "storedVersions": [stored],
    }
    new["metadata"]["resourceVersion"] = str(core.storage.next_version())
    core.storage.put(_KEY, new)


def _condition(kind: str, reason: str, message: str, now: str) -> Object:
    return {"type": kind, "status": "True", "reason": reason, "message": message, "lastTransitionTime": now}


def forget(core: Core, definition: Object) -> None:
    """Remove every object of a resource that is no longer defined."""
    spec = definition["spec"]
    key = f"{spec['group']}/{spec['names']['plural']}"
    for obj in list(core.storage.scan(key)):
        core.storage.remove(key, obj)
