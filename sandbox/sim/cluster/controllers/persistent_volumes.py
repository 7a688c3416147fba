"""Binds claims to volumes, makes volumes for claims, frees volumes of claims that are gone.

Models k8s.io/kubernetes/pkg/controller/volume/{persistentvolume,pvcprotection,pvprotection} v1.36 with a provisioner of
its own for the classes named in PROVISIONERS. Not modelled: drivers that expand volumes
(a claim that has grown waits), attachment, recycling by a Pod.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import annotations_of, is_deleting, labels_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
CLAIMS, VOLUMES, CLASSES = "/persistentvolumeclaims", "/persistentvolumes", "storage.k8s.io/storageclasses"
PROVISIONERS = ("rancher.io/local-path", "k8s.io/minikube-hostpath", "docker.io/hostpath")
_BOUND = "pv.kubernetes.io/bind-completed"
_BOUND_BY = "pv.kubernetes.io/bound-by-controller"
_PROVISIONED_BY = "pv.kubernetes.io/provisioned-by"
_NODE = "volume.kubernetes.io/selected-node"

_NOT_EXPANDED = (
    "Ignoring the PVC: didn't find a plugin capable of expanding the volume; waiting for an external controller to "
    "process this PVC."
)
_RESYNC = 15 * SECOND


def _has_grown(claim: Object) -> bool:
    present = ((claim.get("status") or {}).get("capacity") or {}).get("storage", "0")
    wanted = claim["spec"]["resources"]["requests"]["storage"]
    return bool(to_quantity(wanted).value > to_quantity(present).value)


class PersistentVolumes:
    """Keys are ``claim/<namespace>/<name>`` and ``volume/<name>``."""

    name = "persistentvolume-binder"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "persistentvolume-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed claims and volumes, and at claims that wait when something new may fit."""
        meta = event.object["metadata"]
        if event.resource == CLAIMS:
            keys = [f"claim/{meta['namespace']}/{meta['name']}"]
            volume = event.object["spec"].get("volumeName")
            return [*keys, f"volume/{volume}"] if volume else keys
        if event.resource == VOLUMES:
            return [f"volume/{meta['name']}", *self._waiting()]
        if event.resource == CLASSES:
            return self._waiting()
        if event.resource == "/pods" and (event.type == "DELETED" or event.old is not None):
            names = [
                v["persistentVolumeClaim"]["claimName"]
                for v in event.object["spec"].get("volumes", ())
                if "persistentVolumeClaim" in v
            ]
            return [f"claim/{meta['namespace']}/{name}" for name in names]
        return ()

    def _waiting(self) -> list[str]:
        return [
            f"claim/{namespace_of(claim)}/{name_of(claim)}"
            for claim in self.client.scan(CLAIMS)
            if not annotations_of(claim).get(_BOUND)
        ]

    def reconcile(self, key: str) -> int | None:
        """Look at one claim or volume."""
        kind, _, rest = key.partition("/")
        if kind == "volume":
            volume = self.client.get(VOLUMES, "", rest)
            return self._sync_volume(volume) if volume is not None else None
        namespace, _, name = rest.partition("/")
        claim = self.client.get(CLAIMS, namespace, name)
        return self._sync_claim(claim) if claim is not None else None

    # Claims

    def _sync_claim(self, claim: Object) -> int | None:
        if is_deleting(claim):
            self._let_go(claim)
            return None
        if annotations_of(claim).get(_BOUND):
            return self._check_bound(claim)
        named = claim["spec"].get("volumeName")
        if named:
            volume = self.client.get(VOLUMES, "", named)
            if volume is not None and self._is_for(volume, claim):
                self._bind(claim, volume)
            return None
        volume = self._find(claim)
        if volume is not None:
            if not self._waits(claim) or annotations_of(claim).get(_NODE) or "claimRef" in volume["spec"]:
                self._bind(claim, volume)
            return None
        return self._provision(claim)

    def _check_bound(self, claim: Object) -> int | None:
        volume = self.client.get(VOLUMES, "", claim["spec"].get("volumeName", ""))
        if volume is None and (claim.get("status") or {}).get("phase") != "Lost":
            words = "Bound claim has lost its PersistentVolume. Data on the volume is lost!"
            self.client.set_status(CLAIMS, claim, {**claim.get("status", {}), "phase": "Lost"})
            self.client.record(CLAIMS, claim, ("Warning", "ClaimLost", words))
        if volume is not None and _has_grown(claim):
            self.client.record(CLAIMS, claim, ("Warning", "ExternalExpanding", _NOT_EXPANDED))
        return None

    def _in_use(self, claim: Object) -> bool:
        for pod in self.client.scan("/pods", namespace_of(claim)):
            if (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
                continue
            for volume in pod["spec"].get("volumes", ()):
                if (volume.get("persistentVolumeClaim") or {}).get("claimName") == name_of(claim):
                    return True
        return False

    def _let_go(self, claim: Object) -> None:
        protected = "kubernetes.io/pvc-protection" in claim["metadata"].get("finalizers", ())
        if protected and not self._in_use(claim):
            new = copy_json(claim)
            new["metadata"]["finalizers"] = [
                f for f in new["metadata"]["finalizers"] if f != "kubernetes.io/pvc-protection"
            ]
            if not new["metadata"]["finalizers"]:
                del new["metadata"]["finalizers"]
            self.client.update(CLAIMS, new)

    def _waits(self, claim: Object) -> bool:
        name = claim["spec"].get("storageClassName", "")
        found = self.client.get(CLASSES, "", name) if name else None
        return found is not None and found.get("volumeBindingMode") == "WaitForFirstConsumer"

    def _find(self, claim: Object) -> Object | None:
        """Return the volume that fits best: one reserved for the claim, else the smallest."""
        fitting = []
        for volume in self.client.scan(VOLUMES):
            if is_deleting(volume):
                continue
            reference = volume["spec"].get("claimRef")
            if reference is not None:
                if self._is_for(volume, claim) and (volume.get("status") or {}).get("phase") != "Released":
                    return volume
                continue
            if self._fits(volume, claim):
                fitting.append(volume)
        return min(
            fitting, key=lambda v: (to_quantity(v["spec"]["capacity"]["storage"]).value, name_of(v)), default=None
        )

    @staticmethod
    def _is_for(volume: Object, claim: Object) -> bool:
        reference = volume["spec"].get("claimRef")
        if reference is None:
            return True
        same = (reference.get("namespace"), reference.get("name")) == (namespace_of(claim), name_of(claim))
        return same and reference.get("uid", claim["metadata"]["uid"]) == claim["metadata"]["uid"]

    def _fits(self, volume: Object, claim: Object) -> bool:
        spec, wanted = volume["spec"], claim["spec"]
        if spec.get("storageClassName", "") != wanted.get("storageClassName", ""):
            return False
        if spec.get("volumeMode", "Filesystem") != wanted.get("volumeMode", "Filesystem"):
            return False
        if not set(wanted.get("accessModes", ())) <= set(spec.get("accessModes", ())):
            return False
        if wanted.get("selector") is not None and not selects(wanted["selector"], labels_of(volume)):
            return False
        return (
            to_quantity(spec["capacity"]["storage"]).value
            >= to_quantity(wanted["resources"]["requests"]["storage"]).value
        )

    def _bind(self, claim: Object, volume: Object) -> None:
        new_volume = copy_json(volume)
        reference = {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "namespace": namespace_of(claim),
            "name": name_of(claim),
            "uid": claim["metadata"]["uid"],
            "resourceVersion": claim["metadata"]["resourceVersion"],
        }
        if "claimRef" not in volume["spec"]:
            new_volume["metadata"].setdefault("annotations", {})[_BOUND_BY] = "yes"
        if new_volume["spec"].get("claimRef", {}).get("uid") != claim["metadata"]["uid"]:
            new_volume["spec"]["claimRef"] = reference
            new_volume = self.client.update(VOLUMES, new_volume)
        self._set_phase(new_volume, "Bound")
        new_claim = copy_json(claim)
        annotations = new_claim["metadata"].setdefault("annotations", {})
        if not claim["spec"].get("volumeName"):
            annotations[_BOUND_BY] = "yes"
        annotations[_BOUND] = "yes"
        new_claim["spec"]["volumeName"] = name_of(volume)
        new_claim = self.client.update(CLAIMS, new_claim)
        status = {
            "phase": "Bound",
            "accessModes": list(volume["spec"].get("accessModes", ())),
            "capacity": dict(volume["spec"]["capacity"]),
        }
        self.client.set_status(CLAIMS, new_claim, status)

    # Provisioning

    def _provision(self, claim: Object) -> int | None:
        name = claim["spec"].get("storageClassName")
        if not name:
            words = "no persistent volumes available for this claim and no storage class is set"
            return self._tell_once(claim, "Normal", "FailedBinding", words)
        found = self.client.get(CLASSES, "", name)
        if found is None:
            words = f'storageclass.storage.k8s.io "{name}" not found'
            return self._tell_once(claim, "Warning", "ProvisioningFailed", words)
        if found.get("volumeBindingMode") == "WaitForFirstConsumer" and _NODE not in annotations_of(claim):
            words = "waiting for first consumer to be created before binding"
            return self._tell_once(claim, "Normal", "WaitForFirstConsumer", words)
        provisioner = found["provisioner"]
        claim = self._note_provisioner(claim, provisioner)
        if provisioner == "kubernetes.io/no-provisioner":
            return None
        if provisioner not in PROVISIONERS:
            words = (
                f"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually "
                "by the system administrator. If volume creation is delayed, please verify that the provisioner is "
                "running and correctly registered."
            )
            return self._tell_once(claim, "Normal", "ExternalProvisioning", words)
        return self._make(claim, found)

    def _note_provisioner(self, claim: Object, provisioner: str) -> Object:
        if annotations_of(claim).get("volume.kubernetes.io/storage-provisioner") == provisioner:
            return claim
        new = copy_json(claim)
        annotations = new["metadata"].setdefault("annotations", {})
        for key in ("volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner"):
            annotations[key] = provisioner
        return self.client.update(CLAIMS, new)

    def _tell_once(self, claim: Object, kind: str, reason: str, words: str) -> int | None:
        self.client.record(CLAIMS, claim, (kind, reason, words))
        return _RESYNC

    def _make(self, claim: Object, found: Object) -> int | None:
        name = f"pvc-{claim['metadata']['uid']}"
        if self.client.get(VOLUMES, "", name) is not None:
            return None
        node = annotations_of(claim).get(_NODE, "")
        path = f"/opt/local-path-provisioner/{name}_{namespace_of(claim)}_{name_of(claim)}"
        spec: Object = {
            "capacity": dict(claim["spec"]["resources"]["requests"]),
            "accessModes": list(claim["spec"]["accessModes"]),
            "persistentVolumeReclaimPolicy": found.get("reclaimPolicy", "Delete"),
            "storageClassName": name_of(found),
            "volumeMode": claim["spec"].get("volumeMode", "Filesystem"),
            "hostPath": {"path": path, "type": "DirectoryOrCreate"},
            "claimRef": {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "namespace": namespace_of(claim),
                "name": name_of(claim),
                "uid": claim["metadata"]["uid"],
            },
        }
        if node:
            term = {"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": [node]}]}
            spec["nodeAffinity"] = {"required": {"nodeSelectorTerms": [term]}}
        annotations = {_PROVISIONED_BY: found["provisioner"]}
        self.client.create(VOLUMES, {"metadata": {"name": name, "annotations": annotations}, "spec": spec})
        self.client.record(
            CLAIMS, claim, ("Normal", "ProvisioningSucceeded", f"Successfully provisioned volume {name}")
        )
        return None

    # Volumes

    def _set_phase(self, volume: Object, phase: str) -> None:
        current = self.client.get(VOLUMES, "", name_of(volume))
        if current is not None and (current.get("status") or {}).get("phase") != phase:
            status = {"phase": phase, "lastPhaseTransitionTime": self.client.timestamp}
            self.client.set_status(VOLUMES, current, status)

    def _sync_volume(self, volume: Object) -> int | None:
        reference = volume["spec"].get("claimRef")
        claim = self.client.get(CLAIMS, reference.get("namespace", ""), reference["name"]) if reference else None
        if is_deleting(volume):
            if claim is None or (claim.get("status") or {}).get("phase") != "Bound":
                self._unprotect(volume)
            return None
        if reference is None or "uid" not in reference:
            self._set_phase(volume, "Available")
            return None
        if claim is not None and claim["metadata"]["uid"] == reference["uid"]:
            if annotations_of(claim).get(_BOUND):
                self._set_phase(volume, "Bound")
            return None
        if (volume.get("status") or {}).get("phase") in ("Bound", "Pending", "Available", "Released"):
            return self._reclaim(volume)
        return None

    def _unprotect(self, volume: Object) -> None:
        new = copy_json(volume)
        new["metadata"]["finalizers"] = [
            f for f in new["metadata"].get("finalizers", ()) if f != "kubernetes.io/pv-protection"
        ]
        if not new["metadata"]["finalizers"]:
            del new["metadata"]["finalizers"]
        self.client.update(VOLUMES, new)

    def _reclaim(self, volume: Object) -> int | None:
        self._set_phase(volume, "Released")
        policy = volume["spec"].get("persistentVolumeReclaimPolicy")
        current = self.client.get(VOLUMES, "", name_of(volume))
        if current is None:
            return None
        if policy == "Recycle":
            new = copy_json(current)
            del new["spec"]["claimRef"]
            self.client.update(VOLUMES, new)
        elif policy == "Delete" and annotations_of(volume).get(_PROVISIONED_BY) in PROVISIONERS:
            self.client.delete(VOLUMES, current)
        elif policy == "Delete" and (current.get("status") or {}).get("phase") != "Failed":
            words = f'error getting deleter volume plugin for volume "{name_of(volume)}": '
            words += "no deletable volume plugin matched"
            self.client.record(VOLUMES, current, ("Warning", "VolumeFailedDelete", words))
            status = {"phase": "Failed", "message": words, "lastPhaseTransitionTime": self.client.timestamp}
            self.client.set_status(VOLUMES, current, status)
        return None
