"""sort. Models coreutils 9.1 in the C locale. Not modelled: merging, random order, parallelism."""

import re
from functools import cmp_to_key
from typing import Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = (
    "r/reverse n/numeric-sort u/unique k/key= t/field-separator= f/ignore-case b/ignore-leading-blanks "
    "o/output= c/check? h/human-numeric-sort V/version-sort s/stable d/dictionary-order M/month-sort "
    "g/general-numeric-sort z/zero-terminated C"
)
UNMODELLED = (
    "i/ignore-nonprinting "
    "m/merge R/random-sort /random-source= /batch-size= /compress-program= /debug /files0-from= /parallel= "
    "S/buffer-size= T/temporary-directory= /sort="
)
KEY = re.compile(r"(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*))?")
MONTHS = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1
    )
}
UNITS = {"": 0, "K": 1, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}


class Key:
    """One ``-k``: from where to where, and how to compare."""

    def __init__(self, text: str, options: Options) -> None:
        found = KEY.fullmatch(text)
        if not found or int(found.group(1)) == 0:
            raise Failure(
                f"invalid number at field start: invalid count at start of ‘{text}’"
                if not found
                else f"field number is zero: invalid field specification ‘{text}’",
                2,
            )
        self.first, self.first_char = int(found.group(1)), int(found.group(2) or 1)
        self.last, self.last_char = int(found.group(4) or 0), int(found.group(5) or 0)
        letters = (found.group(3) or "") + (found.group(6) or "")
        self.letters = letters or "".join(letter for letter in "bdfghiMnrV" if letter in options)

    def text(self, line: str, separator: str) -> str:
        """Return the part of a line that is compared."""
        fields = line.split(separator) if separator else re.findall(r"[ \t]*[^ \t]*", line)
        if not separator and fields and not fields[-1]:
            fields.pop()
        joint = separator
        rest = fields[self.first - 1 : self.last or None]
        if not rest:
            return ""
        if self.last_char and len(fields) >= self.last:
            rest[-1] = (
                rest[-1][: self.last_char]
                if separator
                else rest[-1][: len(rest[-1]) - len(rest[-1].lstrip()) + self.last_char]
            )
        if "b" in self.letters:
            rest[0] = rest[0].lstrip(" \t")
        rest[0] = rest[0][self.first_char - 1 :]
        return joint.join(rest)


def run(call: Call) -> int | None:
    """Sort the lines of all inputs."""
    options = parse(call, SPEC, UNMODELLED, status=2)
    keys = [Key(text, options) for text in options.all("k")]
    separator = options.get("t").replace("\\t", "\t").replace("\\0", "\0")
    if len(separator) > 1:
        raise Failure(f"multi-character tab ‘{separator}’", 2)
    lines: list[str] = []
    end = "\0" if "z" in options else "\n"
    for name in options.operands or ["-"]:
        try:
            text = call.read(name).decode(errors="surrogateescape")
        except KernelError as error:
            raise Failure(
                f"cannot read: {name}: {error}" if error.code != "EISDIR" else f"read failed: {name}: {error}", 2
            ) from None
        lines += text.removesuffix(end).split(end) if text else []
    compare = _comparison(keys, separator, options)
    if "c" in options or "C" in options:
        return _check(call, lines, compare, options)
    ordered = sorted(
        lines, key=cmp_to_key(lambda a, b: compare(a, b, last_resort="s" not in options and "u" not in options))
    )
    if "u" in options:
        ordered = [
            line for at, line in enumerate(ordered) if not at or compare(ordered[at - 1], line, last_resort=False)
        ]
    text = "".join(line + end for line in ordered)
    if "o" in options:
        call.files.write(options.get("o"), text.encode(errors="surrogateescape"))
    else:
        call.out(text)
    return None


def _check(call: Call, lines: list[str], compare: Any, options: Options) -> int:
    for at in range(1, len(lines)):
        order: int = compare(lines[at - 1], lines[at], last_resort="u" not in options)
        if order > 0 or (order == 0 and "u" in options):
            if "C" not in options:
                call.error(f"{options.operands[0] if options.operands else '-'}:{at + 1}: disorder: {lines[at]}")
            return 1
    return 0


def _comparison(keys: list[Key], separator: str, options: Options) -> Any:
    plain = "".join(letter for letter in "bdfghiMnrV" if letter in options)

    def compare(left: str, right: str, *, last_resort: bool) -> int:
        for key in keys:
            order = _order(key.text(left, separator), key.text(right, separator), key.letters)
            if order:
                return order
        if not keys:
            order = _order(left, right, plain)
            if order:
                return order
        if not last_resort:
            return 0
        order = (left > right) - (left < right)
        return -order if "r" in options else order

    return compare


def _order(left: str, right: str, letters: str) -> int:
    first, second = _value(left, letters), _value(right, letters)
    order = int(first > second) - int(first < second)
    return -order if "r" in letters else order


def _value(text: str, letters: str) -> Any:
    if "n" in letters or "g" in letters:
        found = re.match(
            r"\s*(-?\d*\.?\d+(?:[eE][-+]?\d+)?|-?\d+)" if "g" in letters else r"\s*(-?\d*\.?\d+|-?\d+)", text
        )
        return float(found.group(1)) if found else 0.0
    if "h" in letters:
        found = re.match(r"\s*(-?\d*\.?\d+)([KkMGTPE]?)", text)
        if not found:
            return (0, 0.0)
        number = float(found.group(1))
        power = UNITS[found.group(2)] + 1
        return (power if number > 0 else -power if number < 0 else 0, number)
    if "M" in letters:
        return MONTHS.get(text.strip()[:3].upper(), 0)
    if "V" in letters:
        return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.findall(r"\d+|\D+", text)]
    if "b" in letters:
        text = text.lstrip(" \t")
    if "d" in letters:
        text = re.sub(r"[^A-Za-z0-9 \t]", "", text)
    return text.upper() if "f" in letters else text
