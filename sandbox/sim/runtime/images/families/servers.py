"""Servers of everyday tutorials: databases, web servers, a registry."""

from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.distributions import DEBIAN_RELEASE
from sandbox.sim.runtime.images.image import PATH, CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree

BOOKWORM = DEBIAN_RELEASE.format("12", "bookworm")
ALPINE_318 = "alpine-minirootfs-3.18.6-x86_64.tar.gz"
REGISTRY_ENTRYPOINT = """\
#!/bin/sh
case "$1" in
    *.yaml|*.yml) set -- registry serve "$@" ;;
esac
exec "$@"
"""
REGISTRY_CONFIG = """\
version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
"""
HTTPD_INDEX = "<html><body><h1>It works!</h1></body></html>\n"


def _debian(tree: Tree, *, programs: dict[str, str], files: dict[str, str], directories: tuple[str, ...]) -> None:
    userland.gnu(tree, BOOKWORM)
    for path, program in programs.items():
        tree.program(path, program)
    for path, text in files.items():
        tree.file(path, text)
    for path in directories:
        tree.directory(path)


def _server(
    repository: str, version: str, tags: tuple[str, ...], created: str, *, programs: dict[str, str],
    command: tuple[str, ...], entrypoint: tuple[str, ...] = (), ports: tuple[str, ...] = (),
    volumes: tuple[str, ...] = (), env: tuple[str, ...] = (), workdir: str = "", size: int = 120_000_000,
    files: dict[str, str] | None = None, directories: tuple[str, ...] = (), description: str = "", stars: int = 5000,
    stop_signal: str = "",
) -> CatalogueImage:  # fmt: skip
    return CatalogueImage(
        repository=repository,
        tags=(version, *tags),
        created=created,
        layers=(
            Layer("/bin/sh -c #(nop) ADD file in / ", key="debian-12-slim", size=74_800_000),
            Layer(
                f"RUN /bin/sh -c install {repository} {version} # buildkit", key=f"{repository}-{version}", size=size
            ),
            Layer(f"CMD {list(command)}", comment="buildkit.dockerfile.v0"),
        ),
        build=partial(_debian, programs=programs, files=files or {}, directories=(*directories, *volumes)),
        env=env if any(row.startswith("PATH=") for row in env) else (PATH, *env),
        entrypoint=entrypoint,
        cmd=command,
        ports=ports,
        volumes=volumes,
        workdir=workdir,
        stop_signal=stop_signal,
        description=description,
        stars=stars,
    )


def _redis(version: str, tags: tuple[str, ...], created: str) -> CatalogueImage:
    return _server(
        "redis", version, tags, created,
        programs={"/usr/local/bin/redis-server": "redis-server", "/usr/local/bin/redis-cli": "redis-cli",
                  "/usr/local/bin/docker-entrypoint.sh": "exec-entrypoint"},
        command=("redis-server",), entrypoint=("docker-entrypoint.sh",), ports=("6379/tcp",), volumes=("/data",),
        env=(f"REDIS_VERSION={version}",), workdir="/data", size=42_000_000, stars=13400,
        description="Redis is the world's fastest data platform for caching, vector search, and NoSQL databases.",
    )  # fmt: skip


def _mysql(version: str, tags: tuple[str, ...], created: str) -> CatalogueImage:
    return _server(
        "mysql", version, tags, created,
        programs={"/usr/local/bin/docker-entrypoint.sh": "mysql-entrypoint", "/usr/sbin/mysqld": "mysqld",
                  "/usr/bin/mysqladmin": "mysql-admin"},
        command=("mysqld",), entrypoint=("docker-entrypoint.sh",), ports=("3306/tcp", "33060/tcp"),
        volumes=("/var/lib/mysql",), env=(f"MYSQL_VERSION={version}-1.el9",), size=500_000_000, stars=15870,
        description="MySQL is a widely used, open-source relational database management system (RDBMS).",
    )  # fmt: skip


def _registry_files(tree: Tree) -> None:
    userland.alpine(tree, "3.18.6")
    tree.program("/bin/registry", "image-registry")
    tree.file("/entrypoint.sh", REGISTRY_ENTRYPOINT, 0o755)
    tree.file("/etc/docker/registry/config.yml", REGISTRY_CONFIG)
    tree.directory("/var/lib/registry")


def _registry(version: str, tags: tuple[str, ...], created: str) -> CatalogueImage:
    return CatalogueImage(
        repository="registry",
        tags=(version, *tags),
        created=created,
        layers=(
            Layer(f"ADD {ALPINE_318} / # buildkit", key=ALPINE_318, size=7_340_032),
            Layer(f"RUN /bin/sh -c install registry {version} # buildkit", key=f"registry-{version}", size=18_000_000),
            Layer('CMD ["/etc/docker/registry/config.yml"]'),
        ),
        build=_registry_files,
        entrypoint=("/entrypoint.sh",),
        cmd=("/etc/docker/registry/config.yml",),
        ports=("5000/tcp",),
        volumes=("/var/lib/registry",),
        description="Distribution implementation for storing and distributing of container images and artifacts",
        stars=4100,
    )  # fmt: skip


TOMCAT_PATH = PATH.replace("PATH=", "PATH=/usr/local/tomcat/bin:")
TOMCAT = "Apache Tomcat is an open source implementation of the Java Servlet and JavaServer Pages"
IMAGES = (
    _redis("7.2.4", ("7.2", "7"), "2024-01-09T17:08:58Z"),
    _redis("8.0.3", ("8.0", "8", "latest"), "2025-07-06T17:08:58Z"),
    _redis("6.2.14", ("6.2", "6"), "2024-01-09T17:09:58Z"),
    _redis("5.0.14", ("5.0", "5"), "2022-05-28T00:00:00Z"),
    _mysql("8.4.5", ("8.4", "8", "lts"), "2025-04-15T16:44:18Z"),
    _mysql("9.3.0", ("9.3", "9", "latest"), "2025-04-15T16:44:31Z"),
    _mysql("5.7.44", ("5.7", "5"), "2023-12-14T18:00:00Z"),
    _mysql("8.0.42", ("8.0",), "2025-04-15T16:44:25Z"),
    _server(
        "mariadb", "11.7.2", ("11.7", "11", "latest"), "2025-02-13T18:00:00Z",
        programs={"/usr/local/bin/docker-entrypoint.sh": "mariadb-entrypoint", "/usr/sbin/mariadbd": "mysqld",
                  "/usr/bin/mariadb-admin": "mysql-admin"},
        command=("mariadbd",), entrypoint=("docker-entrypoint.sh",), ports=("3306/tcp",),
        volumes=("/var/lib/mysql",), size=250_000_000, stars=6000,
        description="MariaDB Server is a high performing open source relational database, forked from MySQL.",
    ),
    _server(
        "postgres", "17.5", ("17", "latest"), "2025-05-08T20:00:00Z",
        programs={"/usr/local/bin/docker-entrypoint.sh": "postgres-entrypoint", "/usr/local/bin/postgres": "postgres",
                  "/usr/local/bin/pg_isready": "pg-isready"},
        command=("postgres",), entrypoint=("docker-entrypoint.sh",), ports=("5432/tcp",),
        volumes=("/var/lib/postgresql/data",), env=("PG_MAJOR=17", "PGDATA=/var/lib/postgresql/data"),
        size=360_000_000, stop_signal="SIGINT", stars=14200,
        description="The PostgreSQL object-relational database system provides reliability and data integrity.",
    ),
    _server(
        "mongo", "8.0.9", ("8.0", "8", "latest"), "2025-05-06T20:00:00Z",
        programs={"/usr/local/bin/docker-entrypoint.sh": "exec-entrypoint", "/usr/bin/mongod": "mongod"},
        command=("mongod",), entrypoint=("docker-entrypoint.sh",), ports=("27017/tcp",),
        volumes=("/data/db", "/data/configdb"), size=800_000_000, stars=10400,
        description="MongoDB document databases provide high availability and easy scalability.",
    ),
    _registry("2.8.3", ("2.8", "2"), "2023-10-02T18:42:37Z"),
    _registry("3.0.0", ("3.0", "3", "latest"), "2025-04-03T00:00:00Z"),
    _server(
        "httpd", "2.4.58", ("2.4", "2", "latest"), "2024-01-24T00:00:00Z",
        programs={"/usr/local/bin/httpd-foreground": "httpd"}, command=("httpd-foreground",), ports=("80/tcp",),
        env=("HTTPD_PREFIX=/usr/local/apache2", "HTTPD_VERSION=2.4.58"), workdir="/usr/local/apache2",
        files={"/usr/local/apache2/htdocs/index.html": HTTPD_INDEX}, size=72_000_000, stop_signal="SIGWINCH",
        description="The Apache HTTP Server Project", stars=4800,
    ),
    _server(
        "tomcat", "9.0.85", ("9.0", "9", "9.0-jdk17"), "2024-01-16T00:00:00Z",
        programs={"/usr/local/tomcat/bin/catalina.sh": "catalina"}, command=("catalina.sh", "run"),
        ports=("8080/tcp",), env=(TOMCAT_PATH, "CATALINA_HOME=/usr/local/tomcat", "TOMCAT_VERSION=9.0.85"),
        workdir="/usr/local/tomcat", size=380_000_000, stars=3700,
        directories=("/usr/local/tomcat/webapps", "/usr/local/tomcat/webapps.dist/ROOT"),
        description=TOMCAT,
    ),
    _server(
        "tomcat", "11.0.7", ("11.0", "11", "latest"), "2025-05-13T00:00:00Z",
        programs={"/usr/local/tomcat/bin/catalina.sh": "catalina"}, command=("catalina.sh", "run"),
        ports=("8080/tcp",), env=(TOMCAT_PATH, "CATALINA_HOME=/usr/local/tomcat", "TOMCAT_VERSION=11.0.7"),
        workdir="/usr/local/tomcat", size=390_000_000, stars=3700,
        directories=("/usr/local/tomcat/webapps", "/usr/local/tomcat/webapps.dist/ROOT"),
        description=TOMCAT,
    ),
)  # fmt: skip
