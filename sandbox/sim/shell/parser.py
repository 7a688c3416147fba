"""From tokens to commands: the grammar.

Models parse.y of bash 5.2 by recursive descent. Not modelled: coproc, and function names that bash alone allows.
"""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.sim.shell import syntax
from sandbox.sim.shell.conditional_syntax import ConditionalParser
from sandbox.sim.shell.lexer import REDIRECTIONS, HereDocument, Lexer, Token, syntax_error
from sandbox.sim.shell.syntax import Assignment, Commands, Redirection, ShellSyntaxError, Word
from sandbox.sim.shell.words import NAME, WordReader, arithmetic_end

MAX_DEPTH = 40
"""How deep commands may stand inside each other."""
ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\[[^\]]*(?:\[[^\]]*\])?[^\]]*\])?(\+?)=")
ELEMENT = re.compile(r"\[([^\]]*(?:\[[^\]]*\])?[^\]]*)\](\+?)=")
DECLARATIONS = frozenset({"declare", "typeset", "local", "export", "readonly"})
CLOSERS = frozenset({"then", "fi", "do", "done", "elif", "else", "esac", "}"})
COMPOUND = frozenset({"if", "while", "until", "for", "case", "{", "[[", "function", "select"})
FUNCTION_NAME = re.compile(r"[^\s$'\"\\`|&;()<>=]+")


class Parser:
    """Parses one text. ``depth`` says how deep in other commands it stands."""

    def __init__(self, text: str, first_line: int = 1, depth: int = 0) -> None:
        self.text = text
        self.depth = depth
        self.lexer = Lexer(text, first_line, self._find_end)

    # Lists

    def parse_line(self) -> Commands | None:
        """Return the commands up to the end of a line that ends one, or None at the end of the text."""
        self._skip_newlines()
        if self.lexer.peek().kind == "eof":
            return None
        commands = self._list(frozenset(), one_line=True)
        token = self.lexer.peek()
        if token.kind not in ("newline", "eof"):
            raise syntax_error(self.lexer, token)
        self.lexer.take()
        self.lexer.finish()
        return commands

    def _find_end(self, text: str, start: int, line: int) -> int:
        """Return the place of the parenthesis that closes a substitution beginning at ``start``."""
        inner = Parser(text, 1, self.depth + 1)
        inner._enter()
        inner.lexer.first_line = self.lexer.first_line
        inner.lexer.rewind(start)
        try:
            inner._list(frozenset({")"}), empty=True)
        except ShellSyntaxError as error:
            if error.token == "EOF" and str(error).startswith("syntax error"):
                raise ShellSyntaxError(
                    "unexpected EOF while looking for matching `)'", error.line, token="EOF"
                ) from None
            raise
        token = inner.lexer.peek()
        if token.kind == "eof":
            last = line + text.count("\n", start) + 1
            raise ShellSyntaxError("unexpected EOF while looking for matching `)'", last, token="EOF")
        if token.text != ")":
            raise syntax_error(inner.lexer, token)
        self.lexer.warnings += inner.lexer.warnings
        return token.start

    def _enter(self) -> None:
        if self.depth > MAX_DEPTH:
            raise ShellSyntaxError(f"maximum nesting level exceeded ({MAX_DEPTH})", self.lexer.first_line)

    def _skip_newlines(self) -> None:
        while self.lexer.peek().kind == "newline":
            self.lexer.take()

    def _list(self, closers: frozenset[str], *, one_line: bool = False, empty: bool = False) -> Commands:
        items: list[tuple[syntax.AndOr, bool]] = []
        if not one_line:
            self._skip_newlines()
        while not self._ends(closers, empty=empty or bool(items)):
            and_or = self._and_or()
            token = self.lexer.peek()
            items.append((and_or, token.text == "&" and token.kind == "op"))
            if token.kind == "op" and token.text in ("&", ";"):
                self.lexer.take()
                if not one_line:
                    self._skip_newlines()
                elif self.lexer.peek().kind in ("newline", "eof"):
                    break
            elif token.kind == "newline" and not one_line:
                self._skip_newlines()
            else:
                break
        return Commands(tuple(items))

    def _ends(self, closers: frozenset[str], *, empty: bool) -> bool:
        token = self.lexer.peek()
        if token.kind == "eof":
            return empty
        return empty and token.text in closers and (token.kind == "op" or self._is_bare(token))

    def _is_bare(self, token: Token) -> bool:
        return token.word is not None and token.word.literal == token.text

    def _and_or(self) -> syntax.AndOr:
        first = self._pipeline()
        rest = []
        while self.lexer.peek().kind == "op" and self.lexer.peek().text in ("&&", "||"):
            operator = self.lexer.take().text
            self._skip_newlines()
            rest.append((operator, self._pipeline()))
        return syntax.AndOr(first, tuple(rest))

    def _pipeline(self) -> syntax.Pipeline:
        negated = timed = False
        token = self.lexer.peek()
        line = self.lexer.line_of(token.start)
        while token.kind == "word" and token.text in ("!", "time"):
            self.lexer.take()
            negated ^= token.text == "!"
            timed |= token.text == "time"
            token = self.lexer.peek()
            if timed and token.text == "-p":
                self.lexer.take()
                token = self.lexer.peek()
        if (negated or timed) and (token.kind in ("newline", "eof") or token.text in (";", ")")):
            return syntax.Pipeline((), negated, timed, line)
        stages = [self._command()]
        while self.lexer.peek().kind == "op" and self.lexer.peek().text in ("|", "|&"):
            if self.lexer.take().text == "|&":
                stages[-1] = _with_redirections(stages[-1], (Redirection(">&", _bare("1"), 2),), line)
            self._skip_newlines()
            stages.append(self._command())
        return syntax.Pipeline(tuple(stages), negated, timed, line)

    # Commands

    def _command(self) -> object:
        token = self.lexer.peek()
        line = self.lexer.line_of(token.start)
        if token.kind == "op" and token.text == "(":
            return self._redirected(self._parenthesis(line), line)
        if token.kind == "word" and self._is_bare(token):
            if token.text in CLOSERS:
                raise syntax_error(self.lexer, token)
            if token.text in COMPOUND:
                return self._compound(token, line)
        return self._simple(line)

    def _compound(self, token: Token, line: int) -> object:
        self.depth += 1
        self._enter()
        if token.text == "function":
            command = self._keyword_function(line)
            self.depth -= 1
            return command
        methods = {
            "if": self._if, "while": self._while, "until": self._while, "for": self._for, "select": self._for,
            "case": self._case, "{": self._group, "[[": self._conditional,
        }  # fmt: skip
        command = methods[token.text](line)
        self.depth -= 1
        return self._redirected(command, line)

    def _redirected(self, command: object, line: int) -> object:
        return _with_redirections(command, self._redirections(), line)

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
        word = target.word or _bare(target.text)
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

    def _if(self, _line: int) -> syntax.If:
        self.lexer.take()
        clauses, otherwise = [], None
        while True:
            condition = self._list(frozenset({"then"}))
            self._expect("then")
            clauses.append((condition, self._list(frozenset({"elif", "else", "fi"}))))
            if not self._at("elif"):
                break
            self.lexer.take()
        if self._at("else"):
            self.lexer.take()
            otherwise = self._list(frozenset({"fi"}))
        self._expect("fi")
        return syntax.If(tuple(clauses), otherwise)

    def _while(self, _line: int) -> syntax.While:
        until = self.lexer.take().text == "until"
        condition = self._list(frozenset({"do"}))
        return syntax.While(condition, self._do_group(), until)

    def _do_group(self) -> Commands:
        self._expect("do")
        body = self._list(frozenset({"done"}))
        self._expect("done")
        return body

    def _for(self, line: int) -> object:
        menu = self.lexer.take().text == "select"
        token = self.lexer.peek()
        if token.text == "(" and self.text.startswith("((", token.start):
            return self._arithmetic_for(token, line)
        if token.kind != "word":
            raise syntax_error(self.lexer, token, at_line_end=True)
        name = self.lexer.take().text
        words: tuple[Word, ...] | None = None
        self._skip_newlines()
        if self._at("in"):
            self.lexer.take()
            found = []
            while self.lexer.peek().kind in ("word", "io"):
                taken = self.lexer.take()
                found.append(taken.word or _bare(taken.text))
            words = tuple(found)
            if self.lexer.peek().kind != "newline" and not self._at(";"):
                raise syntax_error(self.lexer, self.lexer.peek())
        if self._at(";"):
            self.lexer.take()
        self._skip_newlines()
        body = self._brace_group() if self._at("{") else self._do_group()
        return syntax.For(name, words, body, line, menu)

    def _brace_group(self) -> Commands:
        self._expect("{")
        body = self._list(frozenset({"}"}))
        self._expect("}")
        return body

    def _arithmetic_for(self, token: Token, line: int) -> syntax.ArithmeticFor:
        end = arithmetic_end(self.text, token.start + 2)
        if end is None:
            raise syntax_error(self.lexer, token)
        fields = self.text[token.start + 2 : end].split(";")
        if len(fields) != 3:  # noqa: PLR2004  (start, condition and step)
            raise ShellSyntaxError("syntax error: arithmetic expression required", line)
        self.lexer.rewind(end + 2)
        if self._at(";"):
            self.lexer.take()
        self._skip_newlines()
        body = self._brace_group() if self._at("{") else self._do_group()
        return syntax.ArithmeticFor(fields[0].strip(), fields[1].strip(), fields[2].strip(), body, line)

    def _case(self, line: int) -> syntax.Case:
        self.lexer.take()
        token = self.lexer.take()
        if token.kind not in ("word", "io"):
            raise syntax_error(self.lexer, token)
        word = token.word or _bare(token.text)
        self._skip_newlines()
        self._expect("in")
        items = []
        self._skip_newlines()
        while not self._at("esac"):
            items.append(self._case_item())
            self._skip_newlines()
        self.lexer.take()
        return syntax.Case(word, tuple(items), line)

    def _case_item(self) -> tuple[tuple[Word, ...], Commands, str]:
        if self._at("("):
            self.lexer.take()
        patterns = []
        while True:
            token = self.lexer.take()
            if token.kind not in ("word", "io"):
                raise syntax_error(self.lexer, token)
            patterns.append(token.word or _bare(token.text))
            if not self._at("|"):
                break
            self.lexer.take()
        self._expect(")")
        body = self._list(frozenset({";;", ";&", ";;&", "esac"}), empty=True)
        terminator = ";;"
        if self.lexer.peek().text in (";;", ";&", ";;&"):
            terminator = self.lexer.take().text
        elif not self._at("esac"):
            raise syntax_error(self.lexer, self.lexer.peek())
        return tuple(patterns), body, terminator

    def _group(self, _line: int) -> syntax.Group:
        return syntax.Group(self._brace_group())

    def _parenthesis(self, line: int) -> object:
        token = self.lexer.peek()
        if self.text.startswith("((", token.start):
            end = arithmetic_end(self.text, token.start + 2)
            if end is not None:
                self.lexer.rewind(end + 2)
                return syntax.Arithmetic(self.text[token.start + 2 : end], line)
        self.depth += 1
        self._enter()
        self.lexer.take()
        body = self._list(frozenset({")"}))
        self._expect(")")
        self.depth -= 1
        return syntax.Subshell(body, line)

    def _conditional(self, line: int) -> syntax.Conditional:
        token = self.lexer.take()
        expression, end = ConditionalParser(self.lexer, token.end, line).parse()
        self.lexer.rewind(end)
        return syntax.Conditional(expression, line)

    # Functions

    def _keyword_function(self, line: int) -> object:
        self.lexer.take()
        token = self.lexer.peek()
        if token.kind != "word":
            raise syntax_error(self.lexer, token, at_line_end=True)
        self.lexer.take()
        if self._at("("):
            self.lexer.take()
            self._expect(")")
        return self._function_body(token.text, line)

    def _function_body(self, name: str, line: int) -> object:
        self._skip_newlines()
        start = self.lexer.peek()
        if start.kind == "eof" or (start.text not in ("{", "(", *COMPOUND)):
            raise syntax_error(self.lexer, start)
        self._command()
        text = self.text[start.start : self.lexer.at].rstrip()
        del line
        return syntax.Function(name, text, self.lexer.line_of(start.start))

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
        return _with_redirections(simple, redirections, line)

    def _take_word(self) -> Word:
        word = self.lexer.take().word
        assert word is not None  # noqa: S101  (only called where the next token is a word)
        return word

    def _defines_function(self, token: Token, assignments: list[Assignment], redirections: list[object]) -> bool:
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
                raise ShellSyntaxError("unexpected EOF while looking for matching `)'", line, token="EOF")
            if token.kind not in ("word", "io"):
                raise syntax_error(self.lexer, token)
            found = ELEMENT.match(self.text, token.start)
            if found:
                value, end = self.lexer.reader.read_word(found.end())
                self.lexer.rewind(end)
                index = _subword(found.group(1), self.lexer)
                elements.append(Assignment("", value, index, bool(found.group(2))))
            else:
                elements.append(self.lexer.take().word or _bare(token.text))


def _subword(text: str, lexer: Lexer) -> Word:
    """Return a subscript as a word of its own, in which blanks are text."""
    run = re.compile(r"[^\\'\"`$]+")
    parts, _ = WordReader(text, lexer.reader.find_end, lambda _: 1).read_until(0, lambda _: False, run)
    return Word(parts, text)


def _bare(text: str) -> Word:
    return Word((("L", text),), text)


def _with_redirections(command: object, found: Iterable[Any], line: int) -> object:
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
