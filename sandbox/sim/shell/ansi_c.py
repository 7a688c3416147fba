"""The backslashes of ``$'…'``, ``echo -e`` and ``printf``.

Models bash 5.2 lib/sh/strtrans.c. Not modelled: bytes above 0x7f that are not UTF-8.
"""

import re

SIMPLE = {
    "a": "\a", "b": "\b", "e": "\033", "E": "\033", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
OCTAL = re.compile(r"[0-7]{1,3}")
ZERO_OCTAL = re.compile(r"0[0-7]{0,3}")
HEX = {"x": re.compile(r"[0-9a-fA-F]{1,2}"), "u": re.compile(r"[0-9a-fA-F]{1,4}"), "U": re.compile(r"[0-9a-fA-F]{1,8}")}
MAX_CODE = 0x10FFFF


def unescape(text: str, start: int) -> tuple[str, int]:
    """Read ``$'…'`` from behind its opening quote; return its value and the place behind the closing one."""
    out, at = bytearray(), start
    while at < len(text) and text[at] != "'":
        if text[at] == "\\" and at + 1 < len(text):
            value, at = escape(text, at + 1, octal=OCTAL)
            out += value
        else:
            out += text[at].encode(errors="replace")
            at += 1
    return out.decode(errors="replace").replace("\0", ""), at + 1


def escape(text: str, at: int, *, octal: re.Pattern[str]) -> tuple[bytes, int]:
    """Return the bytes of the escape behind a backslash at ``at`` and the place behind it."""
    char = text[at]
    found = octal.match(text, at)
    if found:
        return bytes([int(found.group(), 8) & 0xFF]), found.end()
    if char in HEX:
        digits = HEX[char].match(text, at + 1)
        if digits:
            return _code(char, int(digits.group(), 16)), digits.end()
    if char == "c" and at + 1 < len(text):
        return bytes([ord(text[at + 1]) & 0x1F]), at + 2
    if char in SIMPLE:
        return SIMPLE[char].encode(), at + 1
    return b"\\" + char.encode(errors="replace"), at + 1


def _code(kind: str, code: int) -> bytes:
    if kind == "x":
        return bytes([code])
    return chr(code).encode(errors="replace") if code <= MAX_CODE else b""


def interpret(text: str) -> tuple[bytes, bool]:
    r"""Return what ``echo -e`` and ``printf %b`` make of a text, and whether ``\c`` cut it short."""
    out, at = bytearray(), 0
    while at < len(text):
        if text[at] != "\\" or at + 1 == len(text):
            out += text[at].encode(errors="replace")
            at += 1
        elif text[at + 1] == "c":
            return bytes(out), True
        elif text[at + 1] in "'\"?":
            out += text[at : at + 2].encode()
            at += 2
        else:
            value, at = escape(text, at + 1, octal=ZERO_OCTAL)
            out += value
    return bytes(out), False
