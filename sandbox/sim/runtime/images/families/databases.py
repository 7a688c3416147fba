"""Databases with their released tags: redis, mysql, mariadb, postgres, mongo.

Models the official images' environment, ports, volumes and entrypoints. Not modelled: the tools beside the server.
"""

from collections.abc import Iterator

from sandbox.sim.runtime.fakes import database_clients
from sandbox.sim.runtime.images.families.releases import Release, released, without
from sandbox.sim.runtime.images.families.servers import make_server
from sandbox.sim.runtime.images.image import CatalogueImage

ENTRYPOINT = "/usr/local/bin/docker-entrypoint.sh"
REDIS_LINES = """
3.2 0-13 2018-06-14
4.0 0-14 2019-03-18
5.0 0-14 2022-05-28
6.0 0-20 2023-07-11
6.2 0-19 2025-07-06
7.0 0-15 2024-01-09
7.2 0-10 2025-07-06
7.4 0-5 2025-07-06
8.0 0-3 2025-07-06
"""
REDIS_FIXED = ("7.2.4", "7.2", "7", "7.2.4-bookworm", "7-bookworm")
"""The World stands still where the recorded answers have ``redis:7``."""
MYSQL_LINES = """
5.5 40-62 2018-10-22
5.6 20-51 2021-12-15
5.7 10-44 2023-12-14
8.0 11-42 2025-04-15
8.1 0 2023-07-18
8.2 0 2023-10-25
8.3 0 2024-01-16
8.4 0-5 2025-04-15 lts
9.0 0-1 2024-07-23
9.1 0 2024-10-15
9.2 0 2025-01-21
9.3 0 2025-04-15 innovation
"""
MARIADB_LINES = """
10.3 0-39 2023-05-10
10.4 0-34 2024-05-16
10.5 0-29 2025-05-06
10.6 0-22 2025-05-06
10.11 2-13 2025-05-06
11.4 1-7 2025-05-06
11.7 2 2025-02-13
11.8 2 2025-06-04 lts
"""
POSTGRES_LINES = """
9.6 0-24 2021-11-11
10 0-23 2022-11-10
11 0-22 2023-11-09
12 0-22 2024-11-21
13 0-21 2025-05-08
14 0-18 2025-05-08
15 0-13 2025-05-08
16 0-9 2025-05-08
17 0-5 2025-05-08
"""
MONGO_LINES = """
3.6 0-23 2021-03-16
4.0 0-28 2022-02-24
4.2 0-24 2023-03-01
4.4 0-29 2024-02-27
5.0 0-31 2025-02-26
6.0 0-23 2025-04-22
7.0 0-20 2025-05-06
8.0 0-10 2025-06-03
"""


def _redis(release: Release, tags: tuple[str, ...], *, is_alpine: bool = False) -> CatalogueImage:
    return make_server(
        "redis", tags, release.created,
        programs={"/usr/local/bin/redis-server": "redis-server", "/usr/local/bin/redis-cli": "redis-cli",
                  ENTRYPOINT: "exec-entrypoint"},
        command=("redis-server",), entrypoint=("docker-entrypoint.sh",), ports=("6379/tcp",), volumes=("/data",),
        env=(f"REDIS_VERSION={release.version}",), workdir="/data", size=42_000_000, stars=13400, is_alpine=is_alpine,
        description="Redis is the world's fastest data platform for caching, vector search, and NoSQL databases.",
    )  # fmt: skip


def _mysql(release: Release) -> CatalogueImage:
    return make_server(
        "mysql", (*release.tags(), *release.tags("-oracle"), *release.tags("-debian")), release.created,
        programs={ENTRYPOINT: "mysql-entrypoint", "/usr/sbin/mysqld": "mysqld", "/usr/bin/mysqladmin": "mysql-admin",
                  **database_clients.places(database_clients.OF_MYSQL, "/usr/bin")},
        command=("mysqld",), entrypoint=("docker-entrypoint.sh",), ports=("3306/tcp", "33060/tcp"),
        volumes=("/var/lib/mysql",), env=(f"MYSQL_VERSION={release.version}-1.el9",), size=500_000_000, stars=15870,
        description="MySQL is a widely used, open-source relational database management system (RDBMS).",
    )  # fmt: skip


def _mariadb(release: Release) -> CatalogueImage:
    return make_server(
        "mariadb", release.tags(), release.created,
        programs={ENTRYPOINT: "mariadb-entrypoint", "/usr/sbin/mariadbd": "mysqld",
                  "/usr/bin/mariadb-admin": "mysql-admin",
                  **database_clients.places(database_clients.OF_MARIADB, "/usr/bin")},
        command=("mariadbd",), entrypoint=("docker-entrypoint.sh",), ports=("3306/tcp",),
        volumes=("/var/lib/mysql",), size=250_000_000, stars=6000,
        description="MariaDB Server is a high performing open source relational database, forked from MySQL.",
    )  # fmt: skip


def _postgres(release: Release, tags: tuple[str, ...], *, is_alpine: bool = False) -> CatalogueImage:
    return make_server(
        "postgres", tags, release.created,
        programs={ENTRYPOINT: "postgres-entrypoint", "/usr/local/bin/postgres": "postgres",
                  "/usr/local/bin/pg_isready": "pg-isready",
                  **database_clients.places(database_clients.OF_POSTGRES, "/usr/local/bin")},
        command=("postgres",), entrypoint=("docker-entrypoint.sh",), ports=("5432/tcp",),
        volumes=("/var/lib/postgresql/data",), size=360_000_000, stop_signal="SIGINT", stars=14200,
        env=(f"PG_MAJOR={release.version.partition('.')[0]}", f"PG_VERSION={release.version}",
             "PGDATA=/var/lib/postgresql/data"), is_alpine=is_alpine,
        description="The PostgreSQL object-relational database system provides reliability and data integrity.",
    )  # fmt: skip


def _mongo(release: Release) -> CatalogueImage:
    return make_server(
        "mongo", (*release.tags(), *release.tags("-jammy"), *release.tags("-noble")), release.created,
        programs={ENTRYPOINT: "exec-entrypoint", "/usr/bin/mongod": "mongod",
                  **database_clients.places(database_clients.OF_MONGO, "/usr/bin")},
        command=("mongod",), entrypoint=("docker-entrypoint.sh",), ports=("27017/tcp",),
        volumes=("/data/db", "/data/configdb"), size=800_000_000, stars=10400,
        description="MongoDB document databases provide high availability and easy scalability.",
    )  # fmt: skip


def _images() -> Iterator[CatalogueImage]:
    yield _redis(Release("7.2.4", (), "2024-01-09T17:08:58Z"), REDIS_FIXED)
    for release in without(released(REDIS_LINES, latest="8.0"), REDIS_FIXED):
        yield _redis(release, (*release.tags(), *release.tags("-bookworm")))
    for release in released(REDIS_LINES, latest="8.0"):
        yield _redis(release, release.tags("-alpine"), is_alpine=True)
    for release in released(MYSQL_LINES, latest="9.3"):
        yield _mysql(release)
    for release in released(MARIADB_LINES, latest="11.8"):
        yield _mariadb(release)
    for release in released(POSTGRES_LINES, latest="17"):
        yield _postgres(release, (*release.tags(), *release.tags("-bookworm")))
        yield _postgres(release, release.tags("-alpine"), is_alpine=True)
    for release in released(MONGO_LINES, latest="8.0"):
        yield _mongo(release)


IMAGES = tuple(_images())
