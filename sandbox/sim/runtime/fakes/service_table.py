"""The rows of the servers: which image's program listens where and answers what.

Models each image's first page and log line as its documentation and its start show them. Not modelled: see services.py.
"""

import json
from collections.abc import Mapping

from sandbox.sim.runtime.fakes.services import Service, Visit
from sandbox.sim.runtime.process import Process

APACHE_ACCESS = '{peer} - - [{now}] "{line}" {status} {size} "-" "-"'
APACHE_READY = (
    "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 172.17.0.2. Set "
    "the 'ServerName' directive globally to suppress this message\n"
    "[%a %b %d %H:%M:%S.000000 %Y] [core:notice] [pid 1:tid 1] AH00094: Command line: 'apache2 -D FOREGROUND'\n"
)


def html(title: str, body: str = "") -> str:
    """Return a small page."""
    inside = body or f"<h1>{title}</h1>"
    return f"<!DOCTYPE html>\n<html>\n<head>\n<title>{title}</title>\n</head>\n<body>\n{inside}\n</body>\n</html>\n"


class PortReader:
    """Reads a port from an environment variable."""

    def __init__(self, variable: str, default: int) -> None:
        self.variable = variable
        self.default = default

    def __call__(self, process: Process) -> tuple[int, ...]:
        """Return the port that the process listens on."""
        value = process.env.get(self.variable, "")
        return (int(value) if value.isdecimal() else self.default,)


def _flag(process: Process, name: str, default: str) -> str:
    """Return the value of ``-name=value``, ``--name=value`` or ``-name value``."""
    words = process.argv[1:]
    for index, word in enumerate(words):
        key, equals, value = word.lstrip("-").partition("=")
        if word.startswith("-") and key == name:
            return value if equals else "".join(words[index + 1 : index + 2])
    return default


def _echo_port(process: Process) -> tuple[int, ...]:
    return (int(_flag(process, "listen", ":5678").rpartition(":")[2] or 5678),)


def _echo_text(visit: Visit) -> str:
    return _flag(visit.process, "text", visit.process.env.get("ECHO_TEXT", "")) + "\n"


def _static_site(visit: Visit) -> str:
    author = visit.process.env.get("AUTHOR", "")
    return html(
        "Hello Docker!", f"<h1>Hello {author}!</h1>\n<p>This is being served from a <b>docker</b> container.</p>"
    )


def _hello_app(visit: Visit) -> str:
    version = visit.process.env.get("HELLO_APP_VERSION", "1.0.0")
    return f"Hello, world!\nVersion: {version}\nHostname: {visit.hostname}\n"


def _simple_app(visit: Visit) -> str:
    return f"Hello world from {visit.hostname} and version 1.0"


def _echo_server(visit: Visit) -> str:
    headers = "".join(f"\t{name.lower()}={value}\n" for name, value in visit.request.headers.items())
    return (
        f"\n\nHostname: {visit.hostname}\n\nPod Information:\n\t-no pod information available-\n\n"
        "Server values:\n\tserver_version=nginx: 1.14.2 - lua: 10015\n\n"
        f"Request Information:\n\tclient_address={visit.peer}\n\tmethod={visit.request.method}\n"
        f"\treal path={visit.request.path}\n\tquery=\n\trequest_version=1.1\n\trequest_scheme=http\n"
        f"\trequest_uri=http://{visit.request.headers.get('Host', visit.address)}{visit.request.path}\n\n"
        f"Request Headers:\n{headers}\nRequest Body:\n\t-no body in request-\n\n"
    )


def _hello_nginx(visit: Visit) -> str:
    return (
        f"Server address: {visit.address}:{visit.port}\nServer name: {visit.hostname}\nDate: {visit.now}\n"
        f"URI: {visit.request.path}\nRequest ID: {_request_id(visit):032x}\n"
    )


def _request_id(visit: Visit) -> int:
    """Return a number that is the same for the same request at the same moment."""
    return int.from_bytes(f"{visit.hostname}{visit.now}{visit.request.path}".encode()[-16:], "big")


def _echo_json(visit: Visit) -> str:
    told = {
        "path": visit.path,
        "headers": {name.lower(): value for name, value in visit.request.headers.items()},
        "method": visit.request.method,
        "body": visit.request.body.decode(errors="replace"),
        "hostname": visit.request.headers.get("Host", "").partition(":")[0],
        "ip": visit.peer,
        "protocol": "http",
        "os": {"hostname": visit.hostname},
    }
    return json.dumps(told, indent=2) + "\n"


def _plain_echo(visit: Visit) -> str:
    headers = "".join(f"{name}: {value}\n" for name, value in visit.request.headers.items())
    return f"Request served by {visit.hostname}\n\n{visit.request.method} {visit.request.path} HTTP/1.1\n\n{headers}\n"


COLORS = {"red": "#e74c3c", "green": "#16a085", "blue": "#2980b9", "pink": "#be2edd", "darkblue": "#130f40"}


def _web_color(visit: Visit) -> str:
    color = _flag(visit.process, "color", visit.process.env.get("APP_COLOR", "red"))
    body = f'<body style="background: {COLORS.get(color, color)};">\n<h1>Hello from {visit.hostname}!</h1>\n</body>'
    return f"<!doctype html>\n<title>Hello from Flask</title>\n{body}\n"


def _hello_kubernetes(visit: Visit) -> str:
    message = visit.process.env.get("MESSAGE", "Hello world!")
    body = f"<h1>{message}</h1>\n<table>\n<tr><th>pod:</th><td>{visit.hostname}</td></tr>\n</table>"
    return html("Hello Kubernetes!", body)


def _podinfo(visit: Visit) -> str:
    told = {
        "hostname": visit.hostname,
        "version": visit.process.env.get("PODINFO_VERSION", "6.9.0"),
        "message": visit.process.env.get("PODINFO_UI_MESSAGE", "greetings from podinfo v6.9.0"),
        "color": visit.process.env.get("PODINFO_UI_COLOR", "#34577c"),
        "goos": "linux",
        "goarch": "amd64",
    }
    return json.dumps(told, indent=2) + "\n"


def _elasticsearch(visit: Visit) -> str:
    version = {"number": visit.process.env.get("ELASTIC_VERSION", "8.17.0"), "build_flavor": "default"}
    told = {
        "name": visit.hostname,
        "cluster_name": "docker-cluster",
        "version": version,
        "tagline": "You Know, for Search",
    }
    return json.dumps(told, indent=2) + "\n"


def _hostname(visit: Visit) -> str:
    return visit.hostname


PORT_8080 = PortReader("PORT", 8080)
TEXT = "text/plain; charset=utf-8"
JSON = "application/json; charset=utf-8"
JENKINS_READY = """\
Running from: /usr/share/jenkins/jenkins.war
*************************************************************

Jenkins initial setup is required. An admin user has been created and a password generated.
Please use the following password to proceed to installation:

6f0e3a5c1d8b4f7295ad03c8e4b1f6d2

This may also be found at: /var/jenkins_home/secrets/initialAdminPassword

*************************************************************
%Y-%m-%d %H:%M:%S.000+0000 [id=30]\tINFO\thudson.lifecycle.Lifecycle#onReady: Jenkins is fully up and running
"""
HAPROXY_REFUSAL = (
    "[NOTICE]   (1) : haproxy version is 3.2.1\n"
    "[ALERT]    (1) : config : Cannot open configuration file/directory /usr/local/etc/haproxy/haproxy.cfg : "
    "No such file or directory\n"
)

SERVICES: Mapping[str, Service] = {
    "memcached-service": Service((11211,)),
    "rabbitmq-service": Service(
        (5672, 15672),
        "%Y-%m-%d %H:%M:%S.000000+00:00 [info] <0.9.0> Time to start RabbitMQ: 5401 ms\n",
        html("RabbitMQ Management"),
    ),
    "adminer-service": Service(
        (8080,),
        "[%a %b %d %H:%M:%S %Y] PHP 8.4.8 Development Server (http://[::]:8080) started\n",
        html("Login - Adminer"),
        access="[{now}] [{peer}]:48210 [{status}]: {line}",
    ),
    "phpmyadmin-service": Service(
        (80,), APACHE_READY, html("phpMyAdmin"), server="Apache/2.4.62 (Debian)", access=APACHE_ACCESS
    ),
    "wordpress-service": Service(
        (80,),
        "WordPress not found in /var/www/html - copying now...\nComplete! WordPress has been successfully copied to "
        "/var/www/html\n" + APACHE_READY,
        html("WordPress › Installation"),
        server="Apache/2.4.62 (Debian)",
        access=APACHE_ACCESS,
        redirect="/wp-admin/install.php",
    ),
    "nextcloud-service": Service(
        (80,), APACHE_READY, html("Nextcloud"), server="Apache/2.4.62 (Debian)", access=APACHE_ACCESS
    ),
    "ghost-service": Service((2368,), "[%Y-%m-%d %H:%M:%S] INFO Ghost booted in 1.801s\n", html("Ghost")),
    "jenkins-service": Service((8080, 50000), JENKINS_READY, html("Sign in [Jenkins]"), server="Jetty(12.0.19)"),
    "grafana-service": Service(
        (3000,),
        'logger=http.server t=%Y-%m-%dT%H:%M:%S.000000000Z level=info msg="HTTP Server Listen" address=[::]:3000 '
        "protocol=http subUrl= socket=\n",
        html("Grafana"),
        {"/api/health": '{\n  "database": "ok",\n  "version": "12.0.2"\n}'},
        redirect="/login",
    ),
    "prometheus-service": Service(
        (9090,),
        'time=%Y-%m-%dT%H:%M:%S.000Z level=INFO source=main.go:1307 msg="Server is ready to receive web requests."\n',
        pages={
            "/-/healthy": "Prometheus Server is Healthy.\n",
            "/-/ready": "Prometheus Server is Ready.\n",
            "/query": html("Prometheus Time Series Collection and Processing Server"),
        },
        redirect="/query",
    ),
    "haproxy-service": Service(
        (80,),
        "[NOTICE]   (1) : New worker (8) forked\n[NOTICE]   (1) : Loading success.\n",
        needs=("/usr/local/etc/haproxy/haproxy.cfg", HAPROXY_REFUSAL),
    ),
    "caddy-service": Service(
        (80,),
        '{"level":"info","ts":"%Y-%m-%dT%H:%M:%SZ","msg":"serving initial configuration"}\n',
        html("Caddy works!"),
        server="Caddy",
    ),
    "traefik-service": Service(
        (80,), "%Y-%m-%dT%H:%M:%SZ INF Starting provider aggregator *aggregator.ProviderAggregator\n"
    ),
    "elasticsearch-service": Service((9200, 9300), page=_elasticsearch, kind=JSON),
    "consul-service": Service(
        (8500, 8600), "==> Consul agent running!\n", html("Consul by HashiCorp"), redirect="/ui/"
    ),
    "vault-service": Service((8200,), "==> Vault server started! Log data will stream in below:\n", redirect="/ui/"),
    "zookeeper-service": Service((2181,)),
    "nats-service": Service((4222, 8222), "[1] %Y/%m/%d %H:%M:%S.000000 [INF] Server is ready\n"),
    "influxdb-service": Service((8086,), pages={"/health": '{"name":"influxdb","status":"pass"}', "/ping": ""}),
    "cassandra-service": Service(
        (9042,), "INFO  [main] %Y-%m-%d %H:%M:%S,000 CassandraDaemon.java:761 - Startup complete\n"
    ),
    "sonarqube-service": Service(
        (9000,), "%Y.%m.%d %H:%M:%S INFO  app[][o.s.a.SchedulerImpl] SonarQube is operational\n", html("SonarQube")
    ),
    "gitea-service": Service(
        (3000, 22),
        "%Y/%m/%d %H:%M:%S cmd/web.go:323:listen() [I] Listen: http://0.0.0.0:3000\n",
        html("Gitea: Git with a cup of tea"),
    ),
    "portainer-service": Service(
        (9000, 9443, 8000), "%Y/%m/%d %H:%M%p INF starting HTTP server | bind_address=:9000\n", html("Portainer")
    ),
    "etcd-service": Service(
        (2379, 2380),
        pages={"/health": '{"health":"true","reason":""}', "/version": '{"etcdserver":"3.5.21","etcdcluster":"3.5.0"}'},
    ),
    "getting-started-service": Service((80,), page=html("Getting Started")),
    "welcome-service": Service((80,), page=html("Welcome to Docker")),
    "hello-nginx-service": Service((80,), page=_hello_nginx, kind="text/plain", server="nginx/1.27.5"),
    "http-echo-service": Service(
        (5678,), "%Y/%m/%d %H:%M:%S [INFO] server is listening on :5678\n", _echo_text, kind=TEXT, listens=_echo_port
    ),
    "hello-app-service": Service(
        (8080,), "%Y/%m/%d %H:%M:%S Server listening on port 8080\n", _hello_app, kind=TEXT, listens=PORT_8080
    ),
    "node-hello-service": Service((8080,), page="Hello Kubernetes!", kind="text/plain"),
    "simple-app-service": Service((8080,), page=_simple_app, kind=TEXT),
    "echoserver-service": Service((8080,), page=_echo_server, kind="text/plain", server="echoserver"),
    "plain-echo-service": Service(
        (8080,), "Echo server listening on port 8080.\n", _plain_echo, kind="text/plain", listens=PORT_8080
    ),
    "json-echo-service": Service(
        (80, 8080), "Listening on ports 8080 for http, and 8443 for https.\n", _echo_json, kind=JSON
    ),
    "httpbin-service": Service(
        (80,),
        pages={
            "/": html("httpbin.org"),
            "/get": _echo_json,
            "/ip": '{"origin": "127.0.0.1"}\n',
            "/headers": _echo_json,
        },
        kind=JSON,
    ),
    "webapp-color-service": Service(
        (8080,),
        " * Serving Flask app 'app'\n * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:8080\n",
        _web_color,
        server="Werkzeug/2.0.3",
    ),
    "hello-kubernetes-service": Service(
        (8080,), "Listening on: http://0.0.0.0:8080\n", _hello_kubernetes, listens=PORT_8080
    ),
    "podinfo-service": Service(
        (9898,),
        pages={
            "/": _podinfo,
            "/healthz": '{"status":"OK"}\n',
            "/readyz": '{"status":"OK"}\n',
            "/version": '{"version":"6.9.0"}\n',
        },
        kind=JSON,
    ),
    "serve-hostname-service": Service((9376,), page=_hostname, kind="text/plain"),
    "training-webapp-service": Service((5000,), page="Hello world!", listens=PortReader("PORT", 5000)),
    "kuard-service": Service(
        (8080,),
        "%Y/%m/%d %H:%M:%S Starting kuard version: v0.10.0\n%Y/%m/%d %H:%M:%S Serving on HTTP on :8080\n",
        html("KUAR Demo"),
        pages={"/healthy": "ok", "/ready": "ok"},
    ),
    "static-site-service": Service(
        (80,),
        page=_static_site,
        server="nginx/1.10.2",
        access='{peer} - - [{now}] "{line}" {status} {size} "-" "-" "-"',
    ),
    "minio-service": Service(
        (9000, 9001),
        "MinIO Object Storage Server\nAPI: http://127.0.0.1:9000\nWebUI: http://127.0.0.1:9001\n",
        pages={"/minio/health/live": "\n"},
        kind="application/xml",
        server="MinIO",
    ),
    "swagger-service": Service((8080,), page=html("Swagger UI"), server="nginx"),
}
