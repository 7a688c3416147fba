"""The metrics API: what nodes and Pods use.

Models metrics.k8s.io/v1beta1 as metrics-server 0.8 serves it behind the API server's aggregation layer v1.36: there is
none without the Service kube-system/metrics-server, and it is down while nothing ready stands behind that.
"""

from typing import Any, Protocol

from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
Usage = tuple[int, int]
"""Nanoseconds of CPU a second, and bytes of memory."""
WINDOW = 15 * SECOND
GROUP = "metrics.k8s.io"
NODES = ApiResource(GROUP, "v1beta1", "NodeMetrics", "nodes", "", (), False, ("get", "list"), ())  # noqa: FBT003  (namespaced)
PODS = ApiResource(GROUP, "v1beta1", "PodMetrics", "pods", "", (), True, ("get", "list"), ())  # noqa: FBT003  (namespaced)
_SLICES = "discovery.k8s.io/endpointslices"


def is_registered(storage: Storage) -> bool:
    """Say whether the cluster has a metrics API."""
    return storage.get("/services", "kube-system", "metrics-server") is not None


class Measures(Protocol):
    """Who measures: the kubelets."""

    def of_pod(self, pod: Object) -> dict[str, Usage] | None:
        """Return the usage of each container of a Pod; None where nothing is known yet."""

    def of_node(self, node: Object) -> Usage:
        """Return what a node uses, with all that runs on it."""


class Metrics:
    """``kubectl top`` and the autoscaler read it."""

    def __init__(self, storage: Storage, measures: Measures) -> None:
        self.storage = storage
        self.measures = measures

    @property
    def is_registered(self) -> bool:
        """Say whether the cluster has a metrics API."""
        return is_registered(self.storage)

    @property
    def is_up(self) -> bool:
        """Say whether somebody answers for it."""
        return any(
            endpoint.get("conditions", {}).get("ready")
            for piece in self.storage.scan(_SLICES, "kube-system")
            if labels_of(piece).get("kubernetes.io/service-name") == "metrics-server"
            for endpoint in piece.get("endpoints") or ()
        )

    def check(self, plural: str) -> None:
        """Raise ApiError where the API is absent or down."""
        if not self.is_registered:
            raise ApiError(404, "NotFound", f"the server could not find the requested resource (get {plural}.{GROUP})")
        if not self.is_up:
            words = f"the server is currently unable to handle the request (get {plural}.{GROUP})"
            raise ApiError(503, "ServiceUnavailable", words)

    def objects(self, resource: ApiResource, namespace: str, now: int) -> list[Object]:
        """Return what a list of one of the API's two resources holds. Raises ApiError."""
        return self.pods(namespace, now) if resource.namespaced else self.nodes(now)

    def pods(self, namespace: str, now: int) -> list[Object]:
        """Return a PodMetrics object for each Pod that is measured. Raises ApiError."""
        self.check("pods")
        found = []
        for pod in self.storage.scan("/pods", namespace):
            usage = self.measures.of_pod(pod)
            if usage:
                rows = [{"name": name, "usage": _shown(used)} for name, used in usage.items()]
                meta = {"namespace": namespace_of(pod), **_meta(pod, now)}
                found.append(_object("PodMetrics", meta, now) | {"containers": rows})
        return found

    def nodes(self, now: int) -> list[Object]:
        """Return a NodeMetrics object for each node. Raises ApiError."""
        self.check("nodes")
        return [
            _object("NodeMetrics", _meta(node, now), now) | {"usage": _shown(self.measures.of_node(node))}
            for node in self.storage.scan("/nodes")
        ]


def _meta(obj: Object, now: int) -> Object:
    return {"name": name_of(obj), "creationTimestamp": rfc3339(now), "labels": dict(labels_of(obj))}


def _object(kind: str, meta: Object, now: int) -> Object:
    scraped = rfc3339(now - now % WINDOW)
    head = {"kind": kind, "apiVersion": f"{GROUP}/v1beta1", "metadata": meta}
    return {**head, "timestamp": scraped, "window": "15s"}


def _shown(usage: Usage) -> Object:
    return {"cpu": f"{usage[0]}n", "memory": f"{usage[1] // 1024}Ki"}
