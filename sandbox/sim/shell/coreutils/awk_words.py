"""The words of awk.

Models the lexical conventions of POSIX awk.
"""

import re
from typing import Any

from sandbox.sim.shell.ansi_c import OCTAL, escape
from sandbox.sim.shell.coreutils.tool import Failure

Node = tuple[Any, ...]
TOKEN = re.compile(
    r"[ \t\r]*(?:\\\n[ \t]*)*(?:(#[^\n]*)|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)"
    r"|\"((?:[^\"\\\n]|\\.)*)\"|([A-Za-z_]\w*)"
    r"|(\*\*=|\*\*|&&|\|\||\+\+|--|[-+*/%^!=<>]=|!~|>>|[-+*/%^!<>=~?:,;{}()\[\]$|\n]))",
    re.DOTALL,
)
KEYWORDS = frozenset(
    {
        "BEGIN",
        "END",
        "function",
        "func",
        "if",
        "else",
        "while",
        "for",
        "do",
        "break",
        "continue",
        "next",
        "nextfile",
        "exit",
        "return",
        "delete",
        "in",
        "getline",
        "print",
        "printf",
    }
)
FUNCTIONS = frozenset(
    {
        "length",
        "substr",
        "index",
        "split",
        "sub",
        "gsub",
        "match",
        "sprintf",
        "sin",
        "cos",
        "atan2",
        "exp",
        "log",
        "sqrt",
        "int",
        "rand",
        "srand",
        "tolower",
        "toupper",
        "system",
        "close",
        "fflush",
        "gensub",
        "systime",
        "strftime",
    }
)


def scan(text: str) -> list[tuple[str, Any]]:
    """Return the tokens of a program: rows of kind and value. Raises Failure."""
    tokens: list[tuple[str, Any]] = []
    at = 0
    while at < len(text):
        if text[at : at + 1] == "/" or re.match(r"[ \t]*/", text[at:]):
            place = text.index("/", at)
            if _regex_may_stand(tokens):
                found = re.compile(r"/((?:[^/\\\n\[]|\\.|\[\^?\]?[^\]\n]*\])*)/").match(text, place)
                if not found:
                    raise Failure(f"line {text.count(chr(10), 0, at) + 1}: regular expression not terminated", 2)
                tokens.append(("regex", found.group(1)))
                at = found.end()
                continue
        match = TOKEN.match(text, at)
        if not match:
            if not text[at:].strip():
                break
            raise Failure(f"line {text.count(chr(10), 0, at) + 1}: syntax error at or near {text[at:].strip()[:1]}", 2)
        at = match.end()
        _add(tokens, match)
    return tokens


def _add(tokens: list[tuple[str, Any]], match: re.Match[str]) -> None:
    comment, number, string, word, operator = match.groups()
    if number is not None:
        tokens.append(("number", float(number)))
    elif string is not None:
        tokens.append(("string", unescape(string)))
    elif word is not None:
        tokens.append(("word", word))
    elif comment is None:
        tokens.append(("op", operator))


def _regex_may_stand(tokens: list[tuple[str, Any]]) -> bool:
    if not tokens:
        return True
    kind, value = tokens[-1]
    if kind in ("number", "string", "regex"):
        return False
    if kind == "word":
        return value in KEYWORDS
    return value not in (")", "]", "$", "++", "--")


def unescape(text: str) -> str:
    """Return a string constant without its backslashes."""
    out, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            if text[at + 1] == "/":
                out, at = out + "/", at + 2
                continue
            if text[at + 1] == "\n":
                at += 2
                continue
            data, at = escape(text, at + 1, octal=OCTAL)
            out += data.decode("utf-8", "replace") if len(data) > 1 or data[0] < 128 else chr(data[0])  # noqa: PLR2004  (ASCII)
        else:
            out += text[at]
            at += 1
    return out
