"""Which field tells the items of a list of maps apart.

Models the patch merge keys of the Kubernetes OpenAPI schema v1.36, and the fields that do the same in `docker inspect`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_BY_LIST: Mapping[str, tuple[str, ...]] = {
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "ports": ("containerPort", "port", "name"),
    "conditions": ("type",),
    "addresses": ("type",),
    "hostAliases": ("ip",),
    "podIPs": ("ip",),
    "ownerReferences": ("name",),
    "topologySpreadConstraints": ("topologyKey",),
    "items": ("key", "name"),
    "matchExpressions": ("key",),
    "Mounts": ("Destination",),
}
_ELSEWHERE = ("name",)


def find_merge_key(list_name: str, items: Sequence[Any]) -> str | None:
    """Return the key that every expected item has, each with a value of its own; None where there is none."""
    for key in _BY_LIST.get(list_name, _ELSEWHERE):
        values = [item.get(key) for item in items if isinstance(item, dict)]
        if len(values) == len(items) and all(isinstance(value, (str, int)) for value in values):
            return key if len(set(values)) == len(values) else None
    return None
