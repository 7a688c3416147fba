"""What an installed package leaves behind: its programs' files, and a line in the family's list.

Models dpkg's, apk's and rpm's databases as lists of names and versions. Not modelled: packages that an image came with.
"""

from sandbox.sim.runtime.executables import binary
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.shell.coreutils.packages.catalogue import Package
from sandbox.sim.shell.coreutils.tool import Call

LISTS = {"deb": "/var/lib/dpkg/status", "apk": "/lib/apk/db/installed", "rpm": "/var/lib/rpm/packages"}
FIELDS = {"deb": ("Package: ", "Version: "), "apk": ("P:", "V:"), "rpm": ("Name: ", "Version: ")}
OTHER_PROGRAMS = {"vim": "vi", "nano": "vi", "pip3": "pip", "dc": "bc"}
"""Programs that another name's program stands for."""
NGINX_FILES = {
    "/etc/nginx/nginx.conf": """\
user www-data;
worker_processes auto;
pid /run/nginx.pid;
events {
	worker_connections 768;
}
http {
	include /etc/nginx/mime.types;
	default_type application/octet-stream;
	access_log /var/log/nginx/access.log;
	include /etc/nginx/conf.d/*.conf;
}
""",
    "/etc/nginx/mime.types": "types {\n    text/html html htm;\n    text/css css;\n}\n",
    "/etc/nginx/conf.d/default.conf": """\
server {
	listen 80 default_server;
	root /var/www/html;
	index index.html index.htm index.nginx-debian.html;
	server_name _;
}
""",
    "/var/www/html/index.html": """\
<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>
</body>
</html>
""",
}


APACHE_FILES = {
    "/etc/apache2/apache2.conf": 'ServerRoot "/etc/apache2"\nIncludeOptional sites-enabled/*.conf\n',
    "/var/www/html/index.html": "<html><body><h1>Apache2 Default Page</h1><p>It works!</p></body></html>\n",
}
FILES = {"nginx": NGINX_FILES, "apache2": APACHE_FILES, "httpd": APACHE_FILES}
"""By package."""
INTERPRETERS = {
    name: f"{language}-interpreter"
    for language, names in {
        "python": ("python3", "python"), "node": ("node",), "go": ("go",), "java": ("java",), "perl": ("perl",),
        "php": ("php",), "ruby": ("ruby",),
    }.items()
    for name in names
}  # fmt: skip
"""What images of these languages run in place of the real programs."""
APACHE = dict.fromkeys(("apache2", "apache2ctl", "apachectl", "httpd"), "apache-server")


def is_online(call: Call) -> bool:
    """Say whether a repository could be reached from here: some card has a way out."""
    network = call.table.network
    space = call.table.namespaces[call.process.namespaces].network
    if network is None or space == HOST:
        return True
    return any(card.gateway for card in network.interfaces.get(space, []))


def installed(call: Call, family: str) -> dict[str, str]:
    """Return names and versions of what was installed here."""
    path = LISTS[family]
    if not call.files.exists(path):
        return {}
    name_field, version_field = FIELDS[family]
    found, name = {}, ""
    for line in call.files.read_text(path).splitlines():
        if line.startswith(name_field):
            name = line.removeprefix(name_field)
        elif line.startswith(version_field):
            found[name] = line.removeprefix(version_field)
    return found


def _write_list(call: Call, family: str, rows: dict[str, str]) -> None:
    name_field, version_field = FIELDS[family]
    ending = "Status: install ok installed\n\n" if family == "deb" else "\n"
    text = "".join(f"{name_field}{name}\n{version_field}{version}\n{ending}" for name, version in rows.items())
    call.files.mkdir(LISTS[family].rpartition("/")[0], parents=True)
    call.files.write(LISTS[family], text)


def install(call: Call, family: str, packages: list[Package]) -> None:
    """Write the programs of packages and note them as installed. Raises KernelError where that is not allowed."""
    rows = installed(call, family)
    for package in packages:
        for program in package.programs:
            directory = _directory(package.name, program)
            call.files.mkdir(directory, parents=True)
            path = f"{directory}/{program}"
            if not call.files.exists(path):
                call.files.write(path, binary(_program(call, program)))
                call.files.chmod(path, 0o755)
        _write_files(call, FILES.get(package.name, {}))
        rows[package.name] = package.version
    _write_list(call, family, rows)


def _directory(package: str, program: str) -> str:
    return "/usr/sbin" if program == package == "nginx" or program in (*APACHE, "sshd", "cron") else "/usr/bin"


def _program(call: Call, name: str) -> str:
    stand_in = {**APACHE, **INTERPRETERS}.get(name, "")
    if stand_in in call.table.programs:
        return stand_in
    return name if name in call.table.programs else OTHER_PROGRAMS.get(name, name)


def _write_files(call: Call, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        call.files.mkdir(path.rpartition("/")[0], parents=True)
        if not call.files.exists(path):
            call.files.write(path, text)


def remove(call: Call, family: str, packages: list[Package]) -> None:
    """Take the programs of packages away."""
    rows = installed(call, family)
    for package in packages:
        rows.pop(package.name, None)
        for program in package.programs:
            path = f"{_directory(package.name, program)}/{program}"
            if call.files.exists(path):
                call.files.unlink(path)
    _write_list(call, family, rows)


def unknown(call: Call, family: str, names: list[str]) -> None:
    """Say behind the real words that a package may exist and is not here."""
    del family
    for name in names:
        call.warn(f"{call.name}: not modelled in this sandbox: package {name}\n")
