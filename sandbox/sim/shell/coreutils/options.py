"""Reading options as getopt_long(3) does, and saying what is not modelled.

A specification is a text of words: ``a`` a flag, ``n=`` one with a value, ``c/bytes=`` with a long name, ``/version``
a long name alone. What a real utility has besides is given as ``unmodelled``: it is refused loudly, never ignored.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sandbox.sim.shell.coreutils.real_flags import is_real_letter, is_real_name
from sandbox.sim.shell.coreutils.tool import Call, Failure


@dataclass(frozen=True, slots=True)
class Options:
    """``given`` maps an option's key (its letter, or its long name where it has none) to its last value."""

    given: dict[str, str]
    operands: list[str]
    ordered: list[tuple[str, str]]

    def __contains__(self, key: object) -> bool:
        return key in self.given

    def get(self, key: str, default: str = "") -> str:
        """Return an option's value."""
        return self.given.get(key, default)

    def all(self, key: str) -> list[str]:
        """Return the values of an option that was given several times."""
        return [value for name, value in self.ordered if name == key]


class Spec(NamedTuple):
    """A parsed specification: letters and long names, each with its key and whether it takes a value (``?``: may)."""

    letters: dict[str, tuple[str, str]]
    longs: dict[str, tuple[str, str]]


@lru_cache(maxsize=256)
def _spec(text: str) -> Spec:
    letters: dict[str, tuple[str, str]] = {}
    longs: dict[str, tuple[str, str]] = {}
    for word in text.split():
        mode = word[-1] if word[-1] in "=?" and len(word) > 1 else ""
        body = word[: len(word) - len(mode)]
        letter, _, long = body.partition("/") if body != "/" else (body, "", "")
        key = letter or long
        if letter:
            letters[letter] = (key, mode)
        if long:
            longs[long] = (key, mode)
    return Spec(letters, longs)


class _Reader:
    def __init__(self, call: Call, text: str, unmodelled: str, status: int) -> None:
        self.call = call
        self.spec = _spec(text)
        self.other = _spec(unmodelled)
        self.status = status
        self.given: dict[str, str] = {}
        self.ordered: list[tuple[str, str]] = []

    def note(self, key: str, value: str) -> None:
        self.given[key] = value
        self.ordered.append((key, value))

    def refuse(self, option: str) -> Failure:
        return Failure(f"not modelled in this sandbox: {option}", 1)

    def usage(self, message: str) -> Failure:
        if self.call.busybox:
            self.call.error(message, 1)
            text = f"BusyBox v1.36.1 multi-call binary.\n\nUsage: {self.call.name} [OPTIONS]\n"
            self.call.written.append((2, text.encode()))
            return Failure("", 1)
        self.call.error(message, self.status)
        text = f"Try '{self.call.name} --help' for more information.\n"
        self.call.written.append((2, text.encode()))
        return Failure("", self.status)

    def long(self, word: str, rest: list[str]) -> None:
        name, equals, value = word[2:].partition("=")
        longs = self.spec.longs
        matches = [name] if name in longs else [long for long in longs if long.startswith(name)]
        if name in self.other.longs or (not matches and any(long.startswith(name) for long in self.other.longs)):
            raise self.refuse(f"--{name}")
        if len(matches) != 1:
            real = not matches and is_real_name(self.call.name, name, busybox=self.call.busybox)
            known = real or name in ("help", "version")
            raise self.refuse(f"--{name}") if known else self.usage(f"unrecognized option '{word}'")
        key, mode = longs[matches[0]]
        if equals and not mode:
            raise self.usage(f"option '--{matches[0]}' doesn't allow an argument")
        if mode == "=" and not equals:
            if not rest:
                raise self.usage(f"option '--{matches[0]}' requires an argument")
            value = rest.pop(0)
        self.note(key, value)

    def short(self, word: str, rest: list[str]) -> None:
        at = 1
        while at < len(word):
            letter = word[at]
            at += 1
            if letter in self.other.letters:
                raise self.refuse(f"-{letter}")
            if letter not in self.spec.letters:
                real = is_real_letter(self.call.name, letter, busybox=self.call.busybox)
                raise self.refuse(f"-{letter}") if real else self.usage(f"invalid option -- '{letter}'")
            key, mode = self.spec.letters[letter]
            if not mode:
                self.note(key, "")
                continue
            value = word[at:]
            if not value and mode == "=":
                if not rest:
                    raise self.usage(f"option requires an argument -- '{letter}'")
                value = rest.pop(0)
            self.note(key, value)
            return


def parse(call: Call, spec: str, unmodelled: str = "", *, status: int = 1, in_order: bool = False) -> Options:
    """Read ``call.args``. Raises Failure.

    ``status`` is that of wrong usage; ``in_order`` stops at the first operand.
    """
    reader = _Reader(call, spec, unmodelled, status)
    operands: list[str] = []
    rest = list(call.args)
    while rest:
        word = rest.pop(0)
        if word == "--":
            operands += rest
            break
        if word.startswith("--"):
            reader.long(word, rest)
        elif word.startswith("-") and len(word) > 1:
            reader.short(word, rest)
        else:
            operands.append(word)
            if in_order:
                operands += rest
                break
    return Options(reader.given, operands, reader.ordered)


def whole(options: Options, key: str, default: int, words: str, *, least: int = 1) -> int:
    """Return an option's number. Raises Failure, in ``words`` with the value behind them, for what is none."""
    text = options.get(key, str(default))
    if not re.fullmatch(r"[-+]?\d{1,9}", text) or int(text) < least:
        raise Failure(f"{words}: ‘{text}’")
    return int(text)


def usage(call: Call, message: str, status: int = 1) -> Failure:
    """Return the failure of a call with wrong operands, its hint printed."""
    return _Reader(call, "", "", status).usage(message)


def missing_operand(call: Call) -> Failure:
    """Return the failure of a call without operands."""
    return usage(call, "missing operand")
