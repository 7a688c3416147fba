"""The kubelet as a service of its node, which systemctl starts and stops.

Models the unit kubelet.service of kubeadm v1.36: what runs in containers goes on without it, but nobody looks after it.
Not modelled: the other services of a node, which always run.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.sim.cluster.network.pods import node_of
from sandbox.sim.runtime.fakes.daemon import OneShot

if TYPE_CHECKING:
    from sandbox.sim.cluster.cluster import Cluster

PROGRAM = "kubelet-service"


class KubeletService(OneShot):
    """A program that nobody runs: ``systemctl`` finds it by its name and asks it."""

    def __init__(self, cluster: "Callable[[], Cluster]") -> None:
        self._cluster = cluster

    def is_running(self, space: str) -> bool:
        """Say whether the kubelet runs on the machine whose network namespace this is."""
        return node_of(space) not in self._cluster().kubelets.stopped

    def control(self, space: str, *, running: bool) -> None:
        """Start or stop it."""
        self._cluster().kubelets.set_running(node_of(space), running=running)
