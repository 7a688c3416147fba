"""redis-server: it starts, says so, keeps keys in memory and answers.

Models Redis 7 as far as tutorials go; the commands stand in ``redis_commands.py``. Not modelled: replication,
persistence, databases other than one.
"""

import shlex

from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.fakes.redis_commands import execute
from sandbox.sim.runtime.fakes.redis_protocol import Fault, encode
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

PORT = 6379


class RedisServer(Daemon):
    """The server; its data are in ``process.state["data"]``."""

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen and say so."""
        version = process.env.get("REDIS_VERSION", "7.2.4")
        if "--version" in process.argv or "-v" in process.argv:
            system.write(1, f"Redis server v={version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0\n")
            return Exit(0)
        process.state["data"] = {}
        if system.table.network is not None:
            system.table.network.listen(process, PORT)
        self._log(system, "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo", "C")
        self._log(system, f"Redis version={version}, bits=64, commit=00000000, modified=0, pid=1, just started", "C")
        self._log(system, "* Ready to accept connections tcp", "M")
        return None

    @staticmethod
    def _log(system: System, text: str, role: str) -> None:
        mark = "" if text.startswith("*") else "* "
        system.write(1, f"1:{role} {stamp(system, '%d %b %Y %H:%M:%S.000')} {mark}{text}\n")

    def farewell(self, process: Process, system: System, signal: str) -> None:  # noqa: ARG002
        """Say goodbye."""
        self._log(system, "User requested shutdown...", "M")
        self._log(system, "Redis is now ready to exit, bye bye...", "M")

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer one inline command."""
        try:
            words = shlex.split(request.decode(errors="surrogateescape"))
        except ValueError:
            return encode(Fault("ERR Protocol error: unbalanced quotes in request"))
        return encode(execute(process.state["data"], words)) if words else b""
