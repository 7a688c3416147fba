"""kubectl rollout pause, resume, restart.

Models k8s.io/kubectl/pkg/cmd/rollout and polymorphichelpers/objectrestarter.go v1.36.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.changing import send_difference
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {"selector"}
RESTARTED = "kubectl.kubernetes.io/restartedAt"
_RESTARTABLE = ("Deployment", "DaemonSet", "StatefulSet")
Mutation = Callable[[Invocation, Info, Object], None]


def _run(invocation: Invocation, mutate: Mutation, operation: str) -> int:
    flags = invocation.flags
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("required resource not specified")
    results = Results(invocation)
    bare = bool(flags["selector"]) or operation == "restarted"
    found = find(invocation, request_of(invocation, select_all_when_bare=bare, validate=False))
    errors = list(found.errors)
    for info in found.infos:
        after: Object = copy_json(info.obj or {})
        try:
            mutate(invocation, info, after)
            changed = send_difference(invocation, results, info, after)
            _check_restarted(info, operation, changed=changed)
        except (KubectlError, ApiError) as error:
            errors.append(error)
            continue
        results.show_info(info, operation)
    raise_all(errors)
    return 0


def _check_restarted(info: Info, operation: str, *, changed: bool) -> None:
    if operation == "restarted" and not changed:
        raise KubectlError(
            f"failed to create patch for {info.name}: if restart has already been triggered within the past second, "
            "please wait before attempting to trigger another"
        )


def _pause(_invocation: Invocation, info: Info, after: Object) -> None:
    if info.resource.kind != "Deployment":
        raise KubectlError(f'{info.resource.qualified} "{info.name}" pausing is not supported')
    if after["spec"].get("paused"):
        raise KubectlError(f'{info.resource.qualified} "{info.name}" is already paused')
    after["spec"]["paused"] = True


def _resume(_invocation: Invocation, info: Info, after: Object) -> None:
    if info.resource.kind != "Deployment":
        raise KubectlError(f'{info.resource.qualified} "{info.name}" resuming is not supported')
    if not after["spec"].get("paused"):
        raise KubectlError(f'{info.resource.qualified} "{info.name}" is not paused')
    after["spec"].pop("paused")


def _restart(invocation: Invocation, info: Info, after: Object) -> None:
    if info.resource.kind not in _RESTARTABLE:
        raise KubectlError(f'{info.resource.qualified} "{info.name}" restarting is not supported')
    if info.resource.kind == "Deployment" and after["spec"].get("paused"):
        raise KubectlError(
            f'{info.resource.qualified} "{info.name}" can\'t restart paused deployment (run rollout resume first)'
        )
    meta = after["spec"]["template"].setdefault("metadata", {})
    moment = invocation.system.table.clock.rfc3339()
    meta["annotations"] = {**(meta.get("annotations") or {}), RESTARTED: moment}


def run_pause(invocation: Invocation) -> int:
    """Pause Deployments."""
    return _run(invocation, _pause, "paused")


def run_resume(invocation: Invocation) -> int:
    """Let paused Deployments go on."""
    return _run(invocation, _resume, "resumed")


def run_restart(invocation: Invocation) -> int:
    """Replace all Pods of workloads."""
    return _run(invocation, _restart, "restarted")
