"""The list of descriptions, by group and kind. ``events`` says whether upstream looks for events of the kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.kubectl.describe import (
    configuration,
    endpoint_slice,
    generic,
    jobs,
    networking,
    node,
    pod,
    policies,
    rbac,
    storage,
    workloads,
)
from sandbox.sim.kubectl.describe.page import Page

Object = dict[str, Any]
_RBAC = "rbac.authorization.k8s.io"
_NETWORKING = "networking.k8s.io"


@dataclass(frozen=True, slots=True)
class Describer:
    """How a kind is described."""

    describe: Callable[[Page, Object], None]
    events: bool = True


DESCRIBERS: dict[tuple[str, str], Describer] = {
    ("", "ConfigMap"): Describer(configuration.describe_config_map),
    ("", "Endpoints"): Describer(networking.describe_endpoints),
    ("", "LimitRange"): Describer(policies.describe_limit_range, events=False),
    ("", "Namespace"): Describer(policies.describe_namespace, events=False),
    ("", "Node"): Describer(node.describe),
    ("", "PersistentVolume"): Describer(storage.describe_volume),
    ("", "PersistentVolumeClaim"): Describer(storage.describe_claim),
    ("", "Pod"): Describer(pod.describe),
    ("", "ReplicationController"): Describer(workloads.describe_replication_controller),
    ("", "ResourceQuota"): Describer(policies.describe_quota, events=False),
    ("", "Secret"): Describer(configuration.describe_secret, events=False),
    ("", "Service"): Describer(networking.describe_service),
    ("", "ServiceAccount"): Describer(configuration.describe_service_account),
    ("apps", "DaemonSet"): Describer(workloads.describe_daemon_set),
    ("apps", "Deployment"): Describer(workloads.describe_deployment),
    ("apps", "ReplicaSet"): Describer(workloads.describe_replica_set),
    ("apps", "StatefulSet"): Describer(workloads.describe_stateful_set),
    ("autoscaling", "HorizontalPodAutoscaler"): Describer(policies.describe_autoscaler),
    ("batch", "CronJob"): Describer(jobs.describe_cron_job),
    ("batch", "Job"): Describer(jobs.describe_job),
    (_NETWORKING, "Ingress"): Describer(networking.describe_ingress),
    (_NETWORKING, "IngressClass"): Describer(networking.describe_ingress_class),
    (_NETWORKING, "NetworkPolicy"): Describer(networking.describe_network_policy, events=False),
    ("discovery.k8s.io", "EndpointSlice"): Describer(endpoint_slice.describe),
    ("policy", "PodDisruptionBudget"): Describer(policies.describe_budget),
    (_RBAC, "ClusterRole"): Describer(rbac.describe_role, events=False),
    (_RBAC, "ClusterRoleBinding"): Describer(rbac.describe_binding, events=False),
    (_RBAC, "Role"): Describer(rbac.describe_role, events=False),
    (_RBAC, "RoleBinding"): Describer(rbac.describe_binding, events=False),
    ("scheduling.k8s.io", "PriorityClass"): Describer(policies.describe_priority_class),
    ("storage.k8s.io", "StorageClass"): Describer(storage.describe_class),
}
GENERIC = Describer(generic.describe)
