"""What the kubelets remember of the Pods on their nodes, as plain data.

Models the pod and container caches of k8s.io/kubernetes/pkg/kubelet v1.36. Moments are nanoseconds since the epoch.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

Object = dict[str, Any]


@dataclass(slots=True)
class ContainerRecord:
    """One container of a Pod, over all its restarts."""

    name: str
    kind: str
    """``regular``, ``init``, ``sidecar`` or ``ephemeral``."""
    state: str = "waiting"
    """``waiting``, ``running`` or ``terminated``."""
    reason: str = ""
    message: str = ""
    id: str = ""
    image: str = ""
    image_id: str = ""
    restarts: int = 0
    started_at: int = 0
    finished_at: int = 0
    exit_code: int = 0
    last: Object = field(default_factory=dict)
    """``state.terminated`` of the run before."""
    ready: bool = False
    started: bool = False
    """The startup probe has succeeded, or there is none."""
    logs: list[int] = field(default_factory=list)
    """The numbers of the logs of this run and the one before, newest last."""
    backoff: int = 0
    retry_at: int = 0
    pull_backoff: int = 0
    pulling_until: int = 0
    pull_time: int = 0
    ticket: int = 0
    """Counts the runs, so that a timer of an old one is known as stale."""
    oom: bool = False
    stopping: bool = False
    stdin: int = 0
    """The stream that leads into its standard input; 0 where that is closed."""
    probes: dict[str, list[int]] = field(default_factory=dict)
    """Per probe: successes in a row, failures in a row."""

    @property
    def spaces(self) -> str:
        """The name of its namespaces."""
        return f"pod/{self.id}"


@dataclass(slots=True)
class PodRecord:
    """One Pod on its node."""

    uid: str
    namespace: str
    name: str
    node: str
    ip: str = ""
    started_at: int = 0
    sandbox: bool = False
    mount_backoff: int = 0
    mount_retry_at: int = 0
    mounted: dict[str, list[Any]] = field(default_factory=dict)
    """Per volume: ``[disk, inode]`` of its root."""
    containers: dict[str, ContainerRecord] = field(default_factory=dict)
    stop_at: int = 0
    """When what still runs is killed, once the Pod is being deleted."""
    reason: str = ""
    message: str = ""
    phase: str = ""
    """Set when the Pod has ended for a reason of its own (deadline, eviction)."""
    transitions: dict[str, list[str]] = field(default_factory=dict)
    """Per condition: status and the time of its last change."""

    @property
    def network(self) -> str:
        """The name of the Pod's network namespace."""
        return f"pod/{self.uid}"

    def dump(self) -> Object:
        """Return JSON-able data."""
        return asdict(self)

    @classmethod
    def load(cls, state: Object) -> "PodRecord":
        """Return the record that ``dump()`` described."""
        containers = {name: ContainerRecord(**row) for name, row in state["containers"].items()}
        return cls(**{**state, "containers": containers})


def kind_of(container: Object, group: str) -> str:
    """Return the kind of a container that stands in ``spec.<group>``."""
    if group == "initContainers":
        return "sidecar" if container.get("restartPolicy") == "Always" else "init"
    return "ephemeral" if group == "ephemeralContainers" else "regular"
