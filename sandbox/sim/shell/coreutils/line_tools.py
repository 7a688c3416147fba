"""Small utilities that go through lines: nl, tac, rev, paste, fold, column, comm, expand, shuf, split, join their like.

Models coreutils 9.1 and util-linux 2.38.
"""

import re

from sandbox.sim.shell.coreutils.options import Options, parse, usage, whole
from sandbox.sim.shell.coreutils.tool import Call, Failure

MAX_TAB = 10_000


def _lines(call: Call, names: list[str]) -> list[str]:
    text = b"".join(data for _, data in call.inputs(names)).decode(errors="surrogateescape")
    return text.removesuffix("\n").split("\n") if text else []


def number(call: Call) -> None:
    """``nl``."""
    options = parse(
        call,
        "b/body-numbering= w/number-width= s/number-separator= v/starting-line-number= i/line-increment= "
        "n/number-format=",
        "d/section-delimiter= f/footer-numbering= h/header-numbering= l p/no-renumber",
    )
    width = whole(options, "w", 6, "invalid line number field width")
    count = whole(options, "v", 1, "invalid starting line number", least=-(10**9))
    step = whole(options, "i", 1, "invalid line number increment", least=-(10**9))
    form = {"ln": "<", "rz": "0>"}.get(options.get("n"), ">")
    for line in _lines(call, options.operands):
        if options.get("b", "t") == "a" or (options.get("b", "t") == "t" and line):
            call.line(f"{count:{form}{width}}{options.get('s', chr(9))}{line}")
            count += step
        else:
            call.line(f"{' ' * (width + 1)}{line}" if line else f"{' ' * (width + 1)}")


def backwards(call: Call) -> None:
    """``tac``."""
    options = parse(call, "", "b/before r/regex s/separator=")
    for _, data in call.inputs(options.operands):
        call.out(b"".join(reversed(re.findall(rb"[^\n]*\n|[^\n]+", data))))


def reverse(call: Call) -> None:
    """``rev``."""
    for line in _lines(call, parse(call, "").operands):
        call.line(line[::-1])


def paste(call: Call) -> None:
    """``paste``."""
    options = parse(call, "d/delimiters= s/serial", "z/zero-terminated")
    marks = options.get("d", "\t").replace("\\t", "\t").replace("\\n", "\n") or ""
    if "s" in options:
        for _, data in call.inputs(options.operands):
            call.line(_joined(data.decode(errors="replace").removesuffix("\n").split("\n"), marks))
        return
    columns = []
    stdin_uses = options.operands.count("-")
    shared = _lines(call, ["-"]) if stdin_uses else []
    taken = 0
    for name in options.operands or ["-"]:
        if name == "-" and stdin_uses:
            columns.append(shared[taken::stdin_uses])
            taken += 1
        else:
            columns.append(_lines(call, [name]))
    for at in range(max(map(len, columns), default=0)):
        call.line(_joined([column[at] if at < len(column) else "" for column in columns], marks))


def _joined(cells: list[str], marks: str) -> str:
    out = cells[0] if cells else ""
    for place, cell in enumerate(cells[1:]):
        out += (marks[place % len(marks)] if marks else "") + cell
    return out


def fold(call: Call) -> None:
    """``fold``."""
    options = parse(call, "w/width= s/spaces b/bytes")
    width = int(options.get("w", "80")) if options.get("w", "80").isdecimal() else 0
    if not width:
        raise Failure(f"invalid number of columns: ‘{options.get('w')}’")
    for line in _lines(call, options.operands):
        rest = line
        while len(rest) > width:
            cut = rest.rfind(" ", 0, width) + 1 if "s" in options and " " in rest[:width] else width
            call.line(rest[:cut])
            rest = rest[cut:]
        call.line(rest)


def column(call: Call) -> None:
    """``column``."""
    options = parse(
        call,
        "t/table s/separator= o/output-separator= N/table-columns=",
        "c/columns= x J/json R/table-right= H E n/table-name=",
    )
    lines = [line for line in _lines(call, options.operands) if line.strip()]
    if "t" not in options:
        call.out("".join(f"{line}\n" for line in lines))
        return
    separator = options.get("s")
    table = [re.split(f"[{re.escape(separator)}]", line) if separator else line.split() for line in lines]
    if "N" in options:
        table.insert(0, options.get("N").split(","))
    count = max(map(len, table), default=0)
    widths = [max((len(row[at]) for row in table if at < len(row)), default=0) for at in range(count)]
    joint = options.get("o", "  ")
    for row in table:
        cells = [cell.ljust(widths[at]) if at < len(row) - 1 else cell for at, cell in enumerate(row)]
        call.line(joint.join(cells))


def compare(call: Call) -> None:
    """``comm``."""
    options = parse(call, "1 2 3 /nocheck-order /output-delimiter=", "/check-order z/zero-terminated /total")
    if len(options.operands) != 2:  # noqa: PLR2004  (it compares two)
        raise usage(
            call, "missing operand" if not options.operands else f"missing operand after ‘{options.operands[0]}’"
        )
    left, right = (_lines(call, [name]) for name in options.operands)
    at = other = 0
    mark = options.get("output-delimiter", "\t")
    while at < len(left) or other < len(right):
        if other >= len(right) or (at < len(left) and left[at] < right[other]):
            kind, line = "1", left[at]
            at += 1
        elif at >= len(left) or right[other] < left[at]:
            kind, line = "2", right[other]
            other += 1
        else:
            kind, line = "3", left[at]
            at, other = at + 1, other + 1
        if kind not in options:
            call.line(mark * sum(str(before) not in options for before in range(1, int(kind))) + line)


def _tab_size(options: Options) -> int:
    """Return the one width of tabs. Raises Failure."""
    text = options.get("t", "8")
    if not text.isdecimal():
        if "," in text or " " in text:
            raise Failure(f"not modelled in this sandbox: -t {text}")
        raise Failure(f"tab size contains invalid character(s): ‘{text}’")
    if not 0 < int(text) <= MAX_TAB:
        raise Failure("tab size cannot be 0" if int(text) == 0 else f"tab stop is too large ‘{text}’")
    return int(text)


def expand(call: Call) -> None:
    """``expand``."""
    options = parse(call, "t/tabs= i/initial")
    size = _tab_size(options)
    for line in _lines(call, options.operands):
        call.line(line.expandtabs(size))


def unexpand(call: Call) -> None:
    """``unexpand``."""
    options = parse(call, "t/tabs= /first-only", "a/all")
    size = _tab_size(options)
    for line in _lines(call, options.operands):
        blanks = len(line) - len(line.lstrip(" "))
        call.line("\t" * (blanks // size) + " " * (blanks % size) + line[blanks:])


def shuffle(call: Call) -> None:
    """``shuf``, from the World's seed."""
    options = parse(call, "n/head-count= e/echo i/input-range= r/repeat", "o/output= /random-source= z/zero-terminated")
    if "i" in options:
        first, _, last = options.get("i").partition("-")
        if not (first.isdecimal() and last.isdecimal()) or int(last) - int(first) > 1_000_000:  # noqa: PLR2004  (no list longer than a World allows)
            raise Failure(f"invalid input range: ‘{options.get('i')}’")
        lines = [str(value) for value in range(int(first), int(last) + 1)]
    else:
        lines = options.operands if "e" in options else _lines(call, options.operands)
    count = int(options.get("n")) if options.get("n").isdecimal() else len(lines)
    rest, rng = list(lines), call.table.rng
    for _ in range(count):
        if not rest:
            break
        at = rng.below("shuf", len(rest))
        call.line(rest[at])
        if "r" not in options:
            del rest[at]


def split(call: Call) -> None:
    """``split``."""
    options = parse(
        call,
        "l/lines= b/bytes= d/numeric-suffixes? a/suffix-length=",
        "/additional-suffix= /verbose n/number= C/line-bytes= e /filter= t/separator= u x",
    )
    name = options.operands[0] if options.operands else "-"
    prefix = options.operands[1] if len(options.operands) > 1 else "x"
    data = call.read(name)
    if "b" in options:
        from sandbox.sim.shell.coreutils.modes import parse_size  # noqa: PLC0415  (only this form needs sizes)

        size = parse_size(options.get("b")) or 0
        if size < 1:
            raise Failure(f"invalid number of bytes: ‘{options.get('b')}’")
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
    else:
        count = whole(options, "l", 1000, "invalid number of lines")
        lines = re.findall(rb"[^\n]*\n|[^\n]+", data)
        pieces = [b"".join(lines[at : at + count]) for at in range(0, len(lines), count)]
    width = whole(options, "a", 2, "invalid suffix length")
    for place, piece in enumerate(pieces):
        if "d" in options:
            suffix = f"{place:0{width}d}"
        else:
            suffix = "".join(chr(97 + place // 26**power % 26) for power in range(width - 1, -1, -1))
        call.files.write(f"{prefix}{suffix}{options.get('additional-suffix')}", piece)
