"""cut. Models coreutils 9.1."""

import re

from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call

SPEC = "d/delimiter= f/fields= c/characters= b/bytes= s/only-delimited n /output-delimiter= /complement"
RANGE = re.compile(r"(\d*)(-?)(\d*)")


def run(call: Call) -> None:
    """Print parts of the lines."""
    options = parse(call, SPEC, "z/zero-terminated")
    chosen = [key for key in "fcb" if key in options]
    if len(chosen) > 1:
        raise usage(call, "only one list may be specified")
    if not chosen:
        raise usage(call, "you must specify a list of bytes, characters, or fields")
    delimiter = options.get("d", "\t")
    if len(delimiter.encode(errors="surrogateescape")) > 1:
        raise usage(call, "the delimiter must be a single character")
    if "d" in options and chosen != ["f"]:
        raise usage(call, "an input delimiter may be specified only when operating on fields")
    ranges = _ranges(call, options.get(chosen[0]), fields=chosen == ["f"])
    for _, data in call.inputs(options.operands):
        text = data.decode(errors="surrogateescape")
        for line in text.removesuffix("\n").split("\n") if text else []:
            shown = (
                _fields(line, delimiter or "\0", ranges, options)
                if chosen == ["f"]
                else _characters(line, ranges, options)
            )
            if shown is not None:
                call.line(shown)


def _ranges(call: Call, text: str, *, fields: bool) -> list[tuple[int, int]]:
    rows = []
    for part in text.replace(" ", ",").split(","):
        found = RANGE.fullmatch(part)
        kind = "field" if fields else "byte/character position"
        if not found or part in ("", "-"):
            raise usage(
                call,
                f"invalid {kind} value ‘{part}’"
                if fields
                else f"invalid byte or character range ‘{part}’"
                if part
                else "invalid range with no endpoint: -",
            )
        first, dash, last = found.groups()
        if first == "0" or last == "0":
            raise usage(
                call, "fields are numbered from 1" if fields else "byte/character positions are numbered from 1"
            )
        end = int(last) if last else (1 << 30) if dash else int(first)
        if end < int(first or 1):
            raise usage(call, "invalid decreasing range")
        rows.append((int(first or 1), end))
    return rows


def _wanted(number: int, ranges: list[tuple[int, int]], options: Options) -> bool:
    return any(first <= number <= last for first, last in ranges) != ("complement" in options)


def _fields(line: str, delimiter: str, ranges: list[tuple[int, int]], options: Options) -> str | None:
    if delimiter not in line:
        return None if "s" in options else line
    joint = options.get("output-delimiter", delimiter)
    return joint.join(
        field for number, field in enumerate(line.split(delimiter), 1) if _wanted(number, ranges, options)
    )


def _characters(line: str, ranges: list[tuple[int, int]], options: Options) -> str:
    return "".join(char for number, char in enumerate(line, 1) if _wanted(number, ranges, options))
