"""Volumes of Pods.

Models ValidateVolumes and validateVolumeSource of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1123_label, dns1123_subdomain
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.core.pod.environment import (
    VOLUME_FIELDS,
    validate_field_reference,
    validate_resource_reference,
)
from sandbox.sim.cluster.apis.core.pod.paths import validate_free_path
from sandbox.sim.cluster.apis.core.pod.volume_plugins import PLUGINS, Rule
from sandbox.sim.cluster.apis.object_meta import validate_annotations, validate_labels
from sandbox.sim.cluster.apis.storage.claim_spec import validate_claim_spec

Object = dict[str, Any]
_SOURCE_ORDER = (
    "emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker "
    "persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume "
    "photonPersistentDisk portworxVolume azureDisk storageos projected scaleIO csi ephemeral image"
).split()
_PRINTED = {"cephfs": "cephFS", "downwardAPI": "downwarAPI"}
"""Names that upstream spells otherwise where it refuses a second source."""
_ALL_BITS = 0o777
_MODE_WORDS = "must be a number between 0 and 0777 (octal), both inclusive"
_TEN_MINUTES = 600
_LONGEST_TOKEN = 1 << 32
_PULL = ("Always", "IfNotPresent", "Never")


def validate_volumes(
    volumes: list[Object], path: str, pod_name: str = ""
) -> tuple[dict[str, Object], list[FieldError]]:
    """Check a Pod's volumes; returns those without fault by name, and the faults."""
    faults: list[FieldError] = []
    sound: dict[str, Object] = {}
    created = {f"{pod_name}-{volume.get('name', '')}" for volume in volumes if pod_name and "ephemeral" in volume}
    for index, volume in enumerate(volumes):
        here = f"{path}[{index}]"
        name = volume.get("name", "")
        found = _validate_source(volume, here)
        if "ephemeral" in volume and pod_name and name:
            made = f"{pod_name}-{name}"
            told = [f'PVC name "{made}": {text}' for text in dns1123_subdomain(made)]
            found += [invalid(f"{here}.name", name, text) for text in told]
        if not name:
            found.append(required(f"{here}.name"))
        else:
            found += [invalid(f"{here}.name", name, words) for words in dns1123_label(name)]
        if name in sound:
            found.append(duplicate(f"{here}.name", name))
        if found:
            faults += found
        else:
            sound[name] = volume
        claim = (volume.get("persistentVolumeClaim") or {}).get("claimName")
        if claim in created:
            words = "must not reference a PVC that gets created for an ephemeral volume"
            faults.append(invalid(f"{here}.persistentVolumeClaim.claimName", claim, words))
    return sound, faults


def _validate_source(volume: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    given = [name for name in _SOURCE_ORDER if name in volume]
    for index, name in enumerate(given):
        if index:
            here = f"{path}.{_PRINTED.get(name, name)}"
            faults.append(forbidden(here, "may not specify more than 1 volume type"))
        else:
            faults += _RULES[name](volume[name], f"{path}.{name}")
    if not given:
        faults.append(required(path, "must specify a volume type"))
    return faults


def _empty_dir(source: Object, path: str) -> list[FieldError]:
    limit = source.get("sizeLimit")
    if limit is not None and to_quantity(limit).value < 0:
        return [forbidden(f"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity")]
    return []


def _secret(source: Object, path: str) -> list[FieldError]:
    faults = [] if source.get("secretName") else [required(f"{path}.secretName")]
    return faults + _mode(source.get("defaultMode"), f"{path}.defaultMode") + _items(source, path)


def _config_map(source: Object, path: str) -> list[FieldError]:
    faults = [] if source.get("name") else [required(f"{path}.name")]
    return faults + _mode(source.get("defaultMode"), f"{path}.defaultMode") + _items(source, path)


def _mode(mode: int | None, path: str) -> list[FieldError]:
    return [invalid(path, mode, _MODE_WORDS)] if mode is not None and not 0 <= mode <= _ALL_BITS else []


def _items(source: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, item in enumerate(source.get("items", ())):
        here = f"{path}.items[{index}]"
        faults += [required(f"{here}.{key}") for key in ("key", "path") if not item.get(key)]
        faults += validate_free_path(item.get("path", ""), f"{here}.path")
        faults += _mode(item.get("mode"), f"{here}.mode")
    return faults


def _claim(source: Object, path: str) -> list[FieldError]:
    return [] if source.get("claimName") else [required(f"{path}.claimName")]


def _downward(source: Object, path: str) -> list[FieldError]:
    faults = _mode(source.get("defaultMode"), f"{path}.defaultMode")
    for item in source.get("items", ()):
        faults += _downward_item(item, path)
    return faults


def _downward_item(item: Object, path: str) -> list[FieldError]:
    faults = [] if item.get("path") else [required(f"{path}.path")]
    faults += validate_free_path(item.get("path", ""), f"{path}.path")
    if "fieldRef" in item:
        faults += validate_field_reference(item["fieldRef"], f"{path}.fieldRef", VOLUME_FIELDS)
        if "resourceFieldRef" in item:
            words = "fieldRef and resourceFieldRef can not be specified simultaneously"
            faults.append(invalid(path, "resource", words))
    elif "resourceFieldRef" in item:
        faults += validate_resource_reference(item["resourceFieldRef"], f"{path}.resourceFieldRef", in_volume=True)
    else:
        faults.append(required(path, "one of fieldRef and resourceFieldRef is required"))
    return faults + _mode(item.get("mode"), f"{path}.mode")


def _projected(source: Object, path: str) -> list[FieldError]:
    faults = _mode(source.get("defaultMode"), f"{path}.defaultMode")
    taken: set[str] = set()
    for index, projection in enumerate(source.get("sources", ())):
        faults += _projection(projection, path, f"{path}.sources[{index}]", taken)
    return faults


_PROJECTIONS = ("secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate")


def _projection(projection: Object, whole: str, path: str, taken: set[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    given = [name for name in _PROJECTIONS if name in projection]
    for name in given:
        part, here = projection[name], f"{path}.{name}"
        if name in ("secret", "configMap"):
            if not part.get("name"):
                faults.append(required(f"{here}.name"))
            faults += _items(part, here) + _twice(part, part.get("name", ""), whole, taken)
        elif name == "downwardAPI":
            for item in part.get("items", ()):
                faults += _downward_item(item, here)
            faults += _twice(part, None, whole, taken)
        elif name == "serviceAccountToken":
            faults += _token(part, whole, here)
        elif name == "clusterTrustBundle":
            faults += _trust_bundle(part, here)
    if len(given) > 1:
        faults.append(forbidden(path, "may not specify more than 1 volume type per source"))
    return faults


def _twice(part: Object, shown: str | None, whole: str, taken: set[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    for item in part.get("items", ()):
        target = item.get("path")
        if target and target in taken:
            faults.append(invalid(whole, target if shown is None else shown, "conflicting duplicate paths"))
        elif target:
            taken.add(target)
    return faults


def _token(projection: Object, whole: str, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    seconds = projection.get("expirationSeconds", 3600)
    if seconds < _TEN_MINUTES:
        faults.append(invalid(f"{path}.expirationSeconds", seconds, "may not specify a duration less than 10 minutes"))
    if seconds > _LONGEST_TOKEN:
        words = "may not specify a duration larger than 2^32 seconds"
        faults.append(invalid(f"{path}.expirationSeconds", seconds, words))
    if not projection.get("path"):
        return [*faults, required(f"{whole}.path")]
    return faults + validate_free_path(projection["path"], f"{whole}.path")


def _trust_bundle(projection: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if "name" not in projection and "signerName" not in projection:
        faults.append(required(path, "either name or signerName must be specified"))
    if not projection.get("path"):
        faults.append(required(f"{path}.path"))
    return faults + validate_free_path(projection.get("path", ""), f"{path}.path")


def _ephemeral(source: Object, path: str) -> list[FieldError]:
    template = source.get("volumeClaimTemplate")
    if template is None:
        return [required(f"{path}.volumeClaimTemplate")]
    meta, here = template.get("metadata") or {}, f"{path}.volumeClaimTemplate"
    faults = validate_annotations(meta.get("annotations") or {}, f"{here}.metadata.annotations")
    faults += validate_labels(meta.get("labels") or {}, f"{here}.metadata.labels")
    extra = [key for key in meta if key not in ("annotations", "labels") and meta[key]]
    faults += [forbidden(f"{here}.metadata.{key}", "cannot be set") for key in extra]
    return faults + validate_claim_spec(template.get("spec") or {}, f"{here}.spec")


def _image(source: Object, path: str) -> list[FieldError]:
    policy = source.get("pullPolicy", "")
    faults = [] if source.get("reference") else [required(f"{path}.reference")]
    return faults if policy in _PULL else [*faults, not_supported(f"{path}.pullPolicy", policy, _PULL)]


_RULES: dict[str, Rule] = {
    **PLUGINS,
    "emptyDir": _empty_dir,
    "secret": _secret,
    "configMap": _config_map,
    "persistentVolumeClaim": _claim,
    "downwardAPI": _downward,
    "projected": _projected,
    "ephemeral": _ephemeral,
    "image": _image,
}
