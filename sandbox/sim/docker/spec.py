"""What each docker command takes, read from its own help text.

The texts in ``help/`` are what ``docker COMMAND --help`` of Docker CLI 28.2 prints; usage lines, flags, their types and
their defaults are in them once, and so here. Flags that the help hides are listed in ``HIDDEN``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from sandbox.sim.cli.flags import Flag, FlagSet
from sandbox.sim.docker import values
from sandbox.sim.docker.container.mount_flags import read_mount

FLAG = re.compile(r"^ {2,6}(?:-(\w), )?--([A-Za-z0-9-]+)(?: ([A-Za-z0-9-]+))?(?: {2,}|$)(.*)")
DEFAULT = re.compile(r"\(default ([^()]*)\)\s*$")
KINDS = {"": "bool", "list": "array", "stringArray": "array", "filter": "array", "map": "array", "ulimit": "array",
         "mount": "array", "network": "array", "stringToString": "array", "int": "int", "uint": "uint",
         "uint16": "uint", "uint32": "uint", "duration": "duration", "strings": "strings",
         "scale": "array"}  # fmt: skip
HELP = Flag("help", "bool", shorthand="h")
HIDDEN: dict[str, tuple[Flag, ...]] = {
    "volume create": (Flag("name"),),
    "run": (Flag("net", "array"), Flag("net-alias", "array"), Flag("dns-opt", "array")),
    "create": (Flag("net", "array"), Flag("net-alias", "array"), Flag("dns-opt", "array")),
    "stop": (Flag("time", "int", deprecated="use --timeout instead"),),
    "compose exec": (
        Flag("no-TTY", "bool", default=True),
        Flag("tty", "bool", shorthand="t"),
        Flag("interactive", "bool", shorthand="i", default=True),
    ),
    "compose run": (Flag("tty", "bool", shorthand="t"),),
    "start": (Flag("sig-proxy", "bool", default=True),),
    "restart": (Flag("time", "int", deprecated="use --timeout instead"),),
}
BY_TYPE: dict[str, Callable[[str], Any]] = {
    "bytes": values.read_size, "decimal": values.read_cpus, "filter": values.read_filter,
    "ulimit": values.read_ulimit, "mount": read_mount,
}  # fmt: skip
BY_NAME: dict[str, Callable[[str], Any]] = {
    "env": values.read_env, "label": values.read_label, "add-host": values.read_extra_host, "link": values.read_link,
    "attach": values.read_attach, "memory-swap": values.read_swap, "dns": values.read_ip, "sysctl": values.read_sysctl,
}  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """One command: its words after ``docker``, its help, its flags."""

    path: tuple[str, ...]
    help: str
    usage: str
    """The usage lines, without the word ``Usage:``."""
    flags: FlagSet

    @property
    def name(self) -> str:
        """The command as people type it, such as ``docker volume ls``."""
        return " ".join(("docker", *self.path))


@lru_cache(maxsize=256)
def load(path: tuple[str, ...]) -> Spec | None:
    """Return the command with these words, or None where docker has none."""
    file = resources.files("sandbox.sim.docker") / "help" / ("_".join(("docker", *path)) + ".txt")
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    usage = text.split("\n\n", 1)[0].removeprefix("Usage:  ")
    flags = [_flag(path, *row) for row in _flag_rows(text)]
    given = {flag.name for flag in flags}
    hidden = [flag for flag in HIDDEN.get(_hidden_key(path), ()) if flag.name not in given]
    if "help" not in given:
        shorthand = "" if any(flag.shorthand == "h" for flag in flags) else "h"
        hidden.append(Flag("help", "bool", shorthand=shorthand))
    return Spec(path, text, usage, FlagSet([*flags, *hidden]))


def _hidden_key(path: tuple[str, ...]) -> str:
    """Return what the command's hidden flags are listed under: containers' commands by their last word alone."""
    if len(path) > 1 and path[0] != "container":
        return " ".join(path)
    return path[-1] if path else ""


def _flag_rows(text: str) -> list[tuple[str, str, str, str]]:
    """Return shorthand, name, type and description of each flag; descriptions may go over several lines."""
    rows: list[list[str]] = []
    within = False
    for line in text.splitlines():
        if line in ("Options:", "Global Options:"):
            within = True
        elif not line.strip() or not line.startswith(" "):
            within = within and not line.strip()
        elif within:
            found = FLAG.match(line)
            if found:
                rows.append([found[1] or "", found[2], found[3] or "", found[4].strip()])
            elif rows:
                rows[-1][3] += f" {line.strip()}"
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _flag(path: tuple[str, ...], shorthand: str, name: str, kind: str, description: str) -> Flag:
    reader = BY_TYPE.get(kind) or (BY_NAME.get(name) if kind in ("list", "bytes", "map") else None)
    if name == "label" and path[-1:] not in (("run",), ("create",), ("build",)):
        reader = None
    if name == "memory-swap":
        reader = values.read_swap
    return Flag(
        name, KINDS.get(kind, "string"), _default(KINDS.get(kind, "string"), kind, description), shorthand, read=reader
    )


def _default(kind: str, kind_word: str, description: str) -> Any:
    found = DEFAULT.search(description)
    if kind_word in ("bytes", "decimal"):
        return 0
    if found is None or kind in ("array", "strings"):
        return None
    text = found[1].strip('"')
    if kind == "bool":
        return text == "true"
    if kind in ("int", "uint"):
        return int(text) if text.lstrip("-").isdecimal() else 0
    return text if kind == "string" else None
