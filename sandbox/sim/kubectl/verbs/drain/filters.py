"""Which Pods of a node are evicted, and which stand in the way.

Models k8s.io/kubectl/pkg/drain/filters.go v1.36.
"""

from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import annotations_of, controller_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
DAEMON_FATAL = "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"
DAEMON_WARNING = "ignoring DaemonSet-managed Pods"
LOCAL_FATAL = "Pods with local storage (use --delete-emptydir-data to override)"
LOCAL_WARNING = "deleting Pods with local storage"
BARE_FATAL = "Pods that declare no controller (use --force to override)"
BARE_WARNING = "deleting Pods that declare no controller"


@dataclass(slots=True)
class Selection:
    """Pods to evict; texts of errors and warnings with the Pods that they are about."""

    pods: list[Object] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)


def select(invocation: Invocation, pods: list[Object]) -> Selection:
    """Sort the Pods of a node."""
    found = Selection()
    for pod in pods:
        if _is_kept(invocation, found, pod):
            found.pods.append(pod)
    return found


def _note(texts: dict[str, list[str]], text: str, pod: Object) -> None:
    texts.setdefault(text, []).append(f"{namespace_of(pod)}/{name_of(pod)}")


def _is_kept(invocation: Invocation, found: Selection, pod: Object) -> bool:
    """Return whether the Pod is evicted; a fatal finding is noted among the errors."""
    flags = invocation.flags
    phase = (pod.get("status") or {}).get("phase")
    owner = controller_of(pod)
    if "kubernetes.io/config.mirror" in annotations_of(pod):
        return False
    if owner and owner["kind"] == "DaemonSet" and phase not in ("Succeeded", "Failed"):
        return _daemon(invocation, found, pod, owner)
    keep = True
    if phase not in ("Succeeded", "Failed"):
        if any("emptyDir" in volume for volume in pod["spec"].get("volumes") or []):
            if flags["delete-emptydir-data"]:
                _note(found.warnings, LOCAL_WARNING, pod)
            else:
                _note(found.errors, LOCAL_FATAL, pod)
                keep = False
        if owner is None:
            if flags["force"]:
                _note(found.warnings, BARE_WARNING, pod)
            else:
                _note(found.errors, BARE_FATAL, pod)
                keep = False
    return keep


def _daemon(invocation: Invocation, found: Selection, pod: Object, owner: Object) -> bool:
    sets = invocation.client.types.find("daemonsets.apps")
    try:
        invocation.client.get(sets, owner["name"], namespace_of(pod))
    except ApiError:
        if invocation.flags["force"]:
            _note(found.warnings, BARE_WARNING, pod)
            return True
    if invocation.flags["ignore-daemonsets"]:
        _note(found.warnings, DAEMON_WARNING, pod)
    else:
        _note(found.errors, DAEMON_FATAL, pod)
    return False


_ORDER = (DAEMON_FATAL, LOCAL_FATAL, BARE_FATAL, DAEMON_WARNING, LOCAL_WARNING, BARE_WARNING)


def join(texts: dict[str, list[str]], separator: str) -> str:
    """Return the findings in one line, in the order of upstream's filters."""
    return separator.join(f"{text}: {', '.join(texts[text])}" for text in _ORDER if text in texts)
