"""Variables and quotes in the words of a Dockerfile.

Models moby buildkit frontend/dockerfile/shell (lex.go). Not modelled: ``${x#pattern}`` and its kin.
"""

import re
from collections.abc import Mapping

from sandbox.sim.engine.errors import BadRequest

NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?-]")


def expand(text: str, values: Mapping[str, str]) -> str:
    """Return the text with variables replaced and quotes taken away. Raises BadRequest."""
    return _Lexer(text, values).run()


def split_words(text: str) -> list[str]:
    """Split at blanks outside quotes, leaving quotes in place."""
    words, word, quote, at = [], "", "", 0
    while at < len(text):
        sign = text[at]
        if sign == "\\" and at + 1 < len(text) and quote != "'":
            word += text[at : at + 2]
            at += 2
            continue
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        if sign.isspace() and not quote:
            words.append(word)
            word = ""
        else:
            word += sign
        at += 1
    words.append(word)
    return [row for row in words if row]


class _Lexer:
    def __init__(self, text: str, values: Mapping[str, str]) -> None:
        self.text = text
        self.values = values
        self.at = 0

    def run(self) -> str:
        out = ""
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "'":
                out += self._single()
            elif sign == '"':
                out += self._double()
            elif sign == "\\":
                out += self.text[self.at + 1 : self.at + 2]
                self.at += 2
            elif sign == "$":
                out += self._dollar()
            else:
                out += sign
                self.at += 1
        return out

    def _single(self) -> str:
        end = self.text.find("'", self.at + 1)
        if end < 0:
            raise BadRequest("unexpected end of statement while looking for matching single-quote")
        found = self.text[self.at + 1 : end]
        self.at = end + 1
        return found

    def _double(self) -> str:
        self.at += 1
        out = ""
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == '"':
                self.at += 1
                return out
            if sign == "$":
                out += self._dollar()
            elif sign == "\\" and self.text[self.at + 1 : self.at + 2] in ('"', "$", "\\"):
                out += self.text[self.at + 1]
                self.at += 2
            else:
                out += sign
                self.at += 1
        raise BadRequest("unexpected end of statement while looking for matching double-quote")

    def _dollar(self) -> str:
        self.at += 1
        if self.text[self.at : self.at + 1] == "{":
            return self._braces()
        found = NAME.match(self.text, self.at)
        if found is None:
            return "$"
        self.at = found.end()
        return self.values.get(found[0], "")

    def _braces(self) -> str:
        end = self._closing()
        body = self.text[self.at + 1 : end]
        self.at = end + 1
        found = NAME.match(body)
        if found is None:
            raise BadRequest("unsupported modifier in substitution")
        value, rest = self.values.get(found[0]), body[found.end() :]
        if not rest:
            return value or ""
        word = _Lexer(rest[2:] if rest.startswith(":") else rest[1:], self.values).run()
        present = bool(value) if rest.startswith(":") else value is not None
        sign = rest[1:2] if rest.startswith(":") else rest[:1]
        if sign == "-":
            return value or "" if present else word
        if sign == "+":
            return word if present else ""
        if sign == "?":
            if present:
                return value or ""
            raise BadRequest(f"{found[0]}: {word or 'not set'}")
        raise BadRequest(f"unsupported modifier ({sign}) in substitution")

    def _closing(self) -> int:
        depth = 0
        for index in range(self.at, len(self.text)):
            depth += (self.text[index] == "{") - (self.text[index] == "}")
            if not depth:
                return index
        raise BadRequest("syntax error: missing '}'")
