"""The kubelets of all nodes.

Models k8s.io/kubernetes/pkg/kubelet v1.36. One object serves every node; what it knows is in plain records.
Not modelled: device plugins, node leases, eviction by disk pressure, checkpoints.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import is_deleting, name_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.kubelet import addresses, node_status
from sandbox.sim.cluster.kubelet.access import KubeletAccess
from sandbox.sim.cluster.kubelet.containers import ContainerStarter
from sandbox.sim.cluster.kubelet.images import ImageStore
from sandbox.sim.cluster.kubelet.measures import NodeMeasures
from sandbox.sim.cluster.kubelet.nodes import NodeDisks
from sandbox.sim.cluster.kubelet.pod_status import StatusMaker
from sandbox.sim.cluster.kubelet.pod_worker import PodWorker
from sandbox.sim.cluster.kubelet.probing import Prober
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.cluster.kubelet.static_pods import SOURCE, StaticPods
from sandbox.sim.cluster.kubelet.volumes import VolumeMounter
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.namespaces import Namespaces
from sandbox.sim.runtime.network import Network
from sandbox.sim.runtime.process import Process

Object = dict[str, Any]
_AWAY = 5 * SECOND
"""How long what falls due waits while the kubelet does not run."""
_REFRESH_DELAY = 30 * SECOND
_CONFIG = {"/secrets": ("secret", "secretName"), "/configmaps": ("configMap", "name")}


class Kubelet:
    """Runs the Pods that are bound to nodes."""

    name = "kubelet"

    def __init__(self, api: ApiServer, machine: Machine, network: Network, images: ImageStore) -> None:
        self.client = InternalClient(api, "kubelet")
        self.machine = machine
        self.network = network
        self.images = images
        self.records: dict[str, PodRecord] = {}
        self.counters: dict[str, int] = {}
        self.stopped: dict[str, int] = {}
        """Nodes whose kubelet does not run, and since when."""
        self.disks = NodeDisks(machine)
        self.mounter = VolumeMounter(self.client, machine, self.disks)
        self.starter = ContainerStarter(self.mounter, machine)
        self.prober = Prober(self)
        self.measures = NodeMeasures(self)
        self.access = KubeletAccess(self)
        self.worker = PodWorker(self)
        self.static = StaticPods(self)
        machine.table.on_end("kubelet", self._ended)
        machine.events.register("kubelet", self._timer)

    # As a controller

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Return the Pods that a change concerns, as ``namespace/name``."""
        if event.resource == "/pods":
            meta = event.object["metadata"]
            if event.type == "DELETED" and (meta.get("annotations") or {}).get(SOURCE) == "file":
                self.static.hurry()
            if event.object["spec"].get("nodeName") or meta["uid"] in self.records:
                return (f"{meta['namespace']}/{meta['name']}",)
        elif event.resource in _CONFIG and event.type == "MODIFIED":
            self._plan_refresh(event)
        return ()

    def _plan_refresh(self, event: WatchEvent) -> None:
        name, namespace = name_of(event.object), event.object["metadata"]["namespace"]
        for record in self.records.values():
            pod = self.client.get("/pods", record.namespace, record.name)
            if record.namespace == namespace and pod is not None and _shows(pod, event.resource, name):
                self.plan(_REFRESH_DELAY, record, "refresh")

    def reconcile(self, key: str) -> int | None:
        """Bring one Pod closer to what it should be."""
        namespace, _, name = key.partition("/")
        pod = self.client.get("/pods", namespace, name)
        # A Pod that is known already has no predecessor of its name: that was cleaned up when the Pod came.
        if pod is None or pod["metadata"]["uid"] not in self.records:
            for record in [r for r in self.records.values() if (r.namespace, r.name) == (namespace, name)]:
                self.worker.clean_up(record)
        if pod is not None and pod["spec"].get("nodeName"):
            self._sync(pod)
        return None

    def set_running(self, node: str, *, running: bool) -> None:
        """Stop or start the kubelet of one node; what runs in its containers goes on without it."""
        if running == (node not in self.stopped) or self.client.get("/nodes", "", node) is None:
            return
        if not running:
            self.stopped[node] = self.client.now
        else:
            del self.stopped[node]
            node_status.post(self.client, node)
            self._catch_up(node)
        node_status.renew_lease(self.client, node)

    def _catch_up(self, node: str) -> None:
        """Look at every Pod of a node again."""
        for pod in self.client.scan("/pods"):
            if pod["spec"].get("nodeName") != node:
                continue
            record = self.records.get(pod["metadata"]["uid"]) or self._admit(pod)
            self.plan(0, record, "sync")

    def _sync(self, pod: Object) -> None:
        if pod["spec"]["nodeName"] in self.stopped:
            return
        record = self.records.get(pod["metadata"]["uid"])
        if record is None:
            if self.client.get("/nodes", "", pod["spec"]["nodeName"]) is None:
                return
            if (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
                return
            record = self._admit(pod)
        if is_deleting(pod):
            self.worker.terminate(pod, record)
            return
        if not record.phase and (pod.get("status") or {}).get("phase") not in ("Succeeded", "Failed"):
            self.worker.advance(pod, record)
        self.report(record)

    def _admit(self, pod: Object) -> PodRecord:
        meta = pod["metadata"]
        record = PodRecord(meta["uid"], meta["namespace"], meta["name"], pod["spec"]["nodeName"])
        record.started_at = self.client.now
        self.records[record.uid] = record
        return record

    # Shared with worker and prober

    def plan(self, delay: int, record: PodRecord, do: str, **more: Any) -> None:
        """Plan something for a Pod, ``delay`` nanoseconds from now."""
        self.machine.events.schedule(self.client.now + delay, "kubelet", {"uid": record.uid, "do": do, **more})

    def tell(self, record: PodRecord, event: tuple[str, str, str], path: str = "") -> None:
        """Record an event of a Pod."""
        pod = self.client.get("/pods", record.namespace, record.name)
        if pod is not None and pod["metadata"]["uid"] == record.uid:
            self.client.record("/pods", pod, event, host=record.node, path=path)

    def report(self, record: PodRecord) -> None:
        """Write the Pod's status."""
        pod = self.client.get("/pods", record.namespace, record.name)
        if pod is None or pod["metadata"]["uid"] != record.uid:
            return
        maker = StatusMaker(self.client.timestamp, self.host_ip(record.node))
        self.client.set_status("/pods", pod, maker.make(pod, record))

    def host_ip(self, node: str) -> str:
        """Return a node's address."""
        found = self.client.get("/nodes", "", node) or {}
        rows = (found.get("status") or {}).get("addresses") or ()
        return next((row["address"] for row in rows if row["type"] == "InternalIP"), "")

    def index_of(self, node: str) -> int:
        """Return a node's place in the cluster's list, off its address."""
        return int(self.host_ip(node).rpartition(".")[2] or 10) - 10

    def connect(self, record: PodRecord, *, host_network: bool) -> None:
        """Give a Pod its address."""
        if host_network:
            record.ip = self.host_ip(record.node)
            return
        counter = self.counters.get(record.node, 0)
        index = self.index_of(record.node)
        record.ip, self.counters[record.node] = addresses.connect_pod(self.network, record.network, index, counter)

    # Events

    def _ended(self, spaces: Namespaces, process: Process) -> None:
        identifier = spaces.name.removeprefix("pod/")
        for record in self.records.values():
            for found in record.containers.values():
                if found.id == identifier and found.state == "running":
                    self.worker.ended(record, found, process)
                    self.plan(0, record, "sync")
                    return

    def _timer(self, payload: Object) -> None:
        record = self.records.get(payload["uid"])
        if record is None:
            return
        if record.node in self.stopped:
            self.machine.events.schedule(self.client.now + _AWAY, "kubelet", payload)
        else:
            self._fall_due(record, payload)

    def _fall_due(self, record: PodRecord, payload: Object) -> None:
        found = record.containers.get(payload.get("container", ""))
        if "ticket" in payload and (found is None or found.ticket != payload["ticket"]):
            return
        if payload["do"] == "probe" and found is not None:
            before = (found.state, found.ready, found.started, found.stopping)
            self.prober.run(record, found, payload["probe"])
            if (found.state, found.ready, found.started, found.stopping) == before:
                return
        elif payload["do"] == "oom" and found is not None:
            pod = self.client.get("/pods", record.namespace, record.name)
            if self.worker.containers.weigh(pod, found):
                self.worker.kill_for_memory(found)
        elif payload["do"] == "kill":
            self.worker.kill_all(record)
        elif payload["do"] == "kill-one" and found is not None:
            self.worker.kill(found)
        elif payload["do"] == "refresh":
            self._refresh(record)
        elif payload["do"] == "deadline":
            self.worker.exceed_deadline(record)
        self._reconcile_safely(record)

    def _reconcile_safely(self, record: PodRecord) -> None:
        try:
            self.reconcile(f"{record.namespace}/{record.name}")
        except ApiError:
            self.plan(SECOND, record, "sync")

    def _refresh(self, record: PodRecord) -> None:
        pod = self.client.get("/pods", record.namespace, record.name)
        if pod is not None:
            self.mounter.refresh(pod, record)

    def find(self, uid: str, container: str) -> tuple[PodRecord, ContainerRecord] | None:
        """Return the records of a container, or None."""
        record = self.records.get(uid)
        found = record.containers.get(container) if record else None
        return (record, found) if record and found else None

    # Snapshots

    def dump(self) -> Object:
        """Return JSON-able data."""
        return {
            "records": [record.dump() for record in self.records.values()],
            "counters": self.counters,
            "stopped": self.stopped,
            "images": self.images.dump(),
        }

    def restore(self, state: Object) -> None:
        """Take over what ``dump()`` described."""
        self.records = {row["uid"]: PodRecord.load(row) for row in state["records"]}
        self.counters = state["counters"]
        self.stopped.update(state.get("stopped", {}))
        self.images = ImageStore.load(state["images"])


def _shows(pod: Object, resource: str, name: str) -> bool:
    kind, field = _CONFIG[resource]
    for volume in pod["spec"].get("volumes", ()):
        if (volume.get(kind) or {}).get(field) == name:
            return True
        for source in (volume.get("projected") or {}).get("sources", ()):
            if (source.get(kind) or {}).get("name") == name:
                return True
    return False
