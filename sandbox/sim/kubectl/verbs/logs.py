"""kubectl logs.

Models k8s.io/kubectl/pkg/cmd/logs/logs.go v1.36. Not modelled: --insecure-skip-tls-verify-backend.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kernel.clock import rfc3339_nano
from sandbox.sim.kubectl.durations import parse_time
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import choose_container, container_names, log_entries, log_numbers
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


@dataclass(frozen=True, slots=True)
class Source:
    """One log: of a container of a Pod, by its number."""

    pod: str
    container: str
    number: int


def run(invocation: Invocation) -> int | Wait:
    """Print logs, and follow them if asked."""
    state = invocation.state
    if "sources" not in state:
        _validate(invocation)
        state["sources"] = [[s.pod, s.container, s.number, s.pod] for s in _sources(invocation)]
        state["read"] = {}
        _print_first(invocation)
    else:
        _print_more(invocation)
    if not invocation.flags["follow"]:
        return 0
    live = [row for row in state["sources"] if _is_live(invocation, row)]
    if not live:
        return 0
    return Wait(topics=tuple(f"log/{row[2]}" for row in live) + ("api",), following=True)


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


def _sources(invocation: Invocation) -> list[Source]:
    flags = invocation.flags
    pods = _pods(invocation)
    if flags["selector"] and not pods:
        invocation.err(f"No resources found in {invocation.namespace} namespace.\n")
    found: list[Source] = []
    for pod in pods:
        for container in _containers(invocation, pod):
            found += _source_of(invocation, pod, container)
    return found


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


def _source_of(invocation: Invocation, pod: Object, container: str) -> list[Source]:
    name = name_of(pod)
    numbers = log_numbers(invocation, pod, container)
    statuses = [s for key in ("containerStatuses", "initContainerStatuses") for s in pod["status"].get(key) or []]
    status: Object = next((s for s in statuses if s["name"] == container), {})
    if invocation.flags["previous"]:
        if len(numbers) < 2 or not status.get("restartCount"):  # noqa: PLR2004  (this run's and the one before)
            raise _bad_request(f'previous terminated container "{container}" in pod "{name}" not found')
        return [Source(name, container, numbers[-2])]
    if not pod["spec"].get("nodeName"):
        return []
    if not numbers:
        waiting = ((status.get("state") or {}).get("waiting") or {}).get("reason", "ContainerCreating")
        words = {
            "ErrImagePull": "image can't be pulled",
            "ImagePullBackOff": "trying and failing to pull image",
            "PodInitializing": "PodInitializing",
        }.get(waiting, waiting)
        raise _bad_request(f'container "{container}" in pod "{name}" is waiting to start: {words}')
    return [Source(name, container, numbers[-1])]


def _bad_request(message: str) -> ApiError:
    return ApiError(400, "BadRequest", message)


def _lines(invocation: Invocation, row: list[Any]) -> list[list[Any]]:
    flags = invocation.flags
    entries = log_entries(invocation, row[2])
    start = 0
    if flags["since"]:
        start = invocation.now - int(flags["since"])
    elif flags["since-time"]:
        start = int(parse_time(str(flags["since-time"])).timestamp()) * 10**9
    return [entry for entry in entries if entry[0] >= start]


def _print_first(invocation: Invocation) -> None:
    flags, state = invocation.flags, invocation.state
    tail = int(flags["tail"])
    if tail == -1 and flags["selector"] and not flags.given("tail"):
        tail = 10
    for row in state["sources"]:
        lines = _lines(invocation, row)
        if tail >= 0:
            lines = lines[len(lines) - tail :] if tail < len(lines) else lines
        text = "".join(_format(invocation, row, entry) for entry in lines)
        limit = int(flags["limit-bytes"])
        invocation.out(text.encode()[:limit] if limit else text)
        state["read"][str(row[2])] = _position(invocation, row)


def _print_more(invocation: Invocation) -> None:
    state = invocation.state
    for row in state["sources"]:
        done, length = state["read"].get(str(row[2]), [0, 0])
        entries = log_entries(invocation, row[2])
        if done and entries[done - 1 : done] and len(entries[done - 1][2]) > length:
            invocation.out(entries[done - 1][2][length:])
        invocation.out("".join(_format(invocation, row, entry) for entry in entries[done:]))
        state["read"][str(row[2])] = _position(invocation, row)


def _position(invocation: Invocation, row: list[Any]) -> list[int]:
    entries = log_entries(invocation, row[2])
    return [len(entries), len(entries[-1][2]) if entries else 0]


def _format(invocation: Invocation, row: list[Any], entry: list[Any]) -> str:
    flags = invocation.flags
    text = str(entry[2])
    if flags["timestamps"]:
        text = f"{rfc3339_nano(entry[0])} {text}"
    return f"[pod/{row[0]}/{row[1]}] {text}" if flags["prefix"] else text


def _is_live(invocation: Invocation, row: list[Any]) -> bool:
    pods = invocation.client.types.find("pods")
    try:
        pod = invocation.client.get(pods, row[0], invocation.namespace)
    except ApiError:
        return False
    found = invocation.cluster.kubelet.find(pod["metadata"]["uid"], row[1])
    return bool(found is not None and found[1].state == "running" and found[1].logs and found[1].logs[-1] == row[2])
