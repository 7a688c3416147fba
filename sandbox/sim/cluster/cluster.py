"""A Kubernetes cluster: API server, controllers, scheduler and kubelets on one World's machine.

Models a kubeadm cluster of Kubernetes 1.36. Not modelled: several API servers, etcd itself.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.sim.cluster import first_objects
from sandbox.sim.cluster.addons.registry import chosen
from sandbox.sim.cluster.apimachinery.labels import parse_selector
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.bootstrap import pristine_objects
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.metrics import Metrics
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.components import Components
from sandbox.sim.cluster.controllers.manager import Manager
from sandbox.sim.cluster.controllers.registry import make_controllers
from sandbox.sim.cluster.kubelet.access import KubeletAccess
from sandbox.sim.cluster.kubelet.addresses import connect_node
from sandbox.sim.cluster.kubelet.images import ImageStore
from sandbox.sim.cluster.kubelet.kubelet import Kubelet
from sandbox.sim.cluster.kubelet.program import KubeletProgram
from sandbox.sim.cluster.network.ingress_controller import PROGRAM, IngressController
from sandbox.sim.cluster.network.services import ServiceNetwork
from sandbox.sim.cluster.scheduler.scheduler import Scheduler
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.network import Network

Object = dict[str, Any]
DEFAULT_NODES = ("controlplane", "node01")


class Cluster:
    """``api`` is its API server, ``kubelet`` answers for logs and exec."""

    def __init__(self, machine: Machine, network: Network, storage: Storage, images: ImageStore) -> None:
        self.machine = machine
        self.network = network
        self.api = ApiServer(machine.clock, machine.rng, storage)
        self.kubelets = Kubelet(self.api, machine, network, images)
        self.api.core.silent_since = self.kubelets.stopped.get
        self.api.core.metrics = Metrics(storage, self.kubelets.measures)
        self.scheduler = Scheduler(self.api)
        self.services = ServiceNetwork(storage, network)
        controllers = (*make_controllers(self.api), self.scheduler, self.kubelets)
        self.manager = Manager(storage, machine.clock, machine.events, controllers)
        self.manager.may_work = Components(storage).may_work
        self._pending = False
        machine.events.register("cluster", self._work)
        machine.table.programs = {
            **machine.table.programs,
            "kubelet": KubeletProgram(lambda: self.kubelets),
            PROGRAM: IngressController(storage, network),
        }
        storage.on_change = self._changed
        self.api.before_request = self._before_request

    @classmethod
    def create(
        cls,
        machine: Machine,
        network: Network,
        *,
        nodes: Sequence[str] = DEFAULT_NODES,
        images: Sequence[str] = (),
        addons: Sequence[str] = (),
    ) -> "Cluster":
        """Build a cluster of ``nodes``; one named ``controlplane`` is tainted unless it is the only one.

        ``images`` are on every node already, ``addons`` were applied before. Raises ValueError for an unknown addon.
        """
        wanted = chosen(addons)
        ready = (*images, *(image for addon in wanted for image in addon.images))
        cluster = cls(machine, network, Storage(pristine_objects), ImageStore(ready))
        for index, node in enumerate(nodes):
            connect_node(network, node, index)
        first_objects.create(cluster.api, tuple(nodes))
        for addon in wanted:
            addon.install(InternalClient(cluster.api, "kubeadm"), tuple(nodes))
            for (node, path), text in addon.files(tuple(nodes)).items():
                cluster.kubelets.disks.write(node, path, text)
        if first_objects.CONTROL_PLANE in nodes:
            cluster.kubelets.static.begin()
        cluster.settle()
        return cluster

    @property
    def kubelet(self) -> KubeletAccess:
        """What kubectl may ask of the kubelets."""
        return self.kubelets.access

    @property
    def version(self) -> int:
        """A number that changes with every write."""
        return self.api.storage.version

    # Running

    def _changed(self) -> None:
        if not self._pending:
            self._pending = True
            self.machine.events.schedule(self.machine.clock.now, "cluster")
        self.machine.table.announce("api")

    def _before_request(self) -> None:
        if self._pending and not self.manager.running:
            self.settle()

    def _work(self, _payload: Object) -> None:
        self._pending = False
        self.settle()

    def settle(self) -> None:
        """Let controllers, scheduler and kubelets do all that is due now."""
        self.manager.run()

    # Looking

    def get(self, api_version: str, kind: str, name: str, namespace: str = "default") -> Object:
        """Return one object as the API serves it. Raises ApiError."""
        resource = self._resource(api_version, kind)
        return self.api.get(resource, name, namespace=namespace)

    def list(
        self, api_version: str, kind: str, namespace: str | None = None, labels: dict[str, str] | str | None = None
    ) -> list[Object]:
        """Return objects of one kind, of all namespaces unless one is named, chosen by labels."""
        resource = self._resource(api_version, kind)
        text = labels if isinstance(labels, str) else ",".join(f"{k}={v}" for k, v in (labels or {}).items())
        selector = parse_selector(text)
        found = self.api.list(resource, namespace=namespace or "")["items"]
        return [obj for obj in found if selector.matches(labels_of(obj))]

    def _resource(self, api_version: str, kind: str) -> Any:
        resource = self.api.resource_of(api_version, kind)
        if resource is None:
            raise ApiError(404, "NotFound", f'no matches for kind "{kind}" in version "{api_version}"')
        return resource

    def available(self, api_version: str, kind: str, name: str, namespace: str = "default") -> int:
        """Return how many available replicas a workload has; 0 where there is none."""
        resource = self._resource(api_version, kind)
        found = self.api.storage.get(resource.key, namespace, name)
        return int(((found or {}).get("status") or {}).get("availableReplicas", 0))

    # Snapshots

    def dump(self) -> Object:
        """Return everything as JSON-able data."""
        if self._pending:
            self.settle()
        return {
            "storage": self.api.storage.dump(),
            "kubelet": self.kubelets.dump(),
            "pending": self._pending,
            "turns": self.services.turns,
            "clients": self.services.clients,
            "controllers": self.manager.dump(),
        }

    @classmethod
    def load(cls, state: Object, machine: Machine, network: Network) -> "Cluster":
        """Return the cluster that ``dump()`` described."""
        storage = Storage.load(state["storage"], pristine_objects)
        cluster = cls(machine, network, storage, ImageStore())
        cluster.kubelets.restore(state["kubelet"])
        cluster._pending = state["pending"]
        cluster.services.turns = state["turns"]
        cluster.services.clients = state.get("clients", {})
        cluster.manager.restore(state.get("controllers", {}))
        return cluster
