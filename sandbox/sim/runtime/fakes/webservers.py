"""Apache httpd and Tomcat.

Models the images httpd 2.4 and tomcat 9 to 11. Not modelled: applications, proxying, configuration files.
"""

import mimetypes

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Response, parse_request
from sandbox.sim.runtime.process import Process, Step
from sandbox.sim.runtime.system import System


class WebServer(Daemon):
    """A server of files under one directory."""

    def __init__(self, port: int, root: str, server: str, ready: str, *, stops: tuple[str, ...]) -> None:
        self.port = port
        self.root = root
        self.server = server
        self.ready = ready
        self.stops = stops

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen and say so."""
        if system.table.network is not None:
            system.table.network.listen(process, self.port)
        system.write(2, stamp(system, self.ready))
        return None

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer with a file or 404."""
        asked = parse_request(request)
        path = asked.path.split("?", 1)[0] if asked else "/"
        name = self.root + path + ("index.html" if path.endswith("/") else "")
        try:
            response = Response(
                200, {"Content-Type": mimetypes.guess_type(name)[0] or "text/plain"}, system.files.read(name)
            )
        except KernelError:
            response = Response(
                404, {"Content-Type": "text/html"}, b"<html><body><h1>404 Not Found</h1></body></html>\n"
            )
        if self.server:
            response.headers = {"Server": self.server, **response.headers}
        when = stamp(system, "%d/%b/%Y:%H:%M:%S +0000")
        system.write(1, f'{peer} - - [{when}] "GET {path} HTTP/1.1" {response.status} {len(response.body)}\n')
        return response.encode()


HTTPD = WebServer(
    80, "/usr/local/apache2/htdocs", "Apache/2.4.58 (Unix)",
    "[%a %b %d %H:%M:%S.000000 %Y] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.58 (Unix) configured -- "
    "resuming normal operations\n[%a %b %d %H:%M:%S.000000 %Y] [core:notice] [pid 1:tid 1] AH00094: "
    "Command line: 'httpd -D FOREGROUND'\n",
    stops=("TERM", "INT", "WINCH"),
)  # fmt: skip
CATALINA = WebServer(
    8080, "/usr/local/tomcat/webapps/ROOT", "",
    "%d-%b-%Y %H:%M:%S.000 INFO [main] org.apache.catalina.startup.Catalina.start "
    "Server startup in [65] milliseconds\n",
    stops=("TERM", "INT"),
)  # fmt: skip
