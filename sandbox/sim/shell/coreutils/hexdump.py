"""hexdump and strings.

Models util-linux 2.38 and binutils 2.40. Not modelled: formats of one's own, encodings.
"""

import re

from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

LONGEST = 10_000
"""Of a string that strings looks for."""


def run(call: Call) -> None:
    """``hexdump`` and ``hd``."""
    options = parse(call, "C/canonical n/length= s/skip= v/no-squeezing x/two-bytes-hex", "b c d o e= f= L?", status=1)
    data = b"".join(content for _, content in call.inputs(options.operands))
    skip, size = _size(options.get("s", "0")), _size(options.get("n")) if "n" in options else None
    data = data[skip:][:size]
    canonical = "C" in options or call.name == "hd"
    previous, starred, offset = b"", False, skip
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        if row == previous and "v" not in options:
            call.out("" if starred else "*\n")
            starred = True
        else:
            starred = False
            call.line(_canonical(offset, row) if canonical else _words(offset, row, wide="x" in options))
        previous = row
        offset += len(row)
    if data:
        call.line(f"{offset:08x}" if canonical else f"{offset:07x}")


def _size(text: str) -> int:
    try:
        return int(text, 0)
    except ValueError:
        raise Failure(f"failed to parse length: '{text}'") from None


def _canonical(offset: int, row: bytes) -> str:
    halves = (" ".join(f"{byte:02x}" for byte in part) for part in (row[:8], row[8:]))
    shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)  # noqa: PLR2004  (printable ASCII)
    return f"{offset:08x}  {'  '.join(halves):<48}  |{shown}|"


def _words(offset: int, row: bytes, *, wide: bool) -> str:
    cells = [f"{int.from_bytes(row[at : at + 2], 'little'):04x}" for at in range(0, len(row), 2)]
    gap = "    " if wide else " "
    width = 8 * (len(cell) + len(gap)) if (cell := "0000") else 0
    return f"{offset:07x}" + "".join(f"{gap}{cell}" for cell in cells).ljust(width)


def strings(call: Call) -> None:
    """``strings``."""
    options = parse(call, "n/bytes= a/all f/print-file-name", "t/radix= e/encoding= o w s d")
    if not options.get("n", "4").isdecimal():
        raise Failure(f"invalid integer argument {options.get('n')}")
    least = min(int(options.get("n", "4")), LONGEST)
    for name, data in call.inputs(options.operands):
        for found in re.findall(rb"[\x20-\x7e\t]{%d,}" % least, data):
            prefix = f"{name}: " if "f" in options else ""
            call.line(prefix + found.decode())
