"""What an addon of a cluster is: objects that somebody applied before the learner came, and their images.

Models a manifest that an administrator applies. Not modelled: Helm, upgrades.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Addon:
    """``install`` creates the objects on a cluster whose nodes are named; ``images`` are on every node already."""

    name: str
    images: tuple[str, ...]
    install: Callable[[InternalClient, tuple[str, ...]], None]
    files: Callable[[tuple[str, ...]], dict[tuple[str, str], str]] = lambda _nodes: {}
    """Returns the text of files by node and path."""


def deployment(
    client: InternalClient, namespace: str, name: str, labels: dict[str, str], pod: Object, *, replicas: int = 1
) -> None:
    """Create a Deployment."""
    template = {"metadata": {"labels": labels}, "spec": pod}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template}
    client.create("apps/deployments", {"metadata": _meta(namespace, name, labels), "spec": spec})


def daemon_set(client: InternalClient, namespace: str, name: str, labels: dict[str, str], pod: Object) -> None:
    """Create a DaemonSet that runs everywhere."""
    everywhere = {"tolerations": [{"operator": "Exists"}], **pod}
    template = {"metadata": {"labels": labels}, "spec": everywhere}
    spec = {"selector": {"matchLabels": labels}, "template": template}
    client.create("apps/daemonsets", {"metadata": _meta(namespace, name, labels), "spec": spec})


def service(client: InternalClient, namespace: str, name: str, labels: dict[str, str], spec: Object) -> None:
    """Create a Service that selects by its labels."""
    body = {"selector": labels, **spec}
    client.create("/services", {"metadata": _meta(namespace, name, labels), "spec": body})


def account(client: InternalClient, namespace: str, name: str) -> None:
    """Create a ServiceAccount."""
    client.create("/serviceaccounts", {"metadata": {"namespace": namespace, "name": name}})


def grant(client: InternalClient, name: str, rules: list[Object], subject: tuple[str, str]) -> None:
    """Create a ClusterRole and bind it to a ServiceAccount, named by namespace and name."""
    client.create("rbac.authorization.k8s.io/clusterroles", {"metadata": {"name": name}, "rules": rules})
    subjects = [{"kind": "ServiceAccount", "namespace": subject[0], "name": subject[1]}]
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name}
    binding = {"metadata": {"name": name}, "subjects": subjects, "roleRef": reference}
    client.create("rbac.authorization.k8s.io/clusterrolebindings", binding)


def namespace(client: InternalClient, name: str) -> None:
    """Create a namespace."""
    client.create("/namespaces", {"metadata": {"name": name}})


def _meta(where: str, name: str, labels: dict[str, str]) -> Object:
    return {"namespace": where, "name": name, "labels": dict(labels)}
