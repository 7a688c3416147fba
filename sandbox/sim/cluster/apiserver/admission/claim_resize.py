"""Claims grow only where their class allows it.

Models plugin/pkg/admission/storage/persistentvolume/resize of k8s.io/kubernetes v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]
_UNBOUND = "Only bound persistent volume claims can be expanded"
_UNABLE = (
    "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"
)


def validate(request: Request) -> None:
    """Refuse to let a claim grow that cannot."""
    if request.operation != "UPDATE" or request.resource.key != "/persistentvolumeclaims" or request.old is None:
        return
    if request.options.subresource or _asked(request.obj) <= _asked(request.old):
        return
    if (request.old.get("status") or {}).get("phase") != "Bound":
        raise request.forbid(_UNBOUND)
    name = request.obj["spec"].get("storageClassName", "")
    found = request.core.storage.get("storage.k8s.io/storageclasses", "", name) if name else None
    if found is None or not found.get("allowVolumeExpansion"):
        raise request.forbid(_UNABLE)


def _asked(claim: Object) -> Any:
    requests = (claim["spec"].get("resources") or {}).get("requests") or {}
    return to_quantity(requests.get("storage", "0")).value
