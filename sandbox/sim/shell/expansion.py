"""From words to fields: all expansions in their order.

Models subst.c of bash 5.2. An expansion runs from its beginning each time; what must happen once (the output of a
command, an assignment inside) is noted in the shell's ``memo``, so that it may stop for a command and be run again.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sandbox.sim.shell import patterns
from sandbox.sim.shell.arithmetic import ArithmeticFault, Evaluator
from sandbox.sim.shell.braces import expand_braces
from sandbox.sim.shell.faults import NeedSubstitution, ShellFault
from sandbox.sim.shell.parameters import ParameterExpander
from sandbox.sim.shell.syntax import Part, Word

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

BARE, QUOTED, SPLIT, BREAK = 0, 1, 2, 3
"""Kinds of segments: bare text, quoted text, an unquoted expansion's result, and the end of a field in ``$@``."""
Segment = tuple[str, int]
cached_braces = lru_cache(maxsize=4096)(expand_braces)
DEFAULT_IFS = " \t\n"
ASSIGNED_TILDE = re.compile(r"[A-Za-z_]\w*=(?=~)")


class Expander:
    """Expands words for one shell."""

    def __init__(self, machine: "Machine") -> None:
        self.machine = machine
        self.variables = machine.variables
        self.parameters = ParameterExpander(self)
        self._arithmetic: Evaluator | None = None

    # What callers want

    def fields(self, words: tuple[Word, ...] | list[Word]) -> list[str]:
        """Return the words as a command gets them. Raises ShellFault, NeedSubstitution."""
        out: list[str] = []
        for word in words:
            literal = word.literal
            if literal is not None and literal.isalnum():
                out.append(literal)
                continue
            for row in cached_braces(word):
                self._add_fields(row, out)
        return out

    def text(self, word: Word, *, assignment: bool = False) -> str:
        """Return a word as one text, neither split nor matched with files."""
        literal = word.literal
        if literal is not None and "~" not in literal:
            return literal
        segments = self.segments(self._with_tilde(word.parts, assignment=assignment))
        return "".join(" " if kind == BREAK else text for text, kind in segments)

    def pattern(self, word: Word) -> str:
        """Return a word as a pattern, in which quoted characters stand for themselves."""
        segments = self.segments(self._with_tilde(word.parts))
        return "".join(
            patterns.quote(text) if kind == QUOTED else " " if kind == BREAK else text for text, kind in segments
        )

    def regex(self, word: Word) -> str:
        """Return a word as a regular expression, in which quoted characters stand for themselves."""
        special = "\\.^$*+?()[]{}|"
        out = []
        for text, kind in self.segments(word.parts):
            quoted = "".join(f"\\{char}" if char in special else char for char in text)
            out.append(quoted if kind == QUOTED else text)
        return "".join(out)

    def parts_text(self, parts: tuple[Part, ...]) -> str:
        """Return the parts of a here-document or an arithmetic expression as text."""
        if len(parts) == 1 and parts[0][0] == "Q":
            text: str = parts[0][1]
            return text
        return "".join(" " if kind == BREAK else text for text, kind in self.segments((("D", parts),)))

    # Segments

    def segments(self, parts: tuple[Part, ...]) -> list[Segment]:
        """Return what the parts of a word expand to."""
        out: list[Segment] = []
        for part in parts:
            kind = part[0]
            if kind == "L":
                out.append((part[1], BARE))
            elif kind == "Q":
                out.append((part[1], QUOTED))
            elif kind == "P":
                out += self.parameters.expand(part[1], quoted=False)
            elif kind == "D":
                out += self._double_quoted(part[1])
            elif kind == "C":
                out.append((self.substitute(part[1], part[2]), SPLIT))
            elif kind == "A":
                out.append((self.arithmetic_once(part[1]), SPLIT))
            else:
                out.append((self._process_substitution(part), QUOTED))
        return out

    def _process_substitution(self, part: Part) -> str:
        path: str = self.machine.once(lambda: _need(part[2], part[3], part[1]))
        return path

    def _double_quoted(self, parts: tuple[Part, ...]) -> list[Segment]:
        out: list[Segment] = []
        empty_list = False
        for part in parts:
            kind = part[0]
            if kind == "Q":
                out.append((part[1], QUOTED))
            elif kind == "P":
                found = self.parameters.expand(part[1], quoted=True)
                empty_list = empty_list or not found
                out += found
            elif kind == "C":
                out.append((self.substitute(part[1], part[2]), QUOTED))
            elif kind == "A":
                out.append((self.arithmetic_once(part[1]), QUOTED))
            elif kind == "D":
                out += self._double_quoted(part[1])
        return out if out or empty_list else [("", QUOTED)]

    def _with_tilde(self, parts: tuple[Part, ...], *, assignment: bool = False) -> tuple[Part, ...]:
        if not parts or parts[0][0] != "L" or "~" not in parts[0][1]:
            return parts
        text: str = parts[0][1]
        if assignment and ":" in text:
            pieces = [self._tilde(piece, whole=True) for piece in text.split(":")]
            return (("L", ":".join(pieces)), *parts[1:])
        if text[0] != "~":
            found = ASSIGNED_TILDE.match(text)
            if found is None or not self.machine.style.is_bash:
                return parts
            rest = self._with_tilde((("L", text[found.end() :]), *parts[1:]))
            return (("L", found.group()), *rest)
        head = text.split("/", 1)[0]
        home = self._tilde(head, whole=len(parts) == 1 or "/" in text)
        if home == head:
            return parts
        return (("Q", home), ("L", text[len(head) :]), *parts[1:])

    def _tilde(self, text: str, *, whole: bool) -> str:
        head, slash, rest = text.partition("/")
        if not head.startswith("~") or not whole:
            return text
        values = {
            "~": self.variables.get("HOME") or self.machine.home(""),
            "~+": self.variables.get("PWD"),
            "~-": self.variables.get("OLDPWD"),
        }
        home = values[head] if head in values else self.machine.home(head[1:])
        return text if home is None else home + slash + rest

    # Commands and arithmetic inside words

    def substitute(self, text: str, line: int) -> str:
        """Return a command's output. Raises NeedSubstitution where it did not run yet."""
        value: str = self.machine.once(lambda: _need(text, line, "output"))
        return value

    def arithmetic_once(self, parts: tuple[Part, ...]) -> str:
        """Return the value of ``$((…))``."""
        text = self.parts_text(parts)
        value: str = self.machine.once(lambda: str(self.evaluate(text)))
        return value

    def evaluate(self, text: str) -> int:
        """Return the value of an arithmetic expression. Raises ShellFault."""
        if self._arithmetic is None:
            self._arithmetic = Evaluator(self._get_number, self._put_number)
        self._arithmetic.depth = 0
        try:
            return self._arithmetic.evaluate(text)
        except ArithmeticFault as fault:
            raise ShellFault(str(fault)) from None

    def _get_number(self, name: str, index: str | None) -> str:
        if index is None:
            return self.parameters.plain(name) or ""
        return self.variables.array(name).get(self.parameters.key(name, index), "")

    def _put_number(self, name: str, index: str | None, value: str) -> None:
        if index is None:
            self.variables.set(name, value)
        else:
            self.variables.set_element(name, self.parameters.key(name, index), value)

    # Fields

    def _add_fields(self, word: Word, out: list[str]) -> None:
        literal = word.literal
        if not word.parts:
            return
        if literal is not None and not patterns.MAGIC.search(literal) and "~" not in literal:
            out.append(literal)
            return
        segments = self.segments(self._with_tilde(word.parts))
        for field in self._split(segments):
            self._match_files(field, out)

    def _split(self, segments: list[Segment]) -> list[list[tuple[str, bool]]]:
        ifs = self.variables.values.get("IFS", DEFAULT_IFS)
        separators = ifs if isinstance(ifs, str) else ""
        fields: list[list[tuple[str, bool]]] = []
        current: list[tuple[str, bool]] | None = None
        for text, kind in segments:
            if kind == BREAK:
                if current is not None:
                    fields.append(current)
                current = None
            elif kind == SPLIT and separators:
                current = _split_text(text, separators, fields, current)
            elif text or kind == QUOTED:
                current = [] if current is None else current
                current.append((text, kind == QUOTED))
        if current is not None:
            fields.append(current)
        return fields

    def _match_files(self, field: list[tuple[str, bool]], out: list[str]) -> None:
        plain = "".join(text for text, _ in field)
        if not any(not quoted and patterns.MAGIC.search(text) for text, quoted in field) or self.machine.option("f"):
            out.append(plain)
            return
        pattern = "".join(patterns.quote(text) if quoted else text for text, quoted in field)
        options = self.machine.state["shopt"]
        names = patterns.expand_names(
            pattern, self.machine.files, hidden="dotglob" in options, deep="globstar" in options,
            fold="nocaseglob" in options,
        )  # fmt: skip
        if names or "nullglob" in options:
            out += names
        elif "failglob" in options:
            raise ShellFault(f"no match: {plain}")
        else:
            out.append(plain)


def _need(text: str, line: int, kind: str) -> Any:
    raise NeedSubstitution(text, line, kind)


def _split_text(
    text: str, separators: str, fields: list[list[tuple[str, bool]]], current: list[tuple[str, bool]] | None
) -> list[tuple[str, bool]] | None:
    """Split an expansion's result; whole fields go to ``fields``, the last one is returned to be gone on with."""
    blanks = "".join(char for char in separators if char in DEFAULT_IFS)
    hard = "".join(char for char in separators if char not in DEFAULT_IFS)
    if not hard:
        return _split_blanks(text, blanks, fields, current)
    piece, after_blank = "", False
    for char in text:
        if char in hard:
            if piece or current is not None or not after_blank or not fields:
                fields.append([*(current or []), (piece, False)])
            piece, current, after_blank = "", None, False
        elif char in blanks:
            if piece or current:
                fields.append([*(current or []), (piece, False)])
                piece, current, after_blank = "", None, True
        else:
            piece += char
            after_blank = False
    if piece:
        current = [*(current or []), (piece, False)]
    return current


def _split_blanks(
    text: str, blanks: str, fields: list[list[tuple[str, bool]]], current: list[tuple[str, bool]] | None
) -> list[tuple[str, bool]] | None:
    if not text:
        return current
    pieces = text.translate({ord(char): " " for char in blanks}) if blanks != " " else text
    words = _by_blanks(text, pieces)
    if text[0] in blanks and current is not None:
        fields.append(current)
        current = None
    for number, word in enumerate(words):
        current = [*(current or []), (word, False)]
        if number < len(words) - 1 or text[-1] in blanks:
            fields.append(current)
            current = None
    return current


def _by_blanks(text: str, marked: str) -> list[str]:
    if text == marked or " " in marked:
        return [piece for piece in marked.split(" ") if piece]
    return [text]
