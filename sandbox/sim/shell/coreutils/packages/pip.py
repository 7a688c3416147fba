"""pip: Python packages, as builds of images install them.

Models pip 25. Not modelled: the packages' code (no Python runs here), wheels from files, version ranges.
"""

import re

from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.packages.installation import is_online
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = (
    "r/requirement= U/upgrade q/quiet /no-cache-dir /user /disable-pip-version-check /no-deps /trusted-host= "
    "i/index-url= /root-user-action= /break-system-packages y/yes /no-input /default-timeout= /timeout= /pre V/version "
    "/prefer-binary /no-warn-script-location"
)
OTHER = "e/editable= t/target= /prefix= c/constraint= /extra-index-url= f/find-links= /no-index v/verbose"
SITE = "/usr/local/lib/python3/site-packages"
LATEST = """
flask 3.1.0 django 5.2 fastapi 0.115.12 uvicorn 0.34.2 gunicorn 23.0.0 requests 2.32.3 redis 5.2.1 numpy 2.2.5
pandas 2.2.3 scipy 1.15.2 matplotlib 3.10.1 scikit-learn 1.6.1 sqlalchemy 2.0.40 psycopg2 2.9.10 psycopg2-binary
2.9.10 pymysql 1.1.1 mysqlclient 2.2.7 pymongo 4.12.0 celery 5.5.1 jinja2 3.1.6 werkzeug 3.1.3 click 8.1.8
itsdangerous 2.2.0 markupsafe 3.0.2 pytest 8.3.5 black 25.1.0 ruff 0.11.7 mypy 1.15.0 httpx 0.28.1 aiohttp 3.11.18
boto3 1.38.0 pyyaml 6.0.2 kubernetes 32.0.1 docker 7.1.0 prometheus-client 0.21.1 prometheus_client 0.21.1 pydantic
2.11.3 starlette 0.46.2 python-dotenv 1.1.0 flask-cors 5.0.1 flask-sqlalchemy 3.1.1 djangorestframework 3.16.0
tornado 6.4.2 bottle 0.13.3 beautifulsoup4 4.13.4 lxml 5.4.0 pillow 11.2.1 tensorflow 2.19.0 torch 2.7.0 jupyter
1.1.1 notebook 7.4.1 ipython 9.2.0 streamlit 1.45.0 setuptools 80.0.0 wheel 0.45.1 pip 25.1 poetry 2.1.2 virtualenv
20.30.0 ansible 11.5.0 awscli 1.39.0 opencv-python 4.11.0 cryptography 44.0.2 pika 1.3.2 kafka-python 2.1.5
elasticsearch 9.0.0 grpcio 1.71.0 tqdm 4.67.1 mlflow 2.22.0 transformers 4.51.3 openai 1.76.0 waitress 3.0.2 gevent
25.4.1 eventlet 0.39.1 mangum 0.19.0 websockets 15.0 python-multipart 0.0.20 sqlmodel 0.0.24 alembic 1.15.2 hiredis
3.1.0 whitenoise 6.9.0 supervisor 4.2.5 yt-dlp 2025.4.30
"""
NEEDS = {
    "flask": "werkzeug jinja2 itsdangerous click markupsafe", "fastapi": "starlette pydantic", "requests": "",
    "flask-sqlalchemy": "flask sqlalchemy", "flask-cors": "flask", "djangorestframework": "django",
}  # fmt: skip
VERSION = "pip 25.1 from /usr/local/lib/python3/site-packages/pip (python 3.13)"
REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(?:(==|>=|<=|~=|!=|>|<)\s*([^\s;,#]+))?.*")


def _known() -> dict[str, str]:
    words = LATEST.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def run(call: Call) -> int:
    """``pip`` and ``pip3``."""
    options = parse(call, SPEC, OTHER)
    verb, names = (options.operands or [""])[0], options.operands[1:]
    if "V" in options:
        call.line(VERSION)
        return 0
    if verb == "install":
        return _install(call, options, names)
    if verb in ("list", "freeze"):
        return _list(call, verb)
    if verb in ("uninstall", "show", "download", "wheel", "cache", "config", "check", "index", ""):
        raise Failure(f"not modelled in this sandbox: pip {verb}".rstrip())
    call.warn(f'ERROR: unknown command "{verb}"\n')
    return 1


def _requirements(call: Call, options: Options, names: list[str]) -> list[tuple[str, str, str]]:
    """Return name, sign and version of each requirement. Raises Failure."""
    lines = list(names)
    for path in options.all("r"):
        if not call.files.exists(path):
            call.warn(f"ERROR: Could not open requirements file: [Errno 2] No such file or directory: '{path}'\n")
            raise Failure("", 1)
        lines += call.files.read_text(path).splitlines()
    found = []
    for line in (re.sub(r"(^|\s)#.*", "", line).strip() for line in lines):
        if not line:
            continue
        match = REQUIREMENT.fullmatch(line)
        if match is None:
            raise Failure(f"not modelled in this sandbox: the requirement {line}")
        found.append((match[1], match[2] or "", match[3] or ""))
    return found


def _install(call: Call, options: Options, names: list[str]) -> int:
    wanted = _requirements(call, options, names)
    if not wanted:
        call.warn('ERROR: You must give at least one requirement to install (see "pip help install")\n')
        return 1
    known = _known()
    for name, sign, version in wanted:
        if name.lower() not in known or not is_online(call):
            shown = f"{name}{sign}{version}"
            call.warn(f"ERROR: Could not find a version that satisfies the requirement {shown} (from versions: none)\n")
            call.warn(f"ERROR: No matching distribution found for {shown}\n")
            if is_online(call):
                call.error(f"not modelled in this sandbox: package {name}")
            return 1
    added = {name.lower(): version if sign == "==" else known[name.lower()] for name, sign, version in wanted}
    for name in list(added):
        for need in NEEDS.get(name, "").split():
            added.setdefault(need, known[need])
    _carry_out(call, options, added, {name.lower(): f"{name}{sign}{version}" for name, sign, version in wanted})
    return 0


def _carry_out(call: Call, options: Options, added: dict[str, str], asked: dict[str, str]) -> None:
    here = {
        name: version for name, version in added.items() if call.files.exists(f"{SITE}/{_directory(name, version)}")
    }
    fresh = {name: version for name, version in added.items() if name not in here}
    quiet = "q" in options
    if not quiet:
        for name in here:
            call.line(f"Requirement already satisfied: {name} in {SITE} ({added[name]})")
        for name, version in fresh.items():
            call.line(f"Collecting {asked.get(name, name)}")
            call.line(f"  Downloading {name.replace('-', '_')}-{version}-py3-none-any.whl (102 kB)")
    call.files.mkdir(SITE, parents=True)
    for name, version in fresh.items():
        directory = f"{SITE}/{_directory(name, version)}"
        call.files.mkdir(directory)
        call.files.write(f"{directory}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    if fresh and not quiet:
        call.line(f"Installing collected packages: {', '.join(fresh)}")
        shown = " ".join(f"{name}-{version}" for name, version in sorted(fresh.items()))
        call.line(f"Successfully installed {shown}")
    if fresh and call.process.uid == 0 and "root-user-action" not in options:
        call.warn(
            "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with "
            "the system package manager, possibly rendering your system unusable. It is recommended to use a virtual "
            "environment instead: https://pip.pypa.io/warnings/venv.\n"
        )


def _directory(name: str, version: str) -> str:
    return f"{name.replace('-', '_')}-{version}.dist-info"


def _list(call: Call, verb: str) -> int:
    names = call.files.listdir(SITE) if call.files.kind(SITE) == "dir" else []
    rows = [name.removesuffix(".dist-info").partition("-")[::2] for name in names if name.endswith(".dist-info")]
    if verb == "list":
        call.line("Package            Version\n------------------ ---------")
    for name, version in rows:
        call.line(f"{name:<18} {version}" if verb == "list" else f"{name}=={version}")
    return 0
