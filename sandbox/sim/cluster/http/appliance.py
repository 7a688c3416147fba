"""The API server on the simulated network: what Pods and nodes reach at https://kubernetes.default.

Models the secure port of kube-apiserver v1.36, which writes JSON for people to curl and wget. Not modelled: answers
that never end, of which a client gets what there is; client certificates.
"""

import orjson

from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.controllers.root_ca import root_certificate
from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import JSON, Answer, Dialogue, Request, Response
from sandbox.sim.runtime import http
from sandbox.sim.runtime.tls import Certificate

_NAMES = (
    "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
    "controlplane", "10.96.0.1",
)  # fmt: skip
_PEOPLE = ("curl", "Wget", "Mozilla/5.0")
"""How the agents begin whose answers are indented."""
_PORT = 6443


def connect(cluster: Cluster) -> None:
    """Let the cluster's API server answer at the address that the Service ``kubernetes`` leads to."""
    endpoints = cluster.api.storage.get("/endpoints", "default", "kubernetes")
    for subset in (endpoints or {}).get("subsets", ()):
        for row in subset.get("addresses", ()):
            cluster.network.appliances[(row["ip"], _PORT)] = ApiAppliance(cluster, row["ip"])


class ApiAppliance:
    """Answers as the API server does."""

    def __init__(self, cluster: Cluster, address: str) -> None:
        self.front = Front(cluster)
        self.address = address

    def certificate(self, name: str) -> Certificate:  # noqa: ARG002  (it has one for all names)
        """Show what the cluster's own authority has signed."""
        return Certificate("kube-apiserver", root_certificate(), (*_NAMES, self.address))

    def answer(self, peer: str, request: bytes) -> bytes:  # noqa: ARG002  (anybody may ask)
        """Answer a request."""
        asked = http.parse_request(request)
        if asked is None:
            return http.Response(400, {"Content-Type": "text/plain"}, b"400 Bad Request").encode()
        headers = {name.lower(): value for name, value in asked.headers.items()}
        found = self.front.handle(Request.of(asked.method, asked.path, headers, asked.body))
        answer = _whole(found)
        if answer.content_type == JSON and headers.get("user-agent", "").startswith(_PEOPLE):
            answer.body = orjson.dumps(orjson.loads(answer.body), option=orjson.OPT_INDENT_2)
        lines = {"Content-Type": answer.content_type, **dict(answer.headers)}
        body = b"" if asked.method == "HEAD" else answer.body
        return http.Response(answer.status, lines, body, "HTTP/2").encode()


def _whole(found: Answer) -> Response:
    if isinstance(found, Response):
        return found
    if isinstance(found, Dialogue):
        found.hang_up()
        return Response(400, b"Upgrade request required", "text/plain")
    return Response(200, found.read(), found.content_type)
