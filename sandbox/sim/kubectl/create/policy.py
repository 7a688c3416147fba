"""kubectl create namespace | serviceaccount | quota | poddisruptionbudget | priorityclass.

Models k8s.io/kubectl/pkg/cmd/create v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import QuantityError, parse_quantity
from sandbox.sim.kubectl.create.generator import Generator
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
QUOTA_FLAGS = frozenset(("hard", "scopes"))
BUDGET_FLAGS = frozenset(("selector", "min-available", "max-unavailable"))
PRIORITY_FLAGS = frozenset(("value", "global-default", "description", "preemption-policy"))


def build_namespace(_invocation: Invocation, name: str) -> Object:
    """Return the Namespace."""
    return {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": name}, "spec": {}, "status": {}}


def build_service_account(_invocation: Invocation, name: str) -> Object:
    """Return the ServiceAccount."""
    return {"kind": "ServiceAccount", "apiVersion": "v1", "metadata": {"name": name}}


def build_quota(invocation: Invocation, name: str) -> Object:
    """Return the ResourceQuota. Raises KubectlError."""
    flags = invocation.flags
    spec: Object = {}
    if flags["hard"]:
        spec["hard"] = dict(sorted(_amounts(flags["hard"]).items()))
    if flags["scopes"]:
        spec["scopes"] = flags["scopes"].split(",")
    return {"kind": "ResourceQuota", "apiVersion": "v1", "metadata": {"name": name}, "spec": spec, "status": {}}


def _amounts(text: str) -> dict[str, str]:
    found = {}
    for pair in text.split(","):
        key, equals, value = pair.partition("=")
        if not equals or "=" in value:
            raise KubectlError(f"Invalid argument syntax {pair}, expected <resource>=<value>")
        try:
            found[key] = str(parse_quantity(value))
        except QuantityError as error:
            raise KubectlError(str(error)) from error
    return found


def _amount(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def build_budget(invocation: Invocation, name: str) -> Object:
    """Return the PodDisruptionBudget. Raises KubectlError."""
    flags = invocation.flags
    least, most = flags["min-available"], flags["max-unavailable"]
    if not flags["selector"]:
        raise KubectlError("a selector must be specified")
    if not least and not most:
        raise KubectlError("one of min-available or max-unavailable must be specified")
    if least and most:
        raise KubectlError("min-available and max-unavailable cannot be both specified")
    spec: Object = {"minAvailable": _amount(least)} if least else {}
    labels = dict(sorted(_selector_pair(pair) for pair in flags["selector"].split(",")))
    spec["selector"] = {"matchLabels": labels}
    if most:
        spec["maxUnavailable"] = _amount(most)
    zeros = dict.fromkeys(("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"), 0)
    return {
        "kind": "PodDisruptionBudget",
        "apiVersion": "policy/v1",
        "metadata": {"name": name},
        "spec": spec,
        "status": zeros,
    }


def _selector_pair(pair: str) -> tuple[str, str]:
    key, equals, value = pair.replace("==", "=").partition("=")
    if not equals:
        raise KubectlError(f"couldn't parse the selector string {pair!r}".replace("'", '"'))
    return key.strip(), value.strip()


def build_priority_class(invocation: Invocation, name: str) -> Object:
    """Return the PriorityClass."""
    flags = invocation.flags
    obj: Object = {
        "kind": "PriorityClass",
        "apiVersion": "scheduling.k8s.io/v1",
        "metadata": {"name": name},
        "value": flags["value"],
    }
    if flags["global-default"]:
        obj["globalDefault"] = True
    if flags["description"]:
        obj["description"] = flags["description"]
    return {**obj, "preemptionPolicy": flags["preemption-policy"]}


NAMESPACE = Generator(build_namespace)
SERVICE_ACCOUNT = Generator(build_service_account, "failed to create serviceaccount:")
QUOTA = Generator(build_quota, "failed to create quota:")
BUDGET = Generator(build_budget, "failed to create poddisruptionbudgets:")
PRIORITY_CLASS = Generator(build_priority_class, "failed to create priorityclass:")
