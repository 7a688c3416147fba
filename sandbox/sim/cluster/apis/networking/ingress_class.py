"""IngressClasses.

Models k8s.io/kubernetes/pkg/apis/networking/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required, too_long
from sandbox.sim.cluster.apimachinery.names import dns1123_label, dns1123_subdomain, path_segment
from sandbox.sim.cluster.apis.object_meta import domain_prefixed_path, immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_LONGEST = 250


def default(obj: Object) -> None:
    """Let parameters be cluster-wide where nothing else is said."""
    parameters = (obj.get("spec") or {}).get("parameters")
    if parameters is not None:
        parameters.setdefault("scope", "Cluster")


def validate_reference(reference: Object, path: str) -> list[FieldError]:
    """Check a reference to an object by group, kind and name."""
    faults: list[FieldError] = []
    group = reference.get("apiGroup")
    if group is not None:
        faults += [invalid(f"{path}.apiGroup", group, words) for words in dns1123_subdomain(group)]
    for key in ("kind", "name"):
        value = reference.get(key, "")
        if not value:
            faults.append(required(f"{path}.{key}"))
        else:
            faults += [invalid(f"{path}.{key}", value, words) for words in path_segment(value)]
    return faults


def validate(obj: Object) -> list[FieldError]:
    """Check a class."""
    spec = obj.get("spec") or {}
    controller, parameters = spec.get("controller", ""), spec.get("parameters")
    faults = [too_long("spec.controller", _LONGEST)] if len(controller) > _LONGEST else []
    faults += domain_prefixed_path(controller, "spec.controller")
    return faults if parameters is None else faults + _parameters(parameters, "spec.parameters")


def _parameters(parameters: Object, path: str) -> list[FieldError]:
    faults, scope, space = validate_reference(parameters, path), parameters.get("scope"), parameters.get("namespace")
    if scope is None:
        return [*faults, required(f"{path}.scope")]
    if scope not in ("Cluster", "Namespace"):
        return [*faults, not_supported(f"{path}.scope", scope, ("Cluster", "Namespace"))]
    if scope == "Cluster":
        words = "`parameters.scope` is set to 'Cluster'"
        return faults if space is None else [*faults, forbidden(f"{path}.namespace", words)]
    if space is None:
        return [*faults, required(f"{path}.namespace", "`parameters.scope` is set to 'Namespace'")]
    return faults + [invalid(f"{path}.namespace", space, words) for words in dns1123_label(space)]


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that the controller stays."""
    after, before = (new.get("spec") or {}).get("controller"), (old.get("spec") or {}).get("controller")
    return immutable(after, before, "spec.controller") + validate(new)


INGRESS_CLASS = Strategy(default=default, validate=validate, validate_update=validate_update, generation=True)
