"""Images of vendors and of older tutorials: PHP, Rust, bitnami, distroless, Google's samples.

Models each image's ports, environment, command and user. Not modelled: their files but for the program and its
configuration; bitnami's settings by environment.
"""

from collections.abc import Iterator
from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.distributions import DEBIAN_RELEASE
from sandbox.sim.runtime.images.families.languages import ALPINE_LAYER, DEBIAN_LAYER, build
from sandbox.sim.runtime.images.families.releases import Release, released
from sandbox.sim.runtime.images.families.software import Row, make_image
from sandbox.sim.runtime.images.image import PATH, CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree

BOOKWORM = DEBIAN_RELEASE.format("12", "bookworm")
PHP_LINES = """
5.6 40 2019-01-23
7.4 0-33 2022-11-03
8.0 0-30 2023-11-23
8.1 0-33 2025-06-10
8.2 0-28 2025-06-10
8.3 0-22 2025-06-10
8.4 0-8 2025-06-10
"""
RUST_LINES = """
1.70 0 2023-06-01
1.75 0 2023-12-28
1.80 0-1 2024-08-08
1.84 0-1 2025-01-30
1.85 0-1 2025-03-18
1.86 0 2025-04-03
1.87 0 2025-05-15
"""
NGINX_8080 = """\
server {
    listen       8080;
    server_name  _;
    location / {
        root   /app;
        index  index.html;
    }
}
"""
BARE_USERS = "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n"
SUSE = 'NAME="openSUSE Leap"\nVERSION="15.6"\nID="opensuse-leap"\nVERSION_ID="15.6"\nPRETTY_NAME="openSUSE Leap 15.6"\n'
ARCH = 'NAME="Arch Linux"\nPRETTY_NAME="Arch Linux"\nID=arch\nBUILD_ID=rolling\n'


# PHP, by what it is served with


def _php_files(tree: Tree, *, is_alpine: bool, served: str) -> None:
    programs = [("/usr/local/bin/php", "php-interpreter"), ("/usr/local/bin/docker-php-entrypoint", "exec-entrypoint")]
    if served == "apache":
        programs.append(("/usr/local/bin/apache2-foreground", "php-pages"))
    if served == "fpm":
        programs.append(("/usr/local/sbin/php-fpm", "php-fpm"))
    build(tree, programs=tuple(programs), is_alpine=is_alpine)
    if served != "cli":
        tree.directory("/var/www/html", 0o1777, uid=33, gid=33)


def _php(release: Release, served: str, *, is_alpine: bool) -> CatalogueImage:
    suffix = {"cli": "-cli", "apache": "-apache", "fpm": "-fpm"}[served] + ("-alpine" if is_alpine else "")
    tags = list(release.tags(suffix))
    if served == "cli":
        tags += release.tags("-alpine" if is_alpine else "")
    command = {"cli": ("php", "-a"), "apache": ("apache2-foreground",), "fpm": ("php-fpm",)}[served]
    return CatalogueImage(
        repository="php",
        tags=tuple(dict.fromkeys(tags)),
        created=release.created,
        layers=(
            ALPINE_LAYER if is_alpine else DEBIAN_LAYER,
            Layer(f"RUN /bin/sh -c install php {release.version} # buildkit", key=f"php-{release.version}{suffix}",
                  size=80_000_000 if is_alpine else 430_000_000, comment="buildkit.dockerfile.v0"),
        ),
        build=partial(_php_files, is_alpine=is_alpine, served=served),
        env=(PATH, "PHP_INI_DIR=/usr/local/etc/php", f"PHP_VERSION={release.version}"),
        entrypoint=("docker-php-entrypoint",),
        cmd=command,
        ports={"cli": (), "apache": ("80/tcp",), "fpm": ("9000/tcp",)}[served],
        workdir="" if served == "cli" else "/var/www/html",
        stop_signal={"cli": "", "apache": "SIGWINCH", "fpm": "SIGQUIT"}[served],
        description="While designed for web development, the PHP scripting language also provides general-purpose use.",
        stars=7700,
    )  # fmt: skip


def _php_images() -> Iterator[CatalogueImage]:
    for release in released(PHP_LINES, latest="8.4"):
        yield _php(release, "cli", is_alpine=False)
        yield _php(release, "apache", is_alpine=False)
        yield _php(release, "fpm", is_alpine=False)
        yield _php(release, "cli", is_alpine=True)
        yield _php(release, "fpm", is_alpine=True)


# Rust


def _rust(release: Release, suffix: str) -> CatalogueImage:
    programs = tuple((f"/usr/local/cargo/bin/{name}", f"{name}-interpreter") for name in ("cargo", "rustc"))
    is_alpine = suffix == "-alpine"
    return CatalogueImage(
        repository="rust",
        tags=release.tags(suffix),
        created=release.created,
        layers=(
            ALPINE_LAYER if is_alpine else DEBIAN_LAYER,
            Layer(f"RUN /bin/sh -c install rust {release.version} # buildkit", key=f"rust-{release.version}{suffix}",
                  size=700_000_000, comment="buildkit.dockerfile.v0"),
        ),
        build=partial(build, programs=programs, is_alpine=is_alpine),
        env=(PATH.replace("PATH=", "PATH=/usr/local/cargo/bin:"), "RUSTUP_HOME=/usr/local/rustup",
             "CARGO_HOME=/usr/local/cargo", f"RUST_VERSION={release.version}"),
        cmd=() if is_alpine else ("bash",),
        description="Rust is a systems programming language focused on safety, speed, and concurrency.",
        stars=1500,
    )  # fmt: skip


def _rust_images() -> Iterator[CatalogueImage]:
    for release in released(RUST_LINES, latest="1.87"):
        yield from (_rust(release, suffix) for suffix in ("", "-slim", "-alpine"))


# Images without a shell


def _bare_files(tree: Tree, *, is_debug: bool) -> None:
    for path in ("/dev", "/etc", "/home/nonroot", "/proc", "/root", "/sys", "/usr/bin", "/var"):
        tree.directory(path)
    tree.directory("/tmp", 0o1777)  # noqa: S108  (the simulated one)
    if is_debug:
        userland.busybox(tree)
    tree.file(
        "/etc/passwd",
        "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n",
    )
    tree.file("/etc/group", "root:x:0:\nnonroot:x:65532:\n")
    tree.file("/etc/os-release", BOOKWORM)


def _bare(name: str, tag: str, size: int) -> CatalogueImage:
    is_debug, is_nonroot = "debug" in tag, "nonroot" in tag
    return CatalogueImage(
        repository=f"gcr.io/distroless/{name}",
        tags=(tag,),
        created="1970-01-01T00:00:00Z",
        layers=(Layer("", key=f"distroless-{name}-{'debug' if is_debug else 'plain'}", size=size),),
        build=partial(_bare_files, is_debug=is_debug),
        env=(PATH, "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"),
        entrypoint=("/bin/sh",) if is_debug else (),
        user="65532" if is_nonroot else "0",
        workdir="/home/nonroot" if is_nonroot else "/",
        official=False,
    )


def _bare_images() -> Iterator[CatalogueImage]:
    sizes = {"static": 1_990_000, "static-debian12": 1_990_000, "base": 20_700_000, "base-debian12": 20_700_000,
             "cc-debian12": 23_500_000}  # fmt: skip
    for name, size in sizes.items():
        for tag in ("latest", "nonroot", "debug", "debug-nonroot"):
            yield _bare(name, tag, size)


# Programs of other families under another vendor's name


def _renamed(  # noqa: PLR0917  (one row of the table below)
    repository: str, tags: str, path: str, program: str, ports: str, command: tuple[str, ...], *,
    files: dict[str, str] | None = None, env: tuple[str, ...] = (), user: str = "", megabytes: int = 100,
) -> CatalogueImage:  # fmt: skip
    def lay_out(tree: Tree) -> None:
        userland.gnu(tree, BOOKWORM)
        tree.program(path, program)
        for name, text in (files or {}).items():
            tree.file(name, text)

    names = tuple(tags.split())
    return CatalogueImage(
        repository=repository, tags=names, created="2025-06-10T12:00:00Z",
        layers=(DEBIAN_LAYER, Layer(f"RUN /bin/sh -c install {repository} # buildkit", key=f"{repository}-{names[0]}",
                                    size=megabytes * 1_000_000, comment="buildkit.dockerfile.v0")),
        build=lay_out, env=(PATH, *env), cmd=command, ports=tuple(ports.split()), user=user, official=False, stars=200,
    )  # fmt: skip


NGINX_FILES = {
    "/etc/nginx/nginx.conf": "events {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n",
    "/app/index.html": "<html><body><h1>Welcome to nginx!</h1></body></html>\n",
}
SLIM_FILES = {
    "/etc/nginx/nginx.conf": "events {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n",
    "/etc/nginx/conf.d/default.conf": "server {\n    listen 80;\n    root /usr/share/nginx/html;\n}\n",
    "/usr/share/nginx/html/index.html": "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n"
    "<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n",
}
NGINX_COMMAND = ("nginx", "-g", "daemon off;")
OTHERS = (
    _renamed("bitnami/nginx", "1.28.0 1.28 latest", "/usr/sbin/nginx", "nginx", "8080/tcp 8443/tcp", NGINX_COMMAND,
             files={**NGINX_FILES, "/etc/nginx/conf.d/default.conf": NGINX_8080},
             env=("NGINX_VERSION=1.28.0", "BITNAMI_APP_NAME=nginx")),
    _renamed("bitnami/redis", "8.0.2 8.0 latest", "/usr/local/bin/redis-server", "redis-server", "6379/tcp",
             ("redis-server",), env=("REDIS_VERSION=8.0.2", "BITNAMI_APP_NAME=redis"), user="1001"),
    _renamed("registry.k8s.io/nginx-slim", "0.8", "/usr/sbin/nginx", "nginx", "80/tcp", NGINX_COMMAND, files=SLIM_FILES,
             env=("NGINX_VERSION=1.11.1",)),
    *(_renamed("registry.k8s.io/nginx-slim", tag, "/usr/sbin/nginx", "nginx", "80/tcp", NGINX_COMMAND,
               files=SLIM_FILES, env=(f"NGINX_VERSION={tag}",)) for tag in ("0.21", "0.24", "0.27")),
)  # fmt: skip
BUSYBOX = CatalogueImage(
    repository="registry.k8s.io/busybox",
    tags=("1.27", "1.27.2", "1.24", "latest"),
    created="2017-11-03T22:39:17Z",
    layers=(Layer("ADD busybox.tar / ", key="busybox-1.27.2", size=1_130_000),),
    build=userland.busybox,
    cmd=("sh",),
    official=False,
)


def _linux(  # noqa: PLR0917  (one row of the table below)
    repository: str, tags: tuple[str, ...], release: str, size: int, stars: int, description: str
) -> CatalogueImage:
    return CatalogueImage(
        repository=repository, tags=tags, created="2025-06-10T12:00:00Z",
        layers=(Layer("ADD rootfs.tar.zst / # buildkit", key=f"{repository}-{tags[0]}", size=size),),
        build=partial(userland.gnu, os_release=release, sh="bash"), cmd=("/bin/bash",), description=description,
        official="/" not in repository, stars=stars,
    )  # fmt: skip


LINUXES = (
    _linux("opensuse/leap", ("15.6", "15", "latest"), SUSE, 112_000_000, 120, "Official openSUSE Leap images"),
    _linux("archlinux", ("base", "latest", "base-devel"), ARCH, 440_000_000, 900, "Arch Linux is a simple, lightweight "
           "Linux distribution aimed for flexibility."),
)  # fmt: skip
ELASTIC = "docker.elastic.co/elasticsearch/elasticsearch"
ROWS = (
    Row("containous/whoami", "latest v1.5.0", "whoami-server", "80/tcp", "/whoami", entrypoint=("/whoami",),
        is_alpine=True, megabytes=7, stars=40),
    Row(ELASTIC, "8.18.2 8.17.0 8.11.1 7.17.28", "elasticsearch-service", "9200/tcp 9300/tcp",
        "/usr/local/bin/elasticsearch", user="1000", megabytes=1200),
    Row("gcr.io/google-samples/gb-frontend", "v5 v4 v6 v3", "php-pages", "80/tcp", "/usr/local/bin/apache2-foreground",
        megabytes=400),
    Row("gcr.io/kuar-demo/kuard-amd64", "blue green purple 1 2 3", "kuard-service", "8080/tcp", "/kuard",
        command=("/kuard",), is_alpine=True, megabytes=18),
    Row("kodekloud/simple-webapp", "latest red blue green", "webapp-color-service", "8080/tcp", "/opt/app.py",
        command=("/opt/app.py",), is_alpine=True, megabytes=30),
    Row("dockersamples/static-site", "latest", "static-site-service", "80/tcp 443/tcp", megabytes=100, stars=30),
    Row("portainer/portainer", "latest 1.25.0", "portainer-service", "9000/tcp", "/portainer",
        entrypoint=("/portainer",), is_alpine=True, megabytes=70, stars=2400),
    Row("minio/minio", "latest", "minio-service", "9000/tcp", "/usr/bin/minio", command=("minio",), is_alpine=True,
        megabytes=100, stars=900),
    Row("swaggerapi/swagger-ui", "latest v5.24.0", "swagger-service", "8080/tcp", is_alpine=True, megabytes=100,
        stars=200),
)  # fmt: skip
IMAGES = (
    *_php_images(), *_rust_images(), *_bare_images(), *OTHERS, BUSYBOX, *LINUXES, *(make_image(row) for row in ROWS),
)  # fmt: skip
