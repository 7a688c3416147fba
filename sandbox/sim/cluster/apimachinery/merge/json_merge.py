"""JSON Merge Patch.

Models RFC 7386 as evanphx/json-patch applies it.
"""

from typing import Any


def apply_json_merge(target: Any, patch: Any) -> Any:
    """Return ``target`` changed by ``patch``; null removes, maps merge, everything else replaces."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = apply_json_merge(result.get(key), value)
    return result
