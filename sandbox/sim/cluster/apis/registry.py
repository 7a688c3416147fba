"""The list of kinds that bring rules of their own; every other kind gets the generic ones.

Models k8s.io/kubernetes/pkg/registry v1.36.
"""

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apis.admissionregistration.mutating_policy import MUTATING_POLICY
from sandbox.sim.cluster.apis.admissionregistration.validating_policy import (
    VALIDATING_POLICY,
    VALIDATING_POLICY_BINDING,
)
from sandbox.sim.cluster.apis.apps.controller_revision import CONTROLLER_REVISION
from sandbox.sim.cluster.apis.apps.daemon_set import DAEMON_SET
from sandbox.sim.cluster.apis.apps.deployment import DEPLOYMENT
from sandbox.sim.cluster.apis.apps.replica_set import REPLICA_SET
from sandbox.sim.cluster.apis.apps.stateful_set import STATEFUL_SET
from sandbox.sim.cluster.apis.autoscaling.pod_autoscaler import POD_AUTOSCALER
from sandbox.sim.cluster.apis.batch.cron_job import CRON_JOB
from sandbox.sim.cluster.apis.batch.job import JOB
from sandbox.sim.cluster.apis.certificates.signing_request import SIGNING_REQUEST
from sandbox.sim.cluster.apis.coordination.lease import LEASE
from sandbox.sim.cluster.apis.core.config_map import CONFIG_MAP
from sandbox.sim.cluster.apis.core.endpoints import ENDPOINTS
from sandbox.sim.cluster.apis.core.event import EVENT
from sandbox.sim.cluster.apis.core.limit_range import LIMIT_RANGE
from sandbox.sim.cluster.apis.core.namespace import NAMESPACE
from sandbox.sim.cluster.apis.core.node import NODE
from sandbox.sim.cluster.apis.core.pod.strategy import POD
from sandbox.sim.cluster.apis.core.pod_template import POD_TEMPLATE
from sandbox.sim.cluster.apis.core.replication_controller import REPLICATION_CONTROLLER
from sandbox.sim.cluster.apis.core.resource_quota import RESOURCE_QUOTA
from sandbox.sim.cluster.apis.core.secret import SECRET
from sandbox.sim.cluster.apis.core.service import SERVICE
from sandbox.sim.cluster.apis.core.service_account import SERVICE_ACCOUNT
from sandbox.sim.cluster.apis.discovery.endpoint_slice import ENDPOINT_SLICE
from sandbox.sim.cluster.apis.extensions.definition import DEFINITION
from sandbox.sim.cluster.apis.networking.ingress import INGRESS
from sandbox.sim.cluster.apis.networking.ingress_class import INGRESS_CLASS
from sandbox.sim.cluster.apis.networking.network_policy import NETWORK_POLICY
from sandbox.sim.cluster.apis.networking.service_cidr import IP_ADDRESS, SERVICE_CIDR
from sandbox.sim.cluster.apis.node.runtime_class import RUNTIME_CLASS
from sandbox.sim.cluster.apis.policy.disruption_budget import DISRUPTION_BUDGET
from sandbox.sim.cluster.apis.rbac.roles import CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING
from sandbox.sim.cluster.apis.scheduling.priority_class import PRIORITY_CLASS
from sandbox.sim.cluster.apis.storage.attachment import VOLUME_ATTACHMENT
from sandbox.sim.cluster.apis.storage.claim import CLAIM
from sandbox.sim.cluster.apis.storage.storage_class import STORAGE_CLASS
from sandbox.sim.cluster.apis.storage.volume import VOLUME
from sandbox.sim.cluster.apis.strategy import Strategy

GENERIC = Strategy()
STRATEGIES: dict[str, Strategy] = {
    "/configmaps": CONFIG_MAP,
    "/endpoints": ENDPOINTS,
    "/events": EVENT,
    "/podtemplates": POD_TEMPLATE,
    "/namespaces": NAMESPACE,
    "/nodes": NODE,
    "/pods": POD,
    "/secrets": SECRET,
    "/serviceaccounts": SERVICE_ACCOUNT,
    "/services": SERVICE,
    "/limitranges": LIMIT_RANGE,
    "/persistentvolumeclaims": CLAIM,
    "/persistentvolumes": VOLUME,
    "/replicationcontrollers": REPLICATION_CONTROLLER,
    "/resourcequotas": RESOURCE_QUOTA,
    "admissionregistration.k8s.io/mutatingadmissionpolicies": MUTATING_POLICY,
    "admissionregistration.k8s.io/mutatingwebhookconfigurations": MUTATING_POLICY,
    "admissionregistration.k8s.io/validatingwebhookconfigurations": MUTATING_POLICY,
    "admissionregistration.k8s.io/validatingadmissionpolicies": VALIDATING_POLICY,
    "admissionregistration.k8s.io/validatingadmissionpolicybindings": VALIDATING_POLICY_BINDING,
    "apiextensions.k8s.io/customresourcedefinitions": DEFINITION,
    "apps/controllerrevisions": CONTROLLER_REVISION,
    "apps/daemonsets": DAEMON_SET,
    "apps/deployments": DEPLOYMENT,
    "apps/replicasets": REPLICA_SET,
    "apps/statefulsets": STATEFUL_SET,
    "autoscaling/horizontalpodautoscalers": POD_AUTOSCALER,
    "batch/cronjobs": CRON_JOB,
    "batch/jobs": JOB,
    "certificates.k8s.io/certificatesigningrequests": SIGNING_REQUEST,
    "coordination.k8s.io/leases": LEASE,
    "discovery.k8s.io/endpointslices": ENDPOINT_SLICE,
    "networking.k8s.io/ingressclasses": INGRESS_CLASS,
    "networking.k8s.io/ingresses": INGRESS,
    "networking.k8s.io/networkpolicies": NETWORK_POLICY,
    "networking.k8s.io/ipaddresses": IP_ADDRESS,
    "networking.k8s.io/servicecidrs": SERVICE_CIDR,
    "node.k8s.io/runtimeclasses": RUNTIME_CLASS,
    "policy/poddisruptionbudgets": DISRUPTION_BUDGET,
    "rbac.authorization.k8s.io/clusterrolebindings": CLUSTER_ROLE_BINDING,
    "rbac.authorization.k8s.io/clusterroles": CLUSTER_ROLE,
    "rbac.authorization.k8s.io/rolebindings": ROLE_BINDING,
    "rbac.authorization.k8s.io/roles": ROLE,
    "scheduling.k8s.io/priorityclasses": PRIORITY_CLASS,
    "storage.k8s.io/storageclasses": STORAGE_CLASS,
    "storage.k8s.io/volumeattachments": VOLUME_ATTACHMENT,
}


def strategy_of(resource: ApiResource) -> Strategy:
    """Return the rules of a resource."""
    return STRATEGIES.get(resource.key, GENERIC)
