"""The spec of a PersistentVolumeClaim, of its own and in templates.

Models ValidatePersistentVolumeClaimSpec of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1123_label, dns1123_subdomain
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
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
    faults += _data_sources(spec, path)
    attributes = spec.get("volumeAttributesClassName")
    if attributes:
        here = f"{path}.volumeAttributesClassName"
        faults += [invalid(here, attributes, words) for words in dns1123_subdomain(attributes)]
    return faults


def _data_sources(spec: Object, path: str) -> list[FieldError]:
    source, reference, faults = spec.get("dataSource"), spec.get("dataSourceRef"), list[FieldError]()
    for key in ("dataSource", "dataSourceRef"):
        if spec.get(key) is not None:
            faults += _data_source(spec[key], f"{path}.{key}")
    if source is None or reference is None:
        return faults
    if reference.get("namespace"):
        words = "may not be specified when dataSourceRef.namespace is specified"
        faults.append(invalid(path, f"{path}.dataSource", words))
    elif any(source.get(key) != reference.get(key) for key in ("apiGroup", "kind", "name")):
        faults.append(invalid(path, f"{path}.dataSource", "must match dataSourceRef"))
    return faults


def _data_source(source: Object, path: str) -> list[FieldError]:
    faults = [required(f"{path}.{key}") for key in ("name", "kind") if not source.get(key)]
    group, kind = source.get("apiGroup") or "", source.get("kind", "")
    if not group and kind != "PersistentVolumeClaim":
        words = "must be 'PersistentVolumeClaim' when referencing the default apiGroup"
        faults.append(invalid(path, kind, words))
    if group:
        faults += [invalid(f"{path}.apiGroup", group, words) for words in dns1123_subdomain(group)]
    if source.get("namespace"):
        space = source["namespace"]
        faults += [invalid(f"{path}.namespace", space, words) for words in dns1123_label(space)]
    return faults


def _storage(spec: Object, path: str) -> list[FieldError]:
    requests = (spec.get("resources") or {}).get("requests") or {}
    if "storage" not in requests:
        return [required(f"{path}[storage]")]
    if to_quantity(requests["storage"]).value <= 0:
        return [invalid(f"{path}[storage]", requests["storage"], "must be greater than zero")]
    return []
