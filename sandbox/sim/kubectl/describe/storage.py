"""kubectl describe persistentvolume | persistentvolumeclaim | storageclass.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.describe.page import Page, yes
from sandbox.sim.kubectl.describe.selectors import set_text
from sandbox.sim.kubectl.describe.volumes import describe_source
from sandbox.sim.kubectl.durations import rfc1123z, since

Object = dict[str, Any]
_MODES = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}


def _modes(modes: list[str] | None) -> str:
    return ",".join(_MODES.get(mode, mode) for mode in dict.fromkeys(modes or []))


def _status(page: Page, obj: Object) -> str:
    gone = obj["metadata"].get("deletionTimestamp")
    if gone:
        return f"Terminating (lasts {since(gone, page.now)})"
    return str((obj.get("status") or {}).get("phase", ""))


def describe_volume(page: Page, obj: Object) -> None:
    """Describe a PersistentVolume."""
    meta, spec = obj["metadata"], obj["spec"]
    page.metadata(obj, namespaced=False)
    page.add(f"Finalizers:\t[{' '.join(meta.get('finalizers') or [])}]")
    page.add(f"StorageClass:\t{spec.get('storageClassName', '')}")
    page.add(f"Status:\t{_status(page, obj)}")
    claim = spec.get("claimRef")
    page.add(f"Claim:\t{claim['namespace']}/{claim['name']}" if claim else "Claim:\t")
    page.add(f"Reclaim Policy:\t{spec.get('persistentVolumeReclaimPolicy', '')}")
    page.add(f"Access Modes:\t{_modes(spec.get('accessModes'))}")
    if spec.get("volumeMode"):
        page.add(f"VolumeMode:\t{spec['volumeMode']}")
    page.add(f"Capacity:\t{(spec.get('capacity') or {}).get('storage', '')}")
    _affinity(page, spec.get("nodeAffinity"))
    page.add(f"Message:\t{(obj.get('status') or {}).get('message', '')}")
    page.add("Source:")
    before = len(page.lines)
    describe_source(page, spec)
    page.lines[before:] = [line if line.startswith("    ") else f"    {line.lstrip()}" for line in page.lines[before:]]


def _affinity(page: Page, affinity: Object | None) -> None:
    if not affinity or not affinity.get("required"):
        page.add("Node Affinity:\t<none>")
        return
    page.add("Node Affinity:\t")
    page.add("Required Terms:\t", 1)
    for index, term in enumerate(affinity["required"].get("nodeSelectorTerms") or []):
        words = [
            f"{e['key']} {e['operator'].lower()} [{', '.join(e.get('values') or [])}]"
            for e in term.get("matchExpressions") or []
        ]
        page.add(f"Term {index}:\t{words[0] if words else '<none>'}", 2)
        for word in words[1:]:
            page.add(f"\t{word}", 2)


def describe_claim(page: Page, obj: Object) -> None:
    """Describe a PersistentVolumeClaim."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    page.add(f"StorageClass:\t{spec.get('storageClassName', '')}")
    page.add(f"Status:\t{_status(page, obj)}")
    page.add(f"Volume:\t{spec.get('volumeName', '')}")
    page.labels("Labels", meta.get("labels"))
    page.annotations("Annotations", meta.get("annotations"))
    page.add(f"Finalizers:\t[{' '.join(meta.get('finalizers') or [])}]")
    page.add(f"Capacity:\t{(status.get('capacity') or {}).get('storage', '') if spec.get('volumeName') else ''}")
    page.add(f"Access Modes:\t{_modes(status.get('accessModes')) if spec.get('volumeName') else ''}")
    if spec.get("volumeMode"):
        page.add(f"VolumeMode:\t{spec['volumeMode']}")
    source = spec.get("dataSource")
    if source:
        page.add("DataSource:")
        for title, key in (("APIGroup", "apiGroup"), ("Kind", "kind"), ("Name", "name")):
            page.add(f"{title}:\t{source.get(key, '')}", 1)
    page.many("Used By", _users(page, meta["namespace"], meta["name"]))
    if status.get("conditions"):
        page.add("Conditions:")
        page.add("  Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage")
        page.add("  ----\t------\t-----------------\t------------------\t------\t-------")
        for found in status["conditions"]:
            moments = [
                rfc1123z(found[key]) if found.get(key) else "" for key in ("lastProbeTime", "lastTransitionTime")
            ]
            page.add(
                f"  {found['type']} \t{found['status']} \t{moments[0]} \t{moments[1]} \t{found.get('reason', '')} "
                f"\t{found.get('message', '')}"
            )


def _users(page: Page, namespace: str, name: str) -> list[str]:
    try:
        pods = page.client.list(page.client.types.find("pods"), namespace)["items"]
    except ApiError:
        return []
    return [
        pod["metadata"]["name"]
        for pod in pods
        for volume in pod["spec"].get("volumes") or []
        if (volume.get("persistentVolumeClaim") or {}).get("claimName") == name
    ]


def describe_class(page: Page, obj: Object) -> None:
    """Describe a StorageClass."""
    meta = obj["metadata"]
    annotations = meta.get("annotations") or {}
    default = annotations.get("storageclass.kubernetes.io/is-default-class") == "true"
    page.add(f"Name:\t{meta['name']}")
    page.add(f"IsDefaultClass:\t{'Yes' if default else 'No'}")
    page.add(f"Annotations:\t{set_text(annotations)}")
    page.add(f"Provisioner:\t{obj.get('provisioner', '')}")
    page.add(f"Parameters:\t{set_text(obj.get('parameters'))}")
    expansion = obj.get("allowVolumeExpansion")
    page.add(f"AllowVolumeExpansion:\t{'<unset>' if expansion is None else yes(expansion)}")
    options = obj.get("mountOptions") or []
    page.add("MountOptions:" if options else "MountOptions:\t<none>")
    for option in options:
        page.add(f"  {option}")
    page.add(f"ReclaimPolicy:\t{obj.get('reclaimPolicy', '<unset>')}")
    page.add(f"VolumeBindingMode:\t{obj.get('volumeBindingMode', '<unset>')}")
