"""metrics-server: who serves the metrics API.

Models the manifest components.yaml of metrics-server v0.8. Not modelled: the APIService object, TLS to the kubelets.
"""

from typing import Any

from sandbox.sim.cluster.addons.addon import Addon, account, deployment, grant, service
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
IMAGE = "registry.k8s.io/metrics-server/metrics-server:v0.8.0"
_LABELS = {"k8s-app": "metrics-server"}
_RULES: list[Object] = [
    {"apiGroups": [""], "resources": ["nodes/metrics"], "verbs": ["get"]},
    {"apiGroups": [""], "resources": ["pods", "nodes"], "verbs": ["get", "list", "watch"]},
]


def install(client: InternalClient, _nodes: tuple[str, ...]) -> None:
    """Create what the manifest creates."""
    account(client, "kube-system", "metrics-server")
    grant(client, "system:metrics-server", _RULES, ("kube-system", "metrics-server"))
    ports = [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": "https"}]
    service(client, "kube-system", "metrics-server", _LABELS, {"ports": ports})
    container: Object = {
        "name": "metrics-server",
        "image": IMAGE,
        "args": [
            "--cert-dir=/tmp", "--secure-port=10250", "--kubelet-preferred-address-types=InternalIP",
            "--kubelet-use-node-status-port", "--metric-resolution=15s", "--kubelet-insecure-tls",
        ],
        "ports": [{"containerPort": 10250, "name": "https", "protocol": "TCP"}],
        "readinessProbe": {
            "httpGet": {"path": "/readyz", "port": "https", "scheme": "HTTPS"},
            "initialDelaySeconds": 20,
            "periodSeconds": 10,
        },
        "resources": {"requests": {"cpu": "100m", "memory": "200Mi"}},
    }  # fmt: skip
    pod: Object = {
        "serviceAccountName": "metrics-server",
        "priorityClassName": "system-cluster-critical",
        "containers": [container],
    }
    deployment(client, "kube-system", "metrics-server", _LABELS, pod)


METRICS_SERVER = Addon("metrics-server", (IMAGE,), install)
