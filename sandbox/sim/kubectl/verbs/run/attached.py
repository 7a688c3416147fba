"""Waiting for a Pod and printing what it prints: kubectl run -i, kubectl attach.

Models the attached part of k8s.io/kubectl/pkg/cmd/run/run.go and attach.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import info_from
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.pod_access import container_names
from sandbox.sim.kubectl.standard_input import feed, hold, let_go, own_terminal, readable
from sandbox.sim.kubectl.verbs.attach import say_ended
from sandbox.sim.kubectl.verbs.delete import WEEK, key_of, print_deleted, wait_until_gone
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
_PATIENCE = 60 * 10**9


def follow(invocation: Invocation) -> int | Wait:
    """Go on with the Pod in ``state["pod"]`` until its first container has ended."""
    state = invocation.state
    if "gone" in state:
        outcome = wait_until_gone(invocation)
        return outcome if not isinstance(outcome, int) else int(state["code"])
    pod = _pod(invocation)
    if pod is None:
        return 0
    container = container_names(pod, "containers")[0]
    status = _status(pod, container)
    _print_new(invocation, container)
    if "running" in (status.get("state") or {}):
        _join_stdin(invocation, pod, container)
    if "terminated" in (status.get("state") or {}):
        return _end(invocation, pod, status["state"]["terminated"])
    state.setdefault("deadline", invocation.now + _PATIENCE)
    waiting = (status.get("state") or {}).get("waiting") or {}
    if not status.get("started") and invocation.now >= state["deadline"]:
        if waiting.get("reason") in ("ErrImagePull", "ImagePullBackOff"):
            raise KubectlError("timed out waiting for the condition")
        state["deadline"] = invocation.now + WEEK
    topic = invocation.cluster.kubelet.log_topic(*state["pod"], container)
    topics = (topic, "api") if topic else ("api",)
    running = "running" in (status.get("state") or {})
    end = invocation.cluster.kubelet.end_topic(*state["pod"], container)
    typed = readable(invocation)
    until = None if running else invocation.now + 10**9
    return Wait(readable=typed, topics=(*topics, end), until=until, following=running and not typed)


def _join_stdin(invocation: Invocation, pod: Object, container: str) -> None:
    """Lead what is typed into the container, once; where its input ends, so does the container's (stdinOnce)."""
    state, flags, access = invocation.state, invocation.flags.values, invocation.cluster.kubelet
    spec = next(row for row in pod["spec"]["containers"] if row["name"] == container)
    if flags.get("stdin") and "input" not in state:
        stream = access.stdin(*state["pod"], container)
        if stream:
            hold(invocation, stream, tty=bool(spec.get("tty")))
    if feed(invocation) and spec.get("stdinOnce") and access.is_running(*state["pod"], container):
        access.close_stdin(*state["pod"], container)


def _pod(invocation: Invocation) -> Object | None:
    namespace, name = invocation.state["pod"]
    try:
        return invocation.client.get(invocation.client.types.find("pods"), name, namespace)
    except ApiError as error:
        if error.reason == "NotFound":
            return None
        raise


def _status(pod: Object, container: str) -> Object:
    statuses = (pod.get("status") or {}).get("containerStatuses") or []
    return next((status for status in statuses if status["name"] == container), {})


def _print_new(invocation: Invocation, container: str) -> None:
    state, flags = invocation.state, invocation.flags.values
    try:
        entries = invocation.cluster.kubelet.logs(*state["pod"], container)
    except ApiError:
        return
    if not state.get("attached"):
        state["attached"] = True
        if flags.get("tty") and flags.get("stdin") and own_terminal(invocation) is None:
            invocation.err("Unable to use a TTY - input is not a terminal or the right kind of file\n")
        if flags.get("stdin") and not flags.get("quiet"):
            invocation.err("If you don't see a command prompt, try pressing enter.\n")
    text = "".join(str(entry[2]) for entry in entries)
    done = int(state.get("printed", 0))
    invocation.out(text[done:])
    state["printed"] = len(text)


def _end(invocation: Invocation, pod: Object, ended: Object) -> int | Wait:
    state = invocation.state
    name, first = pod["metadata"]["name"], pod["spec"]["containers"][0]["name"]
    say_ended(invocation, name, first, restarts=pod["spec"].get("restartPolicy") == "Always")
    let_go(invocation)
    code = int(ended.get("exitCode", 0))
    never = pod["spec"].get("restartPolicy") == "Never"
    state["code"] = code if never else 0
    if never and code:
        meta = pod["metadata"]
        invocation.err(f"pod {meta['namespace']}/{meta['name']} terminated ({ended.get('reason', 'Error')})\n")
    if not invocation.flags.values.get("rm"):
        return int(state["code"])
    info = info_from(invocation.client.types.find("pods"), pod)
    invocation.client.delete(info.resource, info.name, info.namespace)
    print_deleted(invocation, info, DryRun.NONE)
    key = key_of(invocation, info)
    state["gone"] = [key] if key[4] else []
    state["deadline"] = invocation.now + WEEK
    return follow(invocation)
