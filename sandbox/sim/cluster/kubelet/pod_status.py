"""The status that a kubelet reports of a Pod.

Models generateAPIPodStatus, getPhase and status/generate.go of k8s.io/kubernetes/pkg/kubelet v1.36.
Not modelled: allocatedResources, container users, per-mount status.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.cluster.kubelet.restarts import wants_again
from sandbox.sim.kernel.clock import rfc3339

Object = dict[str, Any]
_ORDER = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady")


def terminated_state(record: ContainerRecord) -> Object:
    """Return ``state.terminated`` of a container that has ended."""
    state: Object = {
        "containerID": f"containerd://{record.id}",
        "exitCode": record.exit_code,
        "finishedAt": rfc3339(record.finished_at),
        "reason": record.reason,
        "startedAt": rfc3339(record.started_at),
    }
    if record.message:
        state["message"] = record.message
    return state


def _state(record: ContainerRecord) -> Object:
    if record.state == "running":
        return {"running": {"startedAt": rfc3339(record.started_at)}}
    if record.state == "terminated":
        return {"terminated": terminated_state(record)}
    waiting: Object = {"reason": record.reason or "ContainerCreating"}
    if record.message:
        waiting["message"] = record.message
    return {"waiting": waiting}


def container_status(record: ContainerRecord, spec: Object) -> Object:
    """Return one entry of ``containerStatuses``."""
    status: Object = {
        "image": record.image or spec.get("image", ""),
        "imageID": record.image_id,
        "lastState": {"terminated": dict(record.last)} if record.last else {},
        "name": record.name,
        "ready": record.ready,
        "resources": copy_json(spec.get("resources") or {}),
        "restartCount": record.restarts,
        "started": record.started if record.kind != "init" else False,
        "state": _state(record),
    }
    if record.id:
        status["containerID"] = f"containerd://{record.id}"
    return status


def phase_of(pod: Object, record: PodRecord) -> str:
    """Return the phase that follows from the containers."""
    if record.phase:
        return record.phase
    spec, found = pod["spec"], record.containers
    policy = spec.get("restartPolicy", "Always")
    init = [found[c["name"]] for c in spec.get("initContainers", ()) if c["name"] in found]
    plain_init = [c for c in init if c.kind == "init"]
    if policy == "Never" and any(c.state == "terminated" and c.exit_code for c in plain_init):
        return "Failed"
    missing = len(found) < len(spec.get("initContainers", ())) + len(spec["containers"])
    waiting_init = any(not _init_done(c) for c in init)
    regular = [found[c["name"]] for c in spec["containers"] if c["name"] in found]
    if waiting_init or missing:
        return "Pending"
    if any(c.state == "waiting" and not c.last for c in regular):
        return "Running" if any(c.state == "running" for c in regular) and not _all_new(regular) else "Pending"
    return _phase_of_regular(pod, regular, policy)


def _all_new(regular: list[ContainerRecord]) -> bool:
    return any(c.state == "waiting" and not c.last for c in regular)


def _init_done(record: ContainerRecord) -> bool:
    if record.kind == "sidecar":
        return record.started or record.state == "terminated"
    return record.state == "terminated" and record.exit_code == 0


def _phase_of_regular(pod: Object, regular: list[ContainerRecord], policy: str) -> str:
    if any(c.state == "running" for c in regular) or policy == "Always":
        return "Running"
    ended = [c for c in regular if c.state == "terminated"]
    specs = {container["name"]: container for container in pod["spec"]["containers"]}
    if len(ended) < len(regular) or any(wants_again(pod, specs[c.name], c) for c in ended):
        return "Running"
    if all(c.exit_code == 0 for c in ended):
        return "Succeeded"
    return "Failed" if policy == "Never" else "Running"


class StatusMaker:
    """Builds statuses; the node's address and the time are given."""

    def __init__(self, now: str, host_ip: str) -> None:
        self.now = now
        self.host_ip = host_ip

    def make(self, pod: Object, record: PodRecord) -> Object:
        """Return the whole status of a Pod."""
        spec = pod["spec"]
        old = pod.get("status") or {}
        phase = phase_of(pod, record)
        status: Object = {
            "phase": phase,
            "qosClass": old.get("qosClass", "BestEffort"),
            "startTime": rfc3339(record.started_at),
            "hostIP": self.host_ip,
            "hostIPs": [{"ip": self.host_ip}],
            "observedGeneration": pod["metadata"].get("generation", 1),
        }
        if record.ip:
            status |= {"podIP": record.ip, "podIPs": [{"ip": record.ip}]}
        for key in ("reason", "message"):
            if getattr(record, key):
                status[key] = getattr(record, key)
        for group, name in _GROUPS.items():
            if spec.get(group):
                status[name] = [self._container(record, container) for container in spec[group]]
        status["conditions"] = self._conditions(pod, record, phase)
        return status

    @staticmethod
    def _container(record: PodRecord, container: Object) -> Object:
        found = record.containers.get(container["name"])
        if found is None:
            started = any(c.state != "waiting" for c in record.containers.values() if c.kind in ("init", "sidecar"))
            waiting = "PodInitializing" if started or record.containers else "ContainerCreating"
            found = ContainerRecord(container["name"], "regular", reason=waiting)
        return container_status(found, container)

    def _conditions(self, pod: Object, record: PodRecord, phase: str) -> list[Object]:
        facts = self._facts(pod, record, phase)
        conditions = [self._condition(pod, record, kind, facts[kind]) for kind in _ORDER]
        kept = [c for c in (pod.get("status") or {}).get("conditions") or () if c["type"] not in _ORDER]
        return conditions + kept

    def _condition(self, pod: Object, record: PodRecord, kind: str, fact: tuple[bool, str, str]) -> Object:
        holds, reason, message = fact
        word = "True" if holds else "False"
        before = record.transitions.get(kind)
        if before is None or before[0] != word:
            before = record.transitions[kind] = [word, self.now]
        condition: Object = {
            "lastProbeTime": None,
            "lastTransitionTime": before[1],
            "observedGeneration": pod["metadata"].get("generation", 1),
            "status": word,
            "type": kind,
        }
        if reason:
            condition["reason"] = reason
        if message:
            condition["message"] = message
        return condition

    def _facts(self, pod: Object, record: PodRecord, phase: str) -> dict[str, tuple[bool, str, str]]:
        spec, found = pod["spec"], record.containers
        done = phase == "Succeeded"
        init = [c["name"] for c in spec.get("initContainers", ())]
        incomplete = [name for name in init if name not in found or not _init_done(found[name])]
        sidecars = [name for name in init if name in found and found[name].kind == "sidecar"]
        names = [c["name"] for c in spec["containers"]]
        unready = [name for name in sidecars + names if name not in found or not found[name].ready]
        words = "containers with incomplete status: [" + " ".join(incomplete) + "]"
        unready_words = "containers with unready status: [" + " ".join(unready) + "]"
        ready: tuple[bool, str, str] = (True, "", "")
        if done:
            ready = (False, "PodCompleted", "")
        elif phase == "Failed":
            ready = (False, "PodFailed", "")
        elif unready:
            ready = (False, "ContainersNotReady", unready_words)
        initialized: tuple[bool, str, str] = (True, "PodCompleted" if done else "", "")
        if incomplete and not done:
            initialized = (False, "ContainersNotInitialized", words)
        return {
            "PodReadyToStartContainers": (record.sandbox and not (done or phase == "Failed"), "", ""),
            "Initialized": initialized,
            "Ready": _with_gates(pod, ready),
            "ContainersReady": ready,
        }


_GROUPS = {
    "initContainers": "initContainerStatuses",
    "containers": "containerStatuses",
    "ephemeralContainers": "ephemeralContainerStatuses",
}


def _with_gates(pod: Object, ready: tuple[bool, str, str]) -> tuple[bool, str, str]:
    gates = [gate["conditionType"] for gate in pod["spec"].get("readinessGates", ())]
    if not gates or not ready[0]:
        return ready
    conditions = {c["type"]: c["status"] for c in (pod.get("status") or {}).get("conditions") or ()}
    missing = [gate for gate in gates if conditions.get(gate) != "True"]
    if not missing:
        return ready
    words = [
        f'corresponding condition of pod readiness gate "{gate}" '
        + ("does not exist." if gate not in conditions else 'is not "True".')
        for gate in missing
    ]
    return (False, "ReadinessGatesNotReady", ", ".join(words))
