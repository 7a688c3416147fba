"""Volumes and their mounts.

Models ValidateVolumes, validateVolumeSource and ValidateVolumeMounts of k8s.io/kubernetes/pkg/apis/core/validation
v1.36. Not modelled: the in-tree plugins that have left Kubernetes beyond their required fields.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import config_map_key, dns1123_label, dns1123_subdomain
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apis.core.pod.environment import (
    VOLUME_FIELDS,
    validate_field_reference,
    validate_resource_reference,
)

Object = dict[str, Any]
_SOURCE_ORDER = (
    "emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker "
    "persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume "
    "photonPersistentDisk portworxVolume azureDisk storageos projected scaleIO csi ephemeral image"
).split()
_HOST_PATH_TYPES = ("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket")
_ALL_BITS = 0o777
_MODE_WORDS = "must be a number between 0 and 0777 (octal), both inclusive"
_PROPAGATIONS = ("Bidirectional", "HostToContainer", "None")


def validate_volumes(volumes: list[Object], path: str) -> list[FieldError]:
    """Check a Pod's volumes."""
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, volume in enumerate(volumes):
        here = f"{path}[{index}]"
        name = volume.get("name", "")
        source = _validate_source(volume, here)
        if not name:
            source.append(required(f"{here}.name"))
        else:
            source += [invalid(f"{here}.name", name, words) for words in dns1123_label(name)]
        if name and name in names:
            source.append(duplicate(f"{here}.name", name))
        if not source:
            names.add(name)
        faults += source
    return faults


def _validate_source(volume: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    given = [name for name in _SOURCE_ORDER if name in volume]
    for index, name in enumerate(given):
        here = f"{path}.{name}"
        if index:
            faults.append(forbidden(here, "may not specify more than 1 volume type"))
        elif name in _RULES:
            faults += _RULES[name](volume[name], here)
    if not given:
        faults.append(required(path, "must specify a volume type"))
    return faults


def _empty_dir(source: Object, path: str) -> list[FieldError]:
    limit = source.get("sizeLimit")
    if limit is not None and to_quantity(limit).value < 0:
        return [forbidden(f"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity")]
    return []


def _host_path(source: Object, path: str) -> list[FieldError]:
    wanted = source.get("path", "")
    if not wanted:
        return [required(f"{path}.path")]
    faults = validate_no_backsteps(wanted, f"{path}.path")
    if source.get("type", "") not in _HOST_PATH_TYPES:
        faults.append(not_supported(f"{path}.type", source["type"], _HOST_PATH_TYPES))
    return faults


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
        key, target = item.get("key", ""), item.get("path", "")
        if not key:
            faults.append(required(f"{here}.key"))
        else:
            faults += [invalid(f"{here}.key", key, words) for words in config_map_key(key)]
        if not target:
            faults.append(required(f"{here}.path"))
        faults += validate_descending_path(target, f"{here}.path", no_dot_dot_prefix=True)
        faults += _mode(item.get("mode"), f"{here}.mode")
    return faults


def _claim(source: Object, path: str) -> list[FieldError]:
    return [] if source.get("claimName") else [required(f"{path}.claimName")]


def _nfs(source: Object, path: str) -> list[FieldError]:
    faults = [required(f"{path}.{key}") for key in ("server", "path") if not source.get(key)]
    if source.get("path") and not source["path"].startswith("/"):
        faults.append(invalid(f"{path}.path", source["path"], "must be an absolute path"))
    return faults


def _downward(source: Object, path: str) -> list[FieldError]:
    faults = _mode(source.get("defaultMode"), f"{path}.defaultMode")
    for index, item in enumerate(source.get("items", ())):
        faults += _downward_item(item, path, index)
    return faults


def _downward_item(item: Object, path: str, _index: int) -> list[FieldError]:
    faults: list[FieldError] = []
    if not item.get("path"):
        faults.append(required(f"{path}.path"))
    faults += validate_descending_path(item.get("path", ""), f"{path}.path", no_dot_dot_prefix=True)
    if "fieldRef" in item:
        faults += validate_field_reference(item["fieldRef"], f"{path}.fieldRef", VOLUME_FIELDS)
        if "resourceFieldRef" in item:
            faults.append(
                invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
            )
    elif "resourceFieldRef" in item:
        faults += validate_resource_reference(item["resourceFieldRef"], f"{path}.resourceFieldRef", in_volume=True)
    else:
        faults.append(required(path, "one of fieldRef and resourceFieldRef is required"))
    return faults + _mode(item.get("mode"), f"{path}.mode")


def _projected(source: Object, path: str) -> list[FieldError]:
    faults = _mode(source.get("defaultMode"), f"{path}.defaultMode")
    for index, projection in enumerate(source.get("sources", ())):
        faults += _projection(projection, f"{path}.sources[{index}]")
    return faults


def _projection(projection: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    kinds = ("secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate")
    given = [name for name in kinds if name in projection]
    for index, name in enumerate(given):
        here = f"{path}.{name}"
        if index:
            faults.append(forbidden(here, "may not specify more than 1 volume type per source"))
        elif name in ("secret", "configMap"):
            if not projection[name].get("name"):
                faults.append(required(f"{here}.name"))
            faults += _items(projection[name], here)
        elif name == "downwardAPI":
            faults += _downward(projection[name], here)
        elif name == "serviceAccountToken":
            faults += _token(projection[name], here)
    if not given:
        faults.append(required(path, "must specify a volume type"))
    return faults


def _token(projection: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    seconds = projection.get("expirationSeconds", 3600)
    if seconds < 600:  # noqa: PLR2004  (ten minutes are upstream's least)
        faults.append(invalid(f"{path}.expirationSeconds", seconds, "may not specify a duration less than 10 minutes"))
    if not projection.get("path"):
        faults.append(required(f"{path}.path"))
    return faults


_RULES = {
    "emptyDir": _empty_dir,
    "hostPath": _host_path,
    "secret": _secret,
    "configMap": _config_map,
    "persistentVolumeClaim": _claim,
    "nfs": _nfs,
    "downwardAPI": _downward,
    "projected": _projected,
}


def validate_no_backsteps(wanted: str, path: str) -> list[FieldError]:
    """Check that a path has no ``..`` step."""
    return [invalid(path, wanted, "must not contain '..'")] if ".." in wanted.split("/") else []


def validate_descending_path(wanted: str, path: str, *, no_dot_dot_prefix: bool = False) -> list[FieldError]:
    """Check that a path is relative and stays below its root."""
    faults = [invalid(path, wanted, "must be a relative path")] if wanted.startswith("/") else []
    faults += validate_no_backsteps(wanted, path)
    if no_dot_dot_prefix and wanted.startswith("..") and ".." not in wanted.split("/"):
        faults.append(invalid(path, wanted, "must not start with '..'"))
    return faults


def validate_mounts(container: Object, volumes: dict[str, Object], path: str) -> list[FieldError]:
    """Check a container's volume mounts."""
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, mount in enumerate(container.get("volumeMounts", ())):
        here = f"{path}.volumeMounts[{index}]"
        name, target = mount.get("name", ""), mount.get("mountPath", "")
        if not name:
            faults.append(required(f"{here}.name"))
        if name not in volumes:
            faults.append(not_found(f"{here}.name", name))
        if not target:
            faults.append(required(f"{here}.mountPath"))
        if target in seen:
            faults.append(invalid(f"{here}.mountPath", target, "must be unique"))
        seen.add(target)
        faults += _validate_sub_path(mount, f"{path}.volumeMounts")
        faults += _validate_propagation(mount, container, f"{here}.mountPropagation")
    return faults


def _validate_sub_path(mount: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if mount.get("subPath"):
        faults += validate_descending_path(mount["subPath"], f"{path}.subPath")
    if mount.get("subPathExpr"):
        if mount.get("subPath"):
            words = "subPathExpr and subPath are mutually exclusive"
            faults.append(invalid(f"{path}.subPathExpr", mount["subPathExpr"], words))
        faults += validate_descending_path(mount["subPathExpr"], f"{path}.subPathExpr")
    return faults


def _validate_propagation(mount: Object, container: Object, path: str) -> list[FieldError]:
    mode = mount.get("mountPropagation")
    if mode is None:
        return []
    faults = [] if mode in _PROPAGATIONS else [not_supported(path, mode, _PROPAGATIONS)]
    if mode == "Bidirectional" and not (container.get("securityContext") or {}).get("privileged"):
        faults.append(forbidden(path, "Bidirectional mount propagation is available only to privileged containers"))
    return faults


def validate_devices(container: Object, volumes: dict[str, Object], path: str) -> list[FieldError]:
    """Check a container's raw block devices."""
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, device in enumerate(container.get("volumeDevices", ())):
        here = f"{path}.volumeDevices[{index}]"
        name, target = device.get("name", ""), device.get("devicePath", "")
        if not name:
            faults.append(required(f"{here}.name"))
        source = volumes.get(name)
        if source is None:
            faults.append(not_found(f"{here}.name", name))
        elif "persistentVolumeClaim" not in source and "ephemeral" not in source:
            words = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
            faults.append(invalid(f"{here}.name", name, words))
        if not target:
            faults.append(required(f"{here}.devicePath"))
        elif target in seen:
            faults.append(invalid(f"{here}.devicePath", target, "must be unique"))
        seen.add(target)
    return faults


def validate_pull_secrets(secrets: list[Object], path: str) -> list[FieldError]:
    """Check the names of image pull secrets."""
    faults: list[FieldError] = []
    for index, secret in enumerate(secrets):
        if not secret.get("name"):
            faults.append(required(f"{path}[{index}].name"))
        else:
            here = f"{path}[{index}].name"
            faults += [invalid(here, secret["name"], words) for words in dns1123_subdomain(secret["name"])]
    return faults
