"""Apache with PHP, and php-fpm: files of one directory are served, programs are not run.

Models the images php:apache and php:fpm as far as a first look goes. Not modelled: PHP itself, .htaccess, FastCGI.
"""

from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.fakes.webservers import WebServer
from sandbox.sim.runtime.http import Response, parse_request
from sandbox.sim.runtime.process import Process, Step
from sandbox.sim.runtime.system import System

ROOT = "/var/www/html"
SERVER = "Apache/2.4.62 (Debian)"
READY = (
    "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 172.17.0.2. "
    "Set the 'ServerName' directive globally to suppress this message\n"
    "[%a %b %d %H:%M:%S.000000 %Y] [mpm_prefork:notice] [pid 1:tid 1] AH00163: Apache/2.4.62 (Debian) PHP configured "
    "-- resuming normal operations\n"
    "[%a %b %d %H:%M:%S.000000 %Y] [core:notice] [pid 1:tid 1] AH00094: Command line: 'apache2 -D FOREGROUND'\n"
)
FORBIDDEN = """\
<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>403 Forbidden</title>
</head><body>
<h1>Forbidden</h1>
<p>You don't have permission to access this resource.</p>
<hr>
<address>Apache/2.4.62 (Debian) Server at localhost Port 80</address>
</body></html>
"""
REFUSED = "not modelled in this sandbox: PHP programs\n"


class PhpPages(WebServer):
    """Serves files; says of a program that it is not run."""

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:
        """Answer with a file, with the refusal of an empty directory, or with that of a program."""
        asked = parse_request(request)
        path = asked.path.split("?", 1)[0] if asked else "/"
        files = system.files
        if path.endswith("/") and not files.exists(f"{ROOT}{path}index.html") and files.kind(f"{ROOT}{path}") == "dir":
            if files.exists(f"{ROOT}{path}index.php"):
                path += "index.php"
            else:
                return self._say(system, peer, path, Response(403, {"Content-Type": "text/html"}, FORBIDDEN.encode()))
        if path.endswith(".php") and files.exists(ROOT + path):
            return self._say(system, peer, path, Response(501, {"Content-Type": "text/plain"}, REFUSED.encode()))
        return super().serve(process, system, port, request, peer)

    @staticmethod
    def _say(system: System, peer: str, path: str, response: Response) -> bytes:
        response.headers = {"Server": SERVER, **response.headers}
        when = stamp(system, "%d/%b/%Y:%H:%M:%S +0000")
        system.write(1, f'{peer} - - [{when}] "GET {path} HTTP/1.1" {response.status} {len(response.body)} "-" "-"\n')
        return response.encode()


class PhpFpm(Daemon):
    """Waits for requests that only a web server in front of it could make."""

    stops = ("TERM", "INT", "QUIT")

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen and say so."""
        if system.table.network is not None:
            system.table.network.listen(process, 9000)
        system.write(2, stamp(system, "[%d-%b-%Y %H:%M:%S] NOTICE: fpm is running, pid 1\n"))
        system.write(2, stamp(system, "[%d-%b-%Y %H:%M:%S] NOTICE: ready to handle connections\n"))
        return None


PHP_PAGES = PhpPages(80, ROOT, SERVER, READY, stops=("TERM", "INT", "WINCH"))
