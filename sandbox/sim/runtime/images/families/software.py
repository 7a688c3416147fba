"""Servers that tutorials start beside their own images, one row each.

Models each image's ports, environment, entrypoint, command and user. Not modelled: their files but for the program.
"""

from dataclasses import dataclass
from functools import partial

from sandbox.sim.runtime.images.families.languages import build
from sandbox.sim.runtime.images.image import PATH, CatalogueImage, Layer

DAY = "2025-06-10T12:00:00Z"


@dataclass(frozen=True, slots=True)
class Row:
    """One image: its names and its main program. ``ports`` is in EXPOSE's form."""

    repository: str
    tags: str
    program: str
    ports: str = ""
    path: str = "/usr/local/bin/docker-server"
    command: tuple[str, ...] = ()
    """The command; the path alone where it is empty."""
    entrypoint: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    user: str = ""
    workdir: str = ""
    is_alpine: bool = False
    megabytes: int = 200
    description: str = ""
    stars: int = 100
    official: bool = False


def make_image(row: Row) -> CatalogueImage:
    """Return the image of a row."""
    tags = tuple(row.tags.split())
    alone = not row.command and not row.entrypoint
    return CatalogueImage(
        repository=row.repository,
        tags=tags,
        created=DAY,
        layers=(
            Layer("ADD rootfs.tar.xz / # buildkit", key="alpine-3.22.1" if row.is_alpine else "debian-12-slim",
                  size=8_314_880 if row.is_alpine else 74_800_000),
            Layer(f"RUN /bin/sh -c install {row.repository} # buildkit", key=f"{row.repository}-{tags[0]}",
                  size=row.megabytes * 1_000_000, comment="buildkit.dockerfile.v0"),
        ),
        build=partial(build, programs=((row.path, row.program),), is_alpine=row.is_alpine, workdir=row.workdir),
        env=(PATH, *row.env),
        entrypoint=row.entrypoint,
        cmd=(row.path.rpartition("/")[2],) if alone else row.command,
        ports=tuple(row.ports.split()),
        volumes=row.volumes,
        user=row.user,
        workdir=row.workdir,
        description=row.description,
        stars=row.stars,
        official=row.official,
    )  # fmt: skip


SERVERS = (
    Row(
        "memcached",
        "1.6.38 1.6 1 latest alpine 1.6-alpine 1-alpine",
        "memcached-service",
        "11211/tcp",
        "/usr/local/bin/memcached",
        user="11211",
        is_alpine=True,
        megabytes=3,
        official=True,
        stars=2300,
        description="Free & open source, high-performance, distributed memory object caching system.",
    ),
    Row(
        "rabbitmq",
        "4.1.1 4.1 4 latest 3 3.13 alpine 4-alpine 3-alpine",
        "rabbitmq-service",
        "4369/tcp 5671/tcp 5672/tcp 25672/tcp",
        "/opt/rabbitmq/sbin/rabbitmq-server",
        command=("/opt/rabbitmq/sbin/rabbitmq-server",),
        volumes=("/var/lib/rabbitmq",),
        env=("RABBITMQ_VERSION=4.1.1",),
        official=True,
        stars=5200,
        description="RabbitMQ is an open source multi-protocol messaging broker.",
    ),
    Row(
        "rabbitmq",
        "management 4-management 3-management 3.13-management management-alpine 3-management-alpine",
        "rabbitmq-service",
        "4369/tcp 5671/tcp 5672/tcp 15671/tcp 15672/tcp 25672/tcp",
        "/opt/rabbitmq/sbin/rabbitmq-server",
        command=("/opt/rabbitmq/sbin/rabbitmq-server",),
        volumes=("/var/lib/rabbitmq",),
        env=("RABBITMQ_VERSION=4.1.1",),
        official=True,
        stars=5200,
    ),
    Row(
        "adminer",
        "5.3.0 5 latest 4 4.8.1 standalone 4-standalone",
        "adminer-service",
        "8080/tcp",
        "/usr/local/bin/php",
        command=("php", "-S", "[::]:8080", "-t", "/var/www/html"),
        workdir="/var/www/html",
        is_alpine=True,
        megabytes=110,
        official=True,
        stars=980,
        description="Database management in a single PHP file.",
    ),
    Row(
        "phpmyadmin",
        "5.2.2 5.2 5 latest apache",
        "phpmyadmin-service",
        "80/tcp",
        "/usr/local/bin/apache2-foreground",
        official=True,
        stars=1100,
        workdir="/var/www/html",
        description="phpMyAdmin - A web interface for MySQL and MariaDB.",
    ),
    Row(
        "phpmyadmin/phpmyadmin",
        "latest 5 5.2 5.2.2",
        "phpmyadmin-service",
        "80/tcp",
        "/usr/local/bin/apache2-foreground",
        workdir="/var/www/html",
    ),
    Row(
        "wordpress",
        "6.8.1 6.8 6 latest php8.2 php8.2-apache 6-apache apache 5 5.9 4.8-apache 6.2.1-apache",
        "wordpress-service",
        "80/tcp",
        "/usr/local/bin/apache2-foreground",
        volumes=("/var/www/html",),
        workdir="/var/www/html",
        official=True,
        stars=6000,
        megabytes=600,
        description="The WordPress rich content management system can utilize plugins, widgets, and themes.",
    ),
    Row(
        "nextcloud",
        "31 latest apache 30 29",
        "nextcloud-service",
        "80/tcp",
        "/usr/local/bin/apache2-foreground",
        volumes=("/var/www/html",),
        workdir="/var/www/html",
        official=True,
        stars=4300,
        megabytes=1000,
        description="A safe home for all your data",
    ),
    Row(
        "ghost",
        "5.125 5 latest alpine 5-alpine 4",
        "ghost-service",
        "2368/tcp",
        "/usr/local/bin/ghost-server",
        volumes=("/var/lib/ghost/content",),
        workdir="/var/lib/ghost",
        env=("NODE_ENV=production",),
        official=True,
        stars=1800,
        description="Publish by web and email newsletter.",
    ),
    Row(
        "jenkins/jenkins",
        "lts latest lts-jdk17 lts-jdk21 jdk17 jdk21 2.504.3 alpine",
        "jenkins-service",
        "8080/tcp 50000/tcp",
        "/usr/local/bin/jenkins.sh",
        volumes=("/var/jenkins_home",),
        env=("JENKINS_HOME=/var/jenkins_home",),
        megabytes=480,
        stars=4400,
        user="1000",
        description="The leading open source automation server",
    ),
    Row(
        "grafana/grafana",
        "12.0.2 12.0.0 latest 11.6.0 10.4.0 9.5.0 main",
        "grafana-service",
        "3000/tcp",
        "/run.sh",
        entrypoint=("/run.sh",),
        workdir="/usr/share/grafana",
        user="472",
        is_alpine=True,
        megabytes=600,
        stars=3400,
        description="The official Grafana docker container",
    ),
    Row(
        "prom/prometheus",
        "v3.4.1 latest v3.4.0 v2.53.0 v2.45.0 v2.37.0 main",
        "prometheus-service",
        "9090/tcp",
        "/bin/prometheus",
        entrypoint=("/bin/prometheus",),
        command=("--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"),
        volumes=("/prometheus",),
        user="65534",
        workdir="/prometheus",
        is_alpine=True,
        megabytes=290,
        stars=2000,
    ),
    Row(
        "haproxy",
        "3.2.1 3.2 3 latest lts alpine 2.8 2.9 3.0 lts-alpine",
        "haproxy-service",
        "",
        "/usr/local/sbin/haproxy",
        command=("haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"),
        user="99",
        official=True,
        stars=2000,
        megabytes=30,
        description="HAProxy - The Reliable, High Performance TCP/HTTP Load Balancer",
    ),
    Row(
        "caddy",
        "2.10.0 2.10 2 latest alpine 2-alpine",
        "caddy-service",
        "80/tcp 443/tcp 443/udp 2019/tcp",
        "/usr/bin/caddy",
        command=("caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"),
        workdir="/srv",
        is_alpine=True,
        megabytes=42,
        official=True,
        stars=1200,
        description="Caddy 2 is a powerful, enterprise-ready, open source web server with automatic HTTPS.",
    ),
    Row(
        "traefik",
        "v3.4.3 v3.4 v3 latest 3.4 v2.11 v2.10 2.11 v3.0 v3.1 v3.2 v3.3",
        "traefik-service",
        "80/tcp",
        "/usr/local/bin/traefik",
        command=("traefik",),
        is_alpine=True,
        megabytes=215,
        official=True,
        stars=3500,
        description="Traefik, The Cloud Native Edge Router",
    ),
    Row(
        "elasticsearch",
        "8.17.0 8.13.0 7.17.0 7.17.28 8.18.2 9.0.2",
        "elasticsearch-service",
        "9200/tcp 9300/tcp",
        "/usr/share/elasticsearch/bin/elasticsearch",
        command=("/usr/share/elasticsearch/bin/elasticsearch",),
        user="1000",
        official=True,
        stars=6500,
        megabytes=1200,
        description="Elasticsearch is an open source search and analytics engine that makes data easy to explore.",
    ),
    Row(
        "hashicorp/consul",
        "1.21.2 1.21 latest 1.20",
        "consul-service",
        "8300/tcp 8500/tcp 8600/tcp 8600/udp",
        "/usr/local/bin/consul",
        command=("consul", "agent", "-dev"),
        is_alpine=True,
    ),
    Row(
        "hashicorp/vault",
        "1.19.5 1.19 latest 1.18",
        "vault-service",
        "8200/tcp",
        "/usr/local/bin/vault",
        command=("vault", "server", "-dev"),
        is_alpine=True,
    ),
    Row(
        "zookeeper",
        "3.9.3 3.9 latest 3.8",
        "zookeeper-service",
        "2181/tcp 2888/tcp 3888/tcp 8080/tcp",
        "/usr/local/bin/zkServer.sh",
        command=("zkServer.sh", "start-foreground"),
        official=True,
        stars=1500,
    ),
    Row(
        "nats",
        "2.11.4 2.11 2 latest alpine 2-alpine",
        "nats-service",
        "4222/tcp 6222/tcp 8222/tcp",
        "/nats-server",
        command=("/nats-server",),
        official=True,
        is_alpine=True,
        megabytes=12,
        stars=620,
    ),
    Row(
        "influxdb",
        "2.7.12 2.7 2 latest 1.8 alpine 2.7-alpine",
        "influxdb-service",
        "8086/tcp",
        "/usr/local/bin/influxd",
        volumes=("/var/lib/influxdb2",),
        official=True,
        stars=2000,
    ),
    Row(
        "cassandra",
        "5.0.4 5.0 5 latest 4.1 4 3.11",
        "cassandra-service",
        "7000/tcp 9042/tcp",
        "/usr/local/bin/cassandra",
        command=("cassandra", "-f"),
        volumes=("/var/lib/cassandra",),
        official=True,
        stars=1500,
        megabytes=300,
    ),
    Row(
        "sonarqube",
        "community latest lts lts-community 10.7-community 9.9-community",
        "sonarqube-service",
        "9000/tcp",
        "/opt/sonarqube/docker/entrypoint.sh",
        entrypoint=("/opt/sonarqube/docker/entrypoint.sh",),
        user="1000",
        official=True,
        stars=2200,
        megabytes=900,
    ),
    Row(
        "gitea/gitea",
        "1.24.2 1.24 1 latest",
        "gitea-service",
        "22/tcp 3000/tcp",
        "/usr/bin/entrypoint",
        entrypoint=("/usr/bin/entrypoint",),
        volumes=("/data",),
        is_alpine=True,
    ),
    Row(
        "portainer/portainer-ce",
        "latest 2.27.8 lts sts alpine 2.21.0",
        "portainer-service",
        "8000/tcp 9000/tcp 9443/tcp",
        "/portainer",
        entrypoint=("/portainer",),
        volumes=("/data",),
        is_alpine=True,
        stars=2400,
    ),
    Row(
        "quay.io/coreos/etcd",
        "v3.5.21 v3.5.0 v3.6.1 latest",
        "etcd-service",
        "2379/tcp 2380/tcp",
        "/usr/local/bin/etcd",
        command=("/usr/local/bin/etcd",),
        is_alpine=True,
    ),
)
IMAGES = tuple(make_image(row) for row in SERVERS)
