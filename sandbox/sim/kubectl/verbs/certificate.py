"""kubectl certificate approve and kubectl certificate deny.

Models k8s.io/kubectl/pkg/cmd/certificates v1.36.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = FILES | {"force", "output", "show-managed-fields", "template"}
_PLURAL = "certificatesigningrequests"
_KIND = ("certificates.k8s.io", "CertificateSigningRequest")


@dataclass(frozen=True, slots=True)
class _Decision:
    condition: str
    opposite: str
    reason: str
    message: str
    done: str


_APPROVAL = _Decision(
    "Approved", "Denied", "KubectlApprove", "This CSR was approved by kubectl certificate approve.", "approved"
)
_DENIAL = _Decision("Denied", "Approved", "KubectlDeny", "This CSR was denied by kubectl certificate deny.", "denied")


def run_approve(invocation: Invocation) -> int | Wait:
    """Approve certificate signing requests."""
    return _run(invocation, _APPROVAL)


def run_deny(invocation: Invocation) -> int | Wait:
    """Deny certificate signing requests."""
    return _run(invocation, _DENIAL)


def _run(invocation: Invocation, decision: _Decision) -> int | Wait:
    flags = invocation.flags
    results = Results(invocation)
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("one or more CSRs must be specified as <name> or -f <filename>")
    if needs_stdin(tuple(flags["filename"])) and not invocation.state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    words = tuple(word if "/" in word else f"{_PLURAL}/{word}" for word in invocation.args)
    found = find(invocation, request_of(invocation, args=words))
    errors = list(found.errors)
    for info in found.infos:
        try:
            _decide(invocation, info, decision)
            results.show(info.obj or {}, decision.done)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    raise_all(errors)
    if not found.infos:
        invocation.out("No resources found\n")
    return 0


def _decide(invocation: Invocation, info: Info, decision: _Decision) -> None:
    resource = info.resource
    if (resource.group, resource.kind) != _KIND:
        kind = f"{resource.kind}.{resource.group}" if resource.group else resource.kind
        raise KubectlError(f"can only handle {_KIND[1]}.{_KIND[0]} objects but got {kind}")
    changed = copy_json(info.obj or {})
    conditions = changed.setdefault("status", {}).setdefault("conditions", [])
    kinds = [row.get("type") for row in conditions]
    if decision.opposite in kinds:
        raise KubectlError(f"certificate signing request {quote(info.name)} is already {decision.opposite}")
    if decision.condition not in kinds:
        conditions.append(_condition(invocation, decision))
    elif not invocation.flags["force"]:
        return
    invocation.client.update(resource, changed, "", subresource="approval")


def _condition(invocation: Invocation, decision: _Decision) -> Object:
    return {
        "type": decision.condition,
        "status": "True",
        "reason": decision.reason,
        "message": decision.message,
        "lastUpdateTime": invocation.system.table.clock.rfc3339(),
    }
