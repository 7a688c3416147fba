"""The spec of a PersistentVolumeClaim, of its own and in templates.

Models ValidatePersistentVolumeClaimSpec of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1123_subdomain
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.core.pod.resources import validate_resource_name
from sandbox.sim.cluster.apis.object_meta import validate_label_selector

Object = dict[str, Any]
ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
VOLUME_MODES = ("Block", "Filesystem")
_ALONE = "may not use ReadWriteOncePod with other access modes"


def default_claim_spec(spec: Object) -> None:
    """Fill in a claim's spec."""
    spec.setdefault("volumeMode", "Filesystem")
    spec.setdefault("resources", {})


def validate_access_modes(modes: list[str], path: str) -> list[FieldError]:
    """Check access modes."""
    faults = [] if modes else [required(path)]
    faults += [not_supported(path, mode, ACCESS_MODES) for mode in modes if mode not in ACCESS_MODES]
    if "ReadWriteOncePod" in modes and len(modes) > 1:
        faults.append(forbidden(path, _ALONE))
    return faults


def validate_claim_spec(spec: Object, path: str) -> list[FieldError]:
    """Check a claim's spec."""
    modes = spec.get("accessModes", [])
    faults = [] if modes else [required(f"{path}.accessModes", "at least 1 access mode is required")]
    faults += validate_label_selector(spec.get("selector"), f"{path}.selector")
    faults += [not_supported(f"{path}.accessModes", mode, ACCESS_MODES) for mode in modes if mode not in ACCESS_MODES]
    if "ReadWriteOncePod" in modes and len(modes) > 1:
        faults.append(forbidden(f"{path}.accessModes", _ALONE))
    faults += _storage(spec, f"{path}.resources")
    name = spec.get("storageClassName")
    if name:
        faults += [invalid(f"{path}.storageClassName", name, words) for words in dns1123_subdomain(name)]
    mode = spec.get("volumeMode")
    if mode is not None and mode not in VOLUME_MODES:
        faults.append(not_supported(f"{path}.volumeMode", mode, VOLUME_MODES))
    return faults


def _storage(spec: Object, path: str) -> list[FieldError]:
    requests = (spec.get("resources") or {}).get("requests") or {}
    if "storage" not in requests:
        return [required(f"{path}[storage]")]
    faults = validate_resource_name("storage", f"{path}[storage]")
    if to_quantity(requests["storage"]).value <= 0:
        faults.append(invalid(f"{path}[storage]", requests["storage"], "must be greater than zero"))
    return faults
