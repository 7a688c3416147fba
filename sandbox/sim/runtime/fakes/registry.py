"""The list of fake programs, by the name that an image's files give them."""

from collections.abc import Mapping

from sandbox.sim.runtime.fakes import databases, webservers
from sandbox.sim.runtime.fakes.apache import Apache
from sandbox.sim.runtime.fakes.busybox import Busybox
from sandbox.sim.runtime.fakes.busybox_httpd import BusyboxHttpd
from sandbox.sim.runtime.fakes.components import COMPONENTS
from sandbox.sim.runtime.fakes.database_clients import DatabaseClient
from sandbox.sim.runtime.fakes.database_probes import MysqlAdmin, PgIsReady
from sandbox.sim.runtime.fakes.image_registry import ImageRegistry
from sandbox.sim.runtime.fakes.languages import LANGUAGES
from sandbox.sim.runtime.fakes.loads import PhpApache, Stress
from sandbox.sim.runtime.fakes.network_tools import Ip, Mount
from sandbox.sim.runtime.fakes.nginx import Nginx
from sandbox.sim.runtime.fakes.pages import PHP_PAGES, PhpFpm
from sandbox.sim.runtime.fakes.redis import RedisServer
from sandbox.sim.runtime.fakes.redis_cli import RedisCli
from sandbox.sim.runtime.fakes.service_table import SERVICES
from sandbox.sim.runtime.fakes.small import Handover, Hello, Pause, Whoami
from sandbox.sim.runtime.process import Program

FAKES: Mapping[str, Program] = {
    "busybox": Busybox(),
    "busybox-httpd": BusyboxHttpd(),
    "container-ip": Ip(),
    "container-mount": Mount(),
    "nginx": Nginx(),
    "hello": Hello(),
    "pause": Pause(),
    "whoami-server": Whoami(),
    "exec-entrypoint": Handover(),
    "php-pages": PHP_PAGES,
    "php-fpm": PhpFpm(),
    "image-registry": ImageRegistry(),
    "redis-server": RedisServer(),
    "redis-cli": RedisCli(),
    "mysql-entrypoint": databases.MysqlEntrypoint(),
    "mariadb-entrypoint": databases.MariadbEntrypoint(),
    "mysqld": databases.MYSQLD,
    "postgres-entrypoint": databases.PostgresEntrypoint(),
    "postgres": databases.POSTGRES,
    "database-client": DatabaseClient(),
    "pg-isready": PgIsReady(),
    "mysql-admin": MysqlAdmin(),
    "mongod": databases.MONGOD,
    "apache-server": Apache(),
    "httpd": webservers.HTTPD,
    "catalina": webservers.CATALINA,
    "php-apache": PhpApache(),
    "stress-load": Stress(),
    **COMPONENTS,
    **LANGUAGES,
    **SERVICES,
}
