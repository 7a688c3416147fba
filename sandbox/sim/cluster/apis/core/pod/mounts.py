"""Where a container sees the volumes of its Pod.

Models ValidateVolumeMounts and ValidateVolumeDevices of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_found, not_supported, required
from sandbox.sim.cluster.apis.core.pod.paths import validate_descending_path, validate_no_backsteps

Object = dict[str, Any]
_PROPAGATIONS = ("Bidirectional", "HostToContainer", "None")
_RECURSIVE = ("Disabled", "Enabled", "IfPossible")


def validate_mounts(container: Object, volumes: dict[str, Object], path: str) -> list[FieldError]:
    """Check a container's volume mounts."""
    faults: list[FieldError] = []
    seen: set[str] = set()
    devices = {device.get("name", ""): device.get("devicePath", "") for device in container.get("volumeDevices", ())}
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
        faults += _beside(mount, devices, here)
        faults += _sub_path(mount, f"{path}.volumeMounts")
        faults += _propagation(mount, container, f"{path}.volumeMounts.mountPropagation")
        faults += _read_only(mount, f"{path}.volumeMounts.recursiveReadOnly")
    return faults


def _beside(mount: Object, devices: dict[str, str], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if mount.get("name", "") in devices:
        faults.append(invalid(f"{path}.name", mount.get("name", ""), "must not already exist in volumeDevices"))
    if mount.get("mountPath", "") in devices.values():
        words = "must not already exist as a path in volumeDevices"
        faults.append(invalid(f"{path}.mountPath", mount.get("mountPath", ""), words))
    return faults


def _sub_path(mount: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if mount.get("subPath"):
        faults += validate_descending_path(mount["subPath"], f"{path}.subPath")
    if mount.get("subPathExpr"):
        if mount.get("subPath"):
            words = "subPathExpr and subPath are mutually exclusive"
            faults.append(invalid(f"{path}.subPathExpr", mount["subPathExpr"], words))
        faults += validate_descending_path(mount["subPathExpr"], f"{path}.subPathExpr")
    return faults


def _propagation(mount: Object, container: Object, path: str) -> list[FieldError]:
    mode = mount.get("mountPropagation")
    if mode is None:
        return []
    faults = [] if mode in _PROPAGATIONS else [not_supported(path, mode, _PROPAGATIONS)]
    if mode == "Bidirectional" and not (container.get("securityContext") or {}).get("privileged"):
        faults.append(forbidden(path, "Bidirectional mount propagation is available only to privileged containers"))
    return faults


def _read_only(mount: Object, path: str) -> list[FieldError]:
    mode = mount.get("recursiveReadOnly")
    if mode is None or mode == "Disabled":
        return []
    if mode not in _RECURSIVE:
        return [not_supported(path, mode, _RECURSIVE)]
    faults = [] if mount.get("readOnly") else [forbidden(path, "may only be specified when readOnly is true")]
    if mount.get("mountPropagation", "None") != "None":
        faults.append(forbidden(path, "may only be specified when mountPropagation is None or not specified"))
    return faults


def validate_devices(container: Object, volumes: dict[str, Object], path: str) -> list[FieldError]:
    """Check a container's raw block devices."""
    faults: list[FieldError] = []
    names: set[str] = set()
    paths: set[str] = set()
    mounts = {mount.get("name", ""): mount.get("mountPath", "") for mount in container.get("volumeMounts", ())}
    for index, device in enumerate(container.get("volumeDevices", ())):
        here = f"{path}.volumeDevices[{index}]"
        name, target = device.get("name", ""), device.get("devicePath", "")
        faults += _device_name(name, names, volumes, f"{here}.name")
        faults += _device_path(target, paths, f"{here}.devicePath")
        if name in mounts:
            faults.append(invalid(f"{here}.name", name, "must not already exist in volumeMounts"))
        if target in mounts.values():
            words = "must not already exist as a path in volumeMounts"
            faults.append(invalid(f"{here}.devicePath", target, words))
        if name:
            names.add(name)
    return faults


def _device_name(name: str, seen: set[str], volumes: dict[str, Object], path: str) -> list[FieldError]:
    faults = [] if name else [required(path)]
    if name in seen:
        faults.append(invalid(path, name, "must be unique"))
    source = volumes.get(name)
    if source is None:
        faults.append(not_found(path, name))
    elif "persistentVolumeClaim" not in source and "ephemeral" not in source:
        words = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
        faults.append(invalid(path, name, words))
    return faults


def _device_path(target: str, seen: set[str], path: str) -> list[FieldError]:
    faults = [] if target else [required(path)]
    if target in seen:
        faults.append(invalid(path, target, "must be unique"))
    if target and validate_no_backsteps(target, path):
        faults.append(invalid(path, target, "can not contain backsteps ('..')"))
    else:
        seen.add(target)
    return faults
