"""What a kubelet does for one Pod, step by step.

Models syncPod, computePodActions, doBackOff and killPod of k8s.io/kubernetes/pkg/kubelet v1.36.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.cluster.kubelet import hooks
from sandbox.sim.cluster.kubelet.container_worker import ContainerWorker
from sandbox.sim.cluster.kubelet.nodes import HostPathError
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord, kind_of
from sandbox.sim.cluster.kubelet.standard_streams import close_stdin
from sandbox.sim.cluster.kubelet.volumes import MountError
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Process

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
_FIRST_MOUNT_DELAY = SECOND // 2
_LONGEST_MOUNT_DELAY = 122 * SECOND


class PodWorker:
    """Works on Pods; what it finds out goes into their records."""

    def __init__(self, kubelet: "Kubelet") -> None:
        self.kubelet = kubelet
        self.containers = ContainerWorker(kubelet)

    def advance(self, pod: Object, record: PodRecord) -> None:
        """Start what can be started now."""
        if not self._set_up(pod, record):
            return
        spec = pod["spec"]
        for container in spec.get("initContainers", ()):
            if not self._init_step(pod, record, container):
                return
        for container in spec["containers"]:
            found = self._record(record, container, "containers")
            self.containers.advance(pod, record, container, found)
        for container in spec.get("ephemeralContainers", ()):
            found = self._record(record, container, "ephemeralContainers")
            if found.state == "waiting" and not found.id:
                self.containers.advance(pod, record, container, found)
        self._stop_sidecars_of_finished(pod, record)

    def _set_up(self, pod: Object, record: PodRecord) -> bool:
        kubelet = self.kubelet
        if record.sandbox:
            return True
        if kubelet.client.now < record.mount_retry_at:
            return False
        try:
            kubelet.mounter.mount_all(pod, record)
        except (MountError, HostPathError) as error:
            self._fail_mount(record, str(error))
            return False
        kubelet.connect(record, host_network=bool(pod["spec"].get("hostNetwork")))
        record.sandbox = True
        deadline = pod["spec"].get("activeDeadlineSeconds")
        if deadline is not None:
            kubelet.plan(deadline * SECOND, record, "deadline")
        return True

    def _fail_mount(self, record: PodRecord, message: str) -> None:
        record.mount_backoff = min(record.mount_backoff * 2 or _FIRST_MOUNT_DELAY, _LONGEST_MOUNT_DELAY)
        record.mount_retry_at = self.kubelet.client.now + record.mount_backoff
        self.kubelet.tell(record, ("Warning", "FailedMount", message))
        self.kubelet.plan(record.mount_backoff, record, "sync")

    @staticmethod
    def _record(record: PodRecord, container: Object, group: str) -> ContainerRecord:
        found = record.containers.get(container["name"])
        if found is None:
            found = ContainerRecord(container["name"], kind_of(container, group))
            record.containers[container["name"]] = found
        return found

    def _init_step(self, pod: Object, record: PodRecord, container: Object) -> bool:
        """Work on an init container; return whether the next one may begin."""
        found = self._record(record, container, "initContainers")
        if found.kind == "sidecar":
            if not self._main_finished(pod, record):
                self.containers.advance(pod, record, container, found)
            return found.started or found.state == "terminated"
        if found.state == "terminated" and found.exit_code == 0:
            found.ready = True
            return True
        if found.state == "terminated" and pod["spec"].get("restartPolicy") == "Never":
            return False
        self.containers.advance(pod, record, container, found)
        return False

    @staticmethod
    def _main_finished(pod: Object, record: PodRecord) -> bool:
        policy = pod["spec"].get("restartPolicy", "Always")
        names = [container["name"] for container in pod["spec"]["containers"]]
        found = [record.containers.get(name) for name in names]
        if policy == "Always" or any(c is None or c.state != "terminated" for c in found):
            return False
        return policy == "Never" or all(c is not None and c.exit_code == 0 for c in found)

    def _stop_sidecars_of_finished(self, pod: Object, record: PodRecord) -> None:
        if self._main_finished(pod, record):
            for found in record.containers.values():
                if found.kind == "sidecar" and found.state == "running" and not found.stopping:
                    self._stop(record, found)

    # Ends

    def ended(self, record: PodRecord, found: ContainerRecord, process: Process) -> None:
        """Take note that a container's first process has ended."""
        machine = self.kubelet.machine
        close_stdin(machine, found)
        found.state, found.exit_code = "terminated", process.status or 0
        found.finished_at = machine.clock.now
        found.reason = "OOMKilled" if found.oom else "Completed" if found.exit_code == 0 else "Error"
        found.message = hooks.termination_message(self.kubelet, record, found)
        found.ready, found.started, found.stopping = False, False, False
        found.ticket += 1
        found.probes.clear()
        if found.spaces in machine.table.namespaces:
            machine.table.remove_namespaces(found.spaces)
        self.kubelet.network.listeners = [row for row in self.kubelet.network.listeners if row.pid != process.pid]

    def kill_for_memory(self, found: ContainerRecord) -> None:
        """End a container that uses more memory than it may."""
        found.oom = True
        self.kill(found)

    def kill(self, found: ContainerRecord) -> None:
        """Kill a container at once."""
        self._signal(found, "KILL")

    def kill_all(self, record: PodRecord) -> None:
        """Kill what still runs of a Pod."""
        for found in record.containers.values():
            self.kill(found)

    def _signal(self, found: ContainerRecord, name: str) -> None:
        table = self.kubelet.machine.table
        spaces = table.namespaces.get(found.spaces)
        if found.state != "running" or spaces is None or not spaces.init:
            return
        try:
            table.signal(spaces.init, name)
        except KernelError:
            return

    def _stop(self, record: PodRecord, found: ContainerRecord) -> None:
        found.stopping = True
        path = "spec.initContainers" if found.kind in ("init", "sidecar") else "spec.containers"
        event = ("Normal", "Killing", f"Stopping container {found.name}")
        self.kubelet.tell(record, event, f"{path}{{{found.name}}}")
        pod = self.kubelet.client.get("/pods", record.namespace, record.name)
        if not hooks.pre_stop(self.kubelet, pod, record, found):
            self._signal(found, hooks.stop_signal(self.kubelet, found))

    def signal_stop(self, found: ContainerRecord) -> None:
        """Ask a container to end, after its preStop hook has run."""
        self._signal(found, hooks.stop_signal(self.kubelet, found))

    def restart(self, record: PodRecord, found: ContainerRecord, message: str, grace: int) -> None:
        """End a container that failed a probe; it is started again by its restart policy."""
        path = "spec.initContainers" if found.kind == "sidecar" else "spec.containers"
        self.kubelet.tell(record, ("Normal", "Killing", message), f"{path}{{{found.name}}}")
        found.stopping = True
        self.kubelet.plan(grace * SECOND, record, "kill-one", container=found.name, ticket=found.ticket)
        pod = self.kubelet.client.get("/pods", record.namespace, record.name)
        if not hooks.pre_stop(self.kubelet, pod, record, found):
            self.signal_stop(found)

    def terminate(self, pod: Object, record: PodRecord) -> None:
        """Work towards the end of a Pod that is being deleted."""
        kubelet = self.kubelet
        grace = pod["metadata"].get("deletionGracePeriodSeconds", 30)
        running = [found for found in record.containers.values() if found.state == "running"]
        deadline = kubelet.client.now + grace * SECOND
        if running and (not record.stop_at or deadline < record.stop_at):
            record.stop_at = deadline
            kubelet.plan(grace * SECOND, record, "kill")
        plain = [found for found in running if found.kind != "sidecar"]
        for found in plain or running:
            if not found.stopping:
                self._stop(record, found)
        kubelet.report(record)
        if not any(found.state == "running" for found in record.containers.values()):
            self._finish(record)

    def _finish(self, record: PodRecord) -> None:
        kubelet = self.kubelet
        pod = kubelet.client.get("/pods", record.namespace, record.name)
        self.clean_up(record)
        if pod is not None and pod["metadata"]["uid"] == record.uid:
            kubelet.client.delete("/pods", pod, grace=0)

    def exceed_deadline(self, record: PodRecord) -> None:
        """Fail a Pod that has run longer than its activeDeadlineSeconds."""
        if record.phase:
            return
        record.phase, record.reason = "Failed", "DeadlineExceeded"
        record.message = "Pod was active on the node longer than the specified deadline"
        self.kubelet.tell(record, ("Normal", "DeadlineExceeded", record.message))
        for found in record.containers.values():
            if found.state == "running":
                self._stop(record, found)
                self.kubelet.plan(30 * SECOND, record, "kill-one", container=found.name, ticket=found.ticket)

    def clean_up(self, record: PodRecord) -> None:
        """Forget a Pod with its processes, disks and address."""
        kubelet, machine = self.kubelet, self.kubelet.machine
        kubelet.records.pop(record.uid, None)
        for found in record.containers.values():
            self.kill(found)
            kubelet.network.meter.forget(found.spaces, record.network)
            if found.id and found.spaces in machine.table.namespaces:
                machine.table.remove_namespaces(found.spaces)
            for number in found.logs:
                machine.streams.logs.pop(number, None)
            if f"container/{found.id}" in machine.disks:
                machine.disks.remove(f"container/{found.id}")
        kubelet.mounter.unmount_all(record)
        if f"pod-files/{record.uid}" in machine.disks:
            machine.disks.remove(f"pod-files/{record.uid}")
        kubelet.network.remove_space(record.network)
        kubelet.network.remove_forwards(record.network)
