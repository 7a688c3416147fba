"""Reading JSONPath templates.

Models k8s.io/client-go/util/jsonpath v1.36 (parser.go).
"""

import re
from functools import lru_cache
from typing import Any

from sandbox.sim.kubectl.jsonpath.nodes import (
    Field,
    Filter,
    JsonPathError,
    Keyword,
    Literal,
    Path,
    Recursive,
    Slice,
    Template,
    Text,
    Union,
    Wildcard,
)

_SLICE = re.compile(r"(-?\d*)(:-?\d*)?(:-?\d*)?")
_NAMES = re.compile(r"^'((?:\\.|[^'])*)'$", re.DOTALL)
_COMPARISON = re.compile(r"([^!<>=]+)([!<>=]+)(.+)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")
_END = " \t\r\n.[]{}|@$,)("
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}


@lru_cache(maxsize=512)
def parse(text: str) -> Template:
    """Return the parts of a template. Raises JsonPathError."""
    try:
        return tuple(_parts(text))
    except RecursionError as error:
        raise JsonPathError("the template is nested too deeply") from error


def _parts(text: str) -> list[Text | Path]:
    parts: list[Text | Path] = []
    at = 0
    while at < len(text):
        opening = text.find("{", at)
        if opening < 0:
            parts.append(Text(text[at:]))
            break
        if opening > at:
            parts.append(Text(text[at:opening]))
        reader = _Reader(text, opening + 1)
        parts.append(Path(tuple(reader.inside())))
        at = reader.at
    return parts


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def inside(self) -> list[Any]:
        """Read up to the closing brace."""
        steps: list[Any] = []
        while True:
            sign = self.peek()
            if not sign or sign in "\r\n":
                raise JsonPathError("unclosed action")
            if sign == "}":
                self.at += 1
                return steps
            if self.text.startswith("..", self.at):
                self.at += 2
                steps.append(Recursive())
                if self.peek() not in ("[", "}", ".", ""):
                    steps.append(self.field())
            elif sign in " \t@$":
                self.at += 1
            else:
                steps.append(self.step(sign))

    def step(self, sign: str) -> Any:
        if sign == "[":
            return self.bracket()
        if sign in "\"'":
            return Literal(self.quoted())
        if sign == ".":
            self.at += 1
            return self.field()
        number = _NUMBER.match(self.text, self.at)
        if number:
            self.at = number.end()
            return Literal(_number(number.group()))
        return self.identifier()

    def identifier(self) -> Any:
        start = self.at
        while self.peek() and self.peek() not in _END:
            self.at += 1
        word = self.text[start : self.at]
        if not word:
            raise JsonPathError(f"unrecognized character in action: U+{ord(self.peek()):04X} '{self.peek()}'")
        if word in ("true", "false"):
            return Literal(word == "true")
        if word in ("range", "end"):
            return Keyword(word)
        if not word[0].isalnum() and word[0] != "_":
            raise JsonPathError(f"unrecognized character in action: U+{ord(word[0]):04X} '{word[0]}'")
        return Keyword(word)

    def field(self) -> Any:
        name = ""
        while self.peek() and self.peek() not in _END:
            if self.peek() == "\\":
                self.at += 1
            name += self.peek()
            self.at += 1
        return Wildcard() if name == "*" else Field(name)

    def quoted(self) -> str:
        sign = self.peek()
        self.at += 1
        text = ""
        while self.peek() != sign:
            if not self.peek() or self.peek() == "\n":
                raise JsonPathError("unterminated quoted string")
            if self.peek() == "\\":
                self.at += 1
                text += _ESCAPES.get(self.peek(), f"\\{self.peek()}")
            else:
                text += self.peek()
            self.at += 1
        self.at += 1
        return text

    def bracket(self) -> Any:
        end = self.closing("[", "]")
        body = self.text[self.at + 1 : end]
        self.at = end + 1
        if body.strip().startswith("?("):
            inner = body.strip()[2:]
            if not inner.endswith(")"):
                raise JsonPathError("unterminated filter")
            return _filter(inner[:-1])
        return _index(body)

    def closing(self, opening: str, closing: str) -> int:
        depth, quote = 0, ""
        for index in range(self.at, len(self.text)):
            sign = self.text[index]
            if quote:
                quote = "" if sign == quote and self.text[index - 1] != "\\" else quote
            elif sign in "'\"":
                quote = sign
            elif sign == opening:
                depth += 1
            elif sign == closing:
                depth -= 1
                if not depth:
                    return index
        raise JsonPathError("unterminated array")


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _index(body: str) -> Any:
    if body == "*":
        return Slice(None, None, None)
    if "," in body:
        return Union(tuple(Path((_index(part.strip()),)) for part in body.split(",")))
    name = _NAMES.match(body.strip())
    if name:
        return Field(name.group(1))
    # Nothing at all between the brackets is the first item, as upstream's own pattern has it.
    found = _SLICE.fullmatch(body)
    if found is None:
        raise JsonPathError(f"invalid array index {body}")
    first, second, third = (None if part is None else part.lstrip(":") for part in found.groups())
    if second is None:
        return Slice(int(first or 0), None, None, index=True)
    return Slice(_whole(first), _whole(second), _whole(third))


def _whole(text: str | None) -> int | None:
    return int(text) if text else None


def _filter(body: str) -> Filter:
    found = _COMPARISON.fullmatch(body)
    if found is None:
        return Filter(_operand(body), "exists", Path(()))
    return Filter(_operand(found.group(1)), found.group(2), _operand(found.group(3)))


def _operand(text: str) -> Path:
    return Path(tuple(_Reader(text.strip() + "}", 0).inside()))
