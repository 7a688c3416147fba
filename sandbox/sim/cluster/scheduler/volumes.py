"""Volumes that tie a Pod to nodes, and claims that are bound when their first Pod is placed.

Models plugins/volumebinding, volumezone and volumerestrictions of k8s.io/kubernetes/pkg/scheduler v1.36.
Not modelled: capacity tracking of drivers.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.scheduler.filters import Cycle, Refusal, node_selector_matches
from sandbox.sim.cluster.scheduler.node_info import NodeInfo

Object = dict[str, Any]
CLAIMS, VOLUMES, CLASSES = "/persistentvolumeclaims", "/persistentvolumes", "storage.k8s.io/storageclasses"
SELECTED_NODE = "volume.kubernetes.io/selected-node"


class Unschedulable(Exception):  # noqa: N818  (a state of the Pod, told in words)
    """No node can take the Pod now, whatever it offers; ``str()`` says why."""


def claim_names(pod: Object) -> list[str]:
    """Return the claims that a Pod uses."""
    found = []
    for volume in pod["spec"].get("volumes", ()):
        if "persistentVolumeClaim" in volume:
            found.append(volume["persistentVolumeClaim"]["claimName"])
        elif "ephemeral" in volume:
            found.append(f"{pod['metadata']['name']}-{volume['name']}")
    return found


def waits_for_consumer(client: InternalClient, claim: Object) -> bool:
    """Tell whether a claim is bound only when a Pod uses it."""
    name = claim["spec"].get("storageClassName", "")
    found = client.get(CLASSES, "", name) if name else None
    return found is not None and found.get("volumeBindingMode") == "WaitForFirstConsumer"


def check_claims(client: InternalClient, pod: Object) -> tuple[list[Object], list[Object]]:
    """Return (bound claims, claims to be bound with the Pod); raise Unschedulable for missing or unbound ones."""
    bound, waiting = [], []
    for name in claim_names(pod):
        claim = client.get(CLAIMS, namespace_of(pod), name)
        if claim is None:
            raise Unschedulable(f'persistentvolumeclaim "{name}" not found')
        if "deletionTimestamp" in claim["metadata"]:
            raise Unschedulable(f'persistentvolumeclaim "{name}" is being deleted')
        if (claim.get("status") or {}).get("phase") == "Lost":
            lost = claim["spec"].get("volumeName", "")
            words = f'persistentvolumeclaim "{name}" bound to non-existent persistentvolume "{lost}"'
            raise Unschedulable(words)
        if claim["spec"].get("volumeName"):
            bound.append(claim)
        elif waits_for_consumer(client, claim):
            waiting.append(claim)
        else:
            raise Unschedulable("pod has unbound immediate PersistentVolumeClaims")
    return bound, waiting


def make_filter(client: InternalClient, bound: list[Object], waiting: list[Object]) -> Any:
    """Return the filter for a Pod's claims."""

    def volume_binding(cycle: Cycle, info: NodeInfo) -> Refusal | None:
        del cycle
        for claim in bound:
            volume = client.get(VOLUMES, "", claim["spec"]["volumeName"])
            if volume is not None and not volume_fits(volume, info):
                return Refusal(("node(s) didn't match PersistentVolume's node affinity",))
        for claim in waiting:
            if not _can_be_bound(client, claim, info):
                return Refusal(("node(s) didn't find available persistent volumes to bind",))
        return None

    return volume_binding


def volume_fits(volume: Object, info: NodeInfo) -> bool:
    """Tell whether a volume can be used on a node."""
    required = (volume["spec"].get("nodeAffinity") or {}).get("required")
    return required is None or node_selector_matches(required, info)


def _can_be_bound(client: InternalClient, claim: Object, info: NodeInfo) -> bool:
    storage = client.get(CLASSES, "", claim["spec"].get("storageClassName", "")) or {}
    if storage.get("provisioner") != "kubernetes.io/no-provisioner":
        return True
    for volume in client.scan(VOLUMES):
        same = volume["spec"].get("storageClassName", "") == claim["spec"].get("storageClassName", "")
        free = "claimRef" not in volume["spec"]
        if same and free and volume_fits(volume, info):
            return True
    return False
