"""kubectl cp.

Models k8s.io/kubectl/pkg/cmd/cp/cp.go v1.36: what a tar in the container would carry. Not modelled: --retries,
--no-preserve.
"""

from dataclasses import dataclass

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container

FLAGS = frozenset(("container",))


@dataclass(frozen=True, slots=True)
class Place:
    """A path here (``pod`` empty) or in a container."""

    namespace: str
    pod: str
    path: str


def _place(text: str) -> Place:
    head, colon, path = text.partition(":")
    if not colon or text.startswith(("/", ".")):
        return Place("", "", text)
    if not head:
        raise KubectlError("filespec must match the canonical format: [[namespace/]pod:]file/path")
    namespace, slash, pod = head.partition("/")
    return Place(namespace, pod, path) if slash else Place("", head, path)


def run(invocation: Invocation) -> int:
    """Copy files between the host and a container."""
    if len(invocation.args) != 2:  # noqa: PLR2004  (source and destination)
        raise KubectlError("source and destination are required")
    source, target = (_place(word) for word in invocation.args)
    if source.pod and target.pod:
        raise KubectlError("one of src or dest must be a local file specification")
    if not source.pod and not target.pod:
        raise KubectlError("one of src or dest must be a remote file specification")
    if not source.path or not target.path:
        raise KubectlError("filepath can not be empty")
    if source.pod:
        _from_pod(invocation, source, target)
    else:
        _to_pod(invocation, source, target)
    return 0


def _files_of(invocation: Invocation, place: Place) -> FileView:
    namespace = place.namespace or invocation.namespace
    pods = invocation.client.types.find("pods")
    pod = invocation.client.get(pods, place.pod, namespace)
    container = choose_container(invocation, pod, str(invocation.flags["container"]), quiet=False)
    try:
        files: FileView = invocation.cluster.kubelet.container_files(namespace, place.pod, container)
    except ApiError as error:
        if error.reason == "InternalError":
            raise KubectlError(error.message) from error
        raise
    return files


def _from_pod(invocation: Invocation, source: Place, target: Place) -> None:
    files = _files_of(invocation, source)
    if files.kind(source.path) is None:
        raise KubectlError(
            f"tar: {source.path.lstrip('/')}: Cannot stat: No such file or directory\ntar: Exiting with failure "
            f"status due to previous errors"
        )
    if source.path.startswith("/"):
        # Upstream leads what tar complains of to its own standard output.
        invocation.out("tar: Removing leading `/' from member names\n")
    _copy(files, source.path, invocation.files, _inside(invocation.files, target.path, source.path))


def _to_pod(invocation: Invocation, source: Place, target: Place) -> None:
    if invocation.files.kind(source.path) is None:
        raise KubectlError(f"{source.path} doesn't exist in local filesystem")
    files = _files_of(invocation, target)
    _copy(invocation.files, source.path, files, _inside(files, target.path, source.path))


def _inside(files: FileView, target: str, source: str) -> str:
    name = source.rstrip("/").rpartition("/")[2]
    return f"{target.rstrip('/')}/{name}" if files.kind(target) == "dir" else target


def _copy(files: FileView, path: str, other: FileView, target: str) -> None:
    try:
        if files.kind(path) == "dir":
            other.mkdir(target, parents=True)
            for name in files.listdir(path):
                _copy(files, f"{path.rstrip('/')}/{name}", other, f"{target.rstrip('/')}/{name}")
        else:
            other.write(target, files.read(path))
            other.chmod(target, files.stat(path).mode)
    except KernelError as error:
        raise KubectlError(f"tar: {target.lstrip('/')}: Cannot open: {error}") from error
