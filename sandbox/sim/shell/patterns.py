"""Shell patterns: ``*``, ``?``, ``[…]`` and extended globs, and the file names that they match.

Models lib/glob of bash 5.2. Not modelled: collating symbols and equivalence classes.
"""

import re
from functools import lru_cache

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView

MAGIC = re.compile(r"[*?\[]|[@!+]\(")
CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s",
    "blank": r" \t", "punct": r"!-/:-@\[-`{-~", "xdigit": "0-9a-fA-F", "word": r"\w", "print": r"\x20-\x7e",
    "graph": r"\x21-\x7e", "cntrl": r"\x00-\x1f\x7f",
}  # fmt: skip
MAX_PATTERN = 4096


def quote(text: str) -> str:
    """Return a text as a pattern that matches just it."""
    return re.sub(r"([\\*?\[\]@!+()|{}^-])", r"\\\1", text)


def unquote(pattern: str) -> str:
    """Return a pattern without its backslashes: what stays when no file matches it."""
    return re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL)


def has_magic(pattern: str) -> bool:
    """Say whether a pattern could match anything but itself."""
    return MAGIC.search(re.sub(r"\\.", "", pattern, flags=re.DOTALL)) is not None


@lru_cache(maxsize=2048)
def compile_pattern(pattern: str, *, greedy: bool = True, extended: bool = True) -> re.Pattern[str]:
    """Return the regular expression of a pattern; it matches newlines and slashes like any character."""
    return re.compile(_translate(pattern[:MAX_PATTERN], greedy=greedy, extended=extended), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Say whether the whole text matches."""
    return compile_pattern(pattern).fullmatch(text) is not None


def _translate(pattern: str, *, greedy: bool, extended: bool) -> str:
    out, at = [], 0
    while at < len(pattern):
        char = pattern[at]
        if extended and char in "?*+@!" and pattern[at + 1 : at + 2] == "(":
            piece, at = _extended(pattern, at, greedy=greedy)
        elif char == "*":
            while pattern[at : at + 1] == "*" and pattern[at + 1 : at + 2] != "(":
                at += 1
            piece = ".*" if greedy else ".*?"
        elif char == "[":
            piece, at = _bracket(pattern, at)
        else:
            literal = pattern[at + 1 : at + 2] if char == "\\" else char
            piece = "." if char == "?" else re.escape(literal or "\\")
            at += 2 if char == "\\" else 1
        out.append(piece)
    return "".join(out)


def _extended(pattern: str, at: int, *, greedy: bool) -> tuple[str, int]:
    depth, end = 0, at + 1
    starts, pieces = at + 2, []
    while end < len(pattern):
        char = pattern[end]
        if char == "\\":
            end += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        if (char == ")" and depth == 0) or (char == "|" and depth == 1):
            pieces.append(_translate(pattern[starts:end], greedy=greedy, extended=True))
            starts = end + 1
            if char == ")":
                break
        end += 1
    else:
        return re.escape(pattern[at]), at + 1
    inner = "|".join(pieces)
    forms = {"?": f"(?:{inner})?", "*": f"(?:{inner})*", "+": f"(?:{inner})+", "@": f"(?:{inner})"}
    return forms.get(pattern[at], f"(?:(?!(?:{inner})$).*)"), end + 1


def _bracket(pattern: str, at: int) -> tuple[str, int]:
    end = at + 1
    negated = pattern[end : end + 1] in ("!", "^")
    end += negated
    body = ""
    first = True
    while end < len(pattern) and (pattern[end] != "]" or first):
        first = False
        found = re.compile(r"\[:(\w+):\]").match(pattern, end)
        if found:
            body += CLASSES.get(found.group(1), "")
            end = found.end()
            continue
        if pattern[end] == "\\" and end + 1 < len(pattern):
            end += 1
            body += re.escape(pattern[end])
        else:
            body += pattern[end] if pattern[end] == "-" else re.escape(pattern[end])
        end += 1
    if end >= len(pattern) or not body:
        return r"\[", at + 1
    return _checked(f"[{'^' if negated else ''}{body}]"), end + 1


def _checked(piece: str) -> str:
    try:
        re.compile(piece)
    except re.error:
        return "(?!)"
    return piece


# File names


def expand_names(
    pattern: str, files: FileView, *, hidden: bool = False, deep: bool = False, fold: bool = False
) -> list[str]:
    """Return the paths that a pattern matches, sorted by code point as the C locale does; none gives [].

    ``deep`` gives ``**`` the meaning of globstar, ``fold`` takes letters of both cases as equal.
    """
    absolute = pattern.startswith("/")
    parts = [part for part in pattern.split("/") if part]
    places = ["/" if absolute else ""]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if deep and part == "**":
            places = [name for place in places for name in _below(place, files, last=last, hidden=hidden)]
            continue
        places = [name for place in places for name in _step(place, part, files, last=last, hidden=hidden, fold=fold)]
    if pattern.endswith("/"):
        places = [f"{place}/" for place in places if files.kind(place) == "dir"]
    return sorted(dict.fromkeys(places))


def _below(place: str, files: FileView, *, last: bool, hidden: bool) -> list[str]:
    """Return a directory and all below it, links not followed; for the last ``**`` the files as well."""
    found = [place] if place or not last else []
    prefix = _prefix(place)
    for name in files.listdir(place or "."):
        kind = files.kind(prefix + name, follow=False)
        if name[0] == "." and not hidden:
            continue
        if kind == "dir":
            found += _below(prefix + name, files, last=last, hidden=hidden)
        elif last:
            found.append(prefix + name)
    return found


def _prefix(place: str) -> str:
    return place if not place or place.endswith("/") else f"{place}/"


def _step(place: str, part: str, files: FileView, *, last: bool, hidden: bool, fold: bool) -> list[str]:
    prefix = _prefix(place)
    if not has_magic(part):
        path = prefix + unquote(part)
        found = files.kind(path, follow=not last)
        return [path] if found is not None and (last or found == "dir") else []
    try:
        names = files.listdir(place or ".")
    except KernelError:
        return []
    case = str.lower if fold else str
    wanted = compile_pattern(case(part))
    shown = [
        name for name in names if wanted.fullmatch(case(name)) and (hidden or part.startswith(".") or name[0] != ".")
    ]
    return [prefix + name for name in shown if last or files.kind(prefix + name) == "dir"]
