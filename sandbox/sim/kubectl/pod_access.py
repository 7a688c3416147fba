"""What kubectl reaches through the kubelet: the processes and logs of containers.

Models the streaming endpoints of the kubelet (exec, attach, logs).
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"
_GROUPS = ("initContainers", "containers", "ephemeralContainers")


@dataclass(frozen=True, slots=True)
class Running:
    """A running container: the namespaces of its processes and what a new one starts from."""

    namespaces: str
    env: dict[str, str]
    cwd: str
    uid: int
    gid: int
    groups: tuple[int, ...]


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


def running(invocation: Invocation, pod: Object, container: str) -> Running | None:
    """Return the running container, None where it does not run."""
    found = invocation.cluster.kubelet.find(pod["metadata"]["uid"], container)
    if found is None or found[1].state != "running":
        return None
    table = invocation.system.table
    spaces = table.namespaces.get(found[1].spaces)
    first = table.processes.get(spaces.init) if spaces is not None else None
    if spaces is None or first is None:
        return None
    return Running(spaces.name, first.env, first.cwd, first.uid, first.gid, tuple(first.groups))


def log_numbers(invocation: Invocation, pod: Object, container: str) -> list[int]:
    """Return the numbers of a container's logs, the newest last."""
    found = invocation.cluster.kubelet.find(pod["metadata"]["uid"], container)
    return [] if found is None else list(found[1].logs)


def log_entries(invocation: Invocation, number: int) -> list[list[Any]]:
    """Return the lines of a log: ``[time, stream, text]``."""
    log = invocation.system.table.streams.logs.get(number)
    return [] if log is None else log.entries
