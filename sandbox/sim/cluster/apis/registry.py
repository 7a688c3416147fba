"""The list of kinds that bring rules of their own; every other kind gets the generic ones.

Models k8s.io/kubernetes/pkg/registry v1.36.
"""

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apis.strategy import Strategy

GENERIC = Strategy()
STRATEGIES: dict[str, Strategy] = {}


def strategy_of(resource: ApiResource) -> Strategy:
    """Return the rules of a resource."""
    return STRATEGIES.get(resource.key, GENERIC)
