"""wc. Models coreutils 9.1. Not modelled: --files0-from."""

from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call


def run(call: Call) -> None:
    """Count lines, words and bytes."""
    options = parse(call, "l/lines w/words c/bytes m/chars L/max-line-length", "/files0-from= /total=")
    kinds = [key for key in "lwmcL" if key in options] or ["l", "w", "c"]
    rows = [(name, _count(data, kinds)) for name, data in call.inputs(options.operands)]
    if len(options.operands) > 1:
        totals = (
            [
                max(row[at] for _, row in rows) if kind == "L" else sum(row[at] for _, row in rows)
                for at, kind in enumerate(kinds)
            ]
            if rows
            else [0] * len(kinds)
        )
        rows.append(("total", totals))
    if call.busybox:
        width = 0 if len(kinds) == 1 else 9
    elif not options.operands:
        width = 0 if len(kinds) == 1 else 7
    else:
        width = 0 if len(kinds) == 1 and len(options.operands) == 1 else _width(call, options.operands)
    for name, row in rows:
        shown = " ".join(f"{value:{width or ''}}" for value in row)
        call.line(f"{shown} {name}" if name != "-" or options.operands else shown)


def _width(call: Call, names: list[str]) -> int:
    """Return the digits of the bytes of all files together; more where one is no plain file."""
    kinds = {call.files.kind(name) for name in names if call.files.exists(name)}
    sizes = [call.files.stat(name).size for name in names if call.files.kind(name) == "file"]
    return max(len(str(sum(sizes))), 7 if kinds - {"file"} or "-" in names else 1)


def _count(data: bytes, kinds: list[str]) -> list[int]:
    counts = {
        "l": data.count(b"\n"), "w": len(data.split()), "c": len(data), "m": len(data.decode(errors="ignore")),
        "L": max((len(line.expandtabs()) for line in data.decode(errors="replace").split("\n")), default=0),
    }  # fmt: skip
    return [counts[kind] for kind in kinds]
