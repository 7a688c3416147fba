"""The list of addons that a cluster may be built with."""

from collections.abc import Sequence

from sandbox.sim.cluster.addons.addon import Addon
from sandbox.sim.cluster.addons.control_plane import CONTROL_PLANE_PODS
from sandbox.sim.cluster.addons.ingress_nginx import INGRESS_NGINX
from sandbox.sim.cluster.addons.load_balancer import LOAD_BALANCER
from sandbox.sim.cluster.addons.metrics_server import METRICS_SERVER

ADDONS: dict[str, Addon] = {
    addon.name: addon for addon in (CONTROL_PLANE_PODS, LOAD_BALANCER, METRICS_SERVER, INGRESS_NGINX)
}


def chosen(names: Sequence[str]) -> list[Addon]:
    """Return the addons with these names, in the order of the list. Raises ValueError for one that there is not."""
    for name in names:
        if name not in ADDONS:
            raise ValueError(f"no addon {name!r}; there are {', '.join(ADDONS)}")
    return [addon for name, addon in ADDONS.items() if name in names]
