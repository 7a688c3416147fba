"""Pods stay five minutes on a node that is gone.

Models k8s.io/kubernetes/plugin/pkg/admission/defaulttolerationseconds v1.36.
"""

from sandbox.sim.cluster.apiserver.admission.request import Request

_TAINTS = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_SECONDS = 300


def admit(request: Request) -> None:
    """Add the two tolerations that a Pod does not bring itself."""
    if request.resource.key != "/pods" or request.options.subresource:
        return
    spec = request.obj["spec"]
    tolerations = spec.get("tolerations", [])
    added = []
    for key in _TAINTS:
        brought = any(
            t.get("key") in (None, "", key) and t.get("effect") in (None, "", "NoExecute") for t in tolerations
        )
        if not brought:
            added.append({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": _SECONDS})
    if added:
        spec["tolerations"] = [*tolerations, *added]
