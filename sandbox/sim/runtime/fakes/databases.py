"""Databases: they start, say so, listen and stop; mysql and postgres insist on a password first.

Models the entrypoints of the official images mysql, mariadb, postgres and mongo. Not modelled: queries.
"""

from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.fakes.small import Handover
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

POSTGRES_REFUSAL = """\
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
"""


class MysqlEntrypoint(Handover):
    """docker-entrypoint.sh of the mysql image."""

    prefix = "MYSQL"
    label = "MySQL Server"

    def check(self, process: Process, system: System) -> str:
        """Refuse a new database without any word on its root password."""
        if process.argv[1:2] not in (["mysqld"], ["mariadbd"]) or system.files.exists("/var/lib/mysql/ibdata1"):
            return ""
        words = ("ROOT_PASSWORD", "ALLOW_EMPTY_PASSWORD", "RANDOM_ROOT_PASSWORD")
        if any(process.env.get(f"{self.prefix}_{word}") or process.env.get(f"MYSQL_{word}") for word in words):
            return ""
        now = stamp(system, "%Y-%m-%d %H:%M:%S+00:00")
        return (
            f"{now} [Note] [Entrypoint]: Entrypoint script for {self.label} started.\n"
            f"{now} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n"
            "    You need to specify one of the following as an environment variable:\n"
            + "".join(f"    - {self.prefix}_{word}\n" for word in words)
        )


class MariadbEntrypoint(MysqlEntrypoint):
    """docker-entrypoint.sh of the mariadb image."""

    prefix = "MARIADB"
    label = "MariaDB Server"


class PostgresEntrypoint(Handover):
    """docker-entrypoint.sh of the postgres image."""

    def check(self, process: Process, system: System) -> str:
        """Refuse a new database without a password."""
        data = process.env.get("PGDATA", "/var/lib/postgresql/data")
        if process.argv[1:2] != ["postgres"] or system.files.exists(f"{data}/PG_VERSION"):
            return ""
        trusted = process.env.get("POSTGRES_HOST_AUTH_METHOD") == "trust"
        return "" if process.env.get("POSTGRES_PASSWORD") or trusted else POSTGRES_REFUSAL


class Database(Daemon):
    """A database server."""

    def __init__(self, port: int, ready: str, marker: str = "", *, to_stderr: bool = True) -> None:
        self.port = port
        self.ready = ready
        self.marker = marker
        self.fd = 2 if to_stderr else 1

    def begin(self, process: Process, system: System) -> Step | None:
        """Make the data directory, listen, say so."""
        if process.argv[1:2] == ["--version"]:
            system.write(1, f"{process.argv[0]}  Ver {process.env.get('MYSQL_VERSION', '')}\n")
            return Exit(0)
        if self.marker and not system.files.exists(self.marker):
            system.files.mkdir(self.marker.rpartition("/")[0], parents=True)
            system.files.write(self.marker, "drydock\n")
        if system.table.network is not None:
            system.table.network.listen(process, self.port)
        system.write(self.fd, stamp(system, self.ready))
        return None


MYSQLD = Database(
    3306, "%Y-%m-%dT%H:%M:%S.000000Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. "
    "port: 3306  MySQL Community Server - GPL.\n", "/var/lib/mysql/ibdata1",
)  # fmt: skip
POSTGRES = Database(
    5432, "%Y-%m-%d %H:%M:%S.000 UTC [1] LOG:  database system is ready to accept connections\n",
    "/var/lib/postgresql/data/PG_VERSION",
)  # fmt: skip
MONGOD = Database(
    27017, '{"t":{"$date":"%Y-%m-%dT%H:%M:%S.000+00:00"},"s":"I","c":"NETWORK","msg":"Waiting for connections",'
    '"attr":{"port":27017,"ssl":"off"}}\n', "/data/db/WiredTiger", to_stderr=False,
)  # fmt: skip
