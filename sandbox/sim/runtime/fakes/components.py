"""Programs of a cluster's own: they start, say so, answer health checks and wait.

Models etcd, kube-apiserver, kube-scheduler, kube-controller-manager, kube-proxy, coredns, kindnetd, metrics-server and
the speaker of a load balancer as far as a learner sees them: Pods that run, log lines, ports that answer. What they do
for the cluster, the cluster does itself; the ingress controller of a cluster is another program of the same name.
Not modelled: their flags.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Response, parse_request
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.tls import Certificate

_MIB = 1024 * 1024
_HEALTHY = ("/healthz", "/livez", "/readyz", "/health", "/ready", "/readiness")


@dataclass(frozen=True)
class Component(Daemon):
    """One program. ``log`` is a strftime format; ``idle_cpu`` in nanoseconds a second, ``memory`` in bytes."""

    name: str
    log: str
    idle_cpu: int
    memory: int
    ports: tuple[int, ...] = ()
    secure: tuple[int, ...] = ()

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen and say so."""
        network = system.table.network
        try:
            for port in (*self.ports, *self.secure):
                if network is not None:
                    network.listen(process, port)
        except NetworkError:
            system.write(2, f"{self.name}: bind: address already in use\n")
            return Exit(1)
        system.write(2, stamp(system, self.log))
        return None

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer health checks; everything else is unknown."""
        asked = parse_request(request)
        known = asked is not None and asked.path.partition("?")[0] in _HEALTHY
        body = b"ok" if known else b"404 page not found\n"
        return Response(200 if known else 404, {"Content-Type": "text/plain; charset=utf-8"}, body).encode()

    def certificate(self, process: Process, system: System, port: int, name: str) -> Certificate | None:  # noqa: ARG002
        """Show a certificate that nobody has signed."""
        return Certificate(self.name, "", self_signed=True) if port in self.secure else None


def _klog(source: str, words: str) -> str:
    return f"I%m%d %H:%M:%S.000000       1 {source}] {words}\n"


_LIST = (
    Component("etcd", '{"level":"info","ts":"%Y-%m-%dT%H:%M:%S.000000Z","caller":"embed/serve.go:275",'
              '"msg":"serving client traffic securely","traffic":"grpc+http","address":"127.0.0.1:2379"}\n',
              25_000_000, 48 * _MIB, ports=(2381,), secure=(2379, 2380)),
    Component("kube-apiserver", _klog("secure_serving.go:211", "Serving securely on [::]:6443"),
              52_000_000, 260 * _MIB, secure=(6443,)),
    Component("kube-scheduler", _klog("secure_serving.go:211", "Serving securely on 127.0.0.1:10259"),
              6_000_000, 24 * _MIB, secure=(10259,)),
    Component("kube-controller-manager", _klog("secure_serving.go:211", "Serving securely on 127.0.0.1:10257"),
              21_000_000, 56 * _MIB, secure=(10257,)),
    Component("kube-proxy", _klog("server.go:677", '"Successfully retrieved node IP(s)"'),
              1_000_000, 18 * _MIB, ports=(10249, 10256)),
    Component("coredns", ".:53\n[INFO] plugin/reload: Running configuration SHA512 = 591cf328cccc12bc490481273e738df5\n"
              "CoreDNS-1.12.1\nlinux/amd64, go1.24.1, 707c7c1\n",
              2_000_000, 15 * _MIB, ports=(8080, 8181, 9153)),
    Component("kindnetd", _klog("main.go:109", "connected to apiserver: https://10.96.0.1:443"),
              1_000_000, 12 * _MIB),
    Component("metrics-server", _klog("secure_serving.go:211", "Serving securely on [::]:10250"),
              3_000_000, 21 * _MIB, secure=(10250,)),
    Component("nginx-ingress-controller", "NGINX Ingress controller\n",
              2_000_000, 92 * _MIB, ports=(80,), secure=(443,)),
    Component("lb-controller", _klog("main.go:61", "handing out addresses to Services of type LoadBalancer"),
              1_000_000, 11 * _MIB, ports=(7472,)),
)  # fmt: skip
COMPONENTS: Mapping[str, Component] = {one.name: one for one in _LIST}
