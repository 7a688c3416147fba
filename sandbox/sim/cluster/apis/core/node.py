"""Nodes.

Models k8s.io/kubernetes/pkg/apis/core/validation.ValidateNode and pkg/registry/core/node v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, forbidden, invalid, not_supported
from sandbox.sim.cluster.apimachinery.names import label_value_faults, qualified_name
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def default(node: Object) -> None:
    """Give a node its spec."""
    node.setdefault("spec", {})


def validate(node: Object) -> list[FieldError]:
    """Check the taints."""
    faults: list[FieldError] = []
    seen: set[tuple[str, str]] = set()
    for index, taint in enumerate(node["spec"].get("taints") or ()):
        here = f"spec.taints[{index}]"
        key, value, effect = taint.get("key", ""), taint.get("value", ""), taint.get("effect", "")
        faults += [invalid(f"{here}.key", key, words) for words in qualified_name(key)]
        faults += [invalid(f"{here}.value", value, words) for words in label_value_faults(value)]
        if effect not in _EFFECTS:
            faults.append(not_supported(f"{here}.effect", effect, _EFFECTS))
        if (key, effect) in seen:
            faults.append(duplicate(here, taint))
        seen.add((key, effect))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed node."""
    faults = validate(new)
    before, after = old["spec"].get("podCIDR"), new["spec"].get("podCIDR")
    if before and after != before:
        faults.append(forbidden("spec.podCIDRs", 'node updates may not change podCIDR except from "" to valid'))
    return faults


NODE = Strategy(default=default, validate=validate, validate_update=validate_update, has_status=True)
