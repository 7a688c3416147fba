"""hello-world, pause, whoami, and entrypoints that only hand over.

Models the images hello-world, registry.k8s.io/pause, traefik/whoami.
"""

from sandbox.sim.runtime import executables
from sandbox.sim.runtime.fakes.daemon import Daemon, OneShot
from sandbox.sim.runtime.http import Response, parse_request
from sandbox.sim.runtime.process import Exec, Exit, Process, Step
from sandbox.sim.runtime.system import System

HELLO = """
Hello from Docker!
This message shows that your installation appears to be working correctly.

To generate this message, Docker took the following steps:
 1. The Docker client contacted the Docker daemon.
 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.
    (amd64)
 3. The Docker daemon created a new container from that image which runs the
    executable that produces the output you are currently reading.
 4. The Docker daemon streamed that output to the Docker client, which sent it
    to your terminal.

To try something more ambitious, you can run an Ubuntu container with:
 $ docker run -it ubuntu bash

Share images, automate workflows, and more with a free Docker ID:
 https://hub.docker.com/

For more examples and ideas, visit:
 https://docs.docker.com/get-started/

"""


class Hello(OneShot):
    """Prints its text and ends."""

    def run(self, process: Process, system: System) -> int:  # noqa: ARG002  (the shape of every program)
        """Print."""
        system.write(1, HELLO)
        return 0


class Pause(Daemon):
    """Holds a Pod's namespaces."""


class Whoami(Daemon):
    """Tells each request who it was answered by."""

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen on port 80."""
        if system.table.network is not None:
            system.table.network.listen(process, 80)
        return None

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer with host name, addresses and the request itself."""
        asked = parse_request(request)
        spaces = system.table.namespaces[process.namespaces]
        network = system.table.network
        addresses = ["127.0.0.1", *(network.addresses(spaces.network) if network is not None else [])]
        lines = [
            f"Hostname: {spaces.hostname}",
            *(f"IP: {address}" for address in addresses),
            f"RemoteAddr: {peer}:48210",
        ]
        if asked is not None:
            lines += [f"{asked.method} {asked.path} HTTP/1.1"]
            lines += [f"{name}: {value}" for name, value in asked.headers.items()]
        return Response(200, {"Content-Type": "text/plain"}, ("\n".join([*lines, ""]) + "\n").encode()).encode()


class Handover:
    """An entrypoint script that ends in ``exec "$@"``."""

    def start(self, process: Process, system: System) -> Step:
        """Go on as the command."""
        fault = self.check(process, system)
        if fault:
            system.write(2, fault)
            return Exit(1)
        if len(process.argv) < 2:  # noqa: PLR2004  (the script and a command)
            return Exit(0)
        return self.become(process.argv[1:], process, system)

    @staticmethod
    def become(argv: list[str], process: Process, system: System) -> Step:
        """Return the step that replaces the script with a command."""
        try:
            executables.resolve(argv, process.env.get("PATH", executables.DEFAULT_PATH), system.files)
        except executables.ExecError as error:
            system.write(2, f"{process.argv[0]}: line 24: exec: {argv[0]}: not found\n")
            return Exit(127 if not error.found else 126)
        return Exec(tuple(argv))

    def check(self, process: Process, system: System) -> str:  # noqa: ARG002  (for subclasses to refuse)
        """Return why the program must not start, or nothing."""
        return ""

    def resume(self, process: Process, system: System) -> Step:  # noqa: ARG002  (the shape of every program)
        """Never called: it hands over in its first step."""
        return Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:  # noqa: ARG002
        """Never called: it handles no signal."""
        return None
