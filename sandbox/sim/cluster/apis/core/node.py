"""Nodes.

Models k8s.io/kubernetes/pkg/apis/core/validation.ValidateNode and pkg/registry/core/node v1.36.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    GoStruct,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import cidr, label_value_faults, qualified_name
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_UNIQUE = "taints must be unique by key and effect pair"
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def default(node: Object) -> None:
    """Give a node its spec."""
    node.setdefault("spec", {})


def validate(node: Object) -> list[FieldError]:
    """Check a node; upstream shows the taints under ``metadata``."""
    spec, faults = node["spec"], _taints(node["spec"].get("taints") or ())
    networks = spec.get("podCIDRs") or []
    for index, network in enumerate(networks):
        faults += [invalid(f"spec.podCIDRs[{index}]", network, words) for words in cidr(network)]
    return faults


def _taints(taints: Iterable[Object]) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[tuple[str, str]] = set()
    for index, taint in enumerate(taints):
        here = f"metadata.taints[{index}]"
        key, value, effect = taint.get("key", ""), taint.get("value", ""), taint.get("effect", "")
        faults += [invalid(f"{here}.key", key, words) for words in qualified_name(key)]
        words_of = label_value_faults(value)
        faults += [invalid(f"{here}.value", value, ";".join(words_of))] if words_of else []
        if not effect:
            faults.append(required(f"{here}.effect"))
        elif effect not in _EFFECTS:
            faults.append(not_supported(f"{here}.effect", effect, _EFFECTS))
        if (key, effect) in seen:
            shown = GoStruct(Key=key, Value=value, Effect=effect, TimeAdded=taint.get("timeAdded"))
            fault = duplicate(here, shown)
            faults.append(FieldError(fault.reason, here, f"{fault.body}: {_UNIQUE}"))
        seen.add((key, effect))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed node: what was assigned to it stays."""
    spec, before, faults = new["spec"], old["spec"], list[FieldError]()
    had, has = before.get("podCIDRs") or [], spec.get("podCIDRs") or []
    changed = [1] if len(had) != len(has) else [1 for one, other in zip(had, has, strict=True) if one != other]
    words = 'node updates may not change podCIDR except from "" to valid'
    faults += [forbidden("spec.podCIDRs", words) for _ in (changed if had else ())]
    if before.get("providerID") and spec.get("providerID") != before["providerID"]:
        words = 'node updates may not change providerID except from "" to valid'
        faults.append(forbidden("spec.providerID", words))
    faults += _taints(spec.get("taints") or ())
    if spec.get("externalID") != before.get("externalID"):
        faults.append(forbidden("spec.externalID", "may not be updated"))
    return faults


NODE = Strategy(default=default, validate=validate, validate_update=validate_update, has_status=True)
