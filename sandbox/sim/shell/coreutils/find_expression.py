"""The expression of find: tests and actions.

Models findutils 4.9.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.shell.coreutils.modes import change_mode
from sandbox.sim.shell.coreutils.names import find_group, find_user
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.patterns import matches

if TYPE_CHECKING:
    from sandbox.sim.shell.coreutils.find import Finder

KINDS = {"f": "file", "d": "dir", "l": "link", "p": "fifo", "s": "socket", "c": "device", "b": "block"}
UNITS = {"c": 1, "w": 2, "b": 512, "k": 1024, "M": 1024**2, "G": 1024**3}
WITH_VALUE = frozenset(
    {
        "-name",
        "-iname",
        "-path",
        "-ipath",
        "-wholename",
        "-type",
        "-size",
        "-mtime",
        "-mmin",
        "-newer",
        "-perm",
        "-user",
        "-group",
        "-maxdepth",
        "-mindepth",
        "-regex",
        "-iregex",
        "-links",
        "-uid",
        "-gid",
        "-printf",
        "-ctime",
        "-atime",
        "-cmin",
        "-amin",
        "-samefile",
        "-inum",
    }
)
ALONE = frozenset(
    {
        "-print",
        "-print0",
        "-delete",
        "-empty",
        "-prune",
        "-quit",
        "-true",
        "-false",
        "-depth",
        "-xdev",
        "-mount",
        "-executable",
        "-readable",
        "-writable",
        "-nouser",
        "-nogroup",
        "-follow",
        "-noleaf",
    }
)
ACTIONS = frozenset({"-print", "-print0", "-delete", "-exec", "-execdir", "-ok", "-printf", "-quit"})


@dataclass(slots=True)
class Entry:
    """One file that was come to."""

    path: str
    inode: Inode
    depth: int
    start: str


Test = Callable[["Finder", Entry], bool]


@dataclass(slots=True)
class Plan:
    """What the arguments ask for."""

    starts: list[str]
    test: Test
    max_depth: int = 1 << 30
    min_depth: int = 0
    bottom_up: bool = False
    follow: bool = False
    batches: list[list[str]] = field(default_factory=list)


class Parser:
    """Reads the expression."""

    def __init__(self, call: Call) -> None:
        self.call = call
        words = call.args
        self.follow = False
        while words and words[0] in ("-H", "-L", "-P"):
            self.follow = words[0] == "-L"
            words = words[1:]
        count = next(
            (at for at, word in enumerate(words) if re.match(r"-.", word) or word in ("(", ")", "!", ",")), len(words)
        )
        self.plan = Plan(words[:count] or ["."], lambda _finder, _entry: True, follow=self.follow)
        self.words = words[count:]
        self.at = 0
        self.acts = False

    def parse(self) -> Plan:
        """Return the plan. Raises Failure."""
        test = self._or() if self.words else self.plan.test
        if self.at < len(self.words):
            raise Failure(
                f"paths must precede expression: `{self.words[self.at]}'"
                if not self.words[self.at].startswith("-")
                else "invalid expression"
            )
        if not self.acts:
            inner = test
            test = lambda finder, entry: inner(finder, entry) and finder.show(entry)  # noqa: E731  (an implied -print)
        self.plan.test = test
        return self.plan

    def _peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def _or(self) -> Test:
        left = self._and()
        while self._peek() in ("-o", "-or", ","):
            comma = self._peek() == ","
            self.at += 1
            left = _either(left, self._and(), comma=comma)
        return left

    def _and(self) -> Test:
        left = self._not()
        while self._peek() and self._peek() not in ("-o", "-or", ",", ")"):
            if self._peek() in ("-a", "-and"):
                self.at += 1
            left = _both(left, self._not())
        return left

    def _not(self) -> Test:
        word = self._peek()
        if word in ("!", "-not"):
            self.at += 1
            inner = self._not()
            return lambda finder, entry: not inner(finder, entry)
        if word == "(":
            self.at += 1
            inner = self._or()
            if self._peek() != ")":
                raise Failure("invalid expression; I was expecting to find a ')' somewhere but did not see one.")
            self.at += 1
            return inner
        return self._primary()

    def _primary(self) -> Test:
        word = self._peek()
        self.at += 1
        self.acts = self.acts or word in ACTIONS
        if word in ("-exec", "-execdir"):
            return self._exec()
        if word in ALONE:
            return self._alone(word)
        if word in WITH_VALUE:
            if self.at >= len(self.words):
                raise Failure(f"missing argument to `{word}'")
            self.at += 1
            return self._valued(word, self.words[self.at - 1])
        if word.startswith("-"):
            known = word in ("-ls", "-fprint", "-ok", "-newermt", "-fstype", "-lname")
            raise Failure(f"not modelled in this sandbox: {word}" if known else f"unknown predicate `{word}'")
        raise Failure(f"paths must precede expression: `{word}'")

    def _exec(self) -> Test:
        end = next(
            (
                at
                for at in range(self.at, len(self.words))
                if self.words[at] == ";" or (self.words[at] == "+" and self.words[at - 1] == "{}")
            ),
            None,
        )
        if end is None:
            raise Failure("missing argument to `-exec'")
        command = self.words[self.at : end]
        gathers = self.words[end] == "+"
        self.at = end + 1
        if gathers:
            batch: list[str] = [*command[:-1]]
            self.plan.batches.append(batch)

            def gather(_finder: "Finder", entry: Entry) -> bool:
                batch.append(entry.path)
                return True

            return gather
        return lambda finder, entry: finder.execute([word.replace("{}", entry.path) for word in command])

    def _alone(self, word: str) -> Test:
        if word == "-depth":
            self.plan.bottom_up = True
        if word == "-delete":
            self.plan.bottom_up = True
            return lambda finder, entry: finder.delete(entry)
        if word == "-follow":
            self.plan.follow = True
        return {
            "-print": lambda finder, entry: finder.show(entry),
            "-print0": lambda finder, entry: finder.show(entry, end="\0"),
            "-empty": _is_empty,
            "-prune": lambda finder, entry: finder.prune(entry),
            "-quit": lambda finder, _entry: finder.quit(),
            "-false": lambda _finder, _entry: False,
            "-executable": lambda finder, entry: finder.call.files.allows(entry.inode, 1),
            "-readable": lambda finder, entry: finder.call.files.allows(entry.inode, 4),
            "-writable": lambda finder, entry: finder.call.files.allows(entry.inode, 2),
            "-nouser": lambda finder, entry: find_user(finder.call.files, str(entry.inode.uid)) is None,
        }.get(word, lambda _finder, _entry: True)

    def _valued(self, word: str, value: str) -> Test:
        if word in ("-maxdepth", "-mindepth"):
            if not value.isdecimal():
                raise Failure(f"Expected a positive decimal integer argument to {word}, but got ‘{value}’")
            setattr(self.plan, "max_depth" if word == "-maxdepth" else "min_depth", int(value))
            return lambda _finder, _entry: True
        if word in ("-name", "-iname"):
            lowered = word == "-iname"
            return lambda _f, entry: matches(
                value.lower() if lowered else value,
                (base_name(entry.path).lower() if lowered else base_name(entry.path)),
            )
        if word in ("-path", "-ipath", "-wholename"):
            return lambda _f, entry: matches(
                value.lower() if word == "-ipath" else value, entry.path.lower() if word == "-ipath" else entry.path
            )
        if word in ("-regex", "-iregex"):
            expression = re.compile(value, re.IGNORECASE if word == "-iregex" else 0)
            return lambda _f, entry: expression.fullmatch(entry.path) is not None
        if word == "-type":
            kinds = value.split(",")
            if any(kind not in KINDS for kind in kinds):
                raise Failure(f"Unknown argument to -type: {value}")
            return lambda _f, entry: entry.inode.kind in [KINDS[kind] for kind in kinds]
        return self._measured(word, value)

    def _measured(self, word: str, value: str) -> Test:
        if word == "-perm":
            return _permission(value)
        if word == "-newer":
            limit = self.call.files.stat(value).mtime
            return lambda _f, entry: entry.inode.mtime > limit
        if word in ("-user", "-group"):
            return self._owned(word, value)
        if word == "-printf":
            return lambda finder, entry: finder.print_form(entry, value)
        if word == "-samefile":
            inode = self.call.files.stat(value)
            return lambda _f, entry: entry.inode is inode
        found = re.fullmatch(r"([-+]?)(\d+)([cwbkMG]?)", value)
        if not found:
            raise Failure(f"invalid argument `{value}' to `{word}'")
        sign, number, unit = found.groups()
        return _numeric(word, sign, int(number), UNITS[unit or "b"])

    def _owned(self, word: str, value: str) -> Test:
        if word == "-user":
            row = find_user(self.call.files, value)
            if row is None and not value.isdecimal():
                raise Failure(f"‘{value}’ is not the name of a known user")
            uid = int(row[2]) if row else int(value)
            return lambda _f, entry: entry.inode.uid == uid
        gid = find_group(self.call.files, value)
        if gid is None:
            raise Failure(f"‘{value}’ is not the name of an existing group")
        return lambda _f, entry: entry.inode.gid == gid


def _either(left: Test, right: Test, *, comma: bool) -> Test:
    if comma:
        return lambda finder, entry: (left(finder, entry), right(finder, entry))[1]
    return lambda finder, entry: left(finder, entry) or right(finder, entry)


def _both(left: Test, right: Test) -> Test:
    return lambda finder, entry: left(finder, entry) and right(finder, entry)


def base_name(path: str) -> str:
    """Return the last part of a path."""
    return path.rstrip("/").rsplit("/", 1)[-1] or "/"


def _is_empty(_finder: "Finder", entry: Entry) -> bool:
    return not entry.inode.entries if entry.inode.kind == "dir" else entry.inode.kind == "file" and not entry.inode.data


def _permission(value: str) -> Test:
    text = value.lstrip("-/")
    wanted = change_mode(text, 0, is_dir=False, umask=0)
    if wanted is None:
        raise Failure(f"invalid mode ‘{value}’")
    if value.startswith("-"):
        return lambda _f, entry: entry.inode.mode & wanted == wanted
    if value.startswith("/"):
        return lambda _f, entry: bool(entry.inode.mode & wanted) or not wanted
    return lambda _f, entry: entry.inode.mode & 0o7777 == wanted


def _numeric(word: str, sign: str, number: int, unit: int) -> Test:
    def measure(finder: "Finder", entry: Entry) -> int:
        if word == "-size":
            return -(-entry.inode.size // unit)
        if word.endswith("time"):
            return (finder.call.now - entry.inode.mtime) // (86400 * SECOND)
        if word.endswith("min"):
            return -(-(finder.call.now - entry.inode.mtime) // (60 * SECOND))
        return {"-links": entry.inode.links, "-uid": entry.inode.uid, "-gid": entry.inode.gid}.get(word, 0)

    if sign == "+":
        return lambda finder, entry: measure(finder, entry) > number
    if sign == "-":
        return lambda finder, entry: measure(finder, entry) < number
    return lambda finder, entry: measure(finder, entry) == number
