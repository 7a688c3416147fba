"""nginx: serves files of its document root and writes an access log.

Models nginx 1.25 as far as one server block goes: listen, root, return, -t, -v, -s. Not modelled: proxying, rewriting,
several locations, TLS.
"""

import mimetypes
import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Request, Response, parse_request
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

CONFIG = "/etc/nginx/nginx.conf"
SERVERS = "/etc/nginx/conf.d"
ERROR_PAGE = """\
<html>
<head><title>{status} {reason}</title></head>
<body>
<center><h1>{status} {reason}</h1></center>
<hr><center>nginx/{version}</center>
</body>
</html>
"""


class Nginx(Daemon):
    """The master process, which here does the workers' work too."""

    stops = ("TERM", "INT", "QUIT")
    memory = 3 * 1024 * 1024
    """Bytes that it takes while nobody asks much."""

    def begin(self, process: Process, system: System) -> Step | None:
        """Read the options and the configuration, then listen."""
        options = process.argv[1:]
        version = process.env.get("NGINX_VERSION", "1.25.3")
        process.state["version"] = version
        if "-v" in options or "-V" in options:
            system.write(2, f"nginx version: nginx/{version}\n")
            return Exit(0)
        if "-s" in options:
            return self._signal_master(options, system)
        fault = self._read_config(process, system)
        if fault:
            system.write(2, fault)
            return Exit(1)
        if "-t" in options:
            system.write(2, f"nginx: the configuration file {CONFIG} syntax is ok\n")
            system.write(2, f"nginx: configuration file {CONFIG} test is successful\n")
            return Exit(0)
        return self._listen(process, system)

    def _signal_master(self, options: list[str], system: System) -> Step:
        wanted = {"stop": "TERM", "quit": "QUIT", "reload": "HUP", "reopen": "USR1"}
        name = options[options.index("-s") + 1] if options.index("-s") + 1 < len(options) else ""
        if name not in wanted:
            system.write(2, f'nginx: invalid option: "-s {name}"\n')
            return Exit(1)
        table, own = system.table, system.process
        for other in list(table.processes.values()):
            same = other.program == own.program and other.namespaces == own.namespaces
            if same and other.pid != own.pid and other.status is None:
                table.signal(other.pid, wanted[name])
                system.write(2, f"{stamp(system, '%Y/%m/%d %H:%M:%S')} [notice] 0#0: signal process started\n")
                return Exit(0)
        system.write(2, 'nginx: [error] open() "/var/run/nginx.pid" failed (2: No such file or directory)\n')
        return Exit(1)

    def _read_config(self, process: Process, system: System) -> str:
        """Remember ports and document root; return the fault's message, or nothing."""
        files = system.files
        try:
            main = files.read_text(CONFIG)
            names = files.listdir(SERVERS) if files.kind(SERVERS) == "dir" else []
            blocks = [files.read_text(f"{SERVERS}/{name}") for name in names if name.endswith(".conf")]
        except KernelError as error:
            now = stamp(system, "%Y/%m/%d %H:%M:%S")
            return f'{now} [emerg] 1#1: open() "{CONFIG}" failed (2: {error})\n'
        text = re.sub(r"#.*", "", "\n".join([main, *blocks]))
        if text.count("{") != text.count("}"):
            fault = 'unexpected end of file, expecting "}"' if text.count("{") > text.count("}") else 'unexpected "}"'
            return f"nginx: [emerg] {fault} in {CONFIG}:{main.count(chr(10)) + 1}\n"
        ports = re.findall(r"\blisten\s+(?:[\d.]+:)?(\d+)", text)
        root = re.search(r"\broot\s+([^;\s]+)\s*;", text)
        process.state["ports"] = sorted({int(port) for port in ports})
        process.state["root"] = root[1] if root else "/etc/nginx/html"
        return ""

    def _listen(self, process: Process, system: System) -> Step | None:
        network = system.table.network
        for port in process.state["ports"]:
            try:
                if network is not None:
                    network.listen(process, port)
            except NetworkError:
                message = f"bind() to 0.0.0.0:{port} failed (98: Address already in use)"
                system.write(2, f"{stamp(system, '%Y/%m/%d %H:%M:%S')} [emerg] 1#1: {message}\n")
                system.write(2, f"nginx: [emerg] {message}\n")
                return Exit(1)
        return None

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer a request with a file, and log it."""
        asked = parse_request(request)
        response = Response(400) if asked is None else self._answer(process, system, asked)
        if response.status >= 400:  # noqa: PLR2004  (errors)
            page = ERROR_PAGE.format(status=response.status, reason=response.reason, version=process.state["version"])
            response.body = page.encode()
            response.headers["Content-Type"] = "text/html"
        response.headers = {
            "Server": f"nginx/{process.state['version']}",
            "Date": stamp(system, "%a, %d %b %Y %H:%M:%S GMT"),
            **response.headers,
        }
        line = f"{asked.method} {asked.path} HTTP/1.1" if asked else ""
        agent = asked.headers.get("User-Agent", "-") if asked else "-"
        when = stamp(system, "%d/%b/%Y:%H:%M:%S +0000")
        system.write(1, f'{peer} - - [{when}] "{line}" {response.status} {len(response.body)} "-" "{agent}" "-"\n')
        if asked is not None and asked.method == "HEAD":
            response.body = b""
        return response.encode()

    @staticmethod
    def _answer(process: Process, system: System, asked: Request) -> Response:
        if asked.method not in ("GET", "HEAD"):
            return Response(405)
        path = asked.path.split("?", 1)[0]
        name = process.state["root"].rstrip("/") + path + ("index.html" if path.endswith("/") else "")
        files = system.files
        try:
            if files.kind(name) == "dir":
                return Response(301, {"Location": f"http://{asked.headers.get('Host', 'localhost')}{path}/"})
            body = files.read(name)
        except KernelError as error:
            if path.endswith("/") and files.kind(name.removesuffix("index.html")) == "dir":
                return Response(403)
            wording = f'open() "{name}" failed (2: {error}), client: , server: localhost'
            system.write(2, f"{stamp(system, '%Y/%m/%d %H:%M:%S')} [error] 29#29: *1 {wording}\n")
            return Response(403 if error.code == "EACCES" else 404)
        return Response(200, {"Content-Type": mimetypes.guess_type(name)[0] or "application/octet-stream"}, body)
