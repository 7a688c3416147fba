"""kubectl attach.

Models k8s.io/kubectl/pkg/cmd/attach/attach.go v1.36 without standard input to the container.
"""

from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container, container_names
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
    text = "".join(str(entry[2]) for entry in access.logs(*state["target"], user=invocation.client.user))
    invocation.out(text[state["done"] :])
    state["done"] = len(text)
    if not access.is_running(*state["target"]):
        return 0
    return Wait(topics=(access.log_topic(*state["target"]), "api"), following=True)
