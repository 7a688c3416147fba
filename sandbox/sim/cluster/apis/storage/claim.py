"""PersistentVolumeClaims.

Models k8s.io/kubernetes/pkg/apis/core/validation and pkg/registry/core/persistentvolumeclaim v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.internal_dump import diff_of
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.storage.claim_spec import default_claim_spec, validate_claim_spec
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_FIXED = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"


def default(obj: Object) -> None:
    """Fill in a claim."""
    obj.setdefault("status", {}).setdefault("phase", "Pending")
    default_claim_spec(obj.setdefault("spec", {}))


def prepare_create(obj: Object) -> None:
    """Begin as Pending, protected while in use."""
    obj["status"] = {"phase": "Pending"}
    finalizers = obj["metadata"].setdefault("finalizers", [])
    if "kubernetes.io/pvc-protection" not in finalizers:
        finalizers.append("kubernetes.io/pvc-protection")


def validate(obj: Object) -> list[FieldError]:
    """Check a claim."""
    return validate_claim_spec(obj["spec"], "spec")


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that only the size of a bound claim grows."""
    faults = validate(new)
    spec, before = new["spec"], old["spec"]
    munged: Object = copy_json(spec)
    if not before.get("volumeName"):
        _put(munged, "volumeName", before.get("volumeName"))
    if before.get("storageClassName") is None and spec.get("storageClassName") is not None:
        _put(munged, "storageClassName", None)
    bound = (old.get("status") or {}).get("phase") == "Bound"
    name = "volumeAttributesClassName"
    if bound and spec.get(name) is not None:
        _put(munged, name, before.get(name))
    wanted = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    had = ((before.get("resources") or {}).get("requests") or {}).get("storage")
    if bound and wanted and had:
        munged["resources"]["requests"]["storage"] = had
    if munged != before:
        faults.append(forbidden("spec", f"{_FIXED}\n{diff_of('PersistentVolumeClaimSpec', before, munged)}"))
    if wanted and had and to_quantity(wanted).value < to_quantity(had).value:
        capacity = ((old.get("status") or {}).get("capacity") or {}).get("storage", "0")
        if to_quantity(wanted).value <= to_quantity(capacity).value:
            words = "field can not be less than status.capacity"
            faults.append(forbidden("spec.resources.requests.storage", words))
    faults += immutable(spec.get("volumeMode"), before.get("volumeMode"), "volumeMode")
    if before.get(name) is not None and not spec.get(name):
        words = "nil" if spec.get(name) is None else "an empty string"
        faults.append(forbidden(f"spec.{name}", f"update from non-nil value to {words} is forbidden"))
    return faults


def _put(target: Object, key: str, value: Any) -> None:
    if value is None:
        target.pop(key, None)
    else:
        target[key] = value


CLAIM = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
)
