"""The list of kinds that bring rules of their own; every other kind gets the generic ones.

Models k8s.io/kubernetes/pkg/registry v1.36.
"""

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apis.core.config_map import CONFIG_MAP
from sandbox.sim.cluster.apis.core.event import EVENT
from sandbox.sim.cluster.apis.core.namespace import NAMESPACE
from sandbox.sim.cluster.apis.core.node import NODE
from sandbox.sim.cluster.apis.core.pod.strategy import POD
from sandbox.sim.cluster.apis.core.secret import SECRET
from sandbox.sim.cluster.apis.core.service import SERVICE
from sandbox.sim.cluster.apis.core.service_account import SERVICE_ACCOUNT
from sandbox.sim.cluster.apis.strategy import Strategy

GENERIC = Strategy()
STRATEGIES: dict[str, Strategy] = {
    "/configmaps": CONFIG_MAP,
    "/events": EVENT,
    "/namespaces": NAMESPACE,
    "/nodes": NODE,
    "/pods": POD,
    "/secrets": SECRET,
    "/serviceaccounts": SERVICE_ACCOUNT,
    "/services": SERVICE,
}


def strategy_of(resource: ApiResource) -> Strategy:
    """Return the rules of a resource."""
    return STRATEGIES.get(resource.key, GENERIC)
