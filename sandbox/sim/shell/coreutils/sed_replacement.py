"""The replacement of sed's ``s``. Models GNU sed 4.9."""

import re


def expand_replacement(text: str, found: re.Match[str]) -> str:
    r"""Return the replacement of ``s``: ``&``, ``\1`` and the case conversions of GNU sed."""
    out, at, case, once = "", 0, "", ""
    while at < len(text):
        char = text[at]
        piece = char
        at += 1
        if char == "&":
            piece = found.group()
        elif char == "\\" and at < len(text):
            following = text[at]
            at += 1
            if following.isdecimal():
                number = int(following)
                piece = (found.group(number) or "") if number <= (found.re.groups) else ""
            elif following in "ULE":
                case, piece = ("" if following == "E" else following), ""
            elif following in "ul":
                once, piece = following, ""
            else:
                piece = {"n": "\n", "t": "\t"}.get(following, following)
        piece = piece.upper() if case == "U" else piece.lower() if case == "L" else piece
        if once and piece:
            piece = (piece[0].upper() if once == "u" else piece[0].lower()) + piece[1:]
            once = ""
        out += piece
    return out
