"""kubectl cordon and kubectl uncordon.

Models k8s.io/kubectl/pkg/cmd/drain/drain.go v1.36.
"""

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.dry_run import DryRun, dry_run_of
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all
from sandbox.sim.kubectl.invocation import Invocation

FLAGS = frozenset(("dry-run", "selector"))


def find_nodes(invocation: Invocation) -> tuple[list[Info], list[Exception]]:
    """Return the nodes that the words or the selector name. Raises UsageError."""
    flags = invocation.flags
    verb = invocation.command.path
    if invocation.args and flags["selector"]:
        raise UsageError("cannot specify both a node name and a --selector option")
    if not invocation.args and not flags["selector"]:
        raise UsageError(f"USAGE: {verb} NODE [flags]")
    words = [word.removeprefix("node/").removeprefix("nodes/").removeprefix("no/") for word in invocation.args]
    found = find(invocation, request_of(invocation, args=("nodes", *words)))
    return found.infos, found.errors


def set_schedulable(invocation: Invocation, info: Info, dry_run: DryRun, *, cordon: bool) -> None:
    """Cordon or uncordon one node and say so."""
    done = "cordoned" if cordon else "uncordoned"
    if bool((info.obj or {})["spec"].get("unschedulable")) == cordon:
        invocation.out(f"node/{info.name} already {done}{dry_run.suffix}\n")
        return
    if dry_run is not DryRun.CLIENT:
        patch = {"spec": {"unschedulable": True if cordon else None}}
        invocation.client.patch(info.resource, info.name, patch, "", patch_type="merge", dry_run=dry_run.is_server)
    invocation.out(f"node/{info.name} {done}{dry_run.suffix}\n")


def _run(invocation: Invocation, *, cordon: bool) -> int:
    infos, errors = find_nodes(invocation)
    dry_run = dry_run_of(invocation)
    for info in infos:
        try:
            set_schedulable(invocation, info, dry_run, cordon=cordon)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    raise_all(errors)
    return 0


def run_cordon(invocation: Invocation) -> int:
    """Keep new Pods off nodes."""
    return _run(invocation, cordon=True)


def run_uncordon(invocation: Invocation) -> int:
    """Let new Pods onto nodes again."""
    return _run(invocation, cordon=False)
