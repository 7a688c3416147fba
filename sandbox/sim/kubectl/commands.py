"""The tree of commands with their help texts and flags.

The texts under ``help/`` are what kubectl 1.36 prints for ``--help``; flags, aliases and sub-commands are read from
them, so that a flag that kubectl has and a verb here does not know can be told from one that does not exist.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sandbox.sim.cli.flags import Flag, FlagSet

_OPTION = re.compile(r"^    (?:-(\w), )?--([\w-]+)=?(.*):$")
_ARRAYS = frozenset(
    ("from-literal", "rule", "annotation", "audience", "group", "user", "serviceaccount", "as-group", "env")
)
_WITHOUT_VALUE = {
    "dry-run": "unchanged",
    "cascade": "background",
    "validate": "strict",
    "insecure-skip-tls-verify": "true",
}
_STRINGS = frozenset(("vmodule", "aggregation-rule"))
_RECORDING = frozenset(
    (
        "annotate", "apply", "apply edit-last-applied", "autoscale", "create", "edit", "expose", "label", "patch",
        "run",
        "scale", "set image", "set resources", "set selector", "set serviceaccount",
    )
)  # fmt: skip
_RECORD = Flag("record", "bool", deprecated="--record will be removed in the future")
_CPU_PERCENT = Flag(
    "cpu-percent",
    "int32",
    -1,
    deprecated="Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' "
    "for milliCPU).",
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: ``path`` is ``create secret generic``, empty for kubectl itself."""

    path: str
    help: str
    aliases: tuple[str, ...]
    children: tuple[str, ...]
    flags: FlagSet

    @property
    def full_path(self) -> str:
        """``kubectl create secret generic``."""
        return f"kubectl {self.path}".rstrip()


def _text(name: str) -> str:
    return files("sandbox.sim.kubectl").joinpath("help", f"{name}.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def global_options() -> str:
    """Return what ``kubectl options`` prints."""
    return _text("options")


@lru_cache(maxsize=1)
def global_flags() -> tuple[Flag, ...]:
    """Return the flags that every command takes."""
    return tuple(_read_flags(global_options()))


def _read_flags(text: str) -> list[Flag]:
    return [_read_flag(*match.groups()) for line in text.splitlines() if (match := _OPTION.match(line))]


def _read_flag(short: str | None, name: str, default: str) -> Flag:
    kind, value = _kind(name, default)
    return Flag(name, kind, value, short or "", None if kind == "bool" else _WITHOUT_VALUE.get(name))


def _kind(name: str, default: str) -> tuple[str, object]:
    if default.startswith("["):
        inner = default[1:-1]
        return ("array" if name in _ARRAYS else "strings"), (inner.split(",") if inner else [])
    if default.startswith("'") or name in _STRINGS:
        return "string", default.strip("'")
    if default in ("true", "false"):
        return "bool", default == "true"
    if default.lstrip("-").isdigit():
        return "int32" if name in ("replicas", "max", "min", "port") else "int", int(default)
    return "duration", _seconds(default)


def _seconds(text: str) -> int:
    minutes, _, seconds = text.rstrip("s").rpartition("m")
    return (int(minutes or 0) * 60 + int(seconds or 0)) * 10**9


def _section(text: str, title: str) -> list[str]:
    found = re.search(rf"^{title}\n((?:.+\n)+)", text, re.MULTILINE)
    return found.group(1).splitlines() if found else []


@lru_cache(maxsize=256)
def command(path: str) -> Command | None:
    """Return a command by its path, or None."""
    try:
        text = global_options() if path == "options" else _text("_".join(["kubectl", *path.split()]))
    except FileNotFoundError:
        return None
    options = text.partition("\nOptions:\n")[2].partition("\nUsage:\n")[0]
    own = [] if path == "options" else _read_flags(options)
    hidden = [_RECORD] if path in _RECORDING else []
    hidden += [_CPU_PERCENT] if path == "autoscale" else []
    names = {flag.name for flag in own}
    inherited = [flag for flag in global_flags() if flag.name not in names]
    aliases = tuple(", ".join(_section(text, "Aliases:")).split(", "))
    return Command(path, text, aliases[1:], tuple(_children(text)), FlagSet([*own, *hidden, *inherited]))


def _children(text: str) -> list[str]:
    body = text.partition("\nUsage:\n")[0]
    blocks = re.findall(r"^[A-Z][^\n]* ?(?:Commands[^\n]*|plugins):\n((?:  \S.*\n)*)", body, re.MULTILINE)
    return [line.split()[0] for block in blocks for line in block.splitlines()]


def child(parent: Command, word: str) -> Command | None:
    """Return the sub-command that a word names, by name or alias."""
    path = f"{parent.path} {word}".strip()
    if word in parent.children or (not parent.path and word == "options"):
        return command(path)
    for name in parent.children:
        found = command(f"{parent.path} {name}".strip())
        if found is not None and word in found.aliases:
            return found
    return None


def find(argv: list[str]) -> tuple[Command, list[str]]:
    """Return the command that a line names and the line without the command's words, as cobra's Find does."""
    current = command("")
    if current is None:
        raise LookupError("the help texts are missing")
    rest = list(argv)
    while True:
        at = _first_word(current, rest)
        found = child(current, rest[at]) if at is not None else None
        if found is None or at is None:
            return current, rest
        current, rest = found, rest[:at] + rest[at + 1 :]


def _first_word(owner: Command, argv: list[str]) -> int | None:
    at = 0
    while at < len(argv):
        word = argv[at]
        if word == "--":
            return None
        if word.startswith("-") and len(word) > 1:
            at += 2 if _takes_next(owner, word) else 1
        else:
            return at
    return None


def _takes_next(owner: Command, word: str) -> bool:
    if "=" in word:
        return False
    if word.startswith("--"):
        flag = owner.flags.flags.get(word[2:])
        return flag is None or flag.optional is None
    if len(word) > 2:  # noqa: PLR2004  (a value or further flags follow in the same word)
        return False
    short = next((flag for flag in owner.flags.flags.values() if flag.shorthand == word[1]), None)
    return short is None or short.optional is None
