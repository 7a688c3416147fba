"""nginx: the web server, on the busybox tools that its ``alpine`` variant has too; the default variant adds bash."""

from collections.abc import Iterator
from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.busybox import BUSYBOX_LAYER
from sandbox.sim.runtime.images.families.releases import released, without
from sandbox.sim.runtime.images.image import PATH, CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree

INDEX = """\
<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
"""
ERROR_PAGE = """\
<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
</body>
</html>
"""
MAIN_CONF = """\
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    access_log  /var/log/nginx/access.log  main;
    sendfile        on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
"""
DEFAULT_CONF = """\
server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
"""
MIME_TYPES = """\
types {
    text/html                             html htm shtml;
    text/css                              css;
    text/plain                            txt;
    application/javascript                js;
    application/json                      json;
    image/png                             png;
    image/svg+xml                         svg svgz;
}
"""
ENTRYPOINT = """\
#!/bin/sh
[ "$1" = nginx ] && echo "/docker-entrypoint.sh: Configuration complete; ready for start up"
exec "$@"
"""


def _build(tree: Tree, *, bash: bool) -> None:
    userland.busybox(tree)
    if bash:
        tree.program("/bin/bash", "bash")
        tree.file("/etc/bash.bashrc", userland.DEBIAN_BASHRC)
    # Upstream puts curl into both variants; getent is libc-bin's in one and musl-utils' in the other.
    tree.program("/usr/bin/curl", "curl")
    tree.program("/usr/bin/getent", "getent")
    tree.file("/etc/passwd", userland.BUSYBOX_USERS + "nginx:x:101:101:nginx:/nonexistent:/bin/false\n")
    tree.file("/etc/group", userland.BUSYBOX_GROUP + "nginx:x:101:\n")
    tree.program("/usr/sbin/nginx", "nginx")
    tree.file("/docker-entrypoint.sh", ENTRYPOINT, 0o755)
    tree.directory("/docker-entrypoint.d")
    tree.file("/etc/nginx/nginx.conf", MAIN_CONF)
    tree.file("/etc/nginx/mime.types", MIME_TYPES)
    tree.file("/etc/nginx/conf.d/default.conf", DEFAULT_CONF)
    tree.file("/usr/share/nginx/html/index.html", INDEX)
    tree.file("/usr/share/nginx/html/50x.html", ERROR_PAGE)
    tree.directory("/var/cache/nginx", uid=101)
    tree.directory("/var/run")
    tree.link("/var/log/nginx/access.log", "/dev/stdout")
    tree.link("/var/log/nginx/error.log", "/dev/stderr")


def _nginx(version: str, tags: tuple[str, ...], created: str, *, bash: bool = True) -> CatalogueImage:
    variant = "" if bash else "-alpine"
    return CatalogueImage(
        repository="nginx",
        tags=tags,
        created=created,
        layers=(
            BUSYBOX_LAYER,
            Layer(
                f"RUN /bin/sh -c set -x && install nginx={version} # buildkit",
                key=f"nginx-{version}{variant}",
                size=182_500_000 if bash else 38_400_000,
                comment="buildkit.dockerfile.v0",
            ),
            Layer('ENTRYPOINT ["/docker-entrypoint.sh"]', comment="buildkit.dockerfile.v0"),
            Layer("EXPOSE map[80/tcp:{}]", comment="buildkit.dockerfile.v0"),
            Layer("STOPSIGNAL SIGQUIT", comment="buildkit.dockerfile.v0"),
            Layer('CMD ["nginx" "-g" "daemon off;"]', comment="buildkit.dockerfile.v0"),
        ),
        build=partial(_build, bash=bash),
        env=(f"NGINX_VERSION={version}", PATH),
        entrypoint=("/docker-entrypoint.sh",),
        cmd=("nginx", "-g", "daemon off;"),
        ports=("80/tcp",),
        stop_signal="SIGQUIT",
        description="Official build of Nginx.",
        stars=20841,
    )


LINES = """
1.7 1-12 2015-01-27
1.8 0-1 2016-01-26
1.9 0-15 2016-04-19
1.10 0-3 2017-01-31
1.11 0-13 2017-04-04
1.12 0-2 2017-10-17
1.13 0-12 2018-04-10
1.14 0-2 2019-03-26
1.15 0-12 2019-03-27
1.16 0-1 2020-04-16
1.17 0-10 2020-04-23
1.18 0 2021-04-13
1.19 0-10 2021-05-12
1.20 0-2 2022-05-24
1.21 0-6 2022-06-22
1.22 0-1 2023-03-24
1.23 0-4 2023-05-03
1.24 0 2023-06-14
1.25 0-5 2024-05-03
1.26 0-3 2025-02-05
1.27 0-5 2025-04-16
1.28 0 2025-04-23
1.29 0-3 2025-06-24
"""
LATEST = ("1.25.3", "latest", "1.25", "1", "mainline", "stable", "1.25.3-bookworm", "bookworm", "perl", "stable-perl")
"""The World stands still where the recorded answers have ``latest``."""
LATEST_ALPINE = (
    "1.25.3-alpine", "alpine", "1.25-alpine", "stable-alpine", "mainline-alpine", "1-alpine", "alpine-slim",
    "stable-alpine-slim",
)  # fmt: skip


def _others() -> Iterator[CatalogueImage]:
    for release in without(released(LINES), LATEST):
        yield _nginx(
            release.version, (*release.tags(), *release.tags("-bookworm"), *release.tags("-perl")), release.created
        )
        slim = release.tags("-alpine-slim")
        yield _nginx(release.version, (*release.tags("-alpine"), *slim), release.created, bash=False)


IMAGES = (
    _nginx("1.25.3", LATEST, "2024-02-13T18:24:53Z"),
    _nginx("1.25.3", LATEST_ALPINE, "2024-02-13T18:25:12Z", bash=False),
    *_others(),
)
