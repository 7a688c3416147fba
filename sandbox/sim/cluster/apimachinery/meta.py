"""Reading and writing ``metadata``.

Models k8s.io/apimachinery/pkg/apis/meta/v1 v1.36.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource

Object = dict[str, Any]


def name_of(obj: Mapping[str, Any]) -> str:
    """Return the object's name, empty where it has none yet."""
    return str((obj.get("metadata") or {}).get("name") or "")


def namespace_of(obj: Mapping[str, Any]) -> str:
    """Return the object's namespace, empty for cluster-scoped objects."""
    return str((obj.get("metadata") or {}).get("namespace") or "")


def uid_of(obj: Mapping[str, Any]) -> str:
    """Return the object's uid."""
    return str((obj.get("metadata") or {}).get("uid") or "")


def labels_of(obj: Mapping[str, Any]) -> dict[str, str]:
    """Return the object's labels. Read only."""
    return (obj.get("metadata") or {}).get("labels") or {}


def annotations_of(obj: Mapping[str, Any]) -> dict[str, str]:
    """Return the object's annotations. Read only."""
    return (obj.get("metadata") or {}).get("annotations") or {}


def is_deleting(obj: Mapping[str, Any]) -> bool:
    """Tell whether the object waits for its end."""
    return "deletionTimestamp" in obj["metadata"]


def controller_of(obj: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the owner reference of the controller, or None."""
    for reference in obj["metadata"].get("ownerReferences", ()):
        if reference.get("controller"):
            return dict(reference)
    return None


def owner_reference(owner: Mapping[str, Any], resource: ApiResource) -> Object:
    """Return the reference by which a controller marks what it has made."""
    return {
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "name": name_of(owner),
        "uid": uid_of(owner),
        "controller": True,
        "blockOwnerDeletion": True,
    }


def condition(obj: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    """Return the condition of a type from ``status.conditions``, or None."""
    for found in (obj.get("status") or {}).get("conditions") or ():
        if found.get("type") == kind:
            return dict(found)
    return None
