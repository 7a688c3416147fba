"""nginx: the web server, on the busybox tools that its ``alpine`` variant has too; the default variant adds bash."""

from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.busybox import BUSYBOX_LAYER
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
        tree.program("/usr/bin/curl", "curl")
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


IMAGES = (
    _nginx("1.25.3", ("1.25.3", "latest", "1.25", "1", "mainline", "stable"), "2024-02-13T18:24:53Z"),
    _nginx("1.25.3", ("1.25.3-alpine", "alpine", "1.25-alpine", "stable-alpine"), "2024-02-13T18:25:12Z", bash=False),
    _nginx("1.9.1", ("1.9.1",), "2015-06-09T16:48:02Z"),
    _nginx("1.14.2", ("1.14.2", "1.14"), "2019-03-26T23:14:52Z"),
    _nginx("1.7.9", ("1.7.9",), "2015-01-27T18:43:46Z"),
    _nginx("1.16.1", ("1.16.1", "1.16"), "2020-04-16T12:52:00Z"),
    _nginx("1.17", ("1.17", "1.17.10"), "2020-04-23T13:02:00Z"),
    _nginx("1.18", ("1.18", "1.18.0"), "2021-04-13T17:02:00Z"),
    _nginx("1.19", ("1.19", "1.19.10"), "2021-05-12T11:02:00Z"),
    _nginx("1.20", ("1.20", "1.20.2"), "2022-05-24T10:00:00Z"),
    _nginx("1.21", ("1.21", "1.21.6"), "2022-06-22T10:00:00Z"),
    _nginx("1.22", ("1.22", "1.22.1"), "2023-03-24T10:00:00Z"),
    _nginx("1.23", ("1.23", "1.23.4"), "2023-05-03T10:00:00Z"),
    _nginx("1.24", ("1.24", "1.24.0"), "2023-06-14T10:00:00Z"),
    _nginx("1.26", ("1.26", "1.26.3"), "2025-02-05T21:27:16Z"),
    _nginx("1.27", ("1.27", "1.27.5"), "2025-04-16T14:50:31Z"),
    _nginx("1.28", ("1.28", "1.28.0"), "2025-04-23T11:48:54Z"),
    _nginx("1.29", ("1.29", "1.29.0"), "2025-06-24T17:22:06Z"),
)
