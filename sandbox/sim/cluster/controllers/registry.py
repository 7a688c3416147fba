"""The list of controllers, in the order in which they look at an event.

Models the list in k8s.io/kubernetes/cmd/kube-controller-manager/app v1.36.
"""

from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.controllers.autoscaling import Autoscaling
from sandbox.sim.cluster.controllers.certificates import Certificates
from sandbox.sim.cluster.controllers.controller import Controller
from sandbox.sim.cluster.controllers.cron_jobs import CronJobs
from sandbox.sim.cluster.controllers.daemon_sets import DaemonSets
from sandbox.sim.cluster.controllers.deployments import Deployments
from sandbox.sim.cluster.controllers.disruption import Disruption
from sandbox.sim.cluster.controllers.endpoints import Endpoints
from sandbox.sim.cluster.controllers.garbage_collector import GarbageCollector
from sandbox.sim.cluster.controllers.ingresses import Ingresses
from sandbox.sim.cluster.controllers.jobs import Jobs
from sandbox.sim.cluster.controllers.load_balancers import LoadBalancers
from sandbox.sim.cluster.controllers.namespaces import Namespaces
from sandbox.sim.cluster.controllers.node_lifecycle import NodeLifecycle
from sandbox.sim.cluster.controllers.persistent_volumes import PersistentVolumes
from sandbox.sim.cluster.controllers.pod_gc import PodGarbage
from sandbox.sim.cluster.controllers.replica_sets import ReplicaSets
from sandbox.sim.cluster.controllers.resource_quotas import ResourceQuotas
from sandbox.sim.cluster.controllers.root_ca import RootCa
from sandbox.sim.cluster.controllers.service_accounts import ServiceAccounts
from sandbox.sim.cluster.controllers.slice_mirroring import SliceMirroring
from sandbox.sim.cluster.controllers.stateful_sets import StatefulSets
from sandbox.sim.cluster.controllers.taints import TaintEviction


def make_controllers(api: ApiServer) -> tuple[Controller, ...]:
    """Return a fresh set of controllers for one cluster."""
    return (
        Namespaces(api),
        ServiceAccounts(api),
        RootCa(api),
        ResourceQuotas(api),
        CronJobs(api),
        Jobs(api),
        Deployments(api),
        ReplicaSets(api, "apps/replicasets", "replicaset-controller"),
        ReplicaSets(api, "/replicationcontrollers", "replication-controller"),
        StatefulSets(api),
        DaemonSets(api),
        Endpoints(api),
        PersistentVolumes(api),
        Disruption(api),
        Autoscaling(api),
        TaintEviction(api),
        Certificates(api),
        SliceMirroring(api),
        PodGarbage(api),
        NodeLifecycle(api),
        LoadBalancers(api),
        Ingresses(api),
        GarbageCollector(api),
    )
