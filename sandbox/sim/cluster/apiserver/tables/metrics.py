"""Targets of HorizontalPodAutoscalers in one cell.

Models formatHPAMetrics of k8s.io/kubernetes/pkg/printers/internalversion v1.36.
"""

from typing import Any

Object = dict[str, Any]
_SHOWN = 2


def targets(metrics: list[Object], current: list[Object]) -> str:
    """Return ``cpu: 12%/50%`` for each metric, at most two of them."""
    if not metrics:
        return "<none>"
    shown = [_target(metric, current[index] if index < len(current) else {}) for index, metric in enumerate(metrics)]
    if len(shown) > _SHOWN:
        return f"{', '.join(shown[:_SHOWN])} + {len(shown) - _SHOWN} more..."
    return ", ".join(shown)


def _target(metric: Object, current: Object) -> str:
    kind = metric.get("type", "")
    field = kind[:1].lower() + kind[1:]
    source, now = metric.get(field) or {}, (current.get(field) or {}).get("current") or {}
    target = source.get("target") or {}
    named = kind in ("Resource", "ContainerResource")
    prefix = f"{source.get('name', '')}: " if named else ""
    if named and "averageUtilization" in target:
        value = f"{now['averageUtilization']}%" if "averageUtilization" in now else "<unknown>"
        return f"{prefix}{value}/{target['averageUtilization']}%"
    if "averageValue" in target:
        suffix = "" if named or kind == "Pods" else " (avg)"
        return f"{prefix}{now.get('averageValue', '<unknown>')}/{target['averageValue']}{suffix}"
    return f"{prefix}{now.get('value', '<unknown>')}/{target.get('value', '')}"
