"""POSIX regular expressions in Python's.

Models regcomp(3) of glibc. Not modelled: equivalence classes, collating symbols, leftmost-longest alternation.
"""

import re
from functools import lru_cache

from sandbox.sim.shell.patterns import CLASSES

WORD_EDGES = {
    "<": r"\b(?=\w)",
    ">": r"\b(?<=\w)",
    "b": r"\b",
    "B": r"\B",
    "w": r"\w",
    "W": r"\W",
    "s": r"\s",
    "S": r"\S",
}
MAX_REGEX = 8192


class BadRegex(Exception):  # noqa: N818  (an error of the learner's expression)
    """The expression cannot be compiled; ``str()`` is glibc's message."""


@lru_cache(maxsize=512)
def compile_regex(text: str, *, extended: bool, ignore_case: bool = False) -> re.Pattern[str]:
    """Return a basic or extended regular expression compiled. Raises BadRegex."""
    if len(text) > MAX_REGEX:
        raise BadRegex("Regular expression too big")
    translated = _Translator(text, extended=extended).run()
    try:
        return re.compile(translated, re.IGNORECASE if ignore_case else 0)
    except (re.error, RecursionError, OverflowError) as error:
        raise BadRegex(_message(str(error))) from None


def _message(text: str) -> str:
    if "unterminated subpattern" in text:
        return "Unmatched ( or \\("
    if "unbalanced" in text:
        return "Unmatched ) or \\)"
    if "character set" in text:
        return "Unmatched [, [^, [:, [., or [="
    if "group reference" in text:
        return "Invalid back reference"
    return "Invalid preceding regular expression"


class _Translator:
    def __init__(self, text: str, *, extended: bool) -> None:
        self.text = text
        self.extended = extended
        self.at = 0
        self.out: list[str] = []

    def run(self) -> str:
        while self.at < len(self.text):
            self.step()
        return "".join(self.out)

    def step(self) -> None:
        char = self.text[self.at]
        if char == "[":
            self.bracket()
        elif char == "\\":
            self.escape()
        elif char in "*^$.":
            self.out.append(self.special(char))
            self.at += 1
        elif char in "+?(){}|":
            self.out.append(self.operator(char) if self.extended else re.escape(char))
            self.at += 1
        else:
            self.out.append(re.escape(char))
            self.at += 1

    def at_start(self) -> bool:
        return not self.out or self.out[-1] in ("(", "|", "^")

    def special(self, char: str) -> str:
        if char == "*" and self.at_start():
            return r"\*"
        if char == "^" and not self.extended and not (not self.out or self.out[-1] in ("(", "|")):
            return r"\^"
        if char == "$":
            following = self.text[self.at + 1 : self.at + 3]
            last = self.extended or following in ("", r"\)", r"\|")
            return r"(?!\n)\Z" if last and not self.extended else "$" if last else r"\$"
        return char

    def operator(self, char: str) -> str:
        if char == "{" and not re.match(r"\{\d*(,\d*)?\}", self.text[self.at :]):
            return r"\{"
        if char == "{" and self.text[self.at + 1 : self.at + 2] == ",":
            return "{0"
        if char == "}" and not any(piece in ("{", "{0") for piece in self.out[-8:]):
            return r"\}"
        if char in "+?" and self.at_start():
            return re.escape(char)
        return char

    def escape(self) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if not following:
            raise BadRegex("Trailing backslash")
        if following in "(){}|+?":
            self.out.append(re.escape(following) if self.extended else following)
        elif following in WORD_EDGES:
            self.out.append(WORD_EDGES[following])
        elif following.isdecimal() and following != "0":
            self.out.append(f"(?:\\{following})")
        elif following in "nt":
            self.out.append({"n": "\n", "t": "\t"}[following])
        else:
            self.out.append(re.escape(following))

    def bracket(self) -> None:
        text, at = self.text, self.at + 1
        negated = text[at : at + 1] == "^"
        at += negated
        body, first = "", True
        while at < len(text) and (text[at] != "]" or first):
            first = False
            found = re.compile(r"\[:(\w+):\]").match(text, at)
            if found:
                body += CLASSES.get(found.group(1), "")
                at = found.end()
                continue
            body += f"\\{text[at]}" if text[at] in "\\[]^&~|" else text[at]
            at += 1
        if at >= len(text):
            raise BadRegex("Unmatched [, [^, [:, [., or [=")
        self.out.append(f"[{'^' if negated else ''}{body}]")
        self.at = at + 1
