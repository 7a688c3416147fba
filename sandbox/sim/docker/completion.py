"""Which words fit behind ``docker``.

Models cli/command/completion of docker/cli v28.2: commands, flags, values of flags, names of objects. Not modelled:
columns in ``--format``.
"""

import re
from collections.abc import Callable

from sandbox.sim.cli import completion
from sandbox.sim.cli.completion import Word, Words, fitting, named
from sandbox.sim.docker import routes
from sandbox.sim.docker.spec import Spec, load
from sandbox.sim.engine.engine import Engine
from sandbox.sim.runtime.images import catalogue

SECTION = re.compile(r"^[A-Z][\w ]*Commands:\n((?:  \S.*\n)+)|^Commands:\n((?:  \S.*\n)+)", re.MULTILINE)
ROW = re.compile(r"^  ([a-z][\w-]*)\*? +(.*)$", re.MULTILINE)
RUNNING, STOPPED, PAUSED, ALL = ("running",), ("exited", "created", "dead"), ("paused",), ()
OF_CONTAINERS: dict[str, tuple[str, ...]] = {
    "attach": RUNNING, "commit": ALL, "diff": ALL, "exec": RUNNING, "export": ALL, "inspect": ALL, "kill": RUNNING,
    "logs": ALL, "pause": RUNNING, "port": RUNNING, "rename": ALL, "restart": ALL, "rm": ALL, "start": STOPPED,
    "stats": RUNNING, "stop": RUNNING, "top": RUNNING, "unpause": PAUSED, "update": ALL, "wait": RUNNING,
}  # fmt: skip
ONE_NAME = frozenset({"attach", "commit", "diff", "exec", "export", "logs", "port", "rename", "top"})
VALUES: dict[str, str] = {
    "restart": "no always unless-stopped on-failure", "pull": "always missing never",
    "progress": "auto plain tty quiet",
    "log-driver": "json-file none local", "format": "json table", "type": "container image network volume",
    "driver": "bridge host none local", "attach": "stdin stdout stderr",
}  # fmt: skip
OF_SERVICES = frozenset(
    "attach build create events exec images kill logs pause port ps pull push restart rm run scale start stop top "
    "unpause up wait watch".split()
)
SERVICE = "com.docker.compose.service"
MAX_PULLED = 60


def complete(engine: Engine, words: list[str], start: str) -> Words:
    """Return what may follow the words behind ``docker`` and begins with ``start``; None for names of files."""
    path, rest = _path(words)
    spec = load(path)
    if spec is None:
        return []
    flag = completion.open_flag(spec.flags, rest)
    if flag is not None:
        return _value(engine, path, flag.name, start)
    if start.startswith("--") and "=" in start:
        name, _, given = start[2:].partition("=")
        found = _value(engine, path, name, given)
        return None if found is None else [Word(f"--{name}={row.text}", row.note, row.final) for row in found]
    args = completion.arguments(spec.flags, rest)
    takes_all = path[-1:] in (("run",), ("create",), ("exec",)) and args
    if start.startswith("-") and not takes_all:
        return completion.flag_words(spec.flags, start)
    children = _children(spec)
    if children and not args:
        return fitting(children, start)
    return _argument(engine, routes.canonical(path), args, start)


def _path(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the command that the words name and what comes after it."""
    path: tuple[str, ...] = ()
    rest = list(words)
    while rest and not rest[0].startswith("-") and load((*path, rest[0])) is not None:
        path = (*path, rest.pop(0))
    return path, rest


def _children(spec: Spec) -> list[Word]:
    blocks = [first or second for first, second in SECTION.findall(spec.help)]
    return [Word(name, note) for block in blocks for name, note in ROW.findall(block)]


def _value(engine: Engine, path: tuple[str, ...], flag: str, start: str) -> Words:
    if flag in ("network", "net"):
        return fitting(_networks(engine), start)
    if flag in ("volumes-from", "link"):
        return fitting(_containers(engine, ALL), start)
    if flag == "volume" and "/" not in start[:1]:
        return fitting([Word(f"{row.text}:", row.note, final=False) for row in _volumes(engine)], start)
    if flag in VALUES:
        return fitting(named(VALUES[flag].split()), start)
    if flag in ("env-file", "file", "output", "volume", "cidfile", "iidfile", "label-file", "project-directory"):
        return None
    del path
    return []


def _argument(engine: Engine, path: tuple[str, ...], args: list[str], start: str) -> Words:
    noun, verb = (path[0], path[-1]) if path else ("", "")
    handlers: dict[str, Callable[[], Words]] = {
        "container": lambda: _of_container(engine, verb, args, start),
        "image": lambda: _of_image(engine, verb, args, start),
        "volume": lambda: fitting(_volumes(engine), start) if verb in ("rm", "inspect") else [],
        "network": lambda: _of_network(engine, verb, args, start),
        "inspect": lambda: fitting(
            [*_containers(engine, ALL), *_images(engine), *_networks(engine), *_volumes(engine)], start
        ),
        "compose": lambda: fitting(_services(engine), start) if verb in OF_SERVICES else [],
        "context": lambda: fitting(named(("default",)), start),
    }
    return _without(args, handlers[noun]()) if noun in handlers else []


def _without(args: list[str], words: Words) -> Words:
    return None if words is None else [word for word in words if word.text not in args]


def _of_container(engine: Engine, verb: str, args: list[str], start: str) -> Words:
    if verb in ("run", "create"):
        return fitting([*_images(engine), *_catalogue()], start) if not args else None
    if verb == "cp":
        return fitting([Word(f"{row.text}:", row.note, final=False) for row in _containers(engine, ALL)], start) or None
    if verb not in OF_CONTAINERS or (verb in ONE_NAME and args):
        return None if verb == "exec" else fitting(_images(engine), start) if verb == "commit" else []
    return fitting(_containers(engine, OF_CONTAINERS[verb]), start)


def _of_image(engine: Engine, verb: str, args: list[str], start: str) -> Words:
    if verb in ("build", "load", "import"):
        return None
    if verb == "pull":
        return fitting([*_images(engine), *_catalogue()], start)
    if verb in ("rm", "push", "save", "history", "inspect", "tag", "ls") and not (verb in ("history", "push") and args):
        return fitting(_images(engine), start)
    return []


def _of_network(engine: Engine, verb: str, args: list[str], start: str) -> Words:
    if verb in ("connect", "disconnect") and args:
        return fitting(_containers(engine, ALL), start) if len(args) == 1 else []
    return fitting(_networks(engine), start) if verb in ("connect", "disconnect", "rm", "inspect") else []


def _containers(engine: Engine, states: tuple[str, ...]) -> list[Word]:
    rows = [row for row in engine.containers if not states or row.status in states]
    return [Word(row.name.lstrip("/"), row.status) for row in rows]


def _images(engine: Engine) -> list[Word]:
    names = [name.removesuffix(":latest") for name in engine.images.tags]
    return [Word(name, "image") for name in names]


def _catalogue() -> list[Word]:
    """Return the images that can be pulled."""
    return [Word(entry.repository, "to be pulled") for entry in catalogue.search("")[:MAX_PULLED]]


def _services(engine: Engine) -> list[Word]:
    """Return the services of which there are containers."""
    labels = [row.config.get("Labels") or {} for row in engine.containers]
    return named((str(row[SERVICE]) for row in labels if SERVICE in row), "service")


def _networks(engine: Engine) -> list[Word]:
    return [Word(row.name, row.driver) for row in engine.networks.networks.values()]


def _volumes(engine: Engine) -> list[Word]:
    return named(engine.volumes.volumes, "volume")
