"""What kubectl asks a kubelet for: logs, exec, attach.

Models k8s.io/kubernetes/pkg/kubelet/server and the API server's pod subresources v1.36, with their refusals.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apimachinery.resources import resource
from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request, not_found
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.users import ADMIN, UserInfo
from sandbox.sim.cluster.kubelet.containers import hostname_of, wording
from sandbox.sim.cluster.kubelet.environment import EnvironmentMaker
from sandbox.sim.cluster.kubelet.hooks import spec_of
from sandbox.sim.cluster.kubelet.images import look_up
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.cluster.kubelet.standard_streams import close_stdin
from sandbox.sim.cluster.kubelet.users import credentials_of
from sandbox.sim.kernel.files import ROOT_USER, FileView
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.process import Process

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
_EXEC = (
    "Internal error occurred: Internal error occurred: error executing command in container: failed to exec in "
    'container: failed to start exec "{id}": OCI runtime exec failed: exec failed: unable to start container process: '
)


class ExecRefused(Exception):  # noqa: N818  (an answer of the runtime, not an error of the simulator)
    """The command cannot be started; ``str()`` is the runtime's message, ``code`` kubectl's exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class KubeletAccess:
    """Methods raise ApiError where the API server or the kubelet refuses."""

    def __init__(self, kubelet: "Kubelet") -> None:
        self.kubelet = kubelet

    def _pod(self, namespace: str, name: str, subresource: str, user: UserInfo, verb: str) -> Object:
        core = self.kubelet.client.core
        pods = resource("pods")
        authorize(core, user, verb, pods, namespace=namespace, name=name, subresource=subresource)
        pod = core.storage.get("/pods", namespace, name)
        if pod is None:
            raise not_found(pods, name)
        node = pod["spec"].get("nodeName", "")
        if subresource and node in self.kubelet.stopped:
            where = f"{self.kubelet.host_ip(node)}:10250"
            words = f'Get "https://{where}/": dial tcp {where}: connect: connection refused'
            raise ApiError(500, "InternalError", words)
        return pod

    def container_names(self, namespace: str, name: str) -> list[str]:
        """Return all containers of a Pod: regular, init, ephemeral."""
        pod = self._pod(namespace, name, "", ADMIN, "get")
        groups = ("containers", "initContainers", "ephemeralContainers")
        return [container["name"] for group in groups for container in pod["spec"].get(group, ())]

    # Logs

    def logs(
        self, namespace: str, name: str, container: str, *, previous: bool = False, user: UserInfo = ADMIN
    ) -> list[list[Any]]:
        """Return a log as rows ``[time in ns, "stdout" | "stderr", text]``; the last may lack its newline."""
        pod = self._pod(namespace, name, "log", user, "get")
        record, found = self._known(pod, container, f"container {container} is not valid for pod {name}")
        del record
        if previous:
            if not found.last:
                words = f'previous terminated container "{container}" in pod "{name}" not found'
                raise bad_request(words)
            number = found.logs[-1] if found.state == "waiting" else found.logs[-2] if len(found.logs) > 1 else 0
        elif not found.logs or (found.state == "waiting" and not found.last):
            raise bad_request(self._waiting(name, found))
        else:
            number = found.logs[-1]
        log = self.kubelet.machine.streams.logs.get(number)
        return log.entries if log is not None else []

    @staticmethod
    def _waiting(pod: str, found: ContainerRecord) -> str:
        reason = found.reason or "ContainerCreating"
        words = f'container "{found.name}" in pod "{pod}" is waiting to start: '
        if reason in ("ErrImagePull", "ImagePullBackOff"):
            return words + (
                "trying and failing to pull image" if reason == "ImagePullBackOff" else "image can't be pulled"
            )
        return words + reason

    def log_topic(self, namespace: str, name: str, container: str) -> str:
        """Return the topic that is announced when the container's log grows; empty where it has none."""
        pod = self.kubelet.client.get("/pods", namespace, name)
        both = self.kubelet.find(pod["metadata"]["uid"], container) if pod else None
        return f"log/{both[1].logs[-1]}" if both and both[1].logs else ""

    def is_running(self, namespace: str, name: str, container: str) -> bool:
        """Tell whether a container runs now."""
        pod = self.kubelet.client.get("/pods", namespace, name)
        both = self.kubelet.find(pod["metadata"]["uid"], container) if pod else None
        return both is not None and both[1].state == "running"

    def stdin(self, namespace: str, name: str, container: str, user: UserInfo = ADMIN) -> int:
        """Return the stream that leads into a running container's standard input; 0 where it has none or is closed."""
        pod = self._pod(namespace, name, "attach", user, "create")
        return self._running(pod, container)[1].stdin

    def close_stdin(self, namespace: str, name: str, container: str) -> None:
        """Close a container's standard input, as the end of an attach does where ``stdinOnce`` is set."""
        pod = self._pod(namespace, name, "attach", ADMIN, "create")
        close_stdin(self.kubelet.machine, self._running(pod, container)[1])

    def end_topic(self, namespace: str, name: str, container: str) -> str:
        """Return the topic that is announced when the container ends; empty where it does not run."""
        pod = self.kubelet.client.get("/pods", namespace, name)
        both = self.kubelet.find(pod["metadata"]["uid"], container) if pod else None
        return f"namespaces/{both[1].spaces}" if both and both[1].state == "running" else ""

    def _known(self, pod: Object, container: str, unknown: str) -> tuple[PodRecord, ContainerRecord]:
        if not spec_of(pod, container):
            raise bad_request(unknown)
        both = self.kubelet.find(pod["metadata"]["uid"], container)
        if both is not None:
            return both
        if not pod["spec"].get("nodeName"):
            raise bad_request(f"pod {name_of(pod)} does not have a host assigned")
        record = self.kubelet.records.get(pod["metadata"]["uid"])
        waiting = ContainerRecord(container, "regular")
        if record is not None and record.containers:
            waiting.reason = "PodInitializing"
        raise bad_request(self._waiting(name_of(pod), waiting))

    # Exec

    def exec(
        self,
        namespace: str,
        name: str,
        container: str,
        argv: list[str],
        *,
        fds: dict[int, int],
        parent: int,
        user: UserInfo = ADMIN,
    ) -> Process:
        """Start a command in a running container; ExecRefused where its program cannot be executed."""
        pod = self._pod(namespace, name, "exec", user, "create")
        phase = (pod.get("status") or {}).get("phase")
        if phase in ("Succeeded", "Failed"):
            words = f"cannot exec into a container in a completed pod; current phase is {phase}"
            raise ApiError(500, "InternalError", words)
        record, found = self._running(pod, container)
        try:
            return self.kubelet.machine.table.spawn(
                argv, fds=fds, parent=parent, **self.process_settings(record, found)
            )
        except ExecError as error:
            words = _EXEC.format(id=self.kubelet.machine.rng.hex("exec", 64)) + wording(error)
            raise ExecRefused(words, 127 if error.code == "ENOENT" else 126) from error

    def _running(self, pod: Object, container: str) -> tuple[PodRecord, ContainerRecord]:
        name = name_of(pod)
        if not spec_of(pod, container):
            raise bad_request(f"container {container} is not valid for pod {name}")
        if not pod["spec"].get("nodeName"):
            raise bad_request(f"pod {name} does not have a host assigned")
        both = self.kubelet.find(pod["metadata"]["uid"], container)
        if both is None or both[1].state != "running":
            where = f"{name}_{namespace_of(pod)}"
            words = f'unable to upgrade connection: container not found ("{container}")'
            raise ApiError(500, "InternalError", words, {"causes": [{"message": where}]})
        return both

    def process_settings(self, record: PodRecord, found: ContainerRecord) -> Object:
        """Return how a further process of a container is started."""
        pod = self.kubelet.client.get("/pods", record.namespace, record.name) or {}
        container = spec_of(pod, found.name)
        image = look_up(container["image"], self.kubelet.machine.published).image
        files = self.files(found)
        user = credentials_of(pod, container, image, files)
        node = self.kubelet.client.get("/nodes", "", record.node)
        image_env = dict(entry.partition("=")[::2] for entry in image.env)
        env = EnvironmentMaker(self.kubelet.client, pod, container, node).make(image_env)
        env.setdefault("HOSTNAME", hostname_of(pod))
        env.setdefault("HOME", user.home)
        cwd = container.get("workingDir") or image.workdir or "/"
        return {"namespaces": found.spaces, "env": env, "user": user.credentials, "cwd": cwd}

    def files(self, found: ContainerRecord) -> FileView:
        """Return a running container's files as root sees them."""
        return self.kubelet.machine.table.files(found.spaces, ROOT_USER)

    def container_files(self, namespace: str, name: str, container: str) -> FileView:
        """Return the files of a running container (for ``kubectl cp``)."""
        pod = self._pod(namespace, name, "exec", ADMIN, "create")
        _, found = self._running(pod, container)
        return self.files(found)
