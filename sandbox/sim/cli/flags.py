"""Command-line flags as Go programs take them.

Models github.com/spf13/pflag v1.0 (parsing, error texts) for kubectl and docker. A flag is data; its value is kept as
Python's own type: bool, int, str, list of str, nanoseconds for a duration. Not modelled: normalised names, IP values.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.cli.go_values import (
    GoValueError,
    parse_bool,
    parse_duration,
    parse_float,
    parse_int,
    quote,
)


class FlagError(Exception):
    """The flags cannot be read; ``str()`` is pflag's message."""


class HelpWanted(Exception):  # noqa: N818  (not an error: the user asked for help)
    """``-h`` or ``--help`` was given."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag.

    ``kind`` is bool, string, int, int32, uint, float, duration, strings (comma-separated, repeatable), array
    (repeatable) or count. ``without_value`` is what the flag means when no ``=value`` follows; a flag that has it
    takes no separate word.
    """

    name: str
    kind: str = "string"
    default: Any = None
    shorthand: str = ""
    without_value: str | None = None
    deprecated: str = ""
    read: Callable[[str], Any] | None = None
    """Reads the value where the kind alone does not say how; raises GoValueError."""

    @property
    def label(self) -> str:
        """How messages name the flag."""
        return f"-{self.shorthand}, --{self.name}" if self.shorthand else f"--{self.name}"

    @property
    def optional(self) -> str | None:
        """What the flag means without a value, None where it needs one."""
        return "true" if self.kind == "bool" else "+1" if self.kind == "count" else self.without_value


@dataclass(slots=True)
class Flags:
    """What a command line says: a value for every flag, and the words that are no flags."""

    values: dict[str, Any]
    changed: dict[str, int] = field(default_factory=dict)
    """Flags that were given, in order, and how often."""
    args: list[str] = field(default_factory=list)
    dash_at: int = -1
    """How many words stand before ``--``, or -1."""
    warnings: list[str] = field(default_factory=list)
    """Deprecations to be printed."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def given(self, name: str) -> bool:
        """Say whether the flag was on the command line."""
        return name in self.changed


def _csv(text: str) -> list[str]:
    if not text:
        return []
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        column = text.find('"') + 1
        raise GoValueError(f'parse error on line 1, column {column}: bare " in non-quoted-field') from error


_EMPTY: dict[str, Any] = {"bool": False, "int": 0, "int32": 0, "uint": 0, "float": 0.0, "duration": 0, "count": 0}
_READERS: dict[str, Callable[[str], Any]] = {
    "bool": parse_bool,
    "int": parse_int,
    "int32": lambda text: parse_int(text, "int32"),
    "uint": lambda text: parse_int(text, "uint64"),
    "float": parse_float,
    "duration": parse_duration,
    "strings": _csv,
}


class FlagSet:
    """The flags of one command."""

    def __init__(self, flags: Iterable[Flag]) -> None:
        self.flags: dict[str, Flag] = {flag.name: flag for flag in flags}
        self._short = {flag.shorthand: flag for flag in self.flags.values() if flag.shorthand}

    def parse(self, argv: list[str], *, interspersed: bool = True) -> Flags:
        """Read a command line without the command's own words.

        With ``interspersed`` flags may follow other words; without, the first other word ends them. Raises FlagError
        and HelpWanted.
        """
        return _Reading(self.flags, self._short, interspersed=interspersed).read(argv)


def _default(flag: Flag) -> Any:
    if flag.kind in ("strings", "array"):
        return list(flag.default or ())
    return _EMPTY.get(flag.kind, "") if flag.default is None else flag.default


class _Reading:
    def __init__(self, flags: Mapping[str, Flag], short: Mapping[str, Flag], *, interspersed: bool) -> None:
        self.flags = flags
        self.short = short
        self.interspersed = interspersed
        self.result = Flags({name: _default(flag) for name, flag in flags.items()})
        self.rest: list[str] = []

    def read(self, argv: list[str]) -> Flags:
        self.rest = list(argv)
        while self.rest:
            word = self.rest.pop(0)
            if len(word) < 2 or word[0] != "-":  # noqa: PLR2004  (a lone dash is a word, not a flag)
                self.result.args.append(word)
                if not self.interspersed:
                    self.result.args += self.rest
                    break
            elif word == "--":
                self.result.dash_at = len(self.result.args)
                self.result.args += self.rest
                break
            elif word.startswith("--"):
                self._long(word)
            else:
                self._cluster(word[1:])
        return self.result

    def _long(self, word: str) -> None:
        name, equals, value = word[2:].partition("=")
        if not name or name[0] in "-=":
            raise FlagError(f"bad flag syntax: {word}")
        flag = self.flags.get(name)
        if flag is None:
            if name == "help":
                raise HelpWanted
            raise FlagError(f"unknown flag: --{name}")
        if equals:
            self._set(flag, value)
        elif flag.optional is not None:
            self._set(flag, flag.optional)
        elif self.rest:
            self._set(flag, self.rest.pop(0))
        else:
            raise FlagError(f"flag needs an argument: {word}")

    def _cluster(self, letters: str) -> None:
        whole = letters
        while letters:
            letter, letters = letters[0], letters[1:]
            flag = self.short.get(letter)
            if flag is None:
                if letter == "h":
                    raise HelpWanted
                raise FlagError(f"unknown shorthand flag: '{letter}' in -{whole}")
            if letters.startswith("=") and (len(letters) > 1 or flag.optional is None):
                self._set(flag, letters[1:])
                return
            if flag.optional is not None:
                self._set(flag, flag.optional)
            elif letters:
                self._set(flag, letters)
                return
            elif self.rest:
                self._set(flag, self.rest.pop(0))
            else:
                raise FlagError(f"flag needs an argument: '{letter}' in -{whole}")

    def _set(self, flag: Flag, text: str) -> None:
        try:
            value = (flag.read or _READERS.get(flag.kind, str))(text)
        except GoValueError as error:
            raise FlagError(f"invalid argument {quote(text)} for {quote(flag.label)} flag: {error}") from error
        values, again = self.result.values, flag.name in self.result.changed
        if flag.kind == "strings":
            values[flag.name] = (values[flag.name] if again else []) + value
        elif flag.kind == "array":
            values[flag.name] = [*(values[flag.name] if again else []), value]
        elif flag.kind == "count":
            values[flag.name] = values[flag.name] + 1 if text == "+1" else parse_int(text)
        else:
            values[flag.name] = value
        self.result.changed[flag.name] = self.result.changed.get(flag.name, 0) + 1
        if flag.deprecated and not again:
            self.result.warnings.append(f"Flag --{flag.name} has been deprecated, {flag.deprecated}")
