"""The grammar of ``[[ … ]]``.

Models parse.y: parse_cond_command of bash 5.2.
"""

import re
from typing import Any

from sandbox.sim.shell.lexer import Lexer
from sandbox.sim.shell.syntax import Part, ShellSyntaxError, Word
from sandbox.sim.shell.words import LITERAL_RUN

UNARY = frozenset("-" + letter for letter in "abcdefghknoprstuvwxzGLNORS")
BINARY = frozenset({"=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"})
BLANK = re.compile(r"(?:[ \t\n]|\\\n)+")
REGEX_RUN = re.compile(r"[^ \t\n\\'\"`$()]+")
Expression = tuple[Any, ...]


class ConditionalParser:
    """Reads from behind ``[[``; ``parse()`` returns the expression and the place behind ``]]``."""

    def __init__(self, lexer: Lexer, at: int, line: int) -> None:
        self.lexer = lexer
        self.text = lexer.text
        self.at = at
        self.line = line

    def parse(self) -> tuple[Expression, int]:
        """Return the expression. Raises ShellSyntaxError."""
        reader = self.lexer.reader
        outside, reader.patterns = reader.patterns, True
        try:
            expression = self._or()
        finally:
            reader.patterns = outside
        if not self._skip().startswith("]]", self.at):
            raise self._unexpected()
        return expression, self.at + 2

    def _skip(self) -> str:
        found = BLANK.match(self.text, self.at)
        if found:
            self.at = found.end()
        return self.text

    def _unexpected(self) -> ShellSyntaxError:
        if self.at >= len(self.text):
            return ShellSyntaxError("unexpected EOF while looking for `]]'", self.line, near="EOF")
        word = self._peek_text()
        start = self.text.rfind("\n", 0, self.at) + 1
        end = self.text.find("\n", self.at)
        source = self.text[start : len(self.text) if end < 0 else end]
        return ShellSyntaxError(f"syntax error in conditional expression: unexpected token `{word}'", self.line, source)

    def _peek_text(self) -> str:
        self._skip()
        for operator in ("&&", "||", "(", ")", "<", ">", ";", "&", "|"):
            if self.text.startswith(operator, self.at):
                return operator
        return self.lexer.reader.read_word(self.at)[0].raw

    def _or(self) -> Expression:
        left = self._and()
        while self._skip().startswith("||", self.at):
            self.at += 2
            left = ("or", left, self._and())
        return left

    def _and(self) -> Expression:
        left = self._term()
        while self._skip().startswith("&&", self.at):
            self.at += 2
            left = ("and", left, self._term())
        return left

    def _term(self) -> Expression:
        text = self._peek_text()
        if text == "!":
            self.at += 1
            return ("not", self._term())
        if text == "(":
            self.at += 1
            inner = self._or()
            if not self._skip().startswith(")", self.at):
                raise self._unexpected()
            self.at += 1
            return inner
        if text in ("", "]]", ")", "&&", "||"):
            raise self._unexpected()
        return self._primary(text)

    def _primary(self, text: str) -> Expression:
        if text in UNARY:
            before = self.at
            self.at += len(text)
            following = self._peek_text()
            if following not in BINARY and following not in ("]]", "&&", "||", ")", ""):
                return ("unary", text, self._word())
            self.at = before
        left = self._word()
        operator = self._peek_text()
        if operator in ("]]", "&&", "||", ")"):
            return ("unary", "-n", left)
        if operator not in BINARY:
            return self._no_operator(operator)
        self.at += len(operator)
        self._skip()
        right = self._regex() if operator == "=~" else self._word()
        return ("binary", operator, left, right)

    def _no_operator(self, operator: str) -> Expression:
        if not operator:
            message = "unexpected token `newline', conditional binary operator expected"
            raise ShellSyntaxError(message, self.line, near="EOF")
        raise ShellSyntaxError("conditional binary operator expected", self.line, self.text.split("\n")[0])

    def _word(self) -> Word:
        self._skip()
        start = self.at
        parts, self.at = self.lexer.reader.read_until(start, " \t\n|&;()<>".__contains__, LITERAL_RUN)
        if start == self.at:
            raise self._unexpected()
        return Word(parts, self.text[start : self.at])

    def _regex(self) -> Word:
        """Read a regular expression, in which parentheses are its own and may hold blanks."""
        start, depth = self.at, 0
        parts: list[Part] = []
        self.lexer.reader.patterns = False
        while self.at < len(self.text):
            piece, self.at = self.lexer.reader.read_until(self.at, " \t\n()".__contains__, REGEX_RUN)
            parts += piece
            char = self.text[self.at : self.at + 1]
            if char == "(":
                depth += 1
            elif char == ")" and depth:
                depth -= 1
            elif not depth or not char:
                break
            parts.append(("L", char))
            self.at += 1
        self.lexer.reader.patterns = True
        return Word(tuple(parts), self.text[start : self.at])
