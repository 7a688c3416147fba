"""Lifecycle hooks and what a container leaves behind.

Models k8s.io/kubernetes/pkg/kubelet/lifecycle and termination messages v1.36.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.cluster.kubelet.images import ImageError, look_up
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.network import NetworkError

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
_MESSAGE_LIMIT = 4096
_LINES = 80
_LOG_LIMIT = 2048


def spec_of(pod: Object | None, name: str) -> Object:
    """Return the spec of a container by its name; empty where there is none."""
    spec = (pod or {}).get("spec") or {}
    for group in ("containers", "initContainers", "ephemeralContainers"):
        for container in spec.get(group, ()):
            if container["name"] == name:
                return dict(container)
    return {}


def termination_message(kubelet: "Kubelet", record: PodRecord, found: ContainerRecord) -> str:
    """Return what the container wrote to its termination log, or the end of its log where the policy says so."""
    pod = kubelet.client.get("/pods", record.namespace, record.name)
    container = spec_of(pod, found.name)
    path = container.get("terminationMessagePath", "/dev/termination-log")
    text = _read(kubelet, found, path)
    if text or container.get("terminationMessagePolicy") != "FallbackToLogsOnError" or not found.exit_code:
        return text[:_MESSAGE_LIMIT]
    entries = kubelet.machine.streams.logs[found.logs[-1]].entries if found.logs else []
    return "".join(row[2] for row in entries[-_LINES:])[-_LOG_LIMIT:]


def _read(kubelet: "Kubelet", found: ContainerRecord, path: str) -> str:
    disks = kubelet.machine.disks
    root = f"container/{found.id}"
    spaces = kubelet.machine.table.namespaces.get(found.spaces)
    if root not in disks:
        return ""
    mounts = spaces.table(disks) if spaces is not None else MountTable(Mount("/", disks[root], disk=root))
    try:
        return FileView(mounts, kubelet.machine.clock).read_text(path)
    except KernelError:
        return ""


def stop_signal(kubelet: "Kubelet", found: ContainerRecord) -> str:
    """Return the signal that asks a container to end: that of its lifecycle, the image's own, or TERM."""
    record = next((one for one in kubelet.records.values() if one.containers.get(found.name) is found), None)
    pod = kubelet.client.get("/pods", record.namespace, record.name) if record is not None else None
    told = (spec_of(pod, found.name).get("lifecycle") or {}).get("stopSignal", "")
    if told:
        return str(told).removeprefix("SIG")
    try:
        wanted = look_up(found.image, kubelet.machine.published).image.stop_signal
    except ImageError:
        return "TERM"
    return wanted.removeprefix("SIG") or "TERM"


def post_start(kubelet: "Kubelet", container: Object, record: PodRecord, found: ContainerRecord) -> None:
    """Begin the postStart hook."""
    hook = (container.get("lifecycle") or {}).get("postStart")
    if hook:
        _run(kubelet, hook, record, found, "post-start")


def pre_stop(kubelet: "Kubelet", pod: Object | None, record: PodRecord, found: ContainerRecord) -> bool:
    """Begin the preStop hook; return whether there is one to wait for."""
    hook = (spec_of(pod, found.name).get("lifecycle") or {}).get("preStop")
    return hook is not None and _run(kubelet, hook, record, found, "pre-stop")


def _run(kubelet: "Kubelet", hook: Object, record: PodRecord, found: ContainerRecord, purpose: str) -> bool:
    """Run a hook; return whether its end is told later."""
    if "exec" in hook:
        kubelet.prober.spawn(record, found, hook["exec"].get("command", []), purpose)
        return True
    if "sleep" in hook and purpose == "pre-stop":
        delay = hook["sleep"].get("seconds", 0) * SECOND
        state = {"uid": record.uid, "container": found.name, "ticket": found.ticket, "purpose": purpose}
        kubelet.prober.run_program([], state | {"until": kubelet.client.now + delay})
        return True
    if "httpGet" in hook:
        try:
            kubelet.prober.http_get(record, hook["httpGet"], found)
        except NetworkError:
            kubelet.tell(record, ("Warning", "FailedPostStartHook" if purpose == "post-start" else "FailedPreStopHook",
                                  "HTTP hook failed"))  # fmt: skip
    return False


def hook_ended(kubelet: "Kubelet", record: PodRecord, found: ContainerRecord, purpose: str, code: int) -> None:
    """Go on after a hook's process has ended."""
    if purpose == "pre-stop":
        if code:
            kubelet.tell(record, ("Warning", "FailedPreStopHook", "PreStopHook failed"))
        kubelet.worker.signal_stop(found)
    elif code:
        kubelet.tell(record, ("Warning", "FailedPostStartHook", "PostStartHook failed"))
        message = f"FailedPostStartHook: container {found.name} will be killed"
        kubelet.worker.restart(record, found, message, 30)
