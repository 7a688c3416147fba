"""ingress-nginx: who serves Ingresses.

Models the manifest deploy.yaml of ingress-nginx v1.13 for bare machines, with the node ports 30080 and 30443, or that
for clouds where the cluster has a provider of load balancers. Its class is the default one. Not modelled: the admission
webhook and its Jobs.
"""

from typing import Any

from sandbox.sim.cluster.addons.addon import Addon, account, deployment, grant, namespace, service
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
IMAGE = "registry.k8s.io/ingress-nginx/controller:v1.13.0"
_NAMESPACE = "ingress-nginx"
_NAME = "ingress-nginx-controller"
_LABELS = {
    "app.kubernetes.io/component": "controller",
    "app.kubernetes.io/instance": "ingress-nginx",
    "app.kubernetes.io/name": "ingress-nginx",
}
_RULES: list[Object] = [
    {
        "apiGroups": [""],
        "resources": ["configmaps", "endpoints", "nodes", "pods", "secrets", "namespaces"],
        "verbs": ["list", "watch"],
    },
    {"apiGroups": [""], "resources": ["services"], "verbs": ["get", "list", "watch"]},
    {
        "apiGroups": ["networking.k8s.io"],
        "resources": ["ingresses", "ingressclasses"],
        "verbs": ["get", "list", "watch"],
    },
    {"apiGroups": ["networking.k8s.io"], "resources": ["ingresses/status"], "verbs": ["update"]},
    {"apiGroups": [""], "resources": ["events"], "verbs": ["create", "patch"]},
    {"apiGroups": ["discovery.k8s.io"], "resources": ["endpointslices"], "verbs": ["list", "watch", "get"]},
]


def install(client: InternalClient, _nodes: tuple[str, ...]) -> None:
    """Create what the manifest creates."""
    namespace(client, _NAMESPACE)
    account(client, _NAMESPACE, "ingress-nginx")
    grant(client, "ingress-nginx", _RULES, (_NAMESPACE, "ingress-nginx"))
    annotations = {"ingressclass.kubernetes.io/is-default-class": "true"}
    meta = {"name": "nginx", "labels": dict(_LABELS), "annotations": annotations}
    spec = {"controller": "k8s.io/ingress-nginx"}
    client.create("networking.k8s.io/ingressclasses", {"metadata": meta, "spec": spec})
    ports = [
        {"name": "http", "port": 80, "protocol": "TCP", "targetPort": "http", "appProtocol": "http", "nodePort": 30080},
        {
            "name": "https",
            "port": 443,
            "protocol": "TCP",
            "targetPort": "https",
            "appProtocol": "https",
            "nodePort": 30443,
        },
    ]
    cloud = client.get("apps/deployments", "kube-system", "cloud-controller-manager") is not None
    service(client, _NAMESPACE, _NAME, _LABELS, {"type": "LoadBalancer" if cloud else "NodePort", "ports": ports})
    container: Object = {
        "name": "controller",
        "image": IMAGE,
        "args": [
            "/nginx-ingress-controller", "--election-id=ingress-nginx-leader",
            "--controller-class=k8s.io/ingress-nginx", "--ingress-class=nginx",
        ],
        "ports": [
            {"name": "http", "containerPort": 80, "protocol": "TCP"},
            {"name": "https", "containerPort": 443, "protocol": "TCP"},
        ],
        "readinessProbe": {"httpGet": {"path": "/healthz", "port": 10254}, "initialDelaySeconds": 10},
        "resources": {"requests": {"cpu": "100m", "memory": "90Mi"}},
    }  # fmt: skip
    pod: Object = {"serviceAccountName": "ingress-nginx", "containers": [container]}
    deployment(client, _NAMESPACE, _NAME, _LABELS, pod)


INGRESS_NGINX = Addon("ingress-nginx", (IMAGE,), install)
