"""diff and cmp. Models diffutils 3.8: normal, unified and context-free brief output. Not modelled: -c, -y, -e."""

import difflib

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.colours import is_coloured
from sandbox.sim.shell.coreutils.dates import iso
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

PAIR = 2
SPEC = (
    "u U/unified= q/brief r/recursive N/new-file i/ignore-case w/ignore-all-space b/ignore-space-change "
    "s/report-identical-files a/text /color? L/label="
)
UNMODELLED = (
    "B/ignore-blank-lines /strip-trailing-cr "
    "c C/context= y/side-by-side e/ed n/rcs W/width= E Z t T p F/show-function-line= I/ignore-matching-lines= "
    "x/exclude= X S D l/paginate"
)


def run(call: Call) -> int:
    """Compare two files or directories; 0 where they are equal, 1 where they differ."""
    options = parse(call, SPEC, UNMODELLED, status=2)
    if is_coloured(call, options):
        options.given["painted"] = ""
    if len(options.operands) != PAIR:
        last = options.operands[-1] if options.operands else call.name
        raise usage(
            call,
            f"missing operand after '{last}'"
            if len(options.operands) < PAIR
            else f"extra operand '{options.operands[2]}'",
            2,
        )
    left, right = options.operands
    kinds = [call.files.kind(name) if name != "-" else "file" for name in (left, right)]
    if kinds == ["dir", "dir"]:
        return _directories(call, left, right, options)
    if kinds[0] == "dir" and kinds[1]:
        left = f"{left}/{right.rsplit('/', 1)[-1]}"
    elif kinds[1] == "dir" and kinds[0]:
        right = f"{right}/{left.rsplit('/', 1)[-1]}"
    return _files(call, left, right, options)


def _read(call: Call, name: str, options: Options) -> bytes:
    try:
        return call.read(name)
    except KernelError as error:
        if "N" in options and error.code == "ENOENT":
            return b""
        raise Failure(f"{name}: {error}", 2) from None


def _directories(call: Call, left: str, right: str, options: Options) -> int:
    status = 0
    first, second = set(call.files.listdir(left)), set(call.files.listdir(right))
    for name in sorted(first | second):
        one, other = f"{left.rstrip('/')}/{name}", f"{right.rstrip('/')}/{name}"
        if (name not in first or name not in second) and "N" not in options:
            call.line(f"Only in {left if name in first else right}: {name}")
            status = 1
        elif call.files.kind(one) == "dir" and call.files.kind(other) == "dir":
            if "r" in options:
                status = max(status, _directories(call, one, other, options))
            else:
                call.line(f"Common subdirectories: {one} and {other}")
        else:
            before = len(call.written)
            found = _files(call, one, other, options)
            if found and "q" not in options:
                flags = " ".join(word for word in call.args if word.startswith("-"))
                call.written.insert(before, (1, f"diff {flags} {one} {other}\n".replace("  ", " ").encode()))
            status = max(status, found)
    return status


def _files(call: Call, left: str, right: str, options: Options) -> int:
    texts = [_read(call, name, options).decode(errors="surrogateescape") for name in (left, right)]
    rows = [
        text.splitlines(keepends=True)
        if "\r" not in text
        else [line + "\n" for line in text.removesuffix("\n").split("\n")]
        for text in texts
    ]
    keys = [[_key(line, options) for line in row] for row in rows]
    if keys[0] == keys[1]:
        if "s" in options:
            call.line(f"Files {left} and {right} are identical")
        return 0
    if "q" in options:
        call.line(f"Files {left} and {right} differ")
    elif "u" in options or "U" in options:
        _unified(call, (left, right), rows, keys, options)
    else:
        _normal(call, rows, keys, options)
    return 1


def _key(line: str, options: Options) -> str:
    if "w" in options:
        line = "".join(line.split())
    elif "b" in options:
        line = " ".join(line.split())
    return line.lower() if "i" in options else line


COLOURS = {"<": "31", "-": "31", ">": "32", "+": "32", "@": "36", "=": "1"}
"""By the first letter of a line; ``=`` stands for the names of the files."""


def _painted(options: Options, kind: str, text: str) -> str:
    """Return a line without its end in its colour, where colours are wanted."""
    return f"\x1b[{COLOURS[kind]}m{text}\x1b[0m" if "painted" in options and kind in COLOURS else text


def _put(call: Call, mark: str, line: str, options: Options) -> None:
    body = line.removesuffix("\n")
    call.out(_painted(options, mark[0], mark + body) + line[len(body) :])
    if not line.endswith("\n"):
        call.out("\n\\ No newline at end of file\n")


def _span(first: int, last: int) -> str:
    return str(first + 1) if last - first == 1 else f"{first + 1},{last}"


def _normal(call: Call, rows: list[list[str]], keys: list[list[str]], options: Options) -> None:
    for kind, a, b, c, d in difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        spans = {"insert": f"{a}a{_span(c, d)}", "delete": f"{_span(a, b)}d{c}"}
        call.line(_painted(options, "@", spans.get(kind, f"{_span(a, b)}c{_span(c, d)}")))
        for line in rows[0][a:b]:
            _put(call, "< ", line, options)
        if kind == "replace":
            call.line("---")
        for line in rows[1][c:d]:
            _put(call, "> ", line, options)


def _unified(
    call: Call, names: tuple[str, str], rows: list[list[str]], keys: list[list[str]], options: Options
) -> None:
    size = int(options.get("U")) if options.get("U").isdecimal() else 3
    labels = options.all("L")
    for at, mark in enumerate(("---", "+++")):
        stamp = iso(
            call.now if names[at] == "-" or not call.files.exists(names[at]) else call.files.stat(names[at]).mtime
        )
        shown = f"{mark} {labels[at]}" if at < len(labels) else f"{mark} {names[at]}\t{stamp}"
        call.line(_painted(options, "=", shown))
    for group in difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_grouped_opcodes(size):
        first, last = group[0], group[-1]
        call.line(_painted(options, "@", f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@"))
        for kind, a, b, c, d in group:
            if kind == "equal":
                for line in rows[0][a:b]:
                    _put(call, " ", line, options)
                continue
            for line in rows[0][a:b]:
                _put(call, "-", line, options)
            for line in rows[1][c:d]:
                _put(call, "+", line, options)


def _range(start: int, end: int) -> str:
    size = end - start
    return str(start + 1) if size == 1 else f"{start + 1 if size else start},{size}"


def compare_bytes(call: Call) -> int:
    """``cmp``."""
    options = parse(call, "s/quiet /silent", "l/verbose b/print-bytes n/bytes= i/ignore-initial=", status=2)
    if len(options.operands) != PAIR:
        raise usage(call, f"missing operand after '{options.operands[-1] if options.operands else 'cmp'}'", 2)
    left, right = (_read(call, name, Options({}, [], [])) for name in options.operands)
    quiet = "s" in options or "silent" in options
    for at, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            if not quiet:
                call.line(f"{' '.join(options.operands)} differ: byte {at + 1}, line {left.count(10, 0, at) + 1}")
            return 1
    if len(left) != len(right):
        shorter = options.operands[0 if len(left) < len(right) else 1]
        if not quiet:
            size = min(len(left), len(right))
            where = f"after byte {size}, line {left[:size].count(10)}" if size else "which is empty"
            call.error(f"EOF on {shorter} {where}" if size else f"EOF on ‘{shorter}’ which is empty")
        return 1
    return 0
