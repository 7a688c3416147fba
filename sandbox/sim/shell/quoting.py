"""Writing values so that the shell can read them again.

Models lib/sh/shquote.c of bash 5.2.
"""

import re

SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./^~-]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NAMES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\x1b": "\\E"}
BACKSLASHED = re.compile(r"([^A-Za-z0-9_@%+=:./-])")


def quote_value(text: str) -> str:
    """Return a value in single quotes, or in ``$'…'`` where it has control characters (``${x@Q}``)."""
    if CONTROL.search(text):
        return ansi_quote(text)
    return "'" + text.replace("'", "'\\''") + "'"


def ansi_quote(text: str) -> str:
    """Return a value as ``$'…'``."""
    out = "".join(NAMES.get(char) or (f"\\{char}" if char in "'\\" else char) for char in text)
    return f"$'{CONTROL.sub(lambda found: f'{chr(92)}{ord(found.group()):03o}', out)}'"


def quote_if_needed(text: str) -> str:
    """Return a value as ``set -x`` and ``set`` show it: bare where it may stand bare."""
    if text and SAFE.fullmatch(text):
        return text
    return quote_value(text)


def double_quote(text: str) -> str:
    """Return a value as ``declare -p`` shows it."""
    if CONTROL.search(text):
        return ansi_quote(text)
    return '"' + re.sub(r'(["\\$`])', r"\\\1", text) + '"'


def backslash(text: str) -> str:
    """Return a value as ``printf %q`` shows it."""
    if not text:
        return "''"
    if CONTROL.search(text):
        return ansi_quote(text)
    return (
        BACKSLASHED.sub(r"\\\1", text) if text.isascii() else re.sub(r"([ !\"#$&'()*;<>?\[\\\]^`{|}~,])", r"\\\1", text)
    )
