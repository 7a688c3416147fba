"""The admission chain: what may change or refuse a write before it is stored.

Models the default-on plugins of kube-apiserver v1.36 in their order.
"""

from sandbox.sim.cluster.apiserver.admission import (
    default_tolerations,
    namespace_lifecycle,
    priority,
    service_account,
)
from sandbox.sim.cluster.apiserver.admission.request import Plugin, Request

MUTATING: tuple[Plugin, ...] = (
    namespace_lifecycle.admit,
    service_account.admit,
    priority.admit,
    default_tolerations.admit,
)
VALIDATING: tuple[Plugin, ...] = ()

__all__ = ["Request", "admit", "validate"]


def admit(request: Request) -> None:
    """Let every plugin change the object; the first refusal ends the request."""
    for plugin in MUTATING:
        plugin(request)


def validate(request: Request) -> None:
    """Let every plugin judge the object as it will be stored."""
    for plugin in VALIDATING:
        plugin(request)
