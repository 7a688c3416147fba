"""Label selectors as text.

Models metav1.FormatLabelSelector v1.36.
"""

from typing import Any

Object = dict[str, Any]


def selector_text(selector: Object | None) -> str:
    """Return a LabelSelector as ``app=web,tier in (a,b)``; ``<none>`` for an empty one."""
    if not selector:
        return "<none>"
    parts = [(key, f"{key}={value}") for key, value in (selector.get("matchLabels") or {}).items()]
    parts += [(found["key"], _expression(found)) for found in selector.get("matchExpressions") or []]
    return ",".join(text for _, text in sorted(parts, key=lambda part: part[0])) or "<none>"


def _expression(found: Object) -> str:
    values = f"({','.join(sorted(found.get('values') or []))})"
    match found["operator"]:
        case "In":
            return f"{found['key']} in {values}"
        case "NotIn":
            return f"{found['key']} notin {values}"
        case "Exists":
            return str(found["key"])
    return f"!{found['key']}"


def set_text(labels: dict[str, str] | None) -> str:
    """Return a plain map of labels as ``a=b,c=d``; ``<none>`` for an empty one."""
    return ",".join(f"{key}={value}" for key, value in sorted((labels or {}).items())) or "<none>"
