"""kubectl exec.

Models k8s.io/kubectl/pkg/cmd/exec/exec.go v1.36: the command runs as a process in the container's namespaces and shares
kubectl's standard streams. Not modelled: -f, a terminal of its own for -t.
"""

from sandbox.sim.kernel.files import Credentials
from sandbox.sim.kubectl.errors import ExactError, KubectlError, Silent
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container, container_names, running
from sandbox.sim.kubectl.targets import find_pod
from sandbox.sim.runtime import executables
from sandbox.sim.runtime.process import Wait

FLAGS = frozenset(("container", "stdin", "tty", "quiet", "pod-running-timeout"))
_RUNTIME_ERRORS = {
    "ENOENT": (127, "no such file or directory", "executable file not found in $PATH"),
    "EACCES": (126, "permission denied", "permission denied"),
}


def run(invocation: Invocation) -> int | Wait:
    """Run a command in a container and end with its exit code."""
    state = invocation.state
    if "child" not in state:
        _start(invocation)
        return Wait(child=True)
    child = invocation.system.reap()
    if child is None:
        return Wait(child=True)
    if child.status:
        invocation.err(f"command terminated with exit code {child.status}\n")
        raise Silent(child.status)
    return 0


def _start(invocation: Invocation) -> None:
    flags = invocation.flags
    words = list(invocation.args)
    if not words or flags.dash_at == 0:
        raise KubectlError("pod, type/name or --filename must be specified")
    command = words[1:]
    if not command:
        raise KubectlError("you must specify at least one command for the container")
    if flags.dash_at < 0:
        raise KubectlError(
            "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\n"
            "See 'kubectl exec -h' for help and examples"
        )
    pod = find_pod(invocation, words[0])
    start_in(invocation, pod, command, str(flags["container"]))


def start_in(invocation: Invocation, pod: dict[str, object], command: list[str], wanted: str) -> None:
    """Start a command in a Pod's container; ``state["child"]`` is its pid. Raises KubectlError."""
    flags = invocation.flags
    phase = (pod.get("status") or {}).get("phase")  # type: ignore[attr-defined]
    name = pod["metadata"]["name"]  # type: ignore[index]
    if phase in ("Succeeded", "Failed"):
        raise KubectlError(f"cannot exec into a container in a completed pod; current phase is {phase}")
    if wanted and wanted not in container_names(pod):
        raise KubectlError(f"container {wanted} is not valid for pod {name} out of: {', '.join(container_names(pod))}")
    container = choose_container(invocation, pod, wanted, quiet=bool(flags.values.get("quiet")))
    place = running(invocation, pod, container)
    if place is None:
        if not pod["spec"].get("nodeName"):  # type: ignore[attr-defined]
            raise ExactError(f"Error from server (BadRequest): pod {name} does not have a host assigned")
        raise KubectlError(
            f'Internal error occurred: unable to upgrade connection: container not found ("{container}")'
        )
    if flags.values.get("tty") and flags.values.get("stdin"):
        invocation.err("Unable to use a TTY - input is not a terminal or the right kind of file\n")
    fds = {fd: stream for fd, stream in invocation.process.fds.items() if fd in (1, 2)}
    if flags.values.get("stdin"):
        fds[0] = invocation.process.fds[0]
    user = Credentials(place.uid, place.gid, place.groups)
    try:
        child = invocation.system.spawn(
            command, fds, namespaces=place.namespaces, env=place.env, cwd=place.cwd, user=user
        )
    except executables.ExecError as error:
        raise _refused(error) from error
    invocation.state["child"] = child.pid


def _refused(error: executables.ExecError) -> KubectlError:
    code, by_path, by_name = _RUNTIME_ERRORS.get(error.code, (126, "exec format error", "exec format error"))
    words = f"stat {error.name}: {by_path}" if "/" in error.name else by_name
    return KubectlError(
        "Internal error occurred: Internal error occurred: error executing command in container: failed to exec in "
        "container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: "
        f'exec: "{error.name}": {words}: unknown',
        code if code != 127 else 1,  # noqa: PLR2004  (kubectl ends with 1 where nothing could be started)
    )
