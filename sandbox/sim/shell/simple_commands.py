"""Reading simple commands, their assignments and redirections.

Models parse.y of bash 5.2: simple_command.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sandbox.sim.shell import syntax
from sandbox.sim.shell.lexer import REDIRECTIONS, HereDocument, Lexer, Token, syntax_error
from sandbox.sim.shell.syntax import Assignment, Redirection, ShellSyntaxError, Word
from sandbox.sim.shell.words import NAME, WordReader

MAX_DEPTH = 40
"""How deep commands may stand inside each other."""
ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\[[^\]]*(?:\[[^\]]*\])?[^\]]*\])?(\+?)=")
ELEMENT = re.compile(r"\[([^\]]*(?:\[[^\]]*\])?[^\]]*)\](\+?)=")
DECLARATIONS = frozenset({"declare", "typeset", "local", "export", "readonly"})
CLOSERS = frozenset({"then", "fi", "do", "done", "elif", "else", "esac", "}"})
COMPOUND = frozenset({"if", "while", "until", "for", "case", "{", "[[", "function", "select"})
FUNCTION_NAME = re.compile(r"[^\s$'\"\\`|&;()<>=]+")


class SimpleCommands:
    """What every parser of commands knows; ``Parser`` adds lists and compound commands."""

    def __init__(self, text: str, first_line: int = 1, depth: int = 0) -> None:
        self.text = text
        self.depth = depth
        self.lexer = Lexer(text, first_line, self._find_end)

    # Tokens

    def _enter(self) -> None:
        if self.depth > MAX_DEPTH:
            raise ShellSyntaxError(f"maximum nesting level exceeded ({MAX_DEPTH})", self.lexer.first_line)

    def _skip_newlines(self) -> None:
        while self.lexer.peek().kind == "newline":
            self.lexer.take()

    def _is_bare(self, token: Token) -> bool:
        return token.word is not None and token.word.literal == token.text

    def _redirected(self, command: object, line: int) -> object:
        return with_redirections(command, self._redirections(), line)

    def _redirections(self) -> list[Redirection | HereDocument]:
        found: list[Redirection | HereDocument] = []
        while True:
            redirection = self._redirection()
            if redirection is None:
                return found
            found.append(redirection)

    def _redirection(self) -> "Redirection | HereDocument | None":
        token = self.lexer.peek()
        fd, variable = None, ""
        if token.kind == "io":
            fd = int(token.text[:9]) if token.text.isdecimal() else None
            variable = "" if fd is not None else token.text
            self.lexer.take()
            token = self.lexer.peek()
        if token.kind != "op" or token.text not in REDIRECTIONS:
            return None
        self.lexer.take()
        target = self.lexer.peek()
        if target.kind not in ("word", "io") or (target.kind == "io" and not target.text.isdecimal()):
            raise syntax_error(self.lexer, target, at_line_end=True)
        self.lexer.take()
        word = target.word or bare(target.text)
        if token.text not in ("<<", "<<-"):
            return Redirection(token.text, word, fd, variable)
        line = self.lexer.line_of(token.start)
        document = HereDocument(word, strip_tabs=token.text == "<<-", fd=fd, variable=variable, line=line)
        self.lexer.waiting.append(document)
        return document

    def _expect(self, text: str) -> Token:
        token = self.lexer.peek()
        if token.text != text or token.kind == "newline" or (token.kind == "word" and not self._is_bare(token)):
            raise syntax_error(self.lexer, token)
        return self.lexer.take()

    def _at(self, text: str) -> bool:
        token = self.lexer.peek()
        return token.text == text and (token.kind == "op" or (token.kind == "word" and self._is_bare(token)))

    # Simple commands

    def _simple(self, line: int) -> object:
        start = self.lexer.peek()
        assignments: list[Assignment] = []
        words: list[Word | Assignment] = []
        redirections: list[Redirection | HereDocument] = []
        while True:
            redirection = self._redirection()
            if redirection is not None:
                redirections.append(redirection)
                continue
            token = self.lexer.peek()
            if token.kind != "word":
                break
            if not words and (assignment := self._assignment(token)) is not None:
                assignments.append(assignment)
                continue
            declares = bool(words) and isinstance(words[0], Word) and words[0].literal in DECLARATIONS
            found = self._assignment(token) if declares else None
            words.append(found or self._take_word())
            if len(words) == 1 and self._defines_function(token, assignments, redirections):
                return self._function_body(token.text, line)
        if not (assignments or words or redirections):
            raise syntax_error(self.lexer, start)
        source = self.text[start.start : self.lexer.at]
        simple = syntax.Simple(tuple(assignments), tuple(words), (), line, source)
        return with_redirections(simple, redirections, line)

    def _take_word(self) -> Word:
        word = self.lexer.take().word
        assert word is not None  # noqa: S101  (only called where the next token is a word)
        return word

    def _defines_function(self, token: Token, assignments: list[Assignment], redirections: Sequence[object]) -> bool:
        if assignments or redirections or not self._at("("):
            return False
        if not FUNCTION_NAME.fullmatch(token.text):
            raise syntax_error(self.lexer, self.lexer.peek())
        self.lexer.take()
        if self.lexer.peek().kind == "eof":
            raise syntax_error(self.lexer, self.lexer.peek(), at_line_end=True)
        self._expect(")")
        return True

    def _assignment(self, token: Token) -> Assignment | None:
        """Take an assignment if one begins at the token; its subscript may hold blanks."""
        found = ASSIGNMENT.match(self.text, token.start)
        if not found or (found.group(2) is None and found.end() > token.end):
            return None
        name, index, plus = found.group(1), found.group(2), bool(found.group(3))
        subscript = _subword(index[1:-1], self.lexer) if index is not None else None
        if self.text[found.end() : found.end() + 1] == "(" and subscript is None:
            self.lexer.rewind(found.end() + 1)
            return Assignment(name, Word((), ""), None, plus, self._elements())
        value, end = self.lexer.reader.read_word(found.end())
        self.lexer.rewind(end)
        return Assignment(name, value, subscript, plus)

    def _elements(self) -> tuple[Word | Assignment, ...]:
        elements: list[Word | Assignment] = []
        while True:
            self._skip_newlines()
            token = self.lexer.peek()
            if self._at(")"):
                self.lexer.take()
                return tuple(elements)
            if token.kind == "eof":
                line = self.lexer.line_of(len(self.text))
                raise ShellSyntaxError("unexpected EOF while looking for matching `)'", line, near="EOF")
            if token.kind not in ("word", "io"):
                raise syntax_error(self.lexer, token)
            found = ELEMENT.match(self.text, token.start)
            if found:
                value, end = self.lexer.reader.read_word(found.end())
                self.lexer.rewind(end)
                index = _subword(found.group(1), self.lexer)
                elements.append(Assignment("", value, index, bool(found.group(2))))
            else:
                elements.append(self.lexer.take().word or bare(token.text))

    def _find_end(self, text: str, start: int, line: int) -> int:
        """Return where a substitution ends; only a parser of whole lists knows that."""
        raise NotImplementedError

    def _function_body(self, name: str, line: int) -> object:
        """Read a function's body; only a parser of compound commands can."""
        raise NotImplementedError


def _subword(text: str, lexer: Lexer) -> Word:
    """Return a subscript as a word of its own, in which blanks are text."""
    run = re.compile(r"[^\\'\"`$]+")
    parts, _ = WordReader(text, lexer.reader.find_end, lambda _: 1).read_until(0, lambda _: False, run)
    return Word(parts, text)


def bare(text: str) -> Word:
    """Return a word of bare text."""
    return Word((("L", text),), text)


def with_redirections(command: object, found: Iterable[Any], line: int) -> object:
    """Return the command with redirections; here-documents among them have their body when the line has ended."""
    rows = tuple(found)
    if not rows:
        return command
    if isinstance(command, syntax.Simple):
        return command._replace(redirections=(*command.redirections, *rows))
    return syntax.Redirected(command, rows, line)


def is_name(text: str) -> bool:
    """Say whether a text may name a variable."""
    return NAME.fullmatch(text) is not None
