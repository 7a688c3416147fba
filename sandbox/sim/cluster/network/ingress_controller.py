"""The program of the ingress controller: takes requests and passes them on to Services.

Models ingress-nginx v1.13 as its clients see it. It looks at the Ingresses anew with each request. Not modelled: its
admission webhook, canaries, limits, authentication, custom error pages, TLS to backends.
"""

from base64 import b64decode
from typing import Any

from sandbox.sim.cluster.apiserver.storage import Storage
from sandbox.sim.cluster.network.ingress_rules import Location, find, is_served, redirects, secret_of
from sandbox.sim.cluster.network.services import endpoints_of
from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Request, Response, parse_request, parse_response
from sandbox.sim.runtime.network import Network, NetworkError
from sandbox.sim.runtime.process import Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.tls import Certificate

Object = dict[str, Any]
PROGRAM = "nginx-ingress-controller"
_HTTP, _HTTPS, _HEALTH = 80, 443, 10254
_PAGE = (
    "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_TITLES = {
    308: "308 Permanent Redirect", 400: "400 Bad Request", 404: "404 Not Found", 502: "502 Bad Gateway",
    503: "503 Service Temporarily Unavailable", 504: "504 Gateway Time-out",
}  # fmt: skip
_FAKE = "Kubernetes Ingress Controller Fake Certificate"


class IngressController(Daemon):
    """One object serves all its Pods."""

    memory = 92 * 1024 * 1024
    idle_cpu = 2_000_000

    def __init__(self, storage: Storage, network: Network) -> None:
        self.storage = storage
        self.network = network

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen."""
        for port in (_HTTP, _HTTPS, _HEALTH):
            self.network.listen(process, port)
        system.write(2, "NGINX Ingress controller\n  Release:       v1.13.0\n  nginx version: nginx/1.27.1\n")
        system.write(2, stamp(system, 'I%m%d %H:%M:%S.000000       7 nginx.go:317] "Starting NGINX process"\n'))
        return None

    def certificate(self, process: Process, system: System, port: int, name: str) -> Certificate | None:  # noqa: ARG002
        """Show the certificate of the Ingress that names a host, else one that nobody trusts."""
        if port != _HTTPS:
            return None
        found = secret_of(self._ingresses(), name)
        secret = self.storage.get("/secrets", *found) if found and found[1] else None
        shown = (secret or {}).get("data", {}).get("tls.crt", "")
        if not shown:
            return Certificate(_FAKE, "", self_signed=True)
        return Certificate(name, b64decode(shown).decode(errors="replace"), (name,), self_signed=True)

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:
        """Pass a request on, and log it."""
        asked = parse_request(request)
        if port == _HEALTH:
            return Response(200, {"Content-Type": "text/plain"}, b"ok").encode()
        host = asked.headers.get("Host", "").partition(":")[0] if asked is not None else ""
        answer = _page(400) if asked is None else self._answer(process, system, port, asked, peer)
        line = f"{asked.method} {asked.path} HTTP/1.1" if asked is not None else ""
        when = stamp(system, "%d/%b/%Y:%H:%M:%S +0000")
        system.write(1, f'{peer} - - [{when}] "{line}" {answer.status} {len(answer.body)} "-" "-" [{host}]\n')
        if asked is not None and asked.method == "HEAD":
            answer.body = b""
        return answer.encode()

    def _ingresses(self) -> list[Object]:
        classes = list(self.storage.scan("networking.k8s.io/ingressclasses"))
        return [one for one in self.storage.scan("networking.k8s.io/ingresses") if is_served(one, classes)]

    def _answer(self, process: Process, system: System, port: int, asked: Request, peer: str) -> Response:
        host = asked.headers.get("Host", "").partition(":")[0]
        path, _, query = asked.path.partition("?")
        ingresses = self._ingresses()
        location = find(ingresses, host, path)
        if location is None:
            return _page(404)
        if port == _HTTP and redirects(location, with_tls=secret_of(ingresses, host) is not None):
            answer = _page(308)
            answer.headers["Location"] = f"https://{host}{asked.path}"
            return answer
        target = location.rewrite(path) + (f"?{query}" if query else "")
        scheme = "https" if port == _HTTPS else "http"
        forwarded = {"X-Real-IP": peer, "X-Forwarded-For": peer, "X-Forwarded-Host": host}
        forwarded |= {"X-Forwarded-Port": str(port), "X-Forwarded-Proto": scheme, "X-Forwarded-Scheme": scheme}
        passed = Request(asked.method, target, {**asked.headers, **forwarded}, asked.body)
        return self._pass_on(process, system, location, passed)

    def _pass_on(self, process: Process, system: System, location: Location, passed: Request) -> Response:
        ends = self._ends(location)
        if not ends:
            return _page(503)
        turn = process.state["turn"] = process.state.get("turn", -1) + 1
        space = system.table.namespaces[process.namespaces].network
        address, port = ends[turn % len(ends)]
        try:
            answer = parse_response(self.network.request(space, address, port, passed.encode()))
        except NetworkError as error:
            return _page(504 if error.code == "timeout" else 502)
        if answer is None:
            return _page(502)
        answer.version = "HTTP/1.1"
        answer.headers = {
            name: value for name, value in answer.headers.items() if name not in ("Server", "Content-Length")
        }
        return answer

    def _ends(self, location: Location) -> list[tuple[str, int]]:
        wanted = location.backend.get("service") or {}
        service = self.storage.get("/services", location.namespace, wanted.get("name", ""))
        port = wanted.get("port") or {}
        for row in (service or {"spec": {}})["spec"].get("ports") or ():
            if service is not None and (row["port"] == port.get("number") or row.get("name", "") == port.get("name")):
                return endpoints_of(self.storage, service, row, None)
        return []


def _page(status: int) -> Response:
    title = _TITLES[status]
    return Response(status, {"Content-Type": "text/html"}, _PAGE.format(title=title).encode())
