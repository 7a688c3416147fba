"""kubectl exec.

Models k8s.io/kubectl/pkg/cmd/exec/exec.go v1.36: the command runs as a process in the container's namespaces and shares
kubectl's standard streams, with -it its terminal too. Not modelled: -f.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.kubelet.access import ExecRefused
from sandbox.sim.kubectl.errors import KubectlError, Silent
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container, container_names
from sandbox.sim.kubectl.standard_input import feed, hold, let_go, own_terminal, readable
from sandbox.sim.kubectl.targets import find_pod
from sandbox.sim.runtime.process import Wait
from sandbox.sim.runtime.terminals import lead

FLAGS = frozenset(("container", "stdin", "tty", "quiet", "pod-running-timeout"))
NO_TERMINAL = "Unable to use a TTY - input is not a terminal or the right kind of file\n"
Object = dict[str, Any]


def run(invocation: Invocation) -> int | Wait:
    """Run a command in a container and end with its exit code."""
    state = invocation.state
    if "child" not in state:
        _start(invocation)
        return _wait(invocation)
    feed(invocation)
    child = invocation.system.reap()
    if child is None:
        return _wait(invocation)
    _give_back(invocation)
    if child.status:
        invocation.err(f"command terminated with exit code {child.status}\n")
        raise Silent(child.status)
    return 0


def _wait(invocation: Invocation) -> Wait:
    return Wait(readable=readable(invocation), child=True)


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


def start_in(invocation: Invocation, pod: Object, command: list[str], wanted: str) -> None:
    """Start a command in a Pod's container; ``state["child"]`` is its pid. Raises KubectlError, ApiError."""
    flags, meta = invocation.flags, pod["metadata"]
    phase = (pod.get("status") or {}).get("phase")
    if phase in ("Succeeded", "Failed"):
        raise KubectlError(f"cannot exec into a container in a completed pod; current phase is {phase}")
    names = container_names(pod)
    if wanted and wanted not in names:
        raise KubectlError(f"container {wanted} is not valid for pod {meta['name']} out of: {', '.join(names)}")
    container = choose_container(invocation, pod, wanted, quiet=bool(flags.values.get("quiet")))
    fds = _streams(invocation)
    try:
        child = invocation.cluster.kubelet.exec(
            meta["namespace"],
            meta["name"],
            container,
            command,
            fds=fds,
            parent=invocation.process.pid,
            user=invocation.client.user,
        )
    except ExecRefused as error:
        raise KubectlError(str(error)) from error
    except ApiError as error:
        if error.reason == "InternalError":
            raise KubectlError(error.message) from error
        raise
    invocation.state["child"] = child.pid
    lead(invocation.system.table, child)


def _streams(invocation: Invocation) -> dict[int, int]:
    """Return the command's file descriptors: kubectl's own, but a terminal only for ``-it``."""
    flags, own = invocation.flags.values, invocation.process.fds
    fds = {fd: stream for fd, stream in own.items() if fd in (1, 2)}
    terminal = own_terminal(invocation)
    if flags.get("tty") and flags.get("stdin") and terminal is None:
        invocation.err(NO_TERMINAL)
    if not flags.get("stdin") or 0 not in own:
        return fds
    if terminal is None or flags.get("tty"):
        return {0: own[0], **fds}
    reading, writing = invocation.system.table.streams.make_pipe(unlimited=True)
    hold(invocation, writing, tty=False)
    return {0: reading, **fds}


def _give_back(invocation: Invocation) -> None:
    let_go(invocation)
    terminal = own_terminal(invocation)
    if terminal is not None:
        terminal.reset()
        terminal.foreground = invocation.process.group
