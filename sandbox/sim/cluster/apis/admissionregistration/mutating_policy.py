"""MutatingAdmissionPolicies and webhooks: stored, but nothing follows from them, and a warning says so.

Models nothing of k8s.io/apiserver/pkg/admission/plugin/policy/mutating. Not modelled: mutations, webhooks.
"""

from typing import Any

from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Say that the policy has no effect."""
    return [f"not modelled in this sandbox: {obj.get('kind', 'the object')} is stored but not obeyed"]


MUTATING_POLICY = Strategy(warn=warn, generation=True)
