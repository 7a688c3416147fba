"""What a kubelet does for one container: pull, create, start, wait, start again.

Models EnsureImageExists, startContainer and doBackOff of k8s.io/kubernetes/pkg/kubelet v1.36.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.kubelet import hooks
from sandbox.sim.cluster.kubelet.containers import StartError
from sandbox.sim.cluster.kubelet.environment import ConfigError
from sandbox.sim.cluster.kubelet.images import ImageError, InvalidImageNameError, NodeImage, contact_time, look_up
from sandbox.sim.cluster.kubelet.pod_status import terminated_state
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.cluster.kubelet.restarts import wants_again
from sandbox.sim.kernel.clock import SECOND

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
_RESTART_DELAY = SECOND
_FIRST_BACKOFF = 10 * SECOND
_LONGEST_BACKOFF = 300 * SECOND
_CONFIG_RETRY = 10 * SECOND
_OOM_DELAY = SECOND // 2


class ContainerWorker:
    """Works on single containers."""

    def __init__(self, kubelet: "Kubelet") -> None:
        self.kubelet = kubelet

    def advance(self, pod: Object, record: PodRecord, container: Object, found: ContainerRecord) -> None:
        """Bring a container closer to running, if it should run."""
        now = self.kubelet.client.now
        if found.state == "running":
            return
        if found.state == "terminated" and not wants_again(pod, container, found):
            return
        if now < found.retry_at:
            return
        if found.state == "terminated" and not self._may_restart(pod, record, found):
            return
        if found.reason == "CrashLoopBackOff":
            found.backoff = min(found.backoff * 2, _LONGEST_BACKOFF)
            found.restarts += 1
            found.reason, found.message = "ContainerCreating", ""
        image = self._pull(record, container, found)
        if image is not None:
            self._start(pod, record, container, found, image)

    def _may_restart(self, pod: Object, record: PodRecord, found: ContainerRecord) -> bool:
        """Begin the wait before a restart where there is one; return whether it is over."""
        now = self.kubelet.client.now
        ran = found.finished_at - found.started_at if found.started_at else 0
        if not found.backoff or ran > 2 * _LONGEST_BACKOFF:
            if now < found.finished_at + _RESTART_DELAY:
                self._wait(record, found, found.finished_at + _RESTART_DELAY - now)
                return False
            found.backoff = _FIRST_BACKOFF
            self._keep_last(found)
            return True
        until = found.finished_at + found.backoff
        if now >= until:
            found.backoff = min(found.backoff * 2, _LONGEST_BACKOFF)
            self._keep_last(found)
            return True
        if now < found.finished_at + _RESTART_DELAY:
            self._wait(record, found, found.finished_at + _RESTART_DELAY - now)
            return False
        self._crash_loop(pod, record, found, until - now)
        return False

    def _keep_last(self, found: ContainerRecord) -> None:
        found.last = terminated_state(found)
        found.restarts += 1
        found.state, found.reason, found.message, found.oom = "waiting", "ContainerCreating", "", False

    def _crash_loop(self, pod: Object, record: PodRecord, found: ContainerRecord, delay: int) -> None:
        where = f"{record.name}_{record.namespace}({record.uid})"
        self._keep_last(found)
        found.reason = "CrashLoopBackOff"
        shown = _duration(found.backoff)
        found.message = f"back-off {shown} restarting failed container={found.name} pod={where}"
        words = f"Back-off restarting failed container {found.name} in pod {where}"
        self.tell(record, found, ("Warning", "BackOff", words))
        found.restarts -= 1
        del pod
        self._wait(record, found, delay)

    def _wait(self, record: PodRecord, found: ContainerRecord, delay: int) -> None:
        found.retry_at = self.kubelet.client.now + delay
        self.kubelet.plan(delay, record, "sync")

    def tell(self, record: PodRecord, found: ContainerRecord, event: tuple[str, str, str]) -> None:
        """Record an event of a container."""
        group = {"init": "initContainers", "sidecar": "initContainers", "ephemeral": "ephemeralContainers"}
        path = f"spec.{group.get(found.kind, 'containers')}{{{found.name}}}"
        self.kubelet.tell(record, event, path)

    # Images

    def _pull(self, record: PodRecord, container: Object, found: ContainerRecord) -> NodeImage | None:
        name, policy = container["image"], container.get("imagePullPolicy", "IfNotPresent")
        now, images = self.kubelet.client.now, self.kubelet.images
        try:
            image = look_up(name, self.kubelet.machine.published)
        except InvalidImageNameError as error:
            self._refuse(record, found, "InvalidImageName", str(error))
            return None
        except ImageError as error:
            self._no_such_image(record, found, name, policy, str(error))
            return None
        if images.has(record.node, image) and policy != "Always":
            self._note_present(record, found, name)
            return self._identify(found, image)
        if policy == "Never":
            words = f'Container image "{name}" is not present with pull policy of Never'
            self._refuse(record, found, "ErrImageNeverPull", words)
            return None
        if not found.pulling_until:
            took = contact_time() if images.has(record.node, image) else image.pull_time
            found.pulling_until, found.pull_time = now + took, took
            self.tell(record, found, ("Normal", "Pulling", f'Pulling image "{name}"'))
            self._wait(record, found, took)
            return None
        found.pulling_until = 0
        images.add(record.node, image)
        shown = _seconds(found.pull_time)
        words = f'Successfully pulled image "{name}" in {shown} ({shown} including waiting). '
        self.tell(record, found, ("Normal", "Pulled", f"{words}Image size: {image.image.size} bytes."))
        return self._identify(found, image)

    def _note_present(self, record: PodRecord, found: ContainerRecord, name: str) -> None:
        words = f'Container image "{name}" already present on machine and can be accessed by the pod'
        self.tell(record, found, ("Normal", "Pulled", words))

    @staticmethod
    def _identify(found: ContainerRecord, image: NodeImage) -> NodeImage:
        found.image, found.image_id = image.full_name, image.digest_name
        found.pull_backoff = 0
        return image

    def _refuse(self, record: PodRecord, found: ContainerRecord, reason: str, message: str) -> None:
        found.reason, found.message = reason, message
        if reason == "ErrImageNeverPull":
            self.tell(record, found, ("Warning", "ErrImageNeverPull", message))
        else:
            self.tell(record, found, ("Warning", "InspectFailed", message))
        self.tell(record, found, ("Warning", "Failed", f"Error: {reason}"))
        self._wait(record, found, _CONFIG_RETRY)

    def _no_such_image(self, record: PodRecord, found: ContainerRecord, name: str, policy: str, message: str) -> None:
        if policy == "Never":
            words = f'Container image "{name}" is not present with pull policy of Never'
            self._refuse(record, found, "ErrImageNeverPull", words)
        elif found.pulling_until:
            self._pull_failed(record, found, name, message)
        elif found.reason == "ErrImagePull":
            self._pull_back_off(record, found, name)
        else:
            found.pulling_until = self.kubelet.client.now + contact_time()
            self.tell(record, found, ("Normal", "Pulling", f'Pulling image "{name}"'))
            self._wait(record, found, contact_time())

    def _pull_failed(self, record: PodRecord, found: ContainerRecord, name: str, message: str) -> None:
        found.pulling_until = 0
        found.reason, found.message = "ErrImagePull", message
        found.pull_backoff = min(found.pull_backoff * 2 or _FIRST_BACKOFF, _LONGEST_BACKOFF)
        self.tell(record, found, ("Warning", "Failed", f'Failed to pull image "{name}": {message}'))
        self.tell(record, found, ("Warning", "Failed", "Error: ErrImagePull"))
        self._wait(record, found, 2 * SECOND)

    def _pull_back_off(self, record: PodRecord, found: ContainerRecord, name: str) -> None:
        words = f'Back-off pulling image "{name}"'
        found.message = f"{words}: ErrImagePull: {found.message}"
        found.reason = "ImagePullBackOff"
        self.tell(record, found, ("Normal", "BackOff", words))
        self.tell(record, found, ("Warning", "Failed", "Error: ImagePullBackOff"))
        self._wait(record, found, found.pull_backoff - 2 * SECOND)

    # Starting

    def _start(
        self, pod: Object, record: PodRecord, container: Object, found: ContainerRecord, image: NodeImage
    ) -> None:
        kubelet = self.kubelet
        found.oom = False
        try:
            kubelet.starter.start(pod, record, container, found, image)
        except ConfigError as error:
            found.state, found.reason, found.message = "waiting", "CreateContainerConfigError", str(error)
            self.tell(record, found, ("Warning", "Failed", f"Error: {error}"))
            self._wait(record, found, _CONFIG_RETRY)
            return
        except StartError as error:
            self._fail_start(record, found, error)
            return
        found.state, found.reason, found.message = "running", "", ""
        found.ticket += 1
        self.tell(record, found, ("Normal", "Created", "Container created"))
        self.tell(record, found, ("Normal", "Started", "Container started"))
        self._check_memory(record, container, found)
        hooks.post_start(kubelet, container, record, found)
        kubelet.prober.begin(record, found, container)

    def _fail_start(self, record: PodRecord, found: ContainerRecord, error: StartError) -> None:
        now = self.kubelet.client.now
        self.tell(record, found, ("Normal", "Created", "Container created"))
        self.tell(record, found, ("Warning", "Failed", f"Error: {error}"))
        found.state, found.reason, found.message = "terminated", "StartError", str(error)
        found.exit_code, found.started_at, found.finished_at = error.code, 0, now
        self._wait(record, found, _RESTART_DELAY)

    def _check_memory(self, record: PodRecord, container: Object, found: ContainerRecord) -> None:
        if ((container.get("resources") or {}).get("limits") or {}).get("memory") is not None:
            self.kubelet.plan(_OOM_DELAY, record, "oom", container=found.name, ticket=found.ticket)

    def weigh(self, pod: Object | None, found: ContainerRecord) -> bool:
        """Return whether a container takes more memory than it may."""
        limits = (hooks.spec_of(pod, found.name).get("resources") or {}).get("limits") or {}
        limit = limits.get("memory")
        return limit is not None and self.kubelet.measures.memory(found) > to_quantity(limit).rounded_up()


def _duration(nanoseconds: int) -> str:
    minutes, seconds = divmod(nanoseconds // SECOND, 60)
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"


def _seconds(nanoseconds: int) -> str:
    milliseconds = nanoseconds // 1_000_000
    if milliseconds < 1000:  # noqa: PLR2004  (a second)
        return f"{milliseconds}ms"
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".") + "s"
