"""kubectl set resources.

Models k8s.io/kubectl/pkg/cmd/set/set_resources.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import QuantityError, parse_quantity
from sandbox.sim.kubectl.builder import MISSING, Info
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs.set.targets import FLAGS as COMMON
from sandbox.sim.kubectl.verbs.set.targets import containers_of, matching, update_templates

Object = dict[str, Any]
FLAGS = COMMON | {"containers", "limits", "requests"}


def run(invocation: Invocation) -> int:
    """Set requests and limits."""
    flags = invocation.flags
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError(MISSING)
    if not flags["limits"] and not flags["requests"]:
        raise KubectlError("you must specify an update to requests or limits (in the form of --requests/--limits)")
    amounts = {"limits": _parse(flags["limits"]), "requests": _parse(flags["requests"])}

    def mutate(_info: Info, template: Object) -> None:
        found = matching(containers_of(template), str(flags["containers"]))
        if not found:
            raise KubectlError(f"unable to find container named {flags['containers']}")
        for container in found:
            resources = container.setdefault("resources", {})
            for kind, values in amounts.items():
                if values:
                    resources[kind] = {**(resources.get(kind) or {}), **values}

    return update_templates(invocation, invocation.args, mutate, "resource requirements updated")


def _parse(text: str) -> dict[str, str]:
    found = {}
    for pair in text.split(",") if text else []:
        key, equals, value = pair.partition("=")
        if not equals or "=" in value:
            raise KubectlError(f"invalid argument syntax {pair}, expected <resource>=<value>")
        try:
            found[key] = str(parse_quantity(value))
        except QuantityError as error:
            raise KubectlError(str(error)) from error
    return found
