"""kubectl drain.

Models k8s.io/kubectl/pkg/cmd/drain/drain.go and pkg/drain v1.36: evictions that a budget forbids are tried again every
five seconds. Not modelled: --chunk-size beyond its acceptance, --skip-wait-for-delete-timeout.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of, uid_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.dry_run import DryRun, dry_run_of
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs.delete import WEEK, still_there
from sandbox.sim.kubectl.verbs.drain import filters
from sandbox.sim.kubectl.verbs.drain.cordon import find_nodes, set_schedulable
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = frozenset(
    (
        "delete-emptydir-data", "disable-eviction", "dry-run", "force", "grace-period", "ignore-daemonsets",
        "pod-selector", "selector", "timeout",
    )
)  # fmt: skip
RETRY = 5 * 10**9


def run(invocation: Invocation) -> int | Wait:
    """Cordon nodes and evict their Pods."""
    state = invocation.state
    dry_run = dry_run_of(invocation)
    if "nodes" not in state:
        infos, errors = find_nodes(invocation)
        raise_all(errors)
        state["nodes"] = [info.name for info in infos]
        for info in infos:
            set_schedulable(invocation, info, dry_run, cordon=True)
    while state["nodes"]:
        if "pods" not in state:
            _begin(invocation, state["nodes"][0], dry_run)
        waiting = _evict_all(invocation)
        if waiting is not None:
            return waiting
        invocation.out(f"node/{state['nodes'].pop(0)} drained{dry_run.suffix}\n")
        del state["pods"]
    return 0


def _begin(invocation: Invocation, node: str, dry_run: DryRun) -> None:
    flags, state = invocation.flags, invocation.state
    pods = invocation.client.types.find("pods")
    found = invocation.client.list(pods, "", fields=f"spec.nodeName={node}", selector=str(flags["pod-selector"]))[
        "items"
    ]
    chosen = filters.select(invocation, found)
    if chosen.errors:
        words = filters.join(chosen.errors, ", ")
        invocation.err(
            f"error: unable to drain node {quote(node)} due to error: cannot delete {words}, continuing command...\n"
            f"There are pending nodes to be drained:\n {node}\n"
        )
        raise KubectlError(f"cannot delete {words}")
    if chosen.warnings:
        invocation.err(f"Warning: {filters.join(chosen.warnings, '; ')}\n")
    state["pods"] = [] if dry_run is not DryRun.NONE else [_row(pod) for pod in chosen.pods]
    if dry_run is not DryRun.NONE:
        for pod in chosen.pods:
            invocation.out(f"evicting pod {namespace_of(pod)}/{name_of(pod)}{dry_run.suffix}\n")
    state["deadline"] = invocation.now + (int(flags["timeout"]) or WEEK)


def _row(pod: Object) -> list[Any]:
    """Return namespace, name, uid, and when the eviction is to be tried next; -1 once it was granted."""
    return [namespace_of(pod), name_of(pod), uid_of(pod), 0]


def _evict_all(invocation: Invocation) -> Wait | None:
    state = invocation.state
    for row in state["pods"]:
        if 0 <= row[3] <= invocation.now:
            _evict(invocation, row)
    rest = []
    for row in state["pods"]:
        if row[3] == -1 and not still_there(invocation, ["v1", "Pod", *row[:3]]):
            invocation.out(f"pod/{row[1]} evicted\n")
        else:
            rest.append(row)
    state["pods"] = rest
    if not rest:
        return None
    if invocation.now >= state["deadline"]:
        _give_up(invocation, rest)
    return invocation.poll(deadline=state["deadline"])


def _evict(invocation: Invocation, row: list[Any]) -> None:
    namespace, name, _, tried = row
    flags = invocation.flags
    invocation.out(f"evicting pod {namespace}/{name}\n")
    pods = invocation.client.types.find("pods")
    grace = int(flags["grace-period"])
    options: Object = {} if grace < 0 else {"gracePeriodSeconds": grace}
    try:
        if flags["disable-eviction"]:
            invocation.client.delete(pods, name, namespace, grace_seconds=None if grace < 0 else grace)
        else:
            eviction = {
                "apiVersion": "policy/v1",
                "kind": "Eviction",
                "metadata": {"name": name, "namespace": namespace},
                "deleteOptions": options,
            }
            invocation.client.create(pods, eviction, namespace, subresource="eviction", name=name)
    except ApiError as error:
        if error.reason == "NotFound":
            row[3] = -1
            return
        if error.reason != "TooManyRequests":
            raise KubectlError(
                f"error when evicting pods/{quote(name)} -n {quote(namespace)}: {error.message}"
            ) from error
        invocation.err(
            f"error when evicting pods/{quote(name)} -n {quote(namespace)} (will retry after 5s): {error.message}\n"
        )
        row[3] = invocation.now + RETRY
        _ = tried
        return
    row[3] = -1


def _give_up(invocation: Invocation, rest: list[list[Any]]) -> None:
    node = invocation.state["nodes"][0]
    timeout = int(invocation.flags["timeout"]) // 10**9
    words = [
        f"error when waiting for pod {quote(row[1])} in namespace {quote(row[0])} to terminate: global timeout "
        f"reached: {timeout}s"
        if row[3] == -1
        else f"error when evicting pods/{quote(row[1])} -n {quote(row[0])}: global timeout reached: {timeout}s"
        for row in rest
    ]
    text = words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    invocation.err(
        f"error: unable to drain node {quote(node)} due to error: {text}, continuing command...\n"
        f"There are pending nodes to be drained:\n {node}\n"
    )
    raise KubectlError(text)
