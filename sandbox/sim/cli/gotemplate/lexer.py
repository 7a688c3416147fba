"""Go's text/template, first step: text and actions, and the words inside actions.

Models Go 1.24 text/template/parse/lex.go, error texts included. Not modelled: other delimiters, raw strings with line
breaks, complex numbers.
"""

import json
import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<string>"(?:\\.|[^"\\\n])*")|(?P<raw>`[^`]*`)|(?P<char>'(?:\\.|[^'\\\n])+')"""
    r"""|(?P<number>[+-]?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))|(?P<variable>\$\w*)"""
    r"""|(?P<field>\.[A-Za-z_]\w*)|(?P<dot>\.)|(?P<word>[A-Za-z_]\w*)|(?P<declare>:=)|(?P<assign>=)|(?P<pipe>\|)"""
    r"""|(?P<open>\()|(?P<close>\))|(?P<comma>,)""",
)


class TemplateError(Exception):
    """A template cannot be parsed or executed; ``str()`` is Go's message without the template's name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an action. ``column`` counts bytes from the beginning of its line, ``line`` from 1."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """Text between two actions."""

    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """The words between ``{{`` and ``}}``."""

    tokens: tuple[Token, ...]
    line: int


def lex(source: str) -> list[Text | Action]:
    """Split a template. Raises TemplateError."""
    parts: list[Text | Action] = []
    at, trim = 0, False
    while at < len(source):
        start = source.find("{{", at)
        text = source[at:] if start < 0 else source[at:start]
        if trim:
            text = text.lstrip(" \t\r\n")
        if start < 0:
            parts.append(Text(text))
            break
        body = start + 2
        if source[body : body + 1] == "-" and source[body + 1 : body + 2].isspace():
            text = text.rstrip(" \t\r\n")
            body += 2
        if text:
            parts.append(Text(text))
        at, trim, action = _action(source, body)
        if action is not None:
            parts.append(action)
    return parts


def _action(source: str, at: int) -> tuple[int, bool, Action | None]:
    """Return where the action ends, whether the text after it is trimmed, and its words (None for a comment)."""
    line = source.count("\n", 0, at) + 1
    if source.startswith("/*", at):
        end = source.find("*/", at)
        if end < 0:
            raise TemplateError(f":{line}: unclosed comment")
        close = source.find("}}", end)
        return close + 2, source[end + 2 : close].strip() == "-", None
    tokens: list[Token] = []
    while True:
        rest = source[at:]
        trimmed = re.match(r"[ \t\r\n]-}}", rest)
        if trimmed:
            return at + 4, True, Action(tuple(tokens), line)
        if rest.startswith("}}"):
            return at + 2, False, Action(tuple(tokens), line)
        found = TOKEN.match(source, at)
        here = source.count("\n", 0, at) + 1
        if found is None:
            raise TemplateError(_fault(source, at, here))
        at = found.end()
        kind = found.lastgroup or ""
        start = found.start()
        column = start - (source.rfind("\n", 0, start) + 1)
        tokens.append(Token(kind, found[0], here, column))


def _fault(source: str, at: int, line: int) -> str:
    if at >= len(source):
        return f":{line}: unclosed action"
    sign = source[at]
    if sign == '"':
        return f":{line}: unterminated quoted string"
    if sign == "`":
        return f":{line}: unterminated raw quoted string"
    if sign == "'":
        return f":{line}: unterminated character constant"
    if sign == "}":
        return f':{line}: unexpected "}}" in operand'
    return (
        f":{line}: unexpected {json.dumps(sign, ensure_ascii=False)} in operand"
        if sign in "-{!@#%^&*+[];<>?/~"
        else (f":{line}: unrecognized character in action: U+{ord(sign):04X} '{sign}'")
    )
