"""The admission chain: what may change or refuse a write before it is stored.

Models the default-on plugins of kube-apiserver v1.36 in their order. Not modelled: webhooks, mutating
policies, permission to approve and to sign.
"""

from sandbox.sim.cluster.apiserver.admission import (
    claim_resize,
    default_classes,
    default_tolerations,
    escalation,
    limit_ranger,
    namespace_lifecycle,
    pod_security,
    priority,
    resource_quota,
    service_account,
    signing_requests,
    validating_policies,
)
from sandbox.sim.cluster.apiserver.admission.request import Plugin, Request

MUTATING: tuple[Plugin, ...] = (
    namespace_lifecycle.admit,
    limit_ranger.admit,
    service_account.admit,
    priority.admit,
    default_tolerations.admit,
    default_classes.admit,
    signing_requests.admit,
)
VALIDATING: tuple[Plugin, ...] = (
    escalation.validate,
    limit_ranger.validate,
    pod_security.validate,
    claim_resize.validate,
    signing_requests.validate,
    validating_policies.validate,
    resource_quota.validate,
)

__all__ = ["Request", "admit", "validate"]


def admit(request: Request) -> None:
    """Let every plugin change the object; the first refusal ends the request."""
    for plugin in MUTATING:
        plugin(request)


def validate(request: Request) -> None:
    """Let every plugin judge the object as it will be stored."""
    for plugin in VALIDATING:
        plugin(request)
