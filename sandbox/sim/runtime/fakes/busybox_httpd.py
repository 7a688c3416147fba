"""httpd as busybox has it: files of one folder over HTTP, the server of many a first tutorial.

Models busybox 1.36 networking/httpd.c: ``-f``, ``-p [ADDRESS:]PORT``, ``-h DIR``. Not modelled: CGI, configuration,
passwords, ``-i``, ``-u``, ``-v``.
"""

import mimetypes
import posixpath

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Response, parse_request
from sandbox.sim.runtime.network import ANY, NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

PORT = 80
PAGE = "<HTML><HEAD><TITLE>{0}</TITLE></HEAD>\n<BODY><H1>{0}</H1>\n{1}\n</BODY></HTML>\n"


class BusyboxHttpd(Daemon):
    """Serves files until it is killed; without ``-f`` a child does, and it ends at once."""

    stops = ()

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen, in the foreground or in a child."""
        try:
            options = _parse(process.argv[1:])
        except ValueError as error:
            system.write(2, f"httpd: {error}\n")
            return Exit(1)
        folder = posixpath.normpath(posixpath.join(process.cwd, options["h"]))
        if system.files.kind(folder) != "dir":
            system.write(2, f"httpd: can't change directory to '{options['h']}': No such file or directory\n")
            return Exit(1)
        if "f" not in options:
            system.spawn([*process.argv, "-f"], fds={})
            return Exit(0)
        process.state["folder"] = folder
        return _listen(process, system, options["p"])

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer with a file, the index of a folder, or 404."""
        asked = parse_request(request)
        path = asked.path.split("?", 1)[0] if asked else "/"
        name = process.state["folder"] + posixpath.normpath(f"/{path.lstrip('/')}")
        if system.files.kind(name) == "dir":
            name += "/index.html"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"Date": stamp(system, "%a, %d %b %Y %H:%M:%S GMT"), "Connection": "close"}
        try:
            response = Response(200, {**headers, "Content-type": kind}, system.files.read(name))
        except KernelError:
            page = PAGE.format("404 Not Found", "The requested URL was not found")
            response = Response(404, {**headers, "Content-type": "text/html"}, page.encode())
        return response.encode()


def _parse(words: list[str]) -> dict[str, str]:
    """Return the options by letter: ``h`` and ``p`` always, ``f`` where given. Raises ValueError with a message."""
    options = {"h": ".", "p": str(PORT)}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "-f":
            options["f"] = ""
        elif word[:2] in ("-h", "-p"):
            value = word[2:] or (rest.pop(0) if rest else "")
            if not value:
                raise ValueError(f"option requires an argument -- '{word[1]}'")
            options[word[1]] = value
        else:
            raise ValueError(f"not modelled in this sandbox: {word}")
    return options


def _listen(process: Process, system: System, where: str) -> Step | None:
    address, _, port = where.rpartition(":")
    if not port.isdecimal():
        system.write(2, f"httpd: bad port '{port}'\n")
        return Exit(1)
    network = system.table.network
    try:
        if network is not None:
            network.listen(process, int(port), address=address or ANY)
    except NetworkError:
        system.write(2, "httpd: bind: Address already in use\n")
        return Exit(1)
    return None
