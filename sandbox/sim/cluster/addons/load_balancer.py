"""A provider of load balancers, as a cloud brings it.

Models the Deployment of a cloud-controller-manager v1.36. Its work does the controller ``load_balancers``.
"""

from typing import Any

from sandbox.sim.cluster.addons.addon import Addon, account, deployment
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
IMAGE = "registry.k8s.io/cloud-provider/lb-controller:v0.1.0"
_LABELS = {"k8s-app": "cloud-controller-manager"}


def install(client: InternalClient, _nodes: tuple[str, ...]) -> None:
    """Create the provider."""
    account(client, "kube-system", "cloud-controller-manager")
    pod: Object = {
        "serviceAccountName": "cloud-controller-manager",
        "priorityClassName": "system-cluster-critical",
        "containers": [{"name": "cloud-controller-manager", "image": IMAGE, "resources": {"requests": {"cpu": "50m"}}}],
    }
    deployment(client, "kube-system", "cloud-controller-manager", _LABELS, pod)


LOAD_BALANCER = Addon("load-balancer", (IMAGE,), install)
