"""Apache httpd as distributions package it: ``apache2``, ``apache2ctl``, ``apachectl``, ``httpd``.

Models Apache 2.4 of Debian and Red Hat with the site that they come with. Not modelled: modules, virtual hosts, other
configuration, ``-k restart`` and ``graceful``.
"""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.fakes.webservers import WebServer
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

ROOT, LOGS = "/var/www/html", "/var/log/apache2"
VERSION = "Server version: Apache/2.4.62 (Debian)\nServer built:   2024-10-04T15:21:08\n"
NAMELESS = (
    "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using {}. Set the "
    "'ServerName' directive globally to suppress this message\n"
)
IN_USE = "(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:80\n"


class Apache(WebServer):
    """Serves /var/www/html; in the background unless it is told to stay in the foreground."""

    def __init__(self) -> None:
        super().__init__(80, ROOT, "Apache/2.4.62 (Debian)", "", stops=("TERM", "INT", "WINCH"))

    def begin(self, process: Process, system: System) -> Step | None:
        """Read the arguments; listen, in the foreground or in a child."""
        words = process.argv[1:]
        if words[:1] in (["-v"], ["-V"]):
            system.write(1, VERSION)
            return Exit(0)
        if words[:1] in (["configtest"], ["-t"]):
            system.write(2, "Syntax OK\n")
            return Exit(0)
        stays = any("FOREGROUND" in word for word in words)
        if not stays and not {"start", "-k"} & set(words) and words:
            system.write(2, f"not modelled in this sandbox: {' '.join(process.argv)}\n")
            return Exit(1)
        if not stays:
            system.spawn([process.argv[0], "-D", "FOREGROUND"])
            return Exit(0)
        network = system.table.network
        space = system.table.namespaces[process.namespaces].network
        own = next(iter(network.addresses(space)), "127.0.1.1") if network is not None else "127.0.1.1"
        system.write(2, NAMELESS.format(own))
        _keep_log(system)
        try:
            return super().begin(process, system)
        except NetworkError:
            system.write(2, IN_USE)
            return Exit(1)


def _keep_log(system: System) -> None:
    """Let what is printed go into the access log, where there is room for one."""
    try:
        system.files.mkdir(LOGS, parents=True)
        system.set_fd(1, system.open(f"{LOGS}/access.log", write=True, append=True, create=True))
    except KernelError:
        return
