"""Volumes of a Pod: what they hold, on which disk.

Models k8s.io/kubernetes/pkg/volume/{secret,configmap,downwardapi,projected,emptydir,hostpath,local} and the
AtomicWriter v1.36: files stand behind ``..data``, so that an update swaps them all at once.
Not modelled: CSI drivers other than the cluster's own provisioner, image volumes, block devices.
"""

from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.tokens import make_token
from sandbox.sim.cluster.kubelet.environment import field_value, resource_value
from sandbox.sim.cluster.kubelet.nodes import NodeDisks
from sandbox.sim.cluster.kubelet.records import PodRecord
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.filesystem import ROOT, FileSystem, Inode
from sandbox.sim.runtime.machine import Machine

Object = dict[str, Any]
Payload = dict[str, tuple[bytes, int]]
"""File name → content and mode."""


class MountError(Exception):
    """A volume cannot be mounted; ``str()`` is the kubelet's message."""


class VolumeMounter:
    """Prepares the volumes of one Pod."""

    def __init__(self, client: InternalClient, machine: Machine, disks: NodeDisks) -> None:
        self.client = client
        self.machine = machine
        self.disks = disks

    def mount_all(self, pod: Object, record: PodRecord) -> None:
        """Mount every volume that is not mounted yet; MountError for the first that cannot be."""
        for volume in pod["spec"].get("volumes", ()):
            if volume["name"] not in record.mounted:
                record.mounted[volume["name"]] = self._mount(pod, record, volume)

    def refresh(self, pod: Object, record: PodRecord) -> None:
        """Write changed Secrets, ConfigMaps, labels and annotations into the volumes that show them."""
        for volume in pod["spec"].get("volumes", ()):
            if volume["name"] in record.mounted and any(kind in volume for kind in _SHOWN):
                try:
                    payload = self._payload(pod, volume)
                except MountError:
                    continue
                self._write(self.machine.disks[record.mounted[volume["name"]][0]], pod, payload)

    def unmount_all(self, record: PodRecord) -> None:
        """Forget the disks that belonged to the Pod alone."""
        for disk, _ in record.mounted.values():
            if disk.startswith(f"volume-of/{record.uid}/") and disk in self.machine.disks:
                self.machine.disks.remove(disk)
        record.mounted.clear()

    def _mount(self, pod: Object, record: PodRecord, volume: Object) -> list[Any]:
        name = volume["name"]
        if any(kind in volume for kind in _SHOWN):
            payload = self._payload(pod, volume)
            disk = self._own_disk(record, name)
            self._write(self.machine.disks[disk], pod, payload)
            return [disk, ROOT]
        if "emptyDir" in volume:
            limit = volume["emptyDir"].get("sizeLimit")
            disk = self._own_disk(record, name, quota=to_quantity(limit).rounded_up() if limit else None)
            self.machine.disks[disk].writable(ROOT).mode = 0o777
            return [disk, ROOT]
        if "hostPath" in volume:
            source = volume["hostPath"]
            return self.disks.host_path(record.node, source["path"], source.get("type", ""), name)
        if "persistentVolumeClaim" in volume or "ephemeral" in volume:
            return self._claim(pod, record, volume)
        kind = next((key for key in volume if key != "name"), "unknown")
        raise MountError(
            f'MountVolume.SetUp failed for volume "{name}" : not modelled in this sandbox: volume type {kind}'
        )

    def _own_disk(self, record: PodRecord, name: str, quota: int | None = None) -> str:
        disk = f"volume-of/{record.uid}/{name}"
        if disk not in self.machine.disks:
            self.machine.disks.create(disk, quota=quota, now=self.machine.clock.now)
        return disk

    def _claim(self, pod: Object, record: PodRecord, volume: Object) -> list[Any]:
        name = (volume.get("persistentVolumeClaim") or {}).get("claimName") or f"{record.name}-{volume['name']}"
        claim = self.client.get("/persistentvolumeclaims", record.namespace, name)
        if claim is None:
            raise MountError(f'persistentvolumeclaim "{name}" not found')
        bound = self.client.get("/persistentvolumes", "", claim["spec"].get("volumeName", ""))
        if bound is None or (claim.get("status") or {}).get("phase") != "Bound":
            raise MountError("PVC is not bound")
        spec = bound["spec"]
        source = spec.get("hostPath") or spec.get("local")
        del pod
        if source is not None:
            kind = source.get("type", "") or ("DirectoryOrCreate" if "hostPath" in spec else "Directory")
            return self.disks.host_path(record.node, source["path"], kind, volume["name"])
        disk = f"pv/{bound['metadata']['name']}"
        if disk not in self.machine.disks:
            self.machine.disks.create(disk, now=self.machine.clock.now)
            self.machine.disks[disk].writable(ROOT).mode = 0o777
        return [disk, ROOT]

    # What volumes show

    def _payload(self, pod: Object, volume: Object) -> Payload:
        name = volume["name"]
        try:
            if "secret" in volume:
                source = volume["secret"]
                return self._secret(pod, {**source, "name": source["secretName"]}, source["defaultMode"])
            if "configMap" in volume:
                return self._config_map(pod, volume["configMap"], volume["configMap"]["defaultMode"])
            if "downwardAPI" in volume:
                return self._downward(pod, volume["downwardAPI"], volume["downwardAPI"]["defaultMode"])
            return self._projected(pod, volume["projected"])
        except MountError as error:
            raise MountError(f'MountVolume.SetUp failed for volume "{name}" : {error}') from error

    def _projected(self, pod: Object, projected: Object) -> Payload:
        mode, found = projected.get("defaultMode", 0o644), Payload()
        for source in projected.get("sources", ()):
            if "secret" in source:
                found |= self._secret(pod, source["secret"], mode)
            elif "configMap" in source:
                found |= self._config_map(pod, source["configMap"], mode)
            elif "downwardAPI" in source:
                found |= self._downward(pod, source["downwardAPI"], mode)
            elif "serviceAccountToken" in source:
                found |= self._token(pod, source["serviceAccountToken"], mode)
        return found

    def _secret(self, pod: Object, source: Object, mode: int) -> Payload:
        found = self.client.get("/secrets", pod["metadata"]["namespace"], source["name"])
        if found is None:
            if source.get("optional"):
                return {}
            raise MountError(f'secret "{source["name"]}" not found')
        data = {key: b64decode(value) for key, value in (found.get("data") or {}).items()}
        return _chosen(data, source, mode, "secret")

    def _config_map(self, pod: Object, source: Object, mode: int) -> Payload:
        found = self.client.get("/configmaps", pod["metadata"]["namespace"], source["name"])
        if found is None:
            if source.get("optional"):
                return {}
            raise MountError(f'configmap "{source["name"]}" not found')
        data = {key: value.encode() for key, value in (found.get("data") or {}).items()}
        data |= {key: b64decode(value) for key, value in (found.get("binaryData") or {}).items()}
        return _chosen(data, source, mode, "config")

    def _downward(self, pod: Object, source: Object, mode: int) -> Payload:
        found: Payload = {}
        for item in source.get("items", ()):
            if "fieldRef" in item:
                text = field_value(pod, item["fieldRef"]["fieldPath"])
            else:
                node = self.client.get("/nodes", "", pod["spec"]["nodeName"])
                text = resource_value(pod, {}, item["resourceFieldRef"], node)
            found[item["path"]] = (text.encode(), item.get("mode", mode))
        return found

    def _token(self, pod: Object, source: Object, mode: int) -> Payload:
        account = self.client.get("/serviceaccounts", pod["metadata"]["namespace"], pod["spec"]["serviceAccountName"])
        if account is None:
            raise MountError(f'serviceaccounts "{pod["spec"]["serviceAccountName"]}" not found')
        expires = self.client.now + source.get("expirationSeconds", 3600) * SECOND
        return {source["path"]: (make_token(self.client.core, account, expires).encode(), mode)}

    # Files

    def _write(self, system: FileSystem, pod: Object, payload: Payload) -> None:
        """Put the payload behind ``..data`` where it differs from what stands there."""
        now = self.machine.clock.now
        entries = system.inode(ROOT).entries
        if "..data" in entries:
            if _standing(system) == _comparable(payload):
                return
            _remove_old(system, now)
        moment = datetime.fromtimestamp(now // SECOND, UTC)
        stamp = f"..{moment:%Y_%m_%d_%H_%M_%S}.{now % SECOND:09d}"
        group = (pod["spec"].get("securityContext") or {}).get("fsGroup", 0)
        directory = system.add(ROOT, stamp, Inode("dir", 0o755, gid=group, links=2), now)
        for path, (data, mode) in sorted(payload.items()):
            _add_file(system, directory, path, Inode("file", mode | (0o040 if group else 0), gid=group, data=data), now)
        system.add(ROOT, "..data", Inode("link", 0o777, target=stamp), now)
        for first in sorted({path.split("/")[0] for path in payload}):
            system.add(ROOT, first, Inode("link", 0o777, target=f"..data/{first}"), now)
        system.writable(ROOT).mode = 0o1777 | (0o2000 if group else 0)


_SHOWN = ("secret", "configMap", "downwardAPI", "projected")


def _chosen(data: dict[str, bytes], source: Object, mode: int, kind: str) -> Payload:
    items = source.get("items")
    if not items:
        return {key: (value, mode) for key, value in data.items()}
    found: Payload = {}
    for item in items:
        if item["key"] not in data:
            if source.get("optional"):
                continue
            raise MountError(f"references non-existent {kind} key: {item['key']}")
        found[item["path"]] = (data[item["key"]], item.get("mode", mode))
    return found


def _add_file(system: FileSystem, directory: int, path: str, inode: Inode, now: int) -> None:
    *folders, name = path.split("/")
    for folder in folders:
        standing = system.inode(directory).entries.get(folder)
        directory = (
            standing if standing is not None else system.add(directory, folder, Inode("dir", 0o755, links=2), now)
        )
    system.add(directory, name, inode, now)


def _comparable(payload: Payload) -> dict[str, bytes]:
    return {path: data for path, (data, _) in payload.items() if not path.endswith("token")}


def _standing(system: FileSystem) -> dict[str, bytes]:
    entries = system.inode(ROOT).entries
    target = system.inode(entries["..data"]).target
    return {path: data for path, data in _walk(system, entries[target], "") if not path.endswith("token")}


def _walk(system: FileSystem, directory: int, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for name, number in system.inode(directory).entries.items():
        inode = system.inode(number)
        if inode.kind == "dir":
            found += _walk(system, number, f"{prefix}{name}/")
        else:
            found.append((prefix + name, inode.data))
    return found


def _remove_old(system: FileSystem, now: int) -> None:
    for name in list(system.inode(ROOT).entries):
        _remove_tree(system, ROOT, name, now)


def _remove_tree(system: FileSystem, directory: int, name: str, now: int) -> None:
    number = system.inode(directory).entries[name]
    if system.inode(number).kind == "dir":
        for child in list(system.inode(number).entries):
            _remove_tree(system, number, child, now)
    system.remove(directory, name, now)
