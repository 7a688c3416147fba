"""Which container of a Pod a command means.

Models podcmd of k8s.io/kubectl/pkg/cmd/util v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"
_GROUPS = ("initContainers", "containers", "ephemeralContainers")


def container_names(pod: Object, *groups: str) -> list[str]:
    """Return the names of a Pod's containers, in order; all groups by default."""
    return [c["name"] for group in groups or _GROUPS for c in pod["spec"].get(group) or []]


def choose_container(invocation: Invocation, pod: Object, wanted: str, *, quiet: bool) -> str:
    """Return the container to use, telling which one was chosen of several. Raises KubectlError."""
    names = container_names(pod)
    if wanted:
        if wanted not in names:
            raise KubectlError(f"container {wanted} not found in pod {name_of(pod)}")
        return wanted
    annotated = (pod["metadata"].get("annotations") or {}).get(DEFAULT_CONTAINER, "")
    if annotated:
        if annotated in names:
            return str(annotated)
        invocation.err(f"Default container name {annotated!r} not found in pod {name_of(pod)}\n".replace("'", '"'))
    regular = container_names(pod, "containers")
    others = container_names(pod, "containers", "initContainers", "ephemeralContainers")
    if len(others) > 1 and not quiet:
        shown = [f"{name}{_mark(pod, name)}" for name in others]
        invocation.err(f'Defaulted container "{regular[0]}" out of: {", ".join(shown)}\n')
    return regular[0]


def _mark(pod: Object, name: str) -> str:
    if name in container_names(pod, "initContainers"):
        return " (init)"
    return " (ephem)" if name in container_names(pod, "ephemeralContainers") else ""
