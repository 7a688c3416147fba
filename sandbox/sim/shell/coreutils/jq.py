"""jq. Models jq 1.6: ``jq_parser`` reads the program, ``jq_evaluator`` runs it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import BudgetExceeded, KernelError
from sandbox.sim.shell.coreutils.jq_evaluator import Evaluator, check
from sandbox.sim.shell.coreutils.jq_lexer import CompileError
from sandbox.sim.shell.coreutils.jq_parser import NotModelledError, parse_jq
from sandbox.sim.shell.coreutils.jq_values import JqError, dump, truth
from sandbox.sim.shell.coreutils.tool import Call, Failure

FLAGS = {
    "raw-output": "r", "compact-output": "c", "exit-status": "e", "null-input": "n", "slurp": "s",
    "join-output": "j", "ascii-output": "a", "sort-keys": "S", "tab": "tab", "monochrome-output": "M",
}  # fmt: skip
LETTERS = frozenset("rcensjaSM")
SPACE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder(parse_int=float)


class ParseError(Exception):
    """Input is not JSON; ``str()`` is jq's message."""


class Arguments:
    """The command line, read."""

    def __init__(self, words: list[str]) -> None:
        self.flags: set[str] = set()
        self.operands: list[str] = []
        self.variables: dict[str, Any] = {}
        self.indent = 2
        rest = list(words)
        while rest:
            self._word(rest.pop(0), rest)

    def _word(self, word: str, rest: list[str]) -> None:
        if not word.startswith("-") or word == "-":
            self.operands.append(word)
        elif not word.startswith("--"):
            for letter in word[1:]:
                if letter not in LETTERS:
                    raise NotModelledError(f"-{letter}")
                self.flags.add(letter)
        elif word[2:] in FLAGS:
            self.flags.add(FLAGS[word[2:]])
        else:
            self._valued(word, rest)

    def _valued(self, word: str, rest: list[str]) -> None:
        wanted = {"--arg": 2, "--argjson": 2, "--indent": 1}.get(word)
        if wanted is None:
            raise NotModelledError(word)
        if len(rest) < wanted:
            raise Failure(f"error: {word} takes {'two parameters' if wanted > 1 else 'one parameter'}", 2)
        name = rest.pop(0)
        if word == "--arg":
            self.variables[name] = rest.pop(0)
        elif word == "--argjson":
            text = rest.pop(0)
            try:
                self.variables[name] = DECODER.decode(text)
            except ValueError:
                raise Failure("Invalid JSON text passed to --argjson", 2) from None
        else:
            self.indent = int(name) if name.isdecimal() else -1
            if not 0 <= self.indent <= 7:  # noqa: PLR2004
                raise Failure("Cannot indent more than 7 characters", 2)


class Inputs:
    """The JSON values of the files, and where jq says that it is."""

    def __init__(self, call: Call, names: list[str]) -> None:
        self.call = call
        self.names = names
        self.place = "<unknown>"
        self.broken = False

    def __iter__(self) -> Iterator[Any]:
        """Give the values. Raises ParseError."""
        for name in self.names or ["-"]:
            try:
                text = self.call.read(name).decode(errors="replace")
            except KernelError as error:
                self.call.error(f"error: Could not open file {name}: {error}", 2)
                continue
            yield from self._values(text, "<stdin>" if name == "-" else name)

    def _values(self, text: str, shown: str) -> Iterator[Any]:
        at = SPACE.match(text).end()  # type: ignore[union-attr]
        while at < len(text):
            try:
                value, end = DECODER.raw_decode(text, at)
            except (ValueError, RecursionError) as error:
                raise ParseError(_complaint(text, getattr(error, "pos", at))) from None
            line = text.find("\n", end)
            self.place = f"{shown}:{text.count(chr(10), 0, line + 1 if line >= 0 else len(text))}"
            yield value
            at = SPACE.match(text, end).end()  # type: ignore[union-attr]


def _complaint(text: str, fault: int) -> str:
    rest = text[fault:]
    if not rest.strip() or text[fault : fault + 1] == '"':
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n") - 1
        return f"Unfinished JSON term at EOF at line {line}, column {column}"
    word = re.compile(r"[^\s\[\]{}:,\"]*").match(text, fault)
    end = word.end() if word else fault
    before = text[: end + 1]
    column = len(before) - before.rfind("\n") - 1
    return f"Invalid numeric literal at line {before.count(chr(10)) + 1}, column {column}"


def run(call: Call) -> int:
    """Run a program over the inputs."""
    try:
        arguments = Arguments(call.args)
        return _run(call, arguments)
    except NotModelledError as error:
        raise Failure(f"not modelled in this sandbox: {error}", 1) from None
    except CompileError as error:
        call.written = [(2, f"jq: error: {error} at <top-level>, line 1:\n{arguments.operands[0]}\n".encode())]
        call.written.append((2, b"jq: 1 compile error\n"))
        return 3
    except RecursionError:
        raise BudgetExceeded("jq depth", 1000) from None


def _run(call: Call, arguments: Arguments) -> int:
    inputs = Inputs(call, arguments.operands[1:])
    rows = iter(inputs)
    evaluator = Evaluator(rows, dict(call.process.env), call.now / SECOND)
    scope = evaluator.scope(arguments.variables)
    text = arguments.operands[0] if arguments.operands else "."
    try:
        tree = parse_jq(text)
        check(tree, scope)
    except CompileError as error:
        call.written.append((2, f"jq: error: {error} at <top-level>, line 1:\n{text}\njq: 1 compile error\n".encode()))
        return 3
    given = (
        iter([None]) if "n" in arguments.flags else (list(rows) for _ in range(1)) if "s" in arguments.flags else rows
    )
    last: Any = Ellipsis
    status = 0
    while True:
        try:
            value = next(given)
        except StopIteration:
            break
        except ParseError as error:
            call.written.append((2, f"parse error: {error}\n".encode()))
            return 2
        try:
            status = 0
            for last in evaluator.values(tree, scope, value):
                call.out(_shown(last, arguments))
        except JqError as error:
            call.written.append((2, f"jq: error (at {inputs.place}){_message(error.value)}\n".encode()))
            status = 5
    if status or "e" not in arguments.flags:
        return status
    return 4 if last is Ellipsis else 0 if truth(last) else 1


def _message(value: Any) -> str:
    if isinstance(value, str):
        return f": {value}"
    return f" (not a string): {dump(value)}"


def _shown(value: Any, arguments: Arguments) -> str:
    flags = arguments.flags
    end = "" if "j" in flags else "\n"
    if flags & {"r", "j"} and isinstance(value, str):
        return value + end
    indent = "" if "c" in flags or "j" in flags else "\t" if "tab" in flags else " " * arguments.indent
    return dump(value, indent=indent, ascii_only="a" in flags, sort="S" in flags) + end
