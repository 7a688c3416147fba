"""Every namespace has a ServiceAccount ``default``.

Models k8s.io/kubernetes/pkg/controller/serviceaccount/serviceaccounts_controller.go v1.36.
"""

from collections.abc import Iterable

from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent


class ServiceAccounts:
    """Keyed by namespace."""

    name = "serviceaccount"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "service-account-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at new namespaces and at namespaces that lost an account."""
        if event.resource == "/namespaces" and event.type == "ADDED":
            return (event.object["metadata"]["name"],)
        if event.resource == "/serviceaccounts" and event.type == "DELETED":
            return (event.object["metadata"]["namespace"],)
        return ()

    def reconcile(self, key: str) -> int | None:
        """Create the account where it is missing."""
        namespace = self.client.get("/namespaces", "", key)
        if namespace is None or "deletionTimestamp" in namespace["metadata"]:
            return None
        if self.client.get("/serviceaccounts", key, "default") is None:
            self.client.create("/serviceaccounts", {"metadata": {"name": "default", "namespace": key}})
        return None
