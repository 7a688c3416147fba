"""The small clients by which health checks ask a database whether it takes connections.

Models pg_isready of PostgreSQL 17, and mysqladmin and mariadb-admin with their command ping. Not modelled: users and
passwords, which a refused ping does not need either; the admin clients' other commands.
"""

from collections.abc import Iterable

from sandbox.sim.runtime.fakes.daemon import OneShot
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.system import System

POSTGRES_PORT, MYSQL_PORT = 5432, 3306
NO_ANSWER = 2
WITH_VALUE = {"-h": "host", "--host": "host", "-p": "port", "--port": "port", "-P": "port"}


def can_connect(process: Process, system: System, host: str, port: int) -> bool:
    """Say whether somebody listens where the process would connect to."""
    network = system.table.network
    space = system.table.namespaces[process.namespaces].network
    found = network.resolve(space, host) if network is not None else []
    if network is None or not found:
        return False
    try:
        network.connect(space, found[0], port)
    except NetworkError:
        return False
    return True


def _options(words: Iterable[str], with_value: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the options that name a host or a port, and the words that are no options."""
    found: dict[str, str] = {}
    rest: list[str] = []
    wanted = ""
    for word in words:
        name, equals, value = word.partition("=")
        short = word[:2] if word[:2] in with_value and not word.startswith("--") else ""
        if wanted:
            found[wanted], wanted = word, ""
        elif name in with_value:
            wanted = "" if equals else with_value[name]
            found |= {with_value[name]: value} if equals else {}
        elif short:
            found[with_value[short]] = word[2:]
        elif not word.startswith("-"):
            rest.append(word)
    return found, rest


class PgIsReady(OneShot):
    """pg_isready."""

    def run(self, process: Process, system: System) -> int:
        """Say whether a server accepts connections."""
        more = dict.fromkeys(("-U", "--username", "-d", "--dbname", "-t", "--timeout"), "other")
        found, _ = _options(process.argv[1:], WITH_VALUE | more)
        host = found.get("host") or process.env.get("PGHOST", "")
        port = found.get("port") or process.env.get("PGPORT") or str(POSTGRES_PORT)
        ready = port.isdecimal() and can_connect(process, system, host or "127.0.0.1", int(port))
        if not {"-q", "--quiet"} & set(process.argv):
            answer = "accepting connections" if ready else "no response"
            system.write(1, f"{host or '/var/run/postgresql'}:{port} - {answer}\n")
        return 0 if ready else NO_ANSWER


class MysqlAdmin(OneShot):
    """mysqladmin and mariadb-admin."""

    def run(self, process: Process, system: System) -> int:
        """``ping``: say whether the server lives."""
        name = process.argv[0].rpartition("/")[2]
        with_value = {key: value for key, value in WITH_VALUE.items() if key != "-p"}
        more = dict.fromkeys(("-u", "--user"), "other")
        found, words = _options(process.argv[1:], with_value | more)
        if words[:1] != ["ping"]:
            system.write(2, f"not modelled in this sandbox: {name} {' '.join(words)}\n")
            return 1
        host, port = found.get("host", "localhost"), found.get("port", str(MYSQL_PORT))
        if port.isdecimal() and can_connect(process, system, host, int(port)):
            system.write(1, "mysqld is alive\n")
            return 0
        place = "through socket '/var/run/mysqld/mysqld.sock' (2)" if host == "localhost" else f"'{host}:{port}' (111)"
        kind = "local MySQL server" if host == "localhost" else "MySQL server on"
        system.write(2, f"{name}: connect to server at '{host}' failed\nerror: 'Can't connect to {kind} {place}'\n")
        return 1
