"""kubectl top node and kubectl top pod.

Models k8s.io/kubectl/pkg/cmd/top v1.36: without a metrics server in the cluster there is nothing to show.
"""

from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation

FLAGS = frozenset(
    (
        "all-namespaces", "containers", "field-selector", "no-headers", "selector", "show-capacity", "show-swap",
        "sort-by", "sum", "use-protocol-buffers",
    )
)  # fmt: skip


def run(invocation: Invocation) -> int:
    """Say that the cluster measures nothing."""
    noun = invocation.command.path.rpartition(" ")[2]
    if len(invocation.args) > 1:
        raise UsageError(f"{noun} [NAME | -l label]")
    _ = invocation.client
    raise KubectlError("Metrics API not available")
