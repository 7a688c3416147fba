"""From ``deploy/web`` to one of its Pods.

Models polymorphichelpers of k8s.io/kubectl v1.36 (AttachablePodForObject, LogsForObject).
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kubectl.describe.selectors import selector_text, set_text
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
_TEMPLATED = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job"))


def split_target(word: str, default: str = "pods") -> tuple[str, str]:
    """Return type and name of ``TYPE/NAME``, or of a Pod's name. Raises KubectlError."""
    if "/" not in word:
        return default, word
    kind, _, name = word.partition("/")
    if not kind or not name or "/" in name:
        raise KubectlError("arguments in resource/name form must have a single resource and name")
    return kind, name


def selector_of(resource: ApiResource, obj: Object) -> str:
    """Return the selector of an object's Pods. Raises KubectlError for kinds that have none."""
    spec = obj.get("spec") or {}
    if resource.kind in _TEMPLATED:
        return selector_text(spec.get("selector"))
    if resource.kind in ("Service", "ReplicationController"):
        if not spec.get("selector"):
            raise KubectlError(f"invalid service '{obj['metadata']['name']}': Service is defined without a selector")
        return set_text(spec["selector"])
    raise KubectlError(f"cannot attach to *v1.{resource.kind}: not implemented")


def pods_of(invocation: Invocation, resource: ApiResource, obj: Object) -> list[Object]:
    """Return the Pods of an object, those most worth looking at first."""
    pods = invocation.client.types.find("pods")
    found = invocation.client.list(pods, invocation.namespace, selector=selector_of(resource, obj))["items"]
    return sorted(found, key=_rank)


def _rank(pod: Object) -> tuple[int, int, str]:
    phase = (pod.get("status") or {}).get("phase", "")
    order = {"Running": 0, "Pending": 1}.get(phase, 2)
    return (0 if pod["spec"].get("nodeName") else 1, order, str(pod["metadata"].get("creationTimestamp", "")))


def find_pod(invocation: Invocation, word: str) -> Object:
    """Return the Pod that a command means: by its name, or the first one of what has Pods. Raises ApiError."""
    kind, name = split_target(word)
    resource = invocation.client.types.find(kind)
    obj = invocation.client.get(resource, name, invocation.namespace if resource.namespaced else "")
    if resource.kind == "Pod":
        return obj
    found = pods_of(invocation, resource, obj)
    if not found:
        raise KubectlError("timed out waiting for the condition")
    return found[0]
