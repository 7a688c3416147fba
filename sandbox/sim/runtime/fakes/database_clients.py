"""mysql, psql, mongosh and their kin: they are there, and say that no database answers queries here.

Models nothing but their presence. Not modelled: queries.
"""

import posixpath

from sandbox.sim.runtime.fakes.daemon import OneShot
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.system import System

OF_MYSQL = "mysql mysqldump mysqlimport mysqlshow"
OF_MARIADB = "mariadb mariadb-dump"
OF_POSTGRES = "psql createdb createuser dropdb pg_dump pg_restore"
OF_MONGO = "mongosh mongodump mongorestore"


def places(names: str, folder: str) -> dict[str, str]:
    """Return the files of an image that run the client."""
    return {f"{folder}/{name}": "database-client" for name in names.split()}


class DatabaseClient(OneShot):
    """One client for all databases."""

    def run(self, process: Process, system: System) -> int:
        """Say what is missing."""
        name = posixpath.basename(process.argv[0])
        system.write(
            2, f"not modelled in this sandbox: {name}: databases start, listen and stop, but answer no queries\n"
        )
        return 1
