"""kubectl attach.

Models k8s.io/kubectl/pkg/cmd/attach/attach.go v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container, container_names
from sandbox.sim.kubectl.standard_input import feed, hold, let_go, own_terminal, readable
from sandbox.sim.kubectl.targets import find_pod
from sandbox.sim.runtime.process import Wait

FLAGS = frozenset(("container", "pod-running-timeout", "quiet", "stdin", "tty"))


def run(invocation: Invocation) -> int | Wait:
    """Print what a container prints from now on, until it ends."""
    state, access = invocation.state, invocation.cluster.kubelet
    if "target" not in state:
        if not invocation.args:
            raise KubectlError("at least 1 argument is required for attach")
        pod = find_pod(invocation, invocation.args[0])
        phase = (pod.get("status") or {}).get("phase")
        if phase in ("Succeeded", "Failed"):
            raise KubectlError(f"cannot attach a container in a completed pod; current phase is {phase}")
        wanted = str(invocation.flags["container"])
        if wanted and wanted not in container_names(pod):
            raise KubectlError(f"container not found ({wanted})")
        container = choose_container(invocation, pod, wanted, quiet=bool(invocation.flags["quiet"]))
        state["target"] = [pod["metadata"]["namespace"], pod["metadata"]["name"], container]
        entries = access.logs(*state["target"], user=invocation.client.user)
        state["done"] = len("".join(str(entry[2]) for entry in entries))
        if not invocation.flags["quiet"]:
            invocation.err(
                "All commands and output from this session will be recorded in container logs, including "
                "credentials and "
                "sensitive information passed through the command prompt.\n"
            )
            invocation.err("If you don't see a command prompt, try pressing enter.\n")
        _open_stdin(invocation, pod, container)
    feed(invocation)
    text = "".join(str(entry[2]) for entry in access.logs(*state["target"], user=invocation.client.user))
    invocation.out(text[state["done"] :])
    state["done"] = len(text)
    if not access.is_running(*state["target"]):
        say_ended(invocation, *state["target"][1:], restarts=bool(state.get("restarts")))
        let_go(invocation)
        return 0
    topics = (access.log_topic(*state["target"]), access.end_topic(*state["target"]), "api")
    return Wait(readable=readable(invocation), topics=topics, following=not readable(invocation))


def _open_stdin(invocation: Invocation, pod: dict[str, Any], container: str) -> None:
    if not invocation.flags["stdin"]:
        return
    spec = next(row for row in pod["spec"]["containers"] if row["name"] == container)
    tty = bool(invocation.flags["tty"])
    if tty and not spec.get("tty"):
        invocation.err(f"error: Unable to use a TTY - container {container} did not allocate one\n")
    elif tty and own_terminal(invocation) is None:
        invocation.err("Unable to use a TTY - input is not a terminal or the right kind of file\n")
    stream = invocation.cluster.kubelet.stdin(*invocation.state["target"], user=invocation.client.user)
    invocation.state["restarts"] = pod["spec"].get("restartPolicy") == "Always"
    if stream:
        hold(invocation, stream, tty=tty and bool(spec.get("tty")))
    _show_line(invocation)


def _show_line(invocation: Invocation) -> None:
    """Show the line in which a terminal stands: its program draws that again when it learns the window's size."""
    if own_terminal(invocation) is not None and invocation.state.get("input") == "tty":
        entries = invocation.cluster.kubelet.logs(*invocation.state["target"])
        if entries and not str(entries[-1][2]).endswith("\n"):
            invocation.state["done"] -= len(str(entries[-1][2]))


def say_ended(invocation: Invocation, name: str, container: str, *, restarts: bool) -> None:
    """Tell how to come back to a Pod that is started again."""
    raw = own_terminal(invocation) is not None and invocation.state.get("input") == "tty"
    if raw and restarts and not invocation.flags["quiet"]:
        command = f"kubectl attach {name} -c {container} -i -t"
        invocation.out(f"Session ended, resume using '{command}' command when the pod is running\n")
