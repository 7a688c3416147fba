"""The far end of kubectl port-forward: what comes in at a local port goes on inside the Pod.

Models k8s.io/client-go/tools/portforward v1.36 and containerd's end of it: connections are made from inside the Pod to
its own localhost, so that no Service, no policy and no address of the Pod is in between.
"""

from typing import Any

from sandbox.sim.runtime.network import LOOPBACK, Network, NetworkError
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.tls import Certificate, TrustAll

_ERROR = (
    'E{moment} {pid:>7} portforward.go:424] "Unhandled Error" err="an error occurred forwarding {local} -> {remote}: '
    "error forwarding port {remote} to pod {uid}, uid : failed to connect to localhost:{remote} inside namespace: "
    'IPv4: dial tcp4 127.0.0.1:{remote}: connect: connection refused"\n'
)


def serve(process: Process, system: System, port: int, request: bytes) -> bytes:
    """Pass a request on and return the answer; nothing where nobody listens inside, which ends the forwarding."""
    state, network = process.state, system.table.network
    remote = int(state["ports"][str(port)])
    system.write(1, f"Handling connection for {port}\n")
    tls = TrustAll() if network is not None and certificate(process, system, port, "") is not None else None
    try:
        return network.request(state["space"], LOOPBACK, remote, request, tls=tls) if network is not None else b""
    except NetworkError:
        moment = system.table.clock.moment().strftime("%m%d %H:%M:%S.000000")
        facts = {"moment": moment, "pid": process.inner_pid, "local": port, "remote": remote, "uid": state["uid"]}
        system.write(2, _ERROR.format(**facts))
        state["lost"] = True
        system.table.wake(process.pid)
        return b""


def certificate(process: Process, system: System, port: int, name: str) -> Certificate | None:
    """Return what the server inside the Pod shows; None where it speaks no TLS or nobody listens."""
    network: Network | None = system.table.network
    state: dict[str, Any] = process.state
    if network is None or "ports" not in state:
        return None
    try:
        return network.certificate(state["space"], LOOPBACK, int(state["ports"][str(port)]), name)
    except NetworkError:
        return None
