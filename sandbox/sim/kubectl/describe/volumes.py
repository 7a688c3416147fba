"""Volumes in descriptions.

Models describeVolumes of k8s.io/kubectl/pkg/describe/describe.go v1.36. Not modelled: the drivers of clouds, which
print their type alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.sim.kubectl.describe.page import Page, small

Object = dict[str, Any]


def describe_volumes(page: Page, volumes: Sequence[Object] | None, space: str = "") -> None:
    """Add the volumes of a Pod or of a template."""
    if not volumes:
        page.add(f"{space}Volumes:\t<none>")
        return
    page.add(f"{space}Volumes:")
    for volume in volumes:
        page.add(f"{' ' if space else ''}{volume['name']}:", 1)
        describe_source(page, volume)


def describe_source(page: Page, volume: Object) -> None:
    """Add where a volume's content comes from, at level 2."""
    for key, lines in _SOURCES.items():
        if key in volume:
            for line in lines(volume[key]):
                page.add(line, 2)
            return
    kinds = [key for key in volume if key != "name"]
    page.add(f"Type:\t{kinds[0]}" if kinds else "<unknown>", 2)


def _host_path(source: Object) -> list[str]:
    kind = source.get("type")
    return [
        "Type:\tHostPath (bare host directory volume)",
        f"Path:\t{source.get('path', '')}",
        f"HostPathType:\t{'<none>' if kind is None else kind}",
    ]


def _empty_dir(source: Object) -> list[str]:
    return [
        "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)",
        f"Medium:\t{source.get('medium', '')}",
        f"SizeLimit:\t{source.get('sizeLimit', '<unset>')}",
    ]


def _secret(source: Object) -> list[str]:
    return [
        "Type:\tSecret (a volume populated by a Secret)",
        f"SecretName:\t{source.get('secretName', '')}",
        f"Optional:\t{small(source.get('optional'))}",
    ]


def _config_map(source: Object) -> list[str]:
    return [
        "Type:\tConfigMap (a volume populated by a ConfigMap)",
        f"Name:\t{source.get('name', '')}",
        f"Optional:\t{small(source.get('optional'))}",
    ]


def _claim(source: Object) -> list[str]:
    return [
        "Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
        f"ClaimName:\t{source.get('claimName', '')}",
        f"ReadOnly:\t{small(source.get('readOnly'))}",
    ]


def _nfs(source: Object) -> list[str]:
    return [
        "Type:\tNFS (an NFS mount that lasts the lifetime of a pod)",
        f"Server:\t{source.get('server', '')}",
        f"Path:\t{source.get('path', '')}",
        f"ReadOnly:\t{small(source.get('readOnly'))}",
    ]


def _items(items: Sequence[Object] | None) -> list[str]:
    lines = []
    for item in items or []:
        reference = item.get("fieldRef") or {}
        resource = item.get("resourceFieldRef") or {}
        lines.append(f"  {reference.get('fieldPath') or resource.get('resource', '')} -> {item['path']}")
    return lines


def _downward(source: Object) -> list[str]:
    title = "Type:\tDownwardAPI (a volume populated by information about the pod)"
    return [title, "Items:", *_items(source.get("items"))]


def _projected(source: Object) -> list[str]:
    lines = ["Type:\tProjected (a volume that contains injected data from multiple sources)"]
    for part in source.get("sources") or []:
        if "secret" in part:
            lines.append(f"SecretName:\t{part['secret'].get('name', '')}")
            lines.append(f"Optional:\t{small(part['secret'].get('optional'))}")
        elif "downwardAPI" in part:
            lines.append("DownwardAPI:\ttrue")
        elif "configMap" in part:
            lines.append(f"ConfigMapName:\t{part['configMap'].get('name', '')}")
            lines.append(f"Optional:\t{small(part['configMap'].get('optional'))}")
        elif "serviceAccountToken" in part:
            lines.append(f"TokenExpirationSeconds:\t{part['serviceAccountToken'].get('expirationSeconds', 3600)}")
    return lines


def _image(source: Object) -> list[str]:
    return [
        "Type:\tImage (a container image or OCI artifact)",
        f"Reference:\t{source.get('reference', '')}",
        f"PullPolicy:\t{source.get('pullPolicy', '')}",
    ]


def _csi(source: Object) -> list[str]:
    attributes = source.get("volumeAttributes") or {}
    return [
        "Type:\tCSI (a Container Storage Interface (CSI) volume source)",
        f"Driver:\t{source.get('driver', '')}",
        f"FSType:\t{source.get('fsType', '')}",
        f"ReadOnly:\t{small(source.get('readOnly'))}",
        f"VolumeAttributes:\t{', '.join(f'{key}={attributes[key]}' for key in sorted(attributes)) or '<none>'}",
    ]


def _local(source: Object) -> list[str]:
    return [
        "Type:\tLocalVolume (a persistent volume backed by local storage on a node)",
        f"Path:\t{source.get('path', '')}",
    ]


_SOURCES: dict[str, Callable[[Object], list[str]]] = {
    "hostPath": _host_path,
    "emptyDir": _empty_dir,
    "secret": _secret,
    "configMap": _config_map,
    "persistentVolumeClaim": _claim,
    "nfs": _nfs,
    "downwardAPI": _downward,
    "projected": _projected,
    "image": _image,
    "csi": _csi,
    "local": _local,
}
