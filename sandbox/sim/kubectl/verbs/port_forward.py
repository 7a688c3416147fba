"""kubectl port-forward.

Models k8s.io/kubectl/pkg/cmd/portforward v1.36. Not modelled: listening on ::1, though it says so as the real one does.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.targets import find_pod, split_target
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import ANY, LOOPBACK, NetworkError, is_address
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = frozenset(("address", "pod-running-timeout"))
_FIRST_FREE, _FREE = 32768, 28000
_LAST_PORT = 65535


def run(invocation: Invocation) -> int | Wait:
    """Listen, then wait until the Pod is gone. Raises KubectlError, UsageError, ApiError."""
    state = invocation.state
    if "ports" not in state:
        _listen(invocation)
    pod = invocation.cluster.api.storage.get("/pods", state["namespace"], state["pod"])
    alive = pod is not None and pod["metadata"]["uid"] == state["uid"] and pod["status"].get("phase") == "Running"
    if not alive or state.get("lost"):
        raise KubectlError("lost connection to pod")
    return Wait(topics=("api",), following=True)


def _listen(invocation: Invocation) -> None:
    if len(invocation.args) < 2:  # noqa: PLR2004  (what, and a port)
        raise UsageError("TYPE/NAME and list of ports are required for port-forward")
    word, *wanted = invocation.args
    pod = find_pod(invocation, word)
    pairs = [_pair(invocation, text, word, pod) for text in wanted]
    phase = (pod.get("status") or {}).get("phase")
    if phase != "Running":
        raise KubectlError(f"unable to forward port because pod is not running. Current status={phase}")
    spec, uid = pod["spec"], pod["metadata"]["uid"]
    node = HOST if spec["nodeName"] == "controlplane" else f"node/{spec['nodeName']}"
    ports = _bind(invocation, pairs)
    invocation.state |= {
        "namespace": invocation.namespace,
        "pod": name_of(pod),
        "uid": uid,
        "space": node if spec.get("hostNetwork") else f"pod/{uid}",
        "ports": ports,
    }


def _bind(invocation: Invocation, pairs: list[tuple[int, int]]) -> dict[str, int]:
    """Listen on every local port; return the remote ones by local ones."""
    network, ports, failed = invocation.system.table.network, dict[str, int](), list[tuple[int, int]]()
    for local, remote in pairs:
        number = local or _free(invocation, remote)
        for address in _addresses(invocation):
            try:
                if network is not None:
                    network.listen(invocation.process, number, address=address)
            except NetworkError:
                why = f"unable to create listener: Error listen tcp4 {address}:{number}: bind: address already in use"
                words = f"Listeners failed to create with the following errors: [{why}]"
                invocation.err(f"Unable to listen on port {number}: {words}\n")
                failed.append((number, remote))
                continue
            ports[str(number)] = remote
            invocation.out(f"Forwarding from {address}:{number} -> {remote}\n")
            if address == LOOPBACK:
                invocation.out(f"Forwarding from [::1]:{number} -> {remote}\n")
    if not ports:
        shown = " ".join(f"{{{local} {remote}}}" for local, remote in failed)
        raise KubectlError(f"unable to listen on any of the requested ports: [{shown}]")
    return ports


def _addresses(invocation: Invocation) -> list[str]:
    found = []
    for text in invocation.flags["address"]:
        if text != "localhost" and not is_address(text):
            raise KubectlError(f"{text} is not a valid IP")
        found.append(LOOPBACK if text == "localhost" else ANY if text == ANY else text)
    return found


def _free(invocation: Invocation, remote: int) -> int:
    network = invocation.system.table.network
    for step in range(_FREE):
        number = _FIRST_FREE + (remote * 7919 + step) % _FREE
        if network is None or not network.is_taken(LOOPBACK, number, "tcp"):
            return number
    raise KubectlError("unable to find a free port")


def _pair(invocation: Invocation, text: str, word: str, pod: Object) -> tuple[int, int]:
    """Read ``[LOCAL:]REMOTE``; a Service's port stands for that of the Pod behind it, a name for its number."""
    first, colon, second = text.partition(":")
    far = second if colon else first
    remote = _remote(invocation, far, word, pod)
    if not colon:
        return (int(first) if first.isdecimal() else remote), remote
    if first and not _is_port(first):
        raise KubectlError(f'error parsing local port "{first}": strconv.ParseUint: parsing "{first}": invalid syntax')
    return int(first or 0), remote


def _is_port(text: str) -> bool:
    return text.isdecimal() and int(text) <= _LAST_PORT


def _remote(invocation: Invocation, text: str, word: str, pod: Object) -> int:
    kind, name = split_target(word)
    if invocation.client.types.find(kind).kind == "Service":
        service = invocation.client.get(invocation.client.types.find(kind), name, invocation.namespace)
        for row in service["spec"].get("ports") or ():
            if text in (str(row["port"]), row.get("name")):
                target = row.get("targetPort", row["port"])
                return target if isinstance(target, int) else _named(pod, str(target))
        raise KubectlError(f"Service {name} does not have a service port {text}")
    if not text.isdecimal():
        return _named(pod, text)
    if not 0 < int(text) <= _LAST_PORT:
        raise KubectlError("remote port must be > 0" if not int(text) else f'error parsing remote port "{text}"')
    return int(text)


def _named(pod: Object, name: str) -> int:
    for container in pod["spec"]["containers"]:
        for row in container.get("ports") or ():
            if row.get("name") == name:
                return int(row["containerPort"])
    raise KubectlError(f"Pod '{name_of(pod)}' does not have a named port '{name}'")
