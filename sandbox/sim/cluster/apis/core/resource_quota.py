"""ResourceQuotas.

Models ValidateResourceQuota of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, invalid, required
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.core.pod.resources import validate_resource_name
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_COUNTS = (
    "pods services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims "
    "services.nodeports services.loadbalancers"
).split()
_SCOPES = ("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
           "CrossNamespacePodAffinity", "VolumeAttributesClass")  # fmt: skip
_STANDARD = (
    "cpu memory requests.cpu requests.memory requests.storage requests.ephemeral-storage limits.cpu limits.memory "
    "limits.ephemeral-storage ephemeral-storage resourcequotas services pods replicationcontrollers secrets "
    "persistentvolumeclaims configmaps services.nodeports services.loadbalancers"
).split()
_NOT_FOR = "unsupported scope applied to resource"
_EXISTS_ONLY = ("BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "CrossNamespacePodAffinity")
_EXISTS_WORDS = (
    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
    "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
)
_COMPUTE = ("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory")


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {}
    obj.setdefault("spec", {})


def validate(obj: Object) -> list[FieldError]:
    """Check a quota."""
    spec = obj.get("spec") or {}
    hard, faults = spec.get("hard") or {}, list[FieldError]()
    for name, amount in sorted(hard.items()):
        here = f"spec.hard[{name}]"
        faults += _name(name, here)
        quantity = to_quantity(amount)
        if quantity.value < 0:
            faults.append(invalid(here, amount, "must be greater than or equal to 0"))
        if (name in _COUNTS or name.startswith("count/")) and quantity.value.denominator != 1:
            faults.append(invalid(here, amount, "must be an integer"))
    return faults + _scopes(spec.get("scopes"), hard) + _selector(spec, hard)


def _name(name: str, path: str) -> list[FieldError]:
    if name.startswith("count/"):
        return []
    faults = validate_resource_name(name, path)
    huge = name.startswith(("hugepages-", "requests.hugepages-"))
    if "/" not in name and not qualified_name(name) and name not in _STANDARD and not huge:
        faults.append(invalid(path, name, "must be a standard resource for quota"))
    return faults


def _scopes(scopes: list[str] | None, hard: Object) -> list[FieldError]:
    if not scopes:
        return []
    faults: list[FieldError] = []
    for scope in scopes:
        if scope not in _SCOPES:
            faults.append(invalid("spec.scopes", scopes, "unsupported scope"))
        faults += [invalid("spec.scopes", scopes, _NOT_FOR) for name in sorted(hard) if not _applies(scope, name)]
    return faults + _exclusive(scopes, scopes)


def _exclusive(found: list[str], shown: list[str] | None) -> list[FieldError]:
    both = ({"BestEffort", "NotBestEffort"}, {"Terminating", "NotTerminating"})
    return [invalid("spec.scopes", shown, "conflicting scopes") for pair in both if pair <= set(found)]


def _selector(spec: Object, hard: Object) -> list[FieldError]:
    selector, path = spec.get("scopeSelector"), "spec.scopeSelector.matchExpressions"
    if selector is None:
        return []
    faults: list[FieldError] = []
    rows = selector.get("matchExpressions") or []
    for row in rows:
        scope = row.get("scopeName", "")
        if scope not in _SCOPES:
            faults.append(invalid(f"{path}.scopeName", scope, "unsupported scope"))
        shown = {"MatchExpressions": [_shown(found) for found in rows]}
        faults += [invalid(path, shown, _NOT_FOR) for name in sorted(hard) if not _applies(scope, name)]
        faults += _operator(scope, row, path)
    return faults + _exclusive([row.get("scopeName", "") for row in rows], spec.get("scopes"))


def _shown(row: Object) -> GoStruct:
    return GoStruct(ScopeName=row.get("scopeName", ""), Operator=row.get("operator", ""), Values=row.get("values"))


def _operator(scope: str, row: Object, path: str) -> list[FieldError]:
    operator, values = row.get("operator", ""), row.get("values")
    faults: list[FieldError] = []
    if scope in _EXISTS_ONLY and operator != "Exists":
        faults.append(invalid(f"{path}.operator", operator, _EXISTS_WORDS))
    if operator in ("In", "NotIn"):
        words = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
        return faults if values else [*faults, required(f"{path}.values", words)]
    if operator in ("Exists", "DoesNotExist"):
        words = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
        return [*faults, invalid(f"{path}.values", values, words)] if values else faults
    return [*faults, invalid(f"{path}.operator", operator, "not a valid selector operator")]


def _applies(scope: str, name: str) -> bool:
    """Tell whether a scope can narrow a resource; other resources than quota's own always pass, as upstream."""
    if name not in _STANDARD or scope not in _SCOPES:
        return name not in _STANDARD
    if scope == "BestEffort":
        return name == "pods"
    if scope == "VolumeAttributesClass":
        return name in ("persistentvolumeclaims", "requests.storage")
    return name == "pods" or name in _COMPUTE


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that the scopes stay."""
    faults = validate(new)
    before, after = (old.get("spec") or {}).get("scopes"), (new.get("spec") or {}).get("scopes")
    if set(before or ()) == set(after or ()):
        return faults
    return faults + immutable(after, before, "spec.scopes")


RESOURCE_QUOTA = Strategy(
    prepare_create=prepare_create, validate=validate, validate_update=validate_update, has_status=True
)
