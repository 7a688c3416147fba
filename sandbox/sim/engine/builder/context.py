"""The files that a build may copy: its context, without what .dockerignore leaves out.

Models moby/patternmatcher and docker/cli build context handling. Not modelled: contexts from the network.
"""

import posixpath
import re
from functools import lru_cache

from sandbox.sim.kernel.files import FileView

IGNORE = ".dockerignore"


@lru_cache(maxsize=512)
def _compile(pattern: str) -> re.Pattern[str]:
    """Return a Go-like path pattern as a regular expression: ``*`` stops at slashes, ``**`` does not."""
    out, at = "", 0
    while at < len(pattern):
        sign = pattern[at]
        if pattern.startswith("**", at):
            at += 2
            if pattern[at : at + 1] == "/":
                at += 1
                out += "(.*/)?"
            else:
                out += ".*"
            continue
        out += {"*": "[^/]*", "?": "[^/]"}.get(sign, re.escape(sign))
        at += 1
    return re.compile(f"{out}(/.*)?")


def read_patterns(files: FileView, directory: str) -> list[str]:
    """Return the patterns of the context's .dockerignore."""
    return patterns(files, posixpath.join(directory, IGNORE))


def patterns(files: FileView, path: str) -> list[str]:
    """Return the patterns of a file in .dockerignore's form; none where there is no file."""
    if files.kind(path) != "file":
        return []
    rows = [row.strip() for row in files.read_text(path).splitlines()]
    cleaned = [row for row in rows if row and not row.startswith("#")]
    return [
        ("!" if row.startswith("!") else "") + posixpath.normpath(row.lstrip("!").strip()).lstrip("/")
        for row in cleaned
    ]


def excluded(path: str, patterns: list[str]) -> bool:
    """Say whether the context leaves a path out; the last pattern that matches decides."""
    out = False
    for pattern in patterns:
        negated = pattern.startswith("!")
        if _compile(pattern.lstrip("!")).fullmatch(path):
            out = not negated
    return out


def listing(files: FileView, directory: str, patterns: list[str]) -> list[str]:
    """Return the context's paths, directories before what is in them."""
    found: list[str] = []
    _walk(files, directory, "", patterns, found)
    return found


def _walk(files: FileView, directory: str, prefix: str, patterns: list[str], found: list[str]) -> None:
    for name in files.listdir(posixpath.join(directory, prefix)):
        path = f"{prefix}/{name}" if prefix else name
        out = excluded(path, patterns)
        is_dir = files.kind(posixpath.join(directory, path), follow=False) == "dir"
        if not out:
            found.append(path)
        if is_dir and (not out or any(pattern.startswith("!") for pattern in patterns)):
            _walk(files, directory, path, patterns, found)


def matching(paths: list[str], pattern: str) -> list[str]:
    """Return the context's paths that a source of COPY means, wildcards included."""
    wanted = posixpath.normpath(pattern).lstrip("/")
    if wanted == ".":
        return ["."]
    if not re.search(r"[*?\[]", wanted):
        return [wanted] if wanted in paths else []
    return [path for path in paths if _glob(path, wanted)]


def _glob(path: str, pattern: str) -> bool:
    body = "".join({"*": "[^/]*", "?": "[^/]"}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(body.replace(r"\[", "[").replace(r"\]", "]"), path) is not None
