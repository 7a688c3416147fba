"""From a script's characters to tokens, here-documents included.

Models parse.y: read_token of bash 5.2.
"""

import re
from bisect import bisect_right
from functools import partial
from typing import NamedTuple

from sandbox.sim.shell.syntax import Redirection, ShellSyntaxError, Word
from sandbox.sim.shell.words import METACHARACTERS, CommandEnd, WordReader

SKIP = re.compile(r"(?:[ \t]|\\\n)+")
COMMENT = re.compile(r"#[^\n]*")
OPERATOR = re.compile(r"&&|\|\||;;&|;;|;&|&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||\|&|[|&;()<>]")
IO_NUMBER = re.compile(r"([0-9]+)(?=[<>])")
IO_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}(?=[<>])")
REDIRECTIONS = frozenset({"<", ">", ">>", "<<", "<<-", "<<<", "<&", ">&", "<>", ">|", "&>", "&>>"})


class Token(NamedTuple):
    """``kind`` is ``op``, ``word``, ``io``, ``newline`` or ``eof``."""

    kind: str
    text: str
    start: int
    end: int
    word: Word | None = None


def _fixed(line: int, _place: int) -> int:
    return line


class HereDocument:
    """One that was announced and whose body comes after the line."""

    def __init__(self, delimiter: Word, *, strip_tabs: bool, fd: int | None, variable: str, line: int) -> None:
        self.delimiter = delimiter
        self.strip_tabs = strip_tabs
        self.fd = fd
        self.variable = variable
        self.line = line
        self.body: Word | None = None

    def redirection(self) -> Redirection:
        """Return the redirection, once the body is read."""
        return Redirection("<<", self.body or Word((), ""), self.fd, self.variable)


class Lexer:
    """Tokens of one text, one ahead. ``first_line`` is the number of the text's first line."""

    def __init__(self, text: str, first_line: int, find_end: CommandEnd) -> None:
        self.text = text
        self.first_line = first_line
        self.at = 0
        self.waiting: list[HereDocument] = []
        self.warnings: list[tuple[int, str]] = []
        self._newlines = [found.start() for found in re.finditer("\n", text)] if "\n" in text else []
        self.reader = WordReader(text, find_end, self.line_of)
        self._ahead: Token | None = None

    def line_of(self, place: int) -> int:
        """Return the line on which a place of the text lies."""
        return self.first_line + bisect_right(self._newlines, place - 1) if self._newlines else self.first_line

    def peek(self) -> Token:
        """Return the next token without taking it."""
        if self._ahead is None:
            self._ahead = self._scan()
        return self._ahead

    def take(self) -> Token:
        """Return the next token and go past it, and past the here-documents that follow the end of a line."""
        token = self.peek()
        self._ahead = None
        self.at = token.end
        if token.kind == "newline" and self.waiting:
            self._read_here_documents()
        return token

    def rewind(self, place: int) -> None:
        """Go on at a place, forgetting a token that was looked at."""
        self.at = place
        self._ahead = None

    def _scan(self) -> Token:
        text = self.text
        at = self.at
        skipped = SKIP.match(text, at)
        if skipped:
            at = skipped.end()
        if at < len(text) and text[at] == "#":
            comment = COMMENT.match(text, at)
            at = comment.end() if comment else at
        if at >= len(text):
            return Token("eof", "", at, at)
        return self._token(at)

    def _token(self, at: int) -> Token:
        text, char = self.text, self.text[at]
        if char == "\n":
            return Token("newline", "\n", at, at + 1)
        if char in METACHARACTERS and not (char in "<>" and text[at + 1 : at + 2] == "("):
            found = OPERATOR.match(text, at)
            assert found is not None  # noqa: S101  (the expression matches the empty text too)
            return Token("op", found.group(), at, found.end())
        number = IO_NUMBER.match(text, at) or IO_VARIABLE.match(text, at)
        if number and text[number.end() + 1 : number.end() + 2] != "(":
            return Token("io", number.group(1), at, number.end())
        word, end = self.reader.read_word(at)
        return Token("word", word.raw, at, end, word)

    # Here-documents

    def _read_here_documents(self) -> None:
        for document in self.waiting:
            text = self._read_body(document)
            if document.delimiter.is_quoted:
                document.body = Word((("Q", text),) if text else (), text)
            else:
                line = document.line + 1
                parts = WordReader(text, self.reader.find_end, partial(_fixed, line)).read_body()
                document.body = Word(parts, text)
        self.waiting = []

    def _read_body(self, document: HereDocument) -> str:
        end_mark = delimiter_text(document.delimiter)
        lines: list[str] = []
        while self.at < len(self.text):
            newline = self.text.find("\n", self.at)
            end = len(self.text) if newline < 0 else newline + 1
            line = self.text[self.at : end]
            self.at = end
            if document.strip_tabs:
                line = line.lstrip("\t")
            if line.rstrip("\n") == end_mark:
                return "".join(lines)
            lines.append(line)
        wanted = f"here-document at line {document.line} delimited by end-of-file (wanted `{end_mark}')"
        last = self.line_of(len(self.text)) - self.text.endswith("\n")
        self.warnings.append((last, f"warning: {wanted}"))
        return "".join(lines)

    def finish(self) -> None:
        """Read the here-documents that the end of the text cut off."""
        if self.waiting:
            self._read_here_documents()


def delimiter_text(word: Word) -> str:
    """Return a here-document's end mark: the word without its quotes, expansions left as they are written."""
    if not word.is_quoted:
        return word.raw
    texts = (part[1] if part[0] == "D" else (part,) for part in word.parts)
    return "".join(str(inner[1]) for inners in texts for inner in inners)


def syntax_error(lexer: Lexer, token: Token, *, at_line_end: bool = False) -> ShellSyntaxError:
    """Return bash's error for a token that cannot stand where it does.

    Where a word must follow on the same line (``at_line_end``), the end of the text counts as the end of that line.
    """
    if token.kind == "eof" and not at_line_end:
        line = lexer.line_of(len(lexer.text)) + (0 if lexer.text.endswith("\n") else 1)
        return ShellSyntaxError("syntax error: unexpected end of file", line, near="EOF")
    shown = "newline" if token.kind in ("newline", "eof") else token.text
    start = lexer.text.rfind("\n", 0, token.start) + 1
    end = lexer.text.find("\n", token.start)
    source = lexer.text[start : len(lexer.text) if end < 0 else end]
    return ShellSyntaxError(
        f"syntax error near unexpected token `{shown}'", lexer.line_of(token.start), source, near=shown
    )
