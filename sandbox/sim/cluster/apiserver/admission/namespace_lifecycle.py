"""Nothing is created in a namespace that is missing or being deleted.

Models k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle v1.36.
"""

from sandbox.sim.cluster.apimachinery.resources import resource
from sandbox.sim.cluster.apimachinery.status import not_found
from sandbox.sim.cluster.apiserver.admission.request import Request


def admit(request: Request) -> None:
    """Refuse creation outside a living namespace."""
    if request.operation != "CREATE" or not request.resource.namespaced:
        return
    namespace = request.core.storage.get("/namespaces", "", request.namespace)
    if namespace is None:
        raise not_found(resource("namespaces"), request.namespace)
    if "deletionTimestamp" in namespace["metadata"]:
        words = f"unable to create new content in namespace {request.namespace} because it is being terminated"
        error = request.forbid(words)
        error.status["details"]["causes"] = [
            {
                "reason": "NamespaceTerminating",
                "message": f"namespace {request.namespace} is being terminated",
                "field": "metadata.namespace",
            }
        ]
        raise error
