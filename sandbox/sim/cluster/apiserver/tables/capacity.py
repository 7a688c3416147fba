"""Rows of nodes, storage, quotas and scaling.

Models print* of k8s.io/kubernetes/pkg/printers/internalversion v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.tables.ages import age
from sandbox.sim.cluster.apiserver.tables.columns import NONE, UNKNOWN, columns, name
from sandbox.sim.cluster.apiserver.tables.metrics import targets

Object = dict[str, Any]
_ROLE = "node-role.kubernetes.io/"
_MODES = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}


def _node(obj: Object, now: int) -> list[Any]:
    status, labels = obj.get("status") or {}, obj["metadata"].get("labels") or {}
    conditions = {c["type"]: c["status"] for c in status.get("conditions", ())}
    state = "Unknown" if "Ready" not in conditions else "Ready" if conditions["Ready"] == "True" else "NotReady"
    if obj["spec"].get("unschedulable"):
        state += ",SchedulingDisabled"
    roles = sorted(key.removeprefix(_ROLE) for key in labels if key.startswith(_ROLE) and key != _ROLE)
    roles += [value for key, value in labels.items() if key == "kubernetes.io/role" and value]
    addresses = {row["type"]: row["address"] for row in status.get("addresses", ())}
    info = status.get("nodeInfo") or {}
    return [
        name(obj),
        state,
        ",".join(roles) or NONE,
        age(obj, now),
        info.get("kubeletVersion", ""),
        addresses.get("InternalIP", NONE),
        addresses.get("ExternalIP", NONE),
        info.get("osImage") or UNKNOWN,
        info.get("kernelVersion") or UNKNOWN,
        info.get("containerRuntimeVersion") or UNKNOWN,
    ]


def access_modes(modes: list[str]) -> str:
    """Return access modes in their short forms."""
    unique = dict.fromkeys(modes)
    return ",".join(short for mode, short in _MODES.items() if mode in unique)


def _volume(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    claim = spec.get("claimRef")
    phase = "Terminating" if "deletionTimestamp" in obj["metadata"] else status.get("phase", "")
    return [
        name(obj),
        (spec.get("capacity") or {}).get("storage", ""),
        access_modes(spec.get("accessModes", [])),
        spec.get("persistentVolumeReclaimPolicy", ""),
        phase,
        f"{claim.get('namespace', '')}/{claim.get('name', '')}" if claim else "",
        spec.get("storageClassName", ""),
        spec.get("volumeAttributesClassName") or "<unset>",
        status.get("reason", ""),
        age(obj, now),
        spec.get("volumeMode") or "<unset>",
    ]


def _claim(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    phase = "Terminating" if "deletionTimestamp" in obj["metadata"] else status.get("phase", "")
    bound = bool(spec.get("volumeName"))
    return [
        name(obj),
        phase,
        spec.get("volumeName", ""),
        (status.get("capacity") or {}).get("storage", "") if bound else "",
        access_modes(status.get("accessModes", [])) if bound else "",
        spec.get("storageClassName", ""),
        spec.get("volumeAttributesClassName") or "<unset>",
        age(obj, now),
        spec.get("volumeMode") or "<unset>",
    ]


def _storage_class(obj: Object, now: int) -> list[Any]:
    annotations = obj["metadata"].get("annotations") or {}
    default = annotations.get("storageclass.kubernetes.io/is-default-class") == "true"
    return [
        f"{name(obj)} (default)" if default else name(obj),
        obj.get("provisioner", ""),
        obj.get("reclaimPolicy", "Delete"),
        obj.get("volumeBindingMode", "Immediate"),
        str(bool(obj.get("allowVolumeExpansion"))).lower(),
        age(obj, now),
    ]


def _attachment(obj: Object, now: int) -> list[Any]:
    spec = obj["spec"]
    source = (spec.get("source") or {}).get("persistentVolumeName", "")
    attached = str(bool((obj.get("status") or {}).get("attached"))).lower()
    return [name(obj), spec.get("attacher", ""), source, spec.get("nodeName", ""), attached, age(obj, now)]


def _quota(obj: Object, now: int) -> list[Any]:
    status = obj.get("status") or {}
    hard, used = status.get("hard") or {}, status.get("used") or {}
    request, limit = list[str](), list[str]()
    for key in sorted(hard):
        shown = f"{key}: {used.get(key, '0')}/{hard[key]}"
        (limit if key.startswith("limits.") else request).append(shown)
    return [name(obj), ", ".join(request), ", ".join(limit), age(obj, now)]


def _limit_range(obj: Object, now: int) -> list[Any]:
    del now
    return [name(obj), obj["metadata"].get("creationTimestamp", "")]


def _autoscaler(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    target = spec.get("scaleTargetRef") or {}
    return [
        name(obj),
        f"{target.get('kind', '')}/{target.get('name', '')}",
        targets(spec.get("metrics") or [], status.get("currentMetrics") or []),
        str(spec["minReplicas"]) if "minReplicas" in spec else "<unset>",
        spec.get("maxReplicas", 0),
        status.get("currentReplicas", 0),
        age(obj, now),
    ]


def _budget(obj: Object, now: int) -> list[Any]:
    spec = obj["spec"]
    return [
        name(obj),
        str(spec["minAvailable"]) if "minAvailable" in spec else "N/A",
        str(spec["maxUnavailable"]) if "maxUnavailable" in spec else "N/A",
        (obj.get("status") or {}).get("disruptionsAllowed", 0),
        age(obj, now),
    ]


def _priority_class(obj: Object, now: int) -> list[Any]:
    policy = obj.get("preemptionPolicy", "PreemptLowerPriority")
    return [name(obj), obj.get("value", 0), str(bool(obj.get("globalDefault"))).lower(), age(obj, now), policy]


def _runtime_class(obj: Object, now: int) -> list[Any]:
    return [name(obj), obj.get("handler", ""), age(obj, now)]


CAPACITY = {
    "/nodes": columns(
        "Name|Status|Roles|Age|Version|Internal-IP*|External-IP*|OS-Image*|Kernel-Version*|Container-Runtime*", _node
    ),
    "/persistentvolumes": columns(
        "Name|Capacity|Access Modes|Reclaim Policy|Status|Claim|StorageClass|VolumeAttributesClass|Reason|Age"
        "|VolumeMode*",
        _volume,
    ),
    "/persistentvolumeclaims": columns(
        "Name|Status|Volume|Capacity|Access Modes|StorageClass|VolumeAttributesClass|Age|VolumeMode*", _claim
    ),
    "storage.k8s.io/storageclasses": columns(
        "Name|Provisioner|ReclaimPolicy|VolumeBindingMode|AllowVolumeExpansion|Age", _storage_class
    ),
    "storage.k8s.io/volumeattachments": columns("Name|Attacher|PV|Node|Attached|Age", _attachment),
    "/resourcequotas": columns("Name|Request|Limit|Age", _quota),
    "/limitranges": columns("Name|Created At", _limit_range),
    "autoscaling/horizontalpodautoscalers": columns("Name|Reference|Targets|MinPods|MaxPods|Replicas|Age", _autoscaler),
    "policy/poddisruptionbudgets": columns("Name|Min Available|Max Unavailable|Allowed Disruptions|Age", _budget),
    "scheduling.k8s.io/priorityclasses": columns("Name|Value|Global-Default|Age|PreemptionPolicy", _priority_class),
    "node.k8s.io/runtimeclasses": columns("Name|Handler|Age", _runtime_class),
}
