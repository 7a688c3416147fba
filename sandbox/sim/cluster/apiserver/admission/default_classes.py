"""Claims and Ingresses without a class get the default one.

Models k8s.io/kubernetes/plugin/pkg/admission/{storage/storageclass/setdefault,network/defaultingressclass} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]
_STORAGE = "storageclass.kubernetes.io/is-default-class"
_INGRESS = "ingressclass.kubernetes.io/is-default-class"


def admit(request: Request) -> None:
    """Set ``storageClassName`` and ``ingressClassName``."""
    if request.is_create_of("/persistentvolumeclaims"):
        spec = request.obj["spec"]
        if spec.get("storageClassName") is None and "volume.beta.kubernetes.io/storage-class" not in _annotations(
            request.obj
        ):
            found = _default(request, "storage.k8s.io/storageclasses", _STORAGE)
            if found:
                spec["storageClassName"] = found
    elif request.is_create_of("networking.k8s.io/ingresses"):
        spec = request.obj.setdefault("spec", {})
        if spec.get("ingressClassName") is None and "kubernetes.io/ingress.class" not in _annotations(request.obj):
            found = _default(request, "networking.k8s.io/ingressclasses", _INGRESS)
            if found:
                spec["ingressClassName"] = found


def _annotations(obj: Object) -> Object:
    return obj["metadata"].get("annotations") or {}


def _default(request: Request, key: str, annotation: str) -> str:
    defaults = [obj for obj in request.core.storage.scan(key) if _annotations(obj).get(annotation) == "true"]
    if not defaults:
        return ""
    newest = max(defaults, key=lambda obj: (obj["metadata"]["creationTimestamp"], obj["metadata"]["name"]))
    return str(newest["metadata"]["name"])
