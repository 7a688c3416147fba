"""kubectl port-forward.

Models the refusals of k8s.io/kubectl/pkg/cmd/portforward v1.36. Not modelled: the forwarding itself.
"""

from sandbox.sim.kubectl.errors import KubectlError, NotModelled, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.targets import find_pod

FLAGS = frozenset(("address", "pod-running-timeout"))


def run(invocation: Invocation) -> int:
    """Refuse what makes no sense; the rest is not part of the sandbox yet."""
    if len(invocation.args) < 2:  # noqa: PLR2004  (what, and a port)
        raise UsageError("TYPE/NAME and list of ports are required for port-forward")
    pod = find_pod(invocation, invocation.args[0])
    phase = (pod.get("status") or {}).get("phase")
    if phase != "Running":
        raise KubectlError(f"unable to forward port because pod is not running. Current status={phase}")
    raise NotModelled("kubectl port-forward: use kubectl exec with curl or wget inside the cluster")
