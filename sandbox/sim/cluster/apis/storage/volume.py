"""PersistentVolumes.

Models k8s.io/kubernetes/pkg/apis/core/validation and pkg/registry/core/persistentvolume v1.36.
"""

from posixpath import normpath
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1123_label, dns1123_subdomain
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.core.pod.paths import validate_no_backsteps
from sandbox.sim.cluster.apis.core.pod.scheduling import validate_node_selector
from sandbox.sim.cluster.apis.core.pod.volume_plugins import PLUGINS
from sandbox.sim.cluster.apis.storage.claim_spec import VOLUME_MODES, validate_access_modes
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_SOURCES = (
    "hostPath gcePersistentDisk awsElasticBlockStore glusterfs flocker nfs rbd quobyte cephfs iscsi cinder fc "
    "flexVolume azureFile vsphereVolume photonPersistentDisk portworxVolume azureDisk scaleIO local storageos csi"
).split()
_CSI_SECRETS = (
    "controllerPublishSecretRef",
    "controllerExpandSecretRef",
    "nodePublishSecretRef",
    "nodeExpandSecretRef",
)
_POLICIES = ("Delete", "Recycle", "Retain")


def default(obj: Object) -> None:
    """Fill in a volume."""
    obj.setdefault("status", {}).setdefault("phase", "Pending")
    spec = obj.setdefault("spec", {})
    spec.setdefault("persistentVolumeReclaimPolicy", "Retain")
    spec.setdefault("volumeMode", "Filesystem")
    if "hostPath" in spec:
        spec["hostPath"].setdefault("type", "")


def prepare_create(obj: Object) -> None:
    """Begin as Pending, protected while in use."""
    obj["status"] = {"phase": "Pending"}
    finalizers = obj["metadata"].setdefault("finalizers", [])
    if "kubernetes.io/pv-protection" not in finalizers:
        finalizers.append("kubernetes.io/pv-protection")


def validate(obj: Object) -> list[FieldError]:
    """Check a volume."""
    spec = obj["spec"]
    faults = validate_access_modes(spec.get("accessModes", []), "spec.accessModes")
    faults += _capacity(spec.get("capacity"))
    policy = spec.get("persistentVolumeReclaimPolicy")
    if policy not in _POLICIES:
        faults.append(not_supported("spec.persistentVolumeReclaimPolicy", policy, _POLICIES))
    if "nodeAffinity" in spec:
        needed = (spec["nodeAffinity"] or {}).get("required")
        if needed is None:
            faults.append(required("spec.nodeAffinity.required", "must specify required node constraints"))
        else:
            faults += validate_node_selector(needed, "spec.nodeAffinity.required")
    faults += _sources(spec)
    root = normpath(spec.get("hostPath", {}).get("path") or ".") in ("/", "//")
    if root and policy == "Recycle":
        words = "may not be 'recycle' for a hostPath mount of '/'"
        faults.append(forbidden("spec.persistentVolumeReclaimPolicy", words))
    name = spec.get("storageClassName", "")
    if name:
        faults += [invalid("spec.storageClassName", name, words) for words in dns1123_subdomain(name)]
    if spec.get("volumeMode") not in VOLUME_MODES:
        faults.append(not_supported("spec.volumeMode", spec.get("volumeMode"), VOLUME_MODES))
    return faults + _attributes_class(spec)


def _attributes_class(spec: Object) -> list[FieldError]:
    name, path = spec.get("volumeAttributesClassName"), "spec.volumeAttributesClassName"
    if name is None:
        return []
    faults = [invalid(path, name, words) for words in dns1123_subdomain(name)] if name else []
    if not name:
        faults.append(required(path, "an empty string is disallowed"))
    if "csi" not in spec:
        faults.append(required("spec.csi", "has to be specified when using volumeAttributesClassName"))
    return faults


def _capacity(capacity: Object | None) -> list[FieldError]:
    faults = [] if capacity else [required("spec.capacity")]
    if not capacity or "storage" not in capacity or len(capacity) > 1:
        faults.append(not_supported("spec.capacity", capacity or None, ("storage",)))
        return faults
    amount = capacity["storage"]
    quantity = to_quantity(amount)
    if quantity.value < 0:
        faults.append(invalid("spec.capacity[storage]", int(quantity.value), "must be a valid resource quantity"))
    if quantity.value <= 0:
        faults.append(invalid("spec.capacity[storage]", amount, "must be greater than zero"))
    return faults


def _sources(spec: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    given = [name for name in _SOURCES if name in spec]
    for index, name in enumerate(given):
        here = f"spec.{name}"
        if index:
            faults.append(forbidden(here, "may not specify more than 1 volume type"))
        else:
            faults += _source(name, spec, here)
    if not given:
        faults.append(required("spec", "must specify a volume type"))
    return faults


def _source(name: str, spec: Object, path: str) -> list[FieldError]:
    source = spec[name]
    if name == "local":
        faults = [] if source.get("path") else [required(f"{path}.path")]
        faults += validate_no_backsteps(source.get("path", ""), f"{path}.path")
        if "nodeAffinity" not in spec:
            faults.append(required("spec.nodeAffinity", "Local volume requires node affinity"))
        return faults
    faults = PLUGINS[name](source, path)
    if name == "csi":
        faults += [] if source.get("volumeHandle") else [required(f"{path}.volumeHandle")]
        for key in _CSI_SECRETS:
            if key in source:
                faults += _secret(source[key] or {}, f"{path}.{key}")
    return faults


def _secret(reference: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for key, rule in (("name", dns1123_subdomain), ("namespace", dns1123_label)):
        value = reference.get(key, "")
        if not value:
            faults.append(required(f"{path}.{key}"))
        else:
            faults += [invalid(f"{path}.{key}", value, words) for words in rule(value)]
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that source and mode stay."""
    faults = validate(new)
    spec, before = new["spec"], old["spec"]
    if {k: spec.get(k) for k in _SOURCES} != {k: before.get(k) for k in _SOURCES}:
        faults.append(
            forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation")
        )
    if spec.get("volumeMode") != before.get("volumeMode"):
        faults.append(invalid("volumeMode", spec.get("volumeMode"), "field is immutable"))
    if "nodeAffinity" in before and spec.get("nodeAffinity") != before["nodeAffinity"]:
        words = "field is immutable, except for updating from beta label to GA"
        faults.append(invalid("nodeAffinity", spec.get("nodeAffinity"), words))
    return faults


VOLUME = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
)
