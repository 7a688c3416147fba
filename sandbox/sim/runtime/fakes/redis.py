"""redis-server and redis-cli: strings, counters, lists of keys, kept in memory.

Models Redis 7 as far as tutorials go: PING SET GET DEL EXISTS INCR DECR KEYS DBSIZE FLUSHALL ECHO INFO SELECT SAVE.
Not modelled: the other commands, replication, persistence but for SAVE's file.
"""

import fnmatch
import shlex
from collections.abc import Callable

from sandbox.sim.runtime.fakes.daemon import Daemon, OneShot, stamp
from sandbox.sim.runtime.network import NetworkError
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
        """Answer one command line, in the words that redis-cli prints."""
        words = shlex.split(request.decode(errors="replace"))
        return (execute(process.state["data"], words) if words else "").encode()


def execute(data: dict[str, str], words: list[str]) -> str:  # noqa: PLR0911  (one line a kind of command)
    """Run one command on the data and return the reply as redis-cli shows it when it writes to no terminal."""
    name, args = words[0].upper(), words[1:]
    if name == "PING":
        return args[0] if args else "PONG"
    if name in ("INCR", "DECR", "INCRBY", "DECRBY") and args:
        return _count(data, name, args)
    if name == "SET" and len(args) >= 2:  # noqa: PLR2004  (key and value)
        data[args[0]] = args[1]
        return "OK"
    if name == "FLUSHALL":
        data.clear()
        return "OK"
    simple: dict[str, Callable[[], str]] = {
        "GET": lambda: data.get(args[0], ""),
        "ECHO": lambda: args[0],
        "EXISTS": lambda: str(sum(key in data for key in args)),
        "DEL": lambda: str(sum(data.pop(key, None) is not None for key in args)),
        "KEYS": lambda: "\n".join(key for key in data if fnmatch.fnmatchcase(key, args[0])),
        "DBSIZE": lambda: str(len(data)),
        "SELECT": lambda: "OK",
        "SAVE": lambda: "OK",
        "INFO": lambda: "# Server\nredis_version:7.2.4\nredis_mode:standalone",
    }
    if name not in simple:
        return f"ERR unknown command '{words[0]}', with args beginning with: {' '.join(repr(arg) for arg in args)}"
    try:
        return simple[name]()
    except IndexError:
        return f"ERR wrong number of arguments for '{name.lower()}' command"


def _count(data: dict[str, str], name: str, args: list[str]) -> str:
    step = int(args[1]) if name.endswith("BY") and len(args) > 1 else 1
    before = data.get(args[0], "0")
    if not before.lstrip("-").isdecimal():
        return "ERR value is not an integer or out of range"
    data[args[0]] = str(int(before) + (step if name.startswith("INCR") else -step))
    return data[args[0]]


class RedisCli(OneShot):
    """The client, for one command or for lines on its standard input."""

    def run(self, process: Process, system: System) -> int:
        """Send each command and print the reply."""
        host, port, words = "127.0.0.1", PORT, process.argv[1:]
        while words[:1] and words[0] in ("-h", "-p", "-n", "-a"):
            option, value, words = words[0], words[1] if len(words) > 1 else "", words[2:]
            host, port = (value, port) if option == "-h" else (host, int(value)) if option == "-p" else (host, port)
        lines = [shlex.join(words)] if words else system.read(0).decode(errors="replace").splitlines()
        network = system.table.network
        space = system.table.namespaces[process.namespaces].network
        if network is None:
            return 1
        found = network.resolve(space, host)
        if not found:
            system.write(2, f"Could not connect to Redis at {host}:{port}: Name or service not known\n")
            return 1
        for line in filter(None, lines):
            try:
                system.write(1, network.request(space, found[0], port, line.encode()) + b"\n")
            except NetworkError as error:
                system.write(2, f"Could not connect to Redis at {host}:{port}: {error}\n")
                return 1
        return 0
