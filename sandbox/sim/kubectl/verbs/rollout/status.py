"""kubectl rollout status.

Models k8s.io/kubectl/pkg/cmd/rollout/rollout_status.go and polymorphichelpers/rollout_status.go v1.36: a line for each
change of the object that is watched.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import condition
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import find, request_of
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES
from sandbox.sim.kubectl.verbs.delete import WEEK
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = FILES | {"revision", "selector", "timeout", "watch"}
_VIEWERS = ("Deployment", "DaemonSet", "StatefulSet")


def run(invocation: Invocation) -> int | Wait:
    """Print how far rollouts are until they are done."""
    flags, state = invocation.flags, invocation.state
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("required resource not specified")
    if flags["revision"] < 0:
        raise KubectlError(f"revision must be a positive integer: {flags['revision']}")
    if "queue" not in state:
        _begin(invocation)
    while state["queue"]:
        if not _go_on(invocation):
            return invocation.poll(deadline=state["deadline"])
        state["queue"].pop(0)
        state.pop("seen", None)
    return 0


def _begin(invocation: Invocation) -> None:
    state = invocation.state
    found = find(invocation, request_of(invocation, select_all_when_bare=True, validate=False))
    raise_all(found.errors)
    for info in found.infos:
        if info.resource.kind not in _VIEWERS:
            group_kind = f"{info.resource.kind}.{info.resource.group}".rstrip(".")
            raise KubectlError(f"no status viewer has been implemented for {group_kind}")
    state["queue"] = [[i.resource.api_version, i.resource.kind, i.namespace, i.name] for i in found.infos]
    state["deadline"] = invocation.now + (int(invocation.flags["timeout"]) or WEEK)


def _go_on(invocation: Invocation) -> bool:
    """Look at the first object; return True when its rollout is done. Raises KubectlError when it failed."""
    state = invocation.state
    api_version, kind, namespace, name = state["queue"][0]
    resource = invocation.client.types.of_kind(api_version, kind)
    if resource is None:
        return True
    for obj in _changes(invocation, resource.key, namespace, name, state):
        text, done = status_of(kind, obj, int(invocation.flags["revision"]))
        invocation.out(f"{text}\n")
        if done or not invocation.flags["watch"]:
            return True
    try:
        invocation.client.get(resource, name, namespace)
    except ApiError as error:
        raise KubectlError("object has been deleted") from error
    if invocation.now >= state["deadline"]:
        raise KubectlError("timed out waiting for the condition")
    return False


def _changes(invocation: Invocation, key: str, namespace: str, name: str, state: Object) -> list[Object]:
    """Return the object as it is at first, then as it was after each change."""
    storage = invocation.cluster.api.storage
    if "seen" not in state:
        state["seen"] = storage.version
        current = storage.get(key, namespace, name)
        return [] if current is None else [current]
    events = invocation.cluster.api.events_since(state["seen"])
    state["seen"] = storage.version
    return [
        event.object
        for event in events
        if event.resource == key
        and event.type == "MODIFIED"
        and (event.object["metadata"].get("namespace", ""), event.object["metadata"]["name"]) == (namespace, name)
    ]


def status_of(kind: str, obj: Object, revision: int = 0) -> tuple[str, bool]:
    """Return a line about the rollout, and whether it is done. Raises KubectlError when it failed."""
    if kind == "Deployment":
        return _deployment(obj, revision)
    return _daemon_set(obj) if kind == "DaemonSet" else _stateful_set(obj)


def _deployment(obj: Object, revision: int) -> tuple[str, bool]:
    name, spec, status = obj["metadata"]["name"], obj["spec"], obj.get("status") or {}
    current = (obj["metadata"].get("annotations") or {}).get("deployment.kubernetes.io/revision", "0")
    if revision and int(current) != revision:
        raise KubectlError(f"desired revision ({revision}) is different from the running revision ({current})")
    if obj["metadata"].get("generation", 0) > status.get("observedGeneration", 0):
        return "Waiting for deployment spec update to be observed...", False
    progressing = condition(obj, "Progressing")
    if progressing and progressing.get("reason") == "ProgressDeadlineExceeded":
        raise KubectlError(f'deployment "{name}" exceeded its progress deadline')
    wanted = spec.get("replicas", 1)
    updated, total = status.get("updatedReplicas", 0), status.get("replicas", 0)
    available = status.get("availableReplicas", 0)
    waiting = f'Waiting for deployment "{name}" rollout to finish:'
    if updated < wanted:
        return f"{waiting} {updated} out of {wanted} new replicas have been updated...", False
    if total > updated:
        return f"{waiting} {total - updated} old replicas are pending termination...", False
    if available < updated:
        return f"{waiting} {available} of {updated} updated replicas are available...", False
    return f'deployment "{name}" successfully rolled out', True


def _check_strategy(obj: Object) -> None:
    if (obj["spec"].get("updateStrategy") or {}).get("type", "RollingUpdate") != "RollingUpdate":
        raise KubectlError("rollout status is only available for RollingUpdate strategy type")


def _daemon_set(obj: Object) -> tuple[str, bool]:
    _check_strategy(obj)
    name, status = obj["metadata"]["name"], obj.get("status") or {}
    if obj["metadata"].get("generation", 0) > status.get("observedGeneration", 0):
        return "Waiting for daemon set spec update to be observed...", False
    wanted = status.get("desiredNumberScheduled", 0)
    updated, available = status.get("updatedNumberScheduled", 0), status.get("numberAvailable", 0)
    waiting = f'Waiting for daemon set "{name}" rollout to finish:'
    if updated < wanted:
        return f"{waiting} {updated} out of {wanted} new pods have been updated...", False
    if available < wanted:
        return f"{waiting} {available} of {wanted} updated pods are available...", False
    return f'daemon set "{name}" successfully rolled out', True


def _stateful_set(obj: Object) -> tuple[str, bool]:
    _check_strategy(obj)
    spec, status = obj["spec"], obj.get("status") or {}
    observed = status.get("observedGeneration", 0)
    if not observed or obj["metadata"].get("generation", 0) > observed:
        return "Waiting for statefulset spec update to be observed...", False
    wanted, ready = spec.get("replicas", 1), status.get("readyReplicas", 0)
    if ready < wanted:
        return f"Waiting for {wanted - ready} pods to be ready...", False
    updated = status.get("updatedReplicas", 0)
    rolling = (spec.get("updateStrategy") or {}).get("rollingUpdate")
    if rolling is not None and rolling.get("partition") is not None:
        due = wanted - rolling["partition"]
        if updated < due:
            return (
                f"Waiting for partitioned roll out to finish: {updated} out of {due} new pods have been updated...",
                False,
            )
        return f"partitioned roll out complete: {updated} new pods have been updated...", True
    revision = status.get("updateRevision", "")
    if revision != status.get("currentRevision", ""):
        return f"waiting for statefulset rolling update to complete {updated} pods at revision {revision}...", False
    return (
        f"statefulset rolling update complete {status.get('currentReplicas', 0)} pods at revision {revision}...",
        True,
    )
