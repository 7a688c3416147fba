"""The list of controllers, in the order in which they look at an event.

Models the list in k8s.io/kubernetes/cmd/kube-controller-manager/app v1.36.
"""

from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.controllers.controller import Controller
from sandbox.sim.cluster.controllers.deployments import Deployments
from sandbox.sim.cluster.controllers.garbage_collector import GarbageCollector
from sandbox.sim.cluster.controllers.namespaces import Namespaces
from sandbox.sim.cluster.controllers.replica_sets import ReplicaSets
from sandbox.sim.cluster.controllers.root_ca import RootCa
from sandbox.sim.cluster.controllers.service_accounts import ServiceAccounts


def make_controllers(api: ApiServer) -> tuple[Controller, ...]:
    """Return a fresh set of controllers for one cluster."""
    return (
        Namespaces(api),
        ServiceAccounts(api),
        RootCa(api),
        Deployments(api),
        ReplicaSets(api, "apps/replicasets", "replicaset-controller"),
        ReplicaSets(api, "/replicationcontrollers", "replication-controller"),
        GarbageCollector(api),
    )
