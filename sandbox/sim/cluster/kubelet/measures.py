"""What containers and nodes use.

Models the resource endpoint of k8s.io/kubernetes/pkg/kubelet (cAdvisor's summary) v1.36: a container is known once it
has been looked at twice, at whole quarters of a minute. Not modelled: swap, volumes, file systems.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.kubelet.hooks import spec_of
from sandbox.sim.cluster.kubelet.images import ImageError, look_up
from sandbox.sim.cluster.kubelet.records import ContainerRecord
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.usage import WINDOW, cpu_of, memory_of

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
_MIB = 1024 * 1024
_NODE = (62_000_000, 480 * _MIB)
"""What a node's own services use: kubelet, container runtime, system."""
_CPUS = 4


class NodeMeasures:
    """Answers for all nodes."""

    def __init__(self, kubelet: "Kubelet") -> None:
        self.kubelet = kubelet

    def of_pod(self, pod: Object) -> dict[str, tuple[int, int]] | None:
        """Return ``(nanoseconds a second, bytes)`` by container; None for a Pod that is not known yet."""
        record = self.kubelet.records.get(pod["metadata"]["uid"])
        if record is None or (pod.get("status") or {}).get("phase") != "Running":
            return None
        found = {}
        for container in record.containers.values():
            if container.state == "running" and container.kind != "init":
                if not self._is_known(container):
                    return None
                found[container.name] = self.of_container(pod, container)
        return found or None

    def _is_known(self, found: ContainerRecord) -> bool:
        first = -(-found.started_at // WINDOW) * WINDOW
        return self.kubelet.client.now >= first + WINDOW

    def of_container(self, pod: Object, found: ContainerRecord) -> tuple[int, int]:
        """Return what a container uses, within its limits."""
        machine, now = self.kubelet.machine, self.kubelet.client.now
        limits = (spec_of(pod, found.name).get("resources") or {}).get("limits") or {}
        most = to_quantity(limits["cpu"]).value * SECOND if "cpu" in limits else _CPUS * SECOND
        cpu = cpu_of(machine.table, found.spaces) + self.kubelet.network.meter.rate(found.spaces, now)
        return int(min(cpu, most)), self.memory(found)

    def memory(self, found: ContainerRecord) -> int:
        """Return the bytes that a container's processes take, those that its image is known for included."""
        try:
            known = look_up(found.image, self.kubelet.machine.published).image.memory
        except ImageError:
            known = 0
        return known + memory_of(self.kubelet.machine.table, found.spaces)

    def of_node(self, node: Object) -> tuple[int, int]:
        """Return what a node uses in all."""
        cpu, memory = _NODE
        for record in self.kubelet.records.values():
            pod = self.kubelet.client.get("/pods", record.namespace, record.name)
            if record.node != node["metadata"]["name"] or pod is None:
                continue
            for found in record.containers.values():
                if found.state == "running":
                    used = self.of_container(pod, found)
                    cpu, memory = cpu + used[0], memory + used[1]
        return min(cpu, _CPUS * SECOND), memory
