"""The words of a jq program. Models jq 1.6."""

import re
from typing import Any, NamedTuple

KEYWORDS = frozenset("def if then elif else end as reduce foreach try catch and or label import include".split())
WORD = re.compile(
    r"(?P<space>\s+|#[^\n]*)|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<field>\.[A-Za-z_]\w*)|(?P<variable>\$[A-Za-z_]\w*)|(?P<format>@[A-Za-z0-9]+)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<op>\?//|//=|\|=|\+=|-=|\*=|/=|%=|==|!=|<=|>=|//|\.\.|[][(){}.,:;|=<>+*/%?$-])"
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"'}


class CompileError(Exception):
    """The program cannot be compiled; ``str()`` is jq's message."""


class Token(NamedTuple):
    """A word: its kind and text; a string's ``value`` is a list of texts and, for what is interpolated, tokens."""

    kind: str
    text: str
    value: Any = None


def invalid(name: str) -> CompileError:
    """Return the error of a word that cannot stand where it does."""
    return CompileError(f"syntax error, unexpected {name} (Unix shell quoting issues?)")


class Lexer:
    """Reads words from a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def tokens(self, *, nested: bool = False) -> list[Token]:
        """Return the words; within a string, those up to the closing parenthesis. Raises CompileError."""
        found: list[Token] = []
        depth = 0
        while self.at < len(self.text):
            token = self._next()
            if token is None:
                continue
            depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "op" else 0
            if depth < 0 and nested:
                return found
            found.append(token)
        if nested:
            raise invalid("$end")
        return found

    def _next(self) -> Token | None:
        if self.text[self.at] == '"':
            self.at += 1
            return Token("string", '"', self._string())
        match = WORD.match(self.text, self.at)
        if match is None:
            raise invalid("INVALID_CHARACTER")
        self.at = match.end()
        kind, text = str(match.lastgroup), match.group()
        if kind == "space":
            return None
        return Token("keyword" if kind == "name" and text in KEYWORDS else kind, text)

    def _string(self) -> list[Any]:
        parts: list[Any] = [""]
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == '"':
                return parts
            if char != "\\":
                parts[-1] += char
            elif self.text[self.at : self.at + 1] == "(":
                self.at += 1
                parts += [self.tokens(nested=True), ""]
            else:
                parts[-1] += self._escape()
        raise invalid("QQSTRING_START")

    def _escape(self) -> str:
        char = self.text[self.at : self.at + 1]
        self.at += 1
        if char == "u":
            match = re.compile(r"[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?").match(self.text, self.at)
            if match:
                self.at = match.end()
                units = match.group().replace("\\u", "")
                return bytes.fromhex(units).decode("utf-16-be", errors="replace")
        if char not in ESCAPES:
            raise CompileError("Invalid escape")
        return ESCAPES[char]
