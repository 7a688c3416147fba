"""The flag --dry-run.

Models GetDryRunStrategy of k8s.io/kubectl/pkg/cmd/util/helpers.go v1.36.
"""

from enum import Enum

from sandbox.sim.cli.go_values import GoValueError, parse_bool
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation


class DryRun(Enum):
    """Where a change ends: nowhere (none: it is made), at the client, at the server."""

    NONE = ""
    CLIENT = " (dry run)"
    SERVER = " (server dry run)"

    @property
    def suffix(self) -> str:
        """What follows ``created`` in the answer."""
        return self.value

    @property
    def is_server(self) -> bool:
        """Say whether the server is asked without keeping the change."""
        return self is DryRun.SERVER


_NAMES = {"none": DryRun.NONE, "client": DryRun.CLIENT, "server": DryRun.SERVER}


def dry_run_of(invocation: Invocation) -> DryRun:
    """Return what the flag says, warning of its old forms. Raises KubectlError."""
    text = str(invocation.flags.values.get("dry-run", "none"))
    if text in _NAMES:
        return _NAMES[text]
    if text == "unchanged":
        _log(invocation, "--dry-run is deprecated and can be replaced with --dry-run=client.")
        return DryRun.CLIENT
    try:
        wanted = DryRun.CLIENT if parse_bool(text) else DryRun.NONE
    except GoValueError as error:
        raise KubectlError(f'Invalid dry-run value ({text}). Must be "none", "server", or "client".') from error
    mode = "client" if wanted is DryRun.CLIENT else "none"
    _log(invocation, f"--dry-run={text} is deprecated (boolean value) and can be replaced with --dry-run={mode}.")
    return wanted


def _log(invocation: Invocation, text: str) -> None:
    """Print a warning as klog does, time and process included."""
    moment = invocation.system.table.clock.moment()
    invocation.err(f"W{moment:%m%d %H:%M:%S.%f} {invocation.process.inner_pid:7d} helpers.go:702] {text}\n")
