"""join: lines of two sorted files with a common field.

Models coreutils 9.1. Not modelled: --check-order, --header.
"""

import re

from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

Line = list[str]


def run(call: Call) -> int | None:
    """``join``."""
    options = parse(
        call, "1= 2= j= t= a= v= e= o= i/ignore-case /nocheck-order", "/check-order /header z/zero-terminated"
    )
    if len(options.operands) != 2:  # noqa: PLR2004  (it joins two)
        raise usage(
            call, "missing operand" if not options.operands else f"missing operand after ‘{options.operands[0]}’"
        )
    _check(options)
    mark = options.get("t") or None
    tables = [
        [line.split(mark) for line in data.decode(errors="replace").splitlines()]
        for _, data in call.inputs(options.operands)
    ]
    if len(tables) == 2:  # noqa: PLR2004  (both could be read)
        _merge(call, options, tables[0], tables[1])
    return None


def _check(options: Options) -> None:
    """Raise Failure for fields that are none."""
    wrong = next((options.get(key) for key in "12j" if key in options and not options.get(key).isdecimal()), None)
    if wrong is not None:
        raise Failure(f"invalid field number: ‘{wrong}’")
    for word in options.get("o").replace(",", " ").split():
        if word != "0" and not re.fullmatch(r"[12]\.\d{1,6}", word):
            raise Failure(f"invalid field specifier: ‘{word}’")


def _merge(call: Call, options: Options, left: list[Line], right: list[Line]) -> None:
    fields = [int(options.get(key) or options.get("j") or "1") - 1 for key in ("1", "2")]
    alone, only = options.all("a") + options.all("v"), "v" in options

    def key(line: Line, side: int) -> str:
        text = line[fields[side]] if fields[side] < len(line) else ""
        return text.lower() if "i" in options else text

    at, to = 0, 0
    while at < len(left) or to < len(right):
        first = key(left[at], 0) if at < len(left) else None
        second = key(right[to], 1) if to < len(right) else None
        if second is None or (first is not None and first < second):
            if "1" in alone:
                _print(call, options, fields, left[at], None)
            at += 1
        elif first is None or second < first:
            if "2" in alone:
                _print(call, options, fields, None, right[to])
            to += 1
        else:
            same = [line for line in right[to:] if key(line, 1) == first]
            for line in same if not only else []:
                _print(call, options, fields, left[at], line)
            at += 1
            if at >= len(left) or key(left[at], 0) != first:
                to += len(same)


def _print(call: Call, options: Options, fields: list[int], left: Line | None, right: Line | None) -> None:
    mark = options.get("t") or " "
    empty = options.get("e")
    lines = (left, right)

    def cell(side: int, field: int) -> str:
        line = lines[side]
        return line[field] if line is not None and field < len(line) and line[field] else empty

    name = next(line[fields[side]] for side, line in enumerate(lines) if line is not None)
    if "o" in options:
        wanted = options.get("o").replace(",", " ").split()
        cells = [name if word == "0" else cell(int(word[0]) - 1, int(word[2:]) - 1) for word in wanted]
    else:
        cells = [name]
        for side, line in enumerate(lines):
            cells += [text for at, text in enumerate(line or []) if at != fields[side]]
    call.line(mark.join(cells))
