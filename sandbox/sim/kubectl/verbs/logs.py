"""kubectl logs.

Models k8s.io/kubectl/pkg/cmd/logs/logs.go v1.36. Not modelled: --insecure-skip-tls-verify-backend.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kernel.clock import rfc3339_nano
from sandbox.sim.kubectl.durations import parse_time
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container, container_names
from sandbox.sim.kubectl.targets import pods_of, split_target
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = frozenset(
    (
        "all-containers", "all-pods", "container", "follow", "ignore-errors", "limit-bytes", "max-log-requests",
        "pod-running-timeout", "prefix", "previous", "selector", "since", "since-time", "tail", "timestamps",
    )
)  # fmt: skip
_USAGE = (
    "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
    "POD or TYPE/NAME is a required argument for the logs command"
)


def run(invocation: Invocation) -> int | Wait:
    """Print logs, and follow them if asked."""
    state = invocation.state
    if "sources" not in state:
        _validate(invocation)
        state["sources"] = _sources(invocation)
        _print_first(invocation)
    else:
        _print_more(invocation)
    if not invocation.flags["follow"]:
        return 0
    access = invocation.cluster.kubelet
    live = [row for row in state["sources"] if access.is_running(*row[:3])]
    if not live:
        return 0
    return Wait(topics=(*(access.log_topic(*row[:3]) for row in live), "api"), following=True)


def _validate(invocation: Invocation) -> None:
    flags, args = invocation.flags, invocation.args
    if not args and not flags["selector"]:
        raise UsageError(_USAGE)
    if args and flags["selector"]:
        raise UsageError("only a selector (-l) or a POD name is allowed")
    if len(args) > 2:  # noqa: PLR2004  (a Pod and, in the old form, a container)
        raise UsageError(_USAGE)
    if flags["since"] and flags["since-time"]:
        raise UsageError("at most one of `sinceTime` or `sinceSeconds` may be specified")
    if flags["limit-bytes"] < 0:
        raise KubectlError("--limit-bytes must be greater than 0")
    if flags["tail"] < -1:
        raise KubectlError("--tail must be greater than or equal to -1")
    if flags["since"] < 0:
        raise KubectlError("--since must be greater than 0")
    if flags["all-containers"] and flags["container"]:
        raise KubectlError(
            "--all-containers=true should not be specified with container name " + str(flags["container"])
        )


def _sources(invocation: Invocation) -> list[list[Any]]:
    """Return namespace, Pod and container of each log, and how much of it has been printed: lines, characters."""
    flags = invocation.flags
    pods = _pods(invocation)
    if flags["selector"] and not pods:
        invocation.err(f"No resources found in {invocation.namespace} namespace.\n")
    meta = [(pod, pod["metadata"]) for pod in pods]
    return [
        [about["namespace"], about["name"], container, 0, 0]
        for pod, about in meta
        for container in _containers(invocation, pod)
    ]


def _pods(invocation: Invocation) -> list[Object]:
    client, namespace = invocation.client, invocation.namespace
    if invocation.flags["selector"]:
        pods = client.types.find("pods")
        return list(client.list(pods, namespace, selector=str(invocation.flags["selector"]))["items"])
    kind, name = split_target(invocation.args[0])
    resource = client.types.find(kind)
    try:
        obj = client.get(resource, name, namespace if resource.namespaced else "")
    except ApiError as error:
        words = f'{error.message} in namespace "{namespace}"' if error.reason == "NotFound" else error.message
        raise KubectlError(f"error from server ({error.reason}): {words}") from error
    if resource.kind == "Pod":
        return [obj]
    found = pods_of(invocation, resource, obj)
    if not found:
        raise KubectlError("timed out waiting for the condition")
    if len(found) > 1 and not invocation.flags["all-pods"]:
        invocation.err(f"Found {len(found)} pods, using pod/{name_of(found[0])}\n")
    return found if invocation.flags["all-pods"] else found[:1]


def _containers(invocation: Invocation, pod: Object) -> list[str]:
    flags = invocation.flags
    if flags["all-containers"] or flags["all-pods"]:
        return container_names(pod)
    wanted = str(flags["container"]) or (invocation.args[1] if len(invocation.args) > 1 else "")
    if wanted and wanted not in container_names(pod):
        raise KubectlError(
            f"container {wanted} is not valid for pod {name_of(pod)} out of: {', '.join(container_names(pod))}"
        )
    return [choose_container(invocation, pod, wanted, quiet=False)]


def _entries(invocation: Invocation, row: list[Any]) -> list[list[Any]]:
    """Return a log's lines: ``[time, stream, text]``. Raises ApiError."""
    previous = bool(invocation.flags["previous"])
    entries: list[list[Any]] = invocation.cluster.kubelet.logs(*row[:3], previous=previous, user=invocation.client.user)
    return entries


def _start(invocation: Invocation) -> int:
    flags = invocation.flags
    if flags["since"]:
        return invocation.now - int(flags["since"])
    if flags["since-time"]:
        return int(parse_time(str(flags["since-time"])).timestamp()) * 10**9
    return 0


def _print_first(invocation: Invocation) -> None:
    flags, state = invocation.flags, invocation.state
    tail = int(flags["tail"])
    if tail == -1 and flags["selector"] and not flags.given("tail"):
        tail = 10
    for row in state["sources"]:
        try:
            entries = _entries(invocation, row)
        except ApiError as error:
            if not flags["ignore-errors"]:
                raise
            invocation.err(f"error: {error.message}\n")
            continue
        lines = [entry for entry in entries if entry[0] >= _start(invocation)]
        if 0 <= tail < len(lines):
            lines = lines[len(lines) - tail :]
        text = "".join(_format(invocation, row, entry) for entry in lines)
        limit = int(flags["limit-bytes"])
        invocation.out(text.encode()[:limit] if limit else text)
        row[3:] = _position(entries)


def _print_more(invocation: Invocation) -> None:
    for row in invocation.state["sources"]:
        try:
            entries = _entries(invocation, row)
        except ApiError:
            continue
        done, length = row[3:]
        if 0 < done <= len(entries) and len(entries[done - 1][2]) > length:
            invocation.out(entries[done - 1][2][length:])
        invocation.out("".join(_format(invocation, row, entry) for entry in entries[done:]))
        row[3:] = _position(entries)


def _position(entries: list[list[Any]]) -> list[int]:
    return [len(entries), len(entries[-1][2]) if entries else 0]


def _format(invocation: Invocation, row: list[Any], entry: list[Any]) -> str:
    flags = invocation.flags
    text = str(entry[2])
    if flags["timestamps"]:
        text = f"{rfc3339_nano(entry[0])} {text}"
    return f"[pod/{row[1]}/{row[2]}] {text}" if flags["prefix"] else text
