"""Volumes of the in-tree plugins, for Pods and PersistentVolumes.

Models the validate…VolumeSource functions of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required, too_long
from sandbox.sim.cluster.apimachinery.names import dns1123_label, dns1123_subdomain
from sandbox.sim.cluster.apis.core.pod.paths import validate_descending_path, validate_no_backsteps

Object = dict[str, Any]
Rule = Callable[[Object, str], list[FieldError]]
_HOST_PATH_TYPES = ("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket")
_MOST = 255
_DRIVER_LIMIT = 63


def _needs(*keys: str) -> Rule:
    def check(source: Object, path: str) -> list[FieldError]:
        return [required(f"{path}.{key}") for key in keys if not source.get(key)]

    return check


def _host_path(source: Object, path: str) -> list[FieldError]:
    wanted = source.get("path", "")
    if not wanted:
        return [required(f"{path}.path")]
    faults = validate_no_backsteps(wanted, f"{path}.path")
    if source.get("type", "") not in _HOST_PATH_TYPES:
        faults.append(not_supported(f"{path}.type", source["type"], _HOST_PATH_TYPES))
    return faults


def _git_repo(source: Object, path: str) -> list[FieldError]:
    faults = [] if source.get("repository") else [required(f"{path}.repository")]
    return faults + validate_descending_path(source.get("directory", ""), f"{path}.directory")


def _nfs(source: Object, path: str) -> list[FieldError]:
    faults = _needs("server", "path")(source, path)
    if not source.get("path", "").startswith("/"):
        faults.append(invalid(f"{path}.path", source.get("path", ""), "must be an absolute path"))
    return faults


def _disk(key: str) -> Rule:
    def check(source: Object, path: str) -> list[FieldError]:
        faults = _needs(key)(source, path)
        partition = source.get("partition", 0)
        if not 0 <= partition <= _MOST:
            faults.append(invalid(f"{path}.partition", partition, f"must be between 1 and {_MOST}, inclusive"))
        return faults

    return check


def _iscsi(source: Object, path: str) -> list[FieldError]:
    faults = _needs("targetPortal", "iqn")(source, path)
    if source.get("iqn") and not source["iqn"].startswith(("iqn", "eui", "naa")):
        words = "must be valid format starting with iqn, eui, or naa"
        faults.append(invalid(f"{path}.iqn", source["iqn"], words))
    lun = source.get("lun", 0)
    if not 0 <= lun <= _MOST:
        faults.append(invalid(f"{path}.lun", lun, f"must be between 0 and {_MOST}, inclusive"))
    if (source.get("chapAuthDiscovery") or source.get("chapAuthSession")) and "secretRef" not in source:
        faults.append(required(f"{path}.secretRef"))
    return faults


def _fc(source: Object, path: str) -> list[FieldError]:
    wide, ids, faults = source.get("targetWWNs"), source.get("wwids"), list[FieldError]()
    if not wide and not ids:
        faults.append(required(f"{path}.targetWWNs", "must specify either targetWWNs or wwids, but not both"))
    if wide and ids:
        faults.append(invalid(f"{path}.targetWWNs", wide, "targetWWNs and wwids can not be specified simultaneously"))
    if wide and "lun" not in source:
        faults.append(required(f"{path}.lun", "lun is required if targetWWNs is specified"))
    elif wide and not 0 <= source["lun"] <= _MOST:
        faults.append(invalid(f"{path}.lun", source["lun"], f"must be between 0 and {_MOST}, inclusive"))
    return faults


def _flocker(source: Object, path: str) -> list[FieldError]:
    name, uuid, faults = source.get("datasetName", ""), source.get("datasetUUID", ""), list[FieldError]()
    if not name and not uuid:
        faults.append(required(path, "one of datasetName and datasetUUID is required"))
    if name and uuid:
        faults.append(invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"))
    if "/" in name:
        faults.append(invalid(f"{path}.datasetName", name, "must not contain '/'"))
    return faults


def _flex(source: Object, path: str) -> list[FieldError]:
    faults = _needs("driver")(source, path)
    for key in sorted(source.get("options") or {}):
        space = "." + key.partition("/")[0].lower()
        if space.endswith((".kubernetes.io", ".k8s.io")):
            words = "kubernetes.io and k8s.io namespaces are reserved"
            faults.append(invalid(f"{path}.options[{key}]", key, words))
    return faults


def _storage_os(source: Object, path: str) -> list[FieldError]:
    name = source.get("volumeName", "")
    faults = [] if name else [required(f"{path}.volumeName")]
    if name:
        faults += [invalid(f"{path}.volumeName", name, words) for words in dns1123_label(name)]
    space = source.get("volumeNamespace")
    if space:
        faults += [invalid(f"{path}.volumeNamespace", space, words) for words in dns1123_label(space)]
    return faults


def validate_driver_name(name: str, path: str) -> list[FieldError]:
    """Check the name of a CSI driver."""
    faults = [] if name else [required(path)]
    if len(name) > _DRIVER_LIMIT:
        faults.append(too_long(path, _DRIVER_LIMIT))
    return faults + [invalid(path, name, words) for words in dns1123_subdomain(name.lower())]


def _csi(source: Object, path: str) -> list[FieldError]:
    faults = validate_driver_name(source.get("driver", ""), f"{path}.driver")
    secret = source.get("nodePublishSecretRef")
    if secret is not None and not secret.get("name"):
        faults.append(required(f"{path}.nodePublishSecretRef.name"))
    return faults


PLUGINS: dict[str, Rule] = {
    "hostPath": _host_path,
    "gitRepo": _git_repo,
    "nfs": _nfs,
    "gcePersistentDisk": lambda source, path: _disk("pdName")(
        source, path.replace("gcePersistentDisk", "persistentDisk")
    ),
    "awsElasticBlockStore": _disk("volumeID"),
    "iscsi": _iscsi,
    "glusterfs": _needs("endpoints", "path"),
    "flocker": _flocker,
    "rbd": _needs("monitors", "image"),
    "cinder": _needs("volumeID"),
    "cephfs": _needs("monitors"),
    "quobyte": _needs("registry", "volume"),
    "fc": _fc,
    "flexVolume": _flex,
    "azureFile": _needs("secretName", "shareName"),
    "vsphereVolume": _needs("volumePath"),
    "photonPersistentDisk": _needs("pdID"),
    "portworxVolume": _needs("volumeID"),
    "azureDisk": _needs("diskName", "diskURI"),
    "storageos": _storage_os,
    "scaleIO": _needs("gateway", "system", "volumeName"),
    "csi": _csi,
}
"""Rules by the name of the source; paths are as upstream prints them."""
