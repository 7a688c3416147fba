"""Liveness, readiness and startup probes.

Models k8s.io/kubernetes/pkg/kubelet/prober and pkg/probe v1.36. Not modelled: gRPC health services beyond an open
port, TLS, the random delay before the first probe.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.cluster.kubelet.addresses import node_space
from sandbox.sim.cluster.kubelet.containers import wording
from sandbox.sim.cluster.kubelet.hooks import hook_ended, spec_of
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.http import Request, parse_response
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.tls import TrustAll

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_TITLES = {"startupProbe": "Startup", "livenessProbe": "Liveness", "readinessProbe": "Readiness"}
_GOOD = range(200, 400)


class Prober:
    """Runs probes and draws the consequences."""

    def __init__(self, kubelet: "Kubelet") -> None:
        self.kubelet = kubelet

    def begin(self, record: PodRecord, found: ContainerRecord, container: Object) -> None:
        """Plan the first run of each probe of a container that has just started."""
        found.probes = {}
        found.started = "startupProbe" not in container
        found.ready = found.kind != "init" and found.started and "readinessProbe" not in container
        for name in PROBES:
            if name in container:
                delay = container[name].get("initialDelaySeconds", 0) * SECOND
                self._plan(record, found, name, delay)

    def _plan(self, record: PodRecord, found: ContainerRecord, probe: str, delay: int) -> None:
        self.kubelet.plan(delay, record, "probe", container=found.name, probe=probe, ticket=found.ticket)

    def run(self, record: PodRecord, found: ContainerRecord, probe: str) -> None:
        """Run one probe; plan the next."""
        pod = self.kubelet.client.get("/pods", record.namespace, record.name)
        spec = spec_of(pod, found.name).get(probe)
        if found.state != "running" or spec is None or (found.stopping and probe != "readinessProbe"):
            return
        if not (probe == "startupProbe" and found.started):
            self._plan(record, found, probe, spec.get("periodSeconds", 10) * SECOND)
        if (probe == "startupProbe") == found.started:
            return
        if "exec" in spec:
            self.spawn(record, found, spec["exec"].get("command", []), probe)
            return
        fault = self._ask(record, found, spec)
        self.take(record, found, probe, fault)

    def _ask(self, record: PodRecord, found: ContainerRecord, spec: Object) -> str | None:
        """Return why an HTTP, TCP or gRPC probe failed, or None."""
        try:
            if "httpGet" in spec:
                return self._ask_http(record, spec["httpGet"], found)
            if "tcpSocket" in spec:
                host, port = (
                    spec["tcpSocket"].get("host") or record.ip,
                    self._port(record, found, spec["tcpSocket"]["port"]),
                )
                self.kubelet.network.connect(self._space(record), host, port)
            if "grpc" in spec:
                self.kubelet.network.connect(self._space(record), record.ip, spec["grpc"]["port"])
        except NetworkError as error:
            return self._dial_error(record, found, spec, error)
        return None

    def _dial_error(self, record: PodRecord, found: ContainerRecord, spec: Object, error: NetworkError) -> str:
        if "httpGet" in spec:
            action = spec["httpGet"]
            address = f"{action.get('host') or record.ip}:{self._port(record, found, action['port'])}"
            scheme = action.get("scheme", "HTTP").lower()
            words = f'Get "{scheme}://{address}{action.get("path", "/")}": dial tcp {address}: connect: {error}'
            return words.replace("Connection refused", "connection refused")
        if "grpc" in spec:
            service = f"{record.ip}:{spec['grpc']['port']}"
            return f'timeout: failed to connect service "{service}" within 1s: context deadline exceeded'
        port = self._port(record, found, spec["tcpSocket"]["port"])
        return f"dial tcp {record.ip}:{port}: connect: {str(error).lower()}"

    def _ask_http(self, record: PodRecord, action: Object, found: ContainerRecord) -> str | None:
        status = self.http_get(record, action, found)
        if status is None:
            address = f"{record.ip}:{self._port(record, found, action['port'])}"
            return f'Get "http://{address}{action.get("path", "/")}": EOF'
        return None if status in _GOOD else f"HTTP probe failed with statuscode: {status}"

    def http_get(self, record: PodRecord, action: Object, found: ContainerRecord) -> int | None:
        """Send the request of a probe or hook; return the status, None where the answer is no HTTP."""
        port = self._port(record, found, action["port"])
        host = action.get("host") or record.ip
        headers = {"Host": f"{host}:{port}", "User-Agent": "kube-probe/1.36", "Accept": "*/*", "Connection": "close"}
        headers |= {row["name"]: row.get("value", "") for row in action.get("httpHeaders", ())}
        request = Request("GET", action.get("path") or "/", headers).encode()
        tls = TrustAll() if action.get("scheme") == "HTTPS" else None
        answer = self.kubelet.network.request(self._space(record), host, port, request, tls=tls)
        response = parse_response(answer)
        return response.status if response is not None else None

    def _space(self, record: PodRecord) -> str:
        return node_space(record.node)

    def _port(self, record: PodRecord, found: ContainerRecord, port: Any) -> int:
        if isinstance(port, int):
            return port
        pod = self.kubelet.client.get("/pods", record.namespace, record.name)
        for row in spec_of(pod, found.name).get("ports", ()):
            if row.get("name") == port:
                return int(row["containerPort"])
        return int(port) if str(port).isdigit() else 0

    # Commands

    def spawn(self, record: PodRecord, found: ContainerRecord, argv: list[str], purpose: str) -> None:
        """Run a command in a container; ``finished`` is called with its result."""
        state = {"uid": record.uid, "container": found.name, "ticket": found.ticket, "purpose": purpose}
        self.run_program(argv, state)

    def run_program(self, argv: list[str], state: Object) -> None:
        """Start the kubelet's own little process that waits for a command."""
        table = self.kubelet.machine.table
        table.spawn(["kubelet"], namespaces=HOST, env={}, fds={}, program="kubelet", state={**state, "argv": argv})

    def finished(self, state: Object, code: int, output: str, error: ExecError | None = None) -> None:
        """Take in how a command ended: of a probe or of a hook."""
        both = self.kubelet.find(state["uid"], state["container"])
        if both is None or both[1].ticket != state["ticket"]:
            return
        record, found = both
        if state["purpose"] not in PROBES:
            hook_ended(self.kubelet, record, found, state["purpose"], code)
        elif error is not None:
            words = "rpc error: code = Unknown desc = failed to exec in container: failed to start exec: "
            self.take(record, found, state["purpose"], f"{words}{wording(error)}", errored=True)
        else:
            self.take(record, found, state["purpose"], None if code == 0 else output)
        self.kubelet.plan(0, record, "sync")

    # Consequences

    def take(
        self, record: PodRecord, found: ContainerRecord, probe: str, fault: str | None, *, errored: bool = False
    ) -> None:
        """Count a result, and act when its threshold is reached."""
        pod = self.kubelet.client.get("/pods", record.namespace, record.name)
        spec = spec_of(pod, found.name).get(probe)
        if spec is None or found.state != "running":
            return
        counts = found.probes.setdefault(probe, [0, 0])
        counts[:] = [counts[0] + 1, 0] if fault is None else [0, counts[1] + 1]
        if fault is not None:
            verb = "errored and resulted in unknown state" if errored else "failed"
            group = "initContainers" if found.kind == "sidecar" else "containers"
            event = ("Warning", "Unhealthy", f"{_TITLES[probe]} probe {verb}: {fault}")
            self.kubelet.tell(record, event, f"spec.{group}{{{found.name}}}")
        if counts[0] and counts[0] >= spec.get("successThreshold", 1):
            self._succeed(found, probe, pod)
        elif counts[1] >= spec.get("failureThreshold", 3):
            self._fail(record, found, probe, spec, pod)

    @staticmethod
    def _succeed(found: ContainerRecord, probe: str, pod: Object | None) -> None:
        if probe == "readinessProbe":
            found.ready = True
        elif probe == "startupProbe":
            found.started = True
            found.ready = "readinessProbe" not in spec_of(pod, found.name)

    def _fail(self, record: PodRecord, found: ContainerRecord, probe: str, spec: Object, pod: Object | None) -> None:
        if probe == "readinessProbe":
            found.ready = False
            return
        if found.stopping:
            return
        default = ((pod or {}).get("spec") or {}).get("terminationGracePeriodSeconds", 30)
        grace = spec.get("terminationGracePeriodSeconds", default)
        found.probes[probe] = [0, 0]
        title = _TITLES[probe].lower()
        self.kubelet.worker.restart(
            record, found, f"Container {found.name} failed {title} probe, will be restarted", grace
        )
