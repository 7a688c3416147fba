"""From tokens to commands: the grammar.

Models parse.y of bash 5.2 by recursive descent. Not modelled: coproc, and function names that bash alone allows.
"""

from sandbox.sim.shell import syntax
from sandbox.sim.shell.conditional_syntax import ConditionalParser
from sandbox.sim.shell.lexer import Token, syntax_error
from sandbox.sim.shell.simple_commands import CLOSERS, COMPOUND, SimpleCommands, bare, with_redirections
from sandbox.sim.shell.syntax import Commands, Redirection, ShellSyntaxError, Word
from sandbox.sim.shell.words import arithmetic_end


class Parser(SimpleCommands):
    """Parses one text. ``depth`` says how deep in other commands it stands."""

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
            if error.near == "EOF" and str(error).startswith("syntax error"):
                raise ShellSyntaxError(
                    "unexpected EOF while looking for matching `)'", error.line, near="EOF"
                ) from None
            raise
        token = inner.lexer.peek()
        if token.kind == "eof":
            last = line + text.count("\n", start) + 1
            raise ShellSyntaxError("unexpected EOF while looking for matching `)'", last, near="EOF")
        if token.text != ")":
            raise syntax_error(inner.lexer, token)
        self.lexer.warnings += inner.lexer.warnings
        return token.start

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
                stages[-1] = with_redirections(stages[-1], (Redirection(">&", bare("1"), 2),), line)
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
                found.append(taken.word or bare(taken.text))
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
        word = token.word or bare(token.text)
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
            patterns.append(token.word or bare(token.text))
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
