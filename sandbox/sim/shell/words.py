"""Taking words apart: quotes, ``$`` and backquotes.

Models the word syntax of bash 5.2 (subst.c, parse.y: read_token_word). Not modelled: ``$"…"`` translation.
"""

import re
from collections.abc import Callable

from sandbox.sim.shell.ansi_c import unescape
from sandbox.sim.shell.syntax import Parameter, Part, ShellSyntaxError, Word

BLANKS = " \t"
METACHARACTERS = frozenset(" \t\n|&;()<>")
LITERAL_RUN = re.compile(r"[^ \t\n|&;()<>\\'\"`$]+")
QUOTED_RUN = re.compile(r"[^\\\"`$]+")
BODY_RUN = re.compile(r"[^\\`$]+")
BRACED_RUN = re.compile(r"[^}\\'\"`$/]+")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SPECIAL = frozenset("@*#?-$!0123456789")
PATTERN_RUN = re.compile(r"[^)(\\'\"`$]+")
EXTGLOB = re.compile(r"^[^#\n]*\bshopt -s\b[^\n]*\bextglob\b", re.MULTILINE)
PARAMETER_HEAD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])")
OPERATORS = re.compile(r":[-=?+]|[-=?+]|##?|%%?|//|/#|/%|/|\^\^?|,,?|@[A-Za-z]|:")

CommandEnd = Callable[[str, int, int], int]
"""Given a script, a place just behind ``$(`` and its line, returns the place of the closing ``)``."""


class WordReader:
    """Reads words of one text. ``find_end`` is the parser's, since only it knows where ``$(…)`` ends."""

    def __init__(self, text: str, find_end: CommandEnd, line_of: Callable[[int], int]) -> None:
        self.text = text
        self.find_end = find_end
        self.line_of = line_of
        self.patterns = False
        """Whether ``@(…)`` and its kin are part of a word, as they are in ``[[ … ]]``."""
        switch = EXTGLOB.search(text)
        self.patterns_from = switch.end() if switch else len(text)
        """Where they are that everywhere: on the lines behind ``shopt -s extglob``."""

    # Words

    def read_word(self, start: int) -> tuple[Word, int]:
        """Return the word that begins at ``start`` and the place behind it."""
        parts, end = self.read_until(start, METACHARACTERS.__contains__, LITERAL_RUN)
        return Word(parts, self.text[start:end]), end

    def read_until(
        self, start: int, stops: Callable[[str], bool], run: re.Pattern[str]
    ) -> tuple[tuple[Part, ...], int]:
        """Read bare text and quotes until a character that stops it, or the end."""
        text, size, at = self.text, len(self.text), start
        parts: list[Part] = []
        while at < size:
            found = run.match(text, at)
            if found:
                _append(parts, "L", found.group())
                at = found.end()
                continue
            char = text[at]
            if char == "(" and self._begins_group(at, start):
                at = self._group(at, parts)
                continue
            if stops(char) and not (char in "<>" and text[at + 1 : at + 2] == "(" and self._bare(stops)):
                break
            at = self._piece(at, parts)
        return tuple(parts), at

    def _begins_group(self, at: int, start: int) -> bool:
        """Say whether a parenthesis begins ``@(…)``, ``?(…)``, ``*(…)``, ``+(…)`` or ``!(…)``."""
        if at == start or self.text[at - 1] not in "?*+@!":
            return False
        return self.patterns or "\n" in self.text[self.patterns_from : at]

    def _group(self, at: int, parts: list[Part]) -> int:
        """Read the alternatives of a pattern up to their closing parenthesis."""
        _append(parts, "L", "(")
        inner, end = self.read_until(at + 1, ")".__contains__, PATTERN_RUN)
        if end >= len(self.text):
            raise unclosed(")", self.line_of(at))
        for piece in inner:
            if piece[0] in "LQ":
                _append(parts, piece[0], piece[1])
            else:
                parts.append(piece)
        _append(parts, "L", ")")
        return end + 1

    def _bare(self, stops: Callable[[str], bool]) -> bool:
        return stops("\n")

    def _piece(self, at: int, parts: list[Part]) -> int:  # noqa: PLR0911  (one return for each kind of quote)
        text, char = self.text, self.text[at]
        if char == "\\":
            if text[at + 1 : at + 2] == "\n":
                return at + 2
            _append(parts, "Q", text[at + 1 : at + 2] or "\\")
            return at + 2
        if char == "'":
            end = self._closing(at + 1, "'")
            _append(parts, "Q", text[at + 1 : end])
            return end + 1
        if char == '"':
            inner, end = self.read_quoted(at + 1)
            parts.append(("D", inner))
            return end
        if char in "$`":
            return self._dollar(at, parts, quoted=False)
        if char in "<>" and text[at + 1 : at + 2] == "(":
            end = self.find_end(text, at + 2, self.line_of(at))
            parts.append(("S", char, text[at + 2 : end], self.line_of(at)))
            return end + 1
        _append(parts, "L", char)
        return at + 1

    def _closing(self, start: int, quote: str) -> int:
        end = self.text.find(quote, start)
        if end < 0:
            raise unclosed(quote, self.line_of(start - 1))
        return end

    # Double quotes and here-documents

    def read_quoted(self, start: int) -> tuple[tuple[Part, ...], int]:
        """Read the inside of double quotes; return its parts and the place behind the closing quote."""
        text, size, at = self.text, len(self.text), start
        parts: list[Part] = []
        while at < size:
            found = QUOTED_RUN.match(text, at)
            if found:
                _append(parts, "Q", found.group())
                at = found.end()
            elif text[at] == '"':
                return tuple(parts), at + 1
            else:
                at = self._quoted_piece(at, parts, '$`"\\\n')
        raise unclosed('"', self.line_of(start - 1))

    def read_body(self, start: int = 0) -> tuple[Part, ...]:
        """Read a whole text as the body of a here-document, in which quotes mean nothing."""
        text, size, at = self.text, len(self.text), start
        parts: list[Part] = []
        while at < size:
            found = BODY_RUN.match(text, at)
            if found:
                _append(parts, "Q", found.group())
                at = found.end()
            else:
                at = self._quoted_piece(at, parts, "$`\\\n")
        return tuple(parts)

    def _quoted_piece(self, at: int, parts: list[Part], escapable: str) -> int:
        if self.text[at] != "\\":
            return self._dollar(at, parts, quoted=True)
        following = self.text[at + 1 : at + 2]
        if not following or following not in escapable:
            _append(parts, "Q", "\\")
            return at + 1
        if following != "\n":
            _append(parts, "Q", following)
        return at + 2

    # Dollars

    def _dollar(self, at: int, parts: list[Part], *, quoted: bool) -> int:  # noqa: PLR0911  (one for each kind)
        text = self.text
        if text[at] == "`":
            return self._backquoted(at, parts, quoted=quoted)
        following = text[at + 1 : at + 2]
        if following == "(":
            return self._parenthesis(at, parts)
        if following == "{":
            return self._braced(at, parts, quoted=quoted)
        if following == "[":
            return self._old_arithmetic(at, parts)
        name = NAME.match(text, at + 1)
        if name:
            parts.append(("P", Parameter(name.group())))
            return name.end()
        if following and following in SPECIAL:
            parts.append(("P", Parameter(following)))
            return at + 2
        if following == "'" and not quoted:
            value, end = unescape(text, at + 2)
            if end > len(text):
                raise unclosed("'", self.line_of(at))
            _append(parts, "Q", value)
            return end
        if following == '"' and not quoted:
            return at + 1
        _append(parts, "Q" if quoted else "L", "$")
        return at + 1

    def _backquoted(self, at: int, parts: list[Part], *, quoted: bool) -> int:
        text, out, place = self.text, "", at + 1
        special = '`$\\"' if quoted else "`$\\"
        while place < len(text):
            char = text[place]
            if char == "`":
                parts.append(("C", out, self.line_of(at)))
                return place + 1
            if char == "\\" and text[place + 1 : place + 2] in special:
                place += 1
                char = text[place : place + 1]
            out += char
            place += 1
        raise unclosed("`", self.line_of(at))

    def _parenthesis(self, at: int, parts: list[Part]) -> int:
        text = self.text
        if text.startswith("((", at + 1):
            end = arithmetic_end(text, at + 3)
            if end is not None:
                parts.append(("A", self._inner(text[at + 3 : end], at)))
                return end + 2
        line = self.line_of(at)
        end = self.find_end(text, at + 2, line)
        parts.append(("C", text[at + 2 : end], line))
        return end + 1

    def _old_arithmetic(self, at: int, parts: list[Part]) -> int:
        end = self._closing(at + 2, "]")
        parts.append(("A", self._inner(self.text[at + 2 : end], at)))
        return end + 1

    def _inner(self, text: str, at: int) -> tuple[Part, ...]:
        line = self.line_of(at)
        return WordReader(text.replace('"', ""), self.find_end, lambda _: line).read_body()

    def _braced(self, at: int, parts: list[Part], *, quoted: bool) -> int:
        parameter, end = self._parameter(at + 2, quoted=quoted)
        if parameter.op == "bad":
            end = self._brace_end(at + 2)
            parameter = parameter._replace(raw=self.text[at : end + 1])
        else:
            parameter = parameter._replace(raw=self.text[at : end + 1])
        parts.append(("P", parameter))
        return end + 1

    def _brace_end(self, at: int) -> int:
        _, end = self.read_until(at, "}".__eq__, BRACED_RUN)
        if self.text[end : end + 1] != "}":
            raise unclosed("}", self.line_of(at - 2))
        return end

    def _parameter(self, at: int, *, quoted: bool) -> tuple[Parameter, int]:
        """Read behind ``${``; return the parameter and the place of the closing brace."""
        text = self.text
        if text[at : at + 1] == "#" and text[at + 1 : at + 2] not in ("}", ":", "-", "=", "?", "+", "%", "/"):
            inner, end = self._head(at + 1)
            ok = inner is not None and text[end : end + 1] == "}"
            return (inner._replace(op="#len") if inner and ok else Parameter("", "bad")), end
        indirect = text[at : at + 1] == "!" and text[at + 1 : at + 2] not in ("}", ":", "-", "+", "?", "=")
        head, end = self._head(at + indirect)
        if head is None:
            return Parameter("", "bad"), at
        head = head._replace(indirect=indirect)
        if text[end : end + 1] == "}":
            return head, end
        if indirect and text[end : end + 2] in ("*}", "@}"):
            return head._replace(op="names", indirect=False), end + 1
        return self._operation(head, end, quoted=quoted)

    def _head(self, at: int) -> tuple[Parameter | None, int]:
        found = PARAMETER_HEAD.match(self.text, at)
        if not found:
            return None, at
        end, index = found.end(), None
        if self.text[end : end + 1] == "[" and NAME.fullmatch(found.group()):
            parts, close = self.read_until(end + 1, "]".__eq__, re.compile(r"[^\]\\'\"`$]+"))
            if self.text[close : close + 1] != "]":
                raise unclosed("]", self.line_of(at))
            index, end = Word(parts, self.text[end + 1 : close]), close + 1
        return Parameter(found.group(), subscript=index), end

    def _operation(self, head: Parameter, at: int, *, quoted: bool) -> tuple[Parameter, int]:
        found = OPERATORS.match(self.text, at)
        if not found:
            return Parameter("", "bad"), at
        op = found.group()
        as_quoted = quoted and op[-1] in "-=?+"
        first, end = self._operand(
            found.end(), as_quoted=as_quoted, stop="/" if op[0] == "/" else ":" if op == ":" else ""
        )
        words = [first]
        if self.text[end : end + 1] in ("/", ":") and op[0] in "/:" and op not in (":-", ":=", ":?", ":+"):
            second, end = self._operand(end + 1, as_quoted=False, stop="")
            words.append(second)
        if self.text[end : end + 1] != "}":
            raise unclosed("}", self.line_of(at))
        if op[0] == "@" and len(op) > 1 and first.raw:
            return Parameter("", "bad"), at
        return head._replace(op=op, arguments=tuple(words)), end

    def _operand(self, start: int, *, as_quoted: bool, stop: str) -> tuple[Word, int]:
        if as_quoted:
            parts, end = self._quoted_operand(start)
        else:
            parts, end = self.read_until(start, lambda char: char in ("}", stop), BRACED_RUN)
            if stop == ":" and end < len(self.text) and self.text[end] == "}":
                parts, end = self._slice_operand(start)
        return Word(parts, self.text[start:end]), end

    def _slice_operand(self, start: int) -> tuple[tuple[Part, ...], int]:
        run = re.compile(r"[^:}\\'\"`$]+")
        return self.read_until(start, lambda char: char in ":}", run)

    def _quoted_operand(self, start: int) -> tuple[tuple[Part, ...], int]:
        """Read an operand inside double quotes, where single quotes mean nothing and double quotes do."""
        parts: list[Part] = []
        at, text = start, self.text
        while at < len(text) and text[at] != "}":
            if text[at] == '"':
                inner, at = self.read_quoted(at + 1)
                parts.append(("D", inner))
            elif text[at] in "\\$`":
                at = self._quoted_piece(at, parts, '$`"\\\n}')
            else:
                _append(parts, "Q", text[at])
                at += 1
        return tuple(parts), at


def _append(parts: list[Part], kind: str, text: str) -> None:
    """Add text, joined with text of the same kind before it."""
    if parts and parts[-1][0] == kind:
        parts[-1] = (kind, parts[-1][1] + text)
    else:
        parts.append((kind, text))


def arithmetic_end(text: str, start: int) -> int | None:
    """Return the place of the ``))`` that ends an arithmetic expression, or None where it is not one."""
    depth = 0
    for at in range(start, len(text)):
        char = text[at]
        if char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return at if text[at + 1 : at + 2] == ")" else None
            depth -= 1
    raise unclosed(")", text.count("\n", 0, start) + 1)


def unclosed(quote: str, line: int) -> ShellSyntaxError:
    """Return the error of a quote or parenthesis that nothing closes."""
    return ShellSyntaxError(f"unexpected EOF while looking for matching `{quote}'", line, near="EOF")
