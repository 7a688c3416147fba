"""Every namespace has the ConfigMap ``kube-root-ca.crt``.

Models k8s.io/kubernetes/pkg/controller/certificates/rootcacertpublisher v1.36.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha512
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent

Object = dict[str, Any]
NAME = "kube-root-ca.crt"
_NOTE = (
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
    "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes "
    "clusters."
)


def root_certificate() -> str:
    """Return the cluster's root certificate: right in form, signed by nobody."""
    raw = b"".join(sha512(f"drydock root {index}".encode()).digest() for index in range(12))
    text = b64encode(raw).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----"]) + "\n"


class RootCa:
    """Keyed by namespace."""

    name = "root-ca"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "root-ca-certificate-publisher")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at new namespaces and at changes of the ConfigMap itself."""
        if event.resource == "/namespaces" and event.type == "ADDED":
            return (event.object["metadata"]["name"],)
        if event.resource == "/configmaps" and event.type != "ADDED" and event.object["metadata"]["name"] == NAME:
            return (event.object["metadata"]["namespace"],)
        return ()

    def reconcile(self, key: str) -> int | None:
        """Create or restore the ConfigMap."""
        namespace = self.client.get("/namespaces", "", key)
        if namespace is None or "deletionTimestamp" in namespace["metadata"]:
            return None
        data = {"ca.crt": root_certificate()}
        found = self.client.get("/configmaps", key, NAME)
        if found is None:
            meta: Object = {"name": NAME, "namespace": key, "annotations": {"kubernetes.io/description": _NOTE}}
            self.client.create("/configmaps", {"metadata": meta, "data": data})
        elif found.get("data") != data:
            new = copy_json(found)
            new["data"] = data
            self.client.update("/configmaps", new)
        return None
