"""Reading a script of sed.

Models GNU sed 4.9 (compile.c).
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from sandbox.sim.shell.coreutils.regexes import compile_regex
from sandbox.sim.shell.coreutils.tool import Failure


class Address(NamedTuple):
    """``kind`` is ``line``, ``last``, ``regex``, ``step`` (``first~step``), ``plus`` or ``multiple``."""

    kind: str
    number: int = 0
    step: int = 0
    regex: re.Pattern[str] | None = None


@dataclass(eq=False, slots=True)
class Command:
    """One command. ``end`` is the place behind a block, or where a branch leads."""

    name: str
    first: Address | None = None
    second: Address | None = None
    negated: bool = False
    regex: re.Pattern[str] | None = None
    text: str = ""
    target: str = ""
    flags: str = ""
    number: int = 1
    all_matches: bool = False
    end: int = 0


class Reader:
    """Reads commands one after another."""

    def __init__(self, text: str, *, extended: bool) -> None:
        self.text = text
        self.extended = extended
        self.at = 0
        self.commands: list[Command] = []
        self.blocks: list[int] = []
        self.last_regex: re.Pattern[str] | None = None

    def fault(self, message: str) -> Failure:
        """Return the error of a script that cannot be read."""
        return Failure(f"-e expression #1, char {min(self.at, len(self.text))}: {message}")

    def read(self) -> list[Command]:
        """Return all commands. Raises Failure."""
        while True:
            self._skip(" \t\n;")
            if self.at >= len(self.text):
                break
            self._command()
        if self.blocks:
            self.at = 0
            raise self.fault("unmatched `{'")
        labels = {command.text: at for at, command in enumerate(self.commands) if command.name == ":"}
        for command in self.commands:
            if command.name in "btT":
                if command.text and command.text not in labels:
                    raise Failure(
                        f"-e expression #1, char {len(self.text)}: can't find label for jump to `{command.text}'"
                    )
                command.end = labels[command.text] if command.text else len(self.commands)
        return self.commands

    def _skip(self, characters: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in characters:
            self.at += 1

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _command(self) -> None:
        first = self._address()
        second = None
        if first is not None:
            self._skip(" \t")
            if self._peek() == ",":
                self.at += 1
                self._skip(" \t")
                second = self._address(second=True)
                if second is None:
                    raise self.fault("unexpected `,'")
        self._skip(" \t")
        negated = False
        while self._peek() == "!":
            negated = True
            self.at += 1
            self._skip(" \t")
        name = self._peek()
        self.at += 1
        if not name:
            raise self.fault("missing command")
        command = Command(name, first, second, negated)
        self._arguments(command)
        self.commands.append(command)

    def _address(self, *, second: bool = False) -> Address | None:
        char = self._peek()
        if char.isdecimal():
            number = self._number()
            if self._peek() == "~":
                self.at += 1
                return Address("step", number, self._number())
            return Address("line", number)
        if char == "$":
            self.at += 1
            return Address("last")
        if second and char in ("+", "~") and char:
            self.at += 1
            return Address("plus" if char == "+" else "multiple", self._number())
        if char in ("/", "\\"):
            self.at += 1 if char == "/" else 2
            if self.at > len(self.text):
                raise self.fault("unterminated address regex")
            text = self._until(self.text[self.at - 1])
            ignore = False
            while self._peek() in ("I", "M") and self._peek():
                ignore = ignore or self._peek() == "I"
                self.at += 1
            return Address("regex", regex=self._regex(text, ignore=ignore))
        return None

    def _number(self) -> int:
        found = re.compile(r"\d{1,9}").match(self.text, self.at)
        if not found:
            return 0
        self.at = found.end()
        return int(found.group())

    def _regex(self, text: str, *, ignore: bool) -> re.Pattern[str]:
        if not text:
            if self.last_regex is None:
                raise self.fault("no previous regular expression")
            return self.last_regex
        self.last_regex = compile_regex(text, extended=self.extended, ignore_case=ignore)
        return self.last_regex

    def _until(self, delimiter: str, *, what: str = "address regex") -> str:
        """Return the text up to a delimiter that no backslash takes away."""
        out, in_brackets = "", False
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\\" and self.at + 1 < len(self.text):
                following = self.text[self.at + 1]
                if following == delimiter:
                    out += delimiter if delimiter not in "|+?(){}" or not self.extended else "\\" + delimiter
                elif following == "\n":
                    out += "\n"
                else:
                    out += char + following
                self.at += 2
                continue
            if what != "replacement":
                if char == "[" and not in_brackets:
                    in_brackets = True
                    ahead = re.compile(r"\[\^?\]?").match(self.text, self.at)
                    if ahead:
                        out += ahead.group()
                        self.at = ahead.end()
                        continue
                elif char == "]":
                    in_brackets = False
            if char == delimiter and not in_brackets:
                self.at += 1
                return out
            out += char
            self.at += 1
        raise self.fault(
            {"address regex": "unterminated address regex", "y": "unterminated `y' command"}.get(
                what, "unterminated `s' command"
            )
        )

    def _arguments(self, command: Command) -> None:  # noqa: C901  (one branch for each shape of command)
        name = command.name
        if name == "{":
            self.blocks.append(len(self.commands))
        elif name == "}":
            if not self.blocks:
                raise self.fault("unexpected `}'")
            self.commands[self.blocks.pop()].end = len(self.commands) + 1
            self._finish()
        elif name == "#":
            command.text = self._line()
        elif name == "s":
            self._substitution(command)
        elif name == "y":
            self._transliteration(command)
        elif name in "aic":
            self._text(command)
        elif name in ":btTrwRW":
            command.text = self._label(name)
        elif name in "qQlL":
            self._skip(" \t")
            command.number = self._number()
            self._finish()
        elif name in "dDpP=nNhHgGxz":
            self._finish()
        else:
            raise self.fault(f"unknown command: `{name}'")

    def _finish(self) -> None:
        self._skip(" \t")
        if self._peek() not in ("", ";", "\n", "}", "#"):
            self.at += 1
            raise self.fault("extra characters after command")

    def _line(self) -> str:
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        line = self.text[self.at : end]
        self.at = end
        return line

    def _label(self, name: str) -> str:
        self._skip(" \t")
        if name in "rwRW":
            return self._line().strip()
        found = (
            re.compile(r"[^;\n}]*").match(self.text, self.at)
            if name != ":"
            else re.compile(r"[^;\n]*").match(self.text, self.at)
        )
        assert found is not None  # noqa: S101  (the expression matches the empty text too)
        self.at = found.end()
        return found.group().strip()

    def _text(self, command: Command) -> None:
        self._skip(" \t")
        if self._peek() == "\\":
            self.at += 1
            self._skip(" \t")
            if self._peek() == "\n":
                self.at += 1
        out = ""
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == "\\" and self.at < len(self.text):
                following = self.text[self.at]
                out += {"t": "\t"}.get(following, following)
                self.at += 1
            elif char == "\n":
                break
            else:
                out += char
        if not out and self.at >= len(self.text) and not self.text.endswith("\\"):
            raise self.fault("expected \\ after `a', `c' or `i'")
        command.text = out

    def _substitution(self, command: Command) -> None:
        delimiter = self._peek()
        if delimiter in ("", "\n", "\\"):
            raise self.fault("unterminated `s' command")
        self.at += 1
        pattern = self._until(delimiter, what="s")
        command.text = self._until(delimiter, what="replacement")
        ignore = False
        while self._peek() and self._peek() in "gpiIemMw0123456789":
            letter = self._peek()
            if letter.isdecimal():
                command.number = self._number()
                if not command.number:
                    raise self.fault("number option to `s' command may not be zero")
                continue
            self.at += 1
            if letter == "w":
                self._skip(" \t")
                command.target = self._line().strip()
                break
            if letter == "e":
                raise Failure("not modelled in this sandbox: s///e")
            ignore = ignore or letter in "iI"
            command.all_matches = command.all_matches or letter == "g"
            command.flags += letter
        if self._peek() not in ("", ";", "\n", "}", "#", " ", "\t"):
            self.at += 1
            raise self.fault("unknown option to `s'")
        self._finish()
        command.regex = self._regex(pattern, ignore=ignore)
        groups = max((int(digit) for digit in re.findall(r"(?<!\\)(?:\\\\)*\\(\d)", command.text)), default=0)
        if groups > command.regex.groups:
            raise self.fault(f"invalid reference \\{groups} on `s' command's RHS")

    def _transliteration(self, command: Command) -> None:
        delimiter = self._peek()
        self.at += 1
        command.text = self._until(delimiter, what="y").replace("\\n", "\n").replace("\\\\", "\\")
        command.target = self._until(delimiter, what="y").replace("\\n", "\n").replace("\\\\", "\\")
        if len(command.text) != len(command.target):
            raise self.fault("strings for `y' command are different lengths")
        self._finish()


def parse_script(text: str, *, extended: bool) -> list[Command]:
    """Return the commands of a script. Raises Failure, BadRegex."""
    return Reader(text, extended=extended).read()
