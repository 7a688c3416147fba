"""Static Pods: what lies in a node's manifest directory runs there.

Models pkg/kubelet/config/file.go and pkg/kubelet/pod/mirror_client.go of Kubernetes v1.36: the directory is read every
20 seconds; each Pod shows in the API as its mirror, named after the node, and comes back when that is deleted. A
changed file makes a new Pod, a file that cannot be read none. Not modelled: manifests from URLs, a directory elsewhere
than staticPodPath says at first, a container that goes on while only its mirror is deleted.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from documents.yaml import load_yaml
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting, name_of
from sandbox.sim.cluster.apimachinery.resources import resource
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kernel.clock import SECOND, rfc3339
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
DIRECTORY = "/etc/kubernetes/manifests"
SOURCE = "kubernetes.io/config.source"
_HASH = "kubernetes.io/config.hash"
_MIRROR = "kubernetes.io/config.mirror"
_SEEN = "kubernetes.io/config.seen"
_PERIOD = 20 * SECOND
_EVENT = "static-pods"
_LARGEST = 65536


class StaticPods:
    """Looks after the manifest directories of all nodes whose disks exist."""

    def __init__(self, kubelet: "Kubelet") -> None:
        self.kubelet = kubelet
        kubelet.machine.events.register(_EVENT, self._timer)

    def begin(self) -> None:
        """Look now, and from now on."""
        self._timer({})

    def hurry(self) -> None:
        """Look once more soon: a mirror was deleted."""
        self.kubelet.machine.events.schedule(self.kubelet.client.now + SECOND, _EVENT, {"once": True})

    def _timer(self, payload: Object) -> None:
        for node in self.kubelet.client.scan("/nodes"):
            self._sync(node)
        if not payload.get("once"):
            self.kubelet.machine.events.schedule(self.kubelet.client.now + _PERIOD, _EVENT, {})

    def _sync(self, node: Object) -> None:
        client = self.kubelet.client
        wanted = {(pod["metadata"]["namespace"], name_of(pod)): pod for pod in self._read(node)}
        for pod in client.scan("/pods"):
            annotations = pod["metadata"].get("annotations") or {}
            if pod["spec"].get("nodeName") != name_of(node) or annotations.get(SOURCE) != "file":
                continue
            found = wanted.pop((pod["metadata"]["namespace"], name_of(pod)), None)
            same = found is not None and found["metadata"]["annotations"][_HASH] == annotations.get(_HASH)
            if not same and not is_deleting(pod):
                client.delete("/pods", pod)
                self.hurry()
        for pod in wanted.values():
            self._create(pod)

    def _create(self, pod: Object) -> None:
        client = self.kubelet.client
        try:
            client.api.create(
                resource("pods"), pod, namespace=pod["metadata"]["namespace"], user=client.user,
                field_validation="Ignore", field_manager="kubelet",
            )  # fmt: skip
        except ApiError:
            # A kubelet only logs what the API server refuses of its mirrors.
            return

    def _read(self, node: Object) -> list[Object]:
        disk = self.kubelet.disks.name_of(name_of(node))
        if disk not in self.kubelet.machine.disks:
            return []
        files = self.kubelet.disks.files(name_of(node))
        if files.kind(DIRECTORY) != "dir":
            return []
        names = [name for name in sorted(files.listdir(DIRECTORY)) if not name.startswith(".")]
        found = (self._pod(files, f"{DIRECTORY}/{name}", node) for name in names)
        return [pod for pod in found if pod is not None]

    def _pod(self, files: FileView, path: str, node: Object) -> Object | None:
        """Return the mirror of what a file describes; None for what is no Pod."""
        try:
            text = files.read_text(path)
        except KernelError:
            return None
        data = _pod_in(text)
        if data is None:
            return None
        meta = data["metadata"]
        digest = blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
        where = name_of(node)
        owner = {"apiVersion": "v1", "kind": "Node", "name": where, "uid": node["metadata"]["uid"], "controller": True}
        marks = {_HASH: digest, _MIRROR: digest, SOURCE: "file", _SEEN: rfc3339(self.kubelet.client.now)}
        annotations = meta["annotations"] if isinstance(meta.get("annotations"), dict) else {}
        known = {
            "name": f"{meta.get('name')}-{where}",
            "namespace": str(meta.get("namespace") or "default"),
            "annotations": {**annotations, **marks},
            "ownerReferences": [owner],
        }
        everywhere = [{"operator": "Exists", "effect": "NoExecute"}]
        spec = {"tolerations": everywhere, **data["spec"], "nodeName": where}
        pod: Object = copy_json({"apiVersion": "v1", "kind": "Pod", "metadata": {**meta, **known}, "spec": spec})
        return pod


@lru_cache(maxsize=64)
def _pod_in(text: str) -> Object | None:
    """Return the Pod that a manifest describes, read only; None for what is none, or is no JSON.

    The kubelets look every 20 seconds, mostly at what they have seen.
    """
    root = load_yaml(text, path=DIRECTORY) if len(text) <= _LARGEST else []
    try:
        data: Any = None if isinstance(root, list) else copy_json(root.data())
    except TypeError:
        return None
    if not isinstance(data, dict) or data.get("kind") != "Pod":
        return None
    return data if isinstance(data.get("metadata"), dict) and isinstance(data.get("spec"), dict) else None
