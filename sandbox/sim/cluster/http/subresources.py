"""Which subresources each resource is served with.

Models the storage maps of k8s.io/kubernetes/pkg/registry v1.36, as far as the API server here answers for them.
"""

from dataclasses import dataclass

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import custom
from sandbox.sim.cluster.apiserver.server import ApiServer

_CHANGED = ("get", "patch", "update")


@dataclass(frozen=True, slots=True)
class Subresource:
    """One subresource; group and version are given where its kind is not of the resource's own group."""

    name: str
    kind: str
    verbs: tuple[str, ...]
    group: str = ""
    version: str = ""


_SCALE = Subresource("scale", "Scale", _CHANGED, "autoscaling", "v1")
_POSTED = {
    "/pods": (
        Subresource("attach", "PodAttachOptions", ("create", "get")),
        Subresource("binding", "Binding", ("create",)),
        Subresource("eviction", "Eviction", ("create",), "policy", "v1"),
        Subresource("exec", "PodExecOptions", ("create", "get")),
        Subresource("log", "Pod", ("get",)),
        Subresource("portforward", "PodPortForwardOptions", ("create", "get")),
    ),
    "/serviceaccounts": (Subresource("token", "TokenRequest", ("create",), "authentication.k8s.io", "v1"),),
}


def subresources_of(api: ApiServer, resource: ApiResource) -> list[Subresource]:
    """Return the subresources of a resource, sorted by name."""
    strategy = strategy_of(resource)
    found = list(_POSTED.get(resource.key, ()))
    if strategy.scale or custom.scale_of(api.core, resource) is not None:
        found.append(_SCALE)
    if strategy.has_status or custom.has_status(api.core, resource):
        found.append(Subresource("status", resource.kind, _CHANGED))
    return sorted(found, key=lambda row: row.name)
