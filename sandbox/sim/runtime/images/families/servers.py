"""Servers of everyday tutorials: web servers, a registry, and the form that databases have too."""

from collections.abc import Iterator
from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.distributions import DEBIAN_RELEASE
from sandbox.sim.runtime.images.families.releases import released, without
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


def _lay_out(
    tree: Tree, *, programs: dict[str, str], files: dict[str, str], directories: tuple[str, ...], is_alpine: bool
) -> None:
    if is_alpine:
        userland.alpine(tree, "3.22.1")
    else:
        userland.gnu(tree, BOOKWORM)
    for path, program in programs.items():
        tree.program(path, program)
    for path, text in files.items():
        tree.file(path, text)
    for path in directories:
        tree.directory(path)


def make_server(
    repository: str, tags: tuple[str, ...], created: str, *, programs: dict[str, str],
    command: tuple[str, ...], entrypoint: tuple[str, ...] = (), ports: tuple[str, ...] = (),
    volumes: tuple[str, ...] = (), env: tuple[str, ...] = (), workdir: str = "", size: int = 120_000_000,
    files: dict[str, str] | None = None, directories: tuple[str, ...] = (), description: str = "", stars: int = 5000,
    stop_signal: str = "", is_alpine: bool = False,
) -> CatalogueImage:  # fmt: skip
    """Return an official image of a server. Its first tag is the version; ``env`` may bring a PATH of its own."""
    ground = Layer("ADD alpine-minirootfs.tar.gz / # buildkit", key="alpine-3.22.1", size=8_314_880)
    if not is_alpine:
        ground = Layer("/bin/sh -c #(nop) ADD file in / ", key="debian-12-slim", size=74_800_000)
    return CatalogueImage(
        repository=repository,
        tags=tags,
        created=created,
        layers=(
            ground,
            Layer(
                f"RUN /bin/sh -c install {repository} {tags[0]} # buildkit",
                key=f"{repository}-{tags[0]}",
                size=size // 3 if is_alpine else size,
            ),
            Layer(f"CMD {list(command)}", comment="buildkit.dockerfile.v0"),
        ),
        build=partial(
            _lay_out, programs=programs, files=files or {}, directories=(*directories, *volumes), is_alpine=is_alpine
        ),
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


HTTPD_LINES = """
2.4 0-63 2025-01-23
"""
TOMCAT_LINES = """
7.0 90-109 2021-04-26
8.5 50-100 2024-03-25
9.0 30-106 2025-06-10
10.1 0-42 2025-06-10
11.0 0-8 2025-06-10
"""
HTTPD_LATEST = ("2.4.58", "2.4", "2", "latest", "2.4.58-bookworm", "bookworm")
"""The World stands still where the recorded answers have ``latest``."""
TOMCAT_PATH = PATH.replace("PATH=", "PATH=/usr/local/tomcat/bin:")
TOMCAT_SUFFIXES = ("", "-jdk17", "-jdk21", "-jdk11", "-jre17", "-jdk8", "-jdk17-temurin", "-jre8", "-jdk11-openjdk")


def _httpd(version: str, tags: tuple[str, ...], created: str, *, is_alpine: bool = False) -> CatalogueImage:
    return make_server(
        "httpd", tags, created, programs={"/usr/local/bin/httpd-foreground": "httpd"}, command=("httpd-foreground",),
        ports=("80/tcp",), env=("HTTPD_PREFIX=/usr/local/apache2", f"HTTPD_VERSION={version}"),
        workdir="/usr/local/apache2", files={"/usr/local/apache2/htdocs/index.html": HTTPD_INDEX}, size=72_000_000,
        stop_signal="SIGWINCH", description="The Apache HTTP Server Project", stars=4800, is_alpine=is_alpine,
    )  # fmt: skip


def _httpds() -> Iterator[CatalogueImage]:
    yield _httpd("2.4.58", HTTPD_LATEST, "2024-01-24T00:00:00Z")
    for release in without(released(HTTPD_LINES), HTTPD_LATEST):
        yield _httpd(release.version, release.tags(), release.created)
    for release in released(HTTPD_LINES, latest="2.4"):
        yield _httpd(release.version, release.tags("-alpine"), release.created, is_alpine=True)


def _tomcats() -> Iterator[CatalogueImage]:
    for release in released(TOMCAT_LINES, latest="11.0"):
        tags = [tag for suffix in TOMCAT_SUFFIXES for tag in release.tags(suffix)]
        yield make_server(
            "tomcat", tuple(tags), release.created, programs={"/usr/local/tomcat/bin/catalina.sh": "catalina"},
            command=("catalina.sh", "run"), ports=("8080/tcp",), size=380_000_000, stars=3700,
            env=(TOMCAT_PATH, "CATALINA_HOME=/usr/local/tomcat", f"TOMCAT_VERSION={release.version}"),
            workdir="/usr/local/tomcat",
            directories=("/usr/local/tomcat/webapps", "/usr/local/tomcat/webapps.dist/ROOT"),
            description="Apache Tomcat is an open source implementation of the Java Servlet and JavaServer Pages",
        )  # fmt: skip


IMAGES = (
    _registry("2.8.3", ("2.8", "2"), "2023-10-02T18:42:37Z"),
    _registry("3.0.0", ("3.0", "3", "latest"), "2025-04-03T00:00:00Z"),
    *_httpds(),
    *_tomcats(),
)
