"""kubectl create token.

Models k8s.io/kubectl/pkg/cmd/create/create_token.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.create.generator import name_of
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, parse_format

FLAGS = frozenset(("audience", "duration", "bound-object-kind", "bound-object-name", "bound-object-uid"))
_KINDS = {"Pod": "v1", "Secret": "v1", "Node": "v1"}


def run(invocation: Invocation) -> int:
    """Print a token of a ServiceAccount."""
    flags = invocation.flags
    name = name_of(invocation)
    output = parse_format(flags["output"], flags["template"])
    request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": _spec(invocation)}
    resource = invocation.client.types.find("serviceaccounts")
    try:
        answer = invocation.client.create(resource, request, invocation.namespace, subresource="token", name=name)
    except ApiError as error:
        raise KubectlError(f"failed to create token: {error.message}") from error
    token = (answer.get("status") or {}).get("token", "")
    if not token:
        raise KubectlError("failed to create token: no token in server response")
    if output.name:
        invocation.out(ObjectPrinter(output, invocation.files.read_text).render(answer))
    else:
        invocation.out(f"{token}\n")
    return 0


def _spec(invocation: Invocation) -> dict[str, Any]:
    flags = invocation.flags
    spec: dict[str, Any] = {}
    if flags["audience"]:
        spec["audiences"] = flags["audience"]
    if flags["duration"] < 0:
        raise KubectlError("--duration must be greater than or equal to 0")
    if flags["duration"] % 10**9:
        raise KubectlError("--duration cannot be expressed in units less than seconds")
    if flags["duration"]:
        spec["expirationSeconds"] = flags["duration"] // 10**9
    kind = flags["bound-object-kind"]
    if kind and kind not in _KINDS:
        raise KubectlError(f"supported --bound-object-kind values are {', '.join(sorted(_KINDS))}")
    if kind and not flags["bound-object-name"]:
        raise KubectlError("--bound-object-name is required if --bound-object-kind is provided")
    if kind:
        reference = {"kind": kind, "apiVersion": _KINDS[kind], "name": flags["bound-object-name"]}
        if flags["bound-object-uid"]:
            reference["uid"] = flags["bound-object-uid"]
        spec["boundObjectRef"] = reference
    elif flags["bound-object-name"] or flags["bound-object-uid"]:
        raise KubectlError("--bound-object-name can only be set if --bound-object-kind is provided")
    return spec
