"""Servers that labs start to have something that listens: they say that they are ready, and answer with one page.

Each row of the table is one image's main program. Models what a first look shows: the ports, the line in the log, the
page. Not modelled: what the servers are for; a path that is not in the row is answered with 404.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Request, Response, parse_request
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System


@dataclass(frozen=True, slots=True)
class Visit:
    """One request and where it arrived."""

    request: Request
    process: Process
    hostname: str
    address: str
    peer: str
    port: int
    now: str
    """HTTP's form of the date."""

    @property
    def path(self) -> str:
        """The path without the query."""
        return self.request.path.split("?", 1)[0]


Page = str | Callable[[Visit], str]


@dataclass(slots=True)
class Service(Daemon):
    """One server."""

    ports: tuple[int, ...]
    ready: str = ""
    """What it prints at first, in a strftime format."""
    page: Page = ""
    """What it answers to any path that is not in ``pages``; empty for 404."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    kind: str = "text/html"
    server: str = ""
    access: str = ""
    """The line of its log for each request; ``{peer}``, ``{now}``, ``{line}``, ``{status}``, ``{size}``."""
    redirect: str = ""
    """Where ``/`` sends a browser."""
    needs: tuple[str, ...] = ()
    """A file without which it does not start, and what it says then."""
    listens: Callable[[Process], tuple[int, ...]] | None = None
    """Reads the ports from arguments or environment, where they can be changed."""

    def begin(self, process: Process, system: System) -> Step | None:
        """Check what it needs, listen, say so."""
        if self.needs and not system.files.exists(self.needs[0]):
            system.write(2, stamp(system, self.needs[1]))
            return Exit(1)
        if system.table.network is not None:
            for port in self.listens(process) if self.listens else self.ports:
                system.table.network.listen(process, port)
        if self.ready:
            system.write(1, stamp(system, self.ready))
        return None

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:
        """Answer one request; what is not HTTP is not answered."""
        asked = parse_request(request)
        if asked is None:
            return b""
        visit = _visit(asked, process, system, port, peer)
        response = self._answer(visit)
        if self.server:
            response.headers = {"Server": self.server, **response.headers}
        if self.access:
            words = {"peer": peer, "line": f"{asked.method} {asked.path} HTTP/1.1", "size": len(response.body)}
            now = stamp(system, "%d/%b/%Y:%H:%M:%S +0000")
            system.write(1, self.access.format(status=response.status, now=now, **words) + "\n")
        return response.encode()

    def _answer(self, visit: Visit) -> Response:
        if self.redirect and visit.path == "/":
            return Response(302, {"Content-Type": self.kind, "Location": self.redirect})
        page = self.pages.get(visit.path, self.page)
        if not page:
            return Response(404, {"Content-Type": "text/plain; charset=utf-8"}, b"404 page not found\n")
        text = page if isinstance(page, str) else page(visit)
        return Response(200, {"Date": visit.now, "Content-Type": self.kind}, text.encode())


def _visit(asked: Request, process: Process, system: System, port: int, peer: str) -> Visit:
    spaces = system.table.namespaces[process.namespaces]
    network = system.table.network
    addresses = network.addresses(spaces.network) if network is not None else []
    return Visit(
        request=asked,
        process=process,
        hostname=spaces.hostname,
        address=addresses[0] if addresses else "127.0.0.1",
        peer=peer,
        port=port,
        now=stamp(system, "%a, %d %b %Y %H:%M:%S GMT"),
    )
