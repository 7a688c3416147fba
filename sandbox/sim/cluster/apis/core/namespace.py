"""Namespaces.

Models k8s.io/kubernetes/pkg/registry/core/namespace and the PodSecurity labels' validation v1.36.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid
from sandbox.sim.cluster.apimachinery.names import dns1123_label
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_LEVELS = ("privileged", "baseline", "restricted")
_PREFIX = "pod-security.kubernetes.io/"


def default(namespace: Object) -> None:
    """Give a namespace the label of its own name."""
    name = (namespace.get("metadata") or {}).get("name")
    if name:
        namespace["metadata"].setdefault("labels", {}).setdefault("kubernetes.io/metadata.name", name)


def prepare_create(namespace: Object) -> None:
    """Begin as Active, with the finalizer that empties it later."""
    namespace["status"] = {"phase": "Active"}
    finalizers = namespace.setdefault("spec", {}).setdefault("finalizers", [])
    if "kubernetes" not in finalizers:
        finalizers.append("kubernetes")


def prepare_update(new: Object, old: Object) -> None:
    """Leave finalizers to the namespace controller."""
    new["spec"] = old.get("spec", {})


def validate(namespace: Object) -> list[FieldError]:
    """Check the labels that set the level of Pod security."""
    faults: list[FieldError] = []
    for key, value in sorted((namespace["metadata"].get("labels") or {}).items()):
        if not key.startswith(_PREFIX):
            continue
        mode = key.removeprefix(_PREFIX)
        here = f"metadata.labels[{key}]"
        if mode in ("enforce", "audit", "warn") and value not in _LEVELS:
            faults.append(invalid(here, value, f"must be one of {', '.join(_LEVELS)}"))
        if mode.endswith("-version") and value != "latest" and not re.fullmatch(r"v1\.\d+", value):
            faults.append(invalid(here, value, 'must be "latest" or "v1.x"'))
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed namespace."""
    return validate(new)


NAMESPACE = Strategy(
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_update=validate_update,
    name_rule=dns1123_label,
    has_status=True,
)
