"""The formats of ``printf``.

Models builtins/printf.def of bash 5.2 and printf(1) of coreutils 9.1. Not modelled: ``%n``, long double precision.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.ansi_c import OCTAL, escape, interpret
from sandbox.sim.shell.quoting import backslash

SPEC = re.compile(
    r"%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:hh|h|ll|l|L|q(?=[a-z])|j|z|t)?(?:(\([^)]*\)T)|([a-zA-Z%]))"
)
HAS_PRECISION = re.compile(r"%[-+ #0']*(?:\*|\d+)?\.")
INTEGER = re.compile(r"\s*([-+]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*))")
FLOAT = re.compile(r"\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf|nan)")
MAX_WIDTH = 65536


@dataclass(slots=True)
class Formatted:
    """What was printed and what there was to complain of."""

    data: bytes = b""
    messages: list[str] = field(default_factory=list)
    stop: bool = False


class Formatter:
    """Uses up arguments format by format."""

    def __init__(self, arguments: list[str], now: int) -> None:
        self.arguments = arguments
        self.at = 0
        self.now = now
        self.result = Formatted()

    def run(self, text: str) -> None:
        """Print the format once."""
        out, at = bytearray(), 0
        while at < len(text) and not self.result.stop:
            char = text[at]
            if char == "\\" and at + 1 < len(text):
                if text[at + 1] == "c":
                    self.result.stop = True
                    break
                value, at = escape(text, at + 1, octal=OCTAL)
                out += value
            elif char == "%":
                value, at = self._spec(text, at)
                out += value
            else:
                out += char.encode(errors="replace")
                at += 1
        self.result.data += bytes(out)

    def _take(self) -> str | None:
        if self.at >= len(self.arguments):
            return None
        self.at += 1
        return self.arguments[self.at - 1]

    def _spec(self, text: str, at: int) -> tuple[bytes, int]:
        found = SPEC.match(text, at)
        if not found:
            rest = re.compile(r"%[-+ #0'\d.*]*[^\s]?").match(text, at)
            shown = rest.group() if rest else "%"
            self.result.messages.append(
                f"`{shown}': missing format character"
                if len(shown) == 1
                else f"`{shown[-1]}': invalid format character"
            )
            self.result.stop = True
            return b"", len(text)
        flags, width, precision, date, letter = found.groups()
        if letter == "%":
            return b"%", found.end()
        if letter and letter not in "diouxXeEfFgGaAcsbq":
            self.result.messages.append(f"`{letter}': invalid format character")
            self.result.stop = True
            return b"", found.end()
        size = self._size(width, flags)
        exact = self._size(precision, "")[0] if precision else (0 if HAS_PRECISION.match(found.group()) else None)
        if date:
            return self._date(date, size), found.end()
        return self._convert(letter, flags, size, exact), found.end()

    def _size(self, text: str | None, flags: str) -> tuple[int, bool]:
        """Return a width and whether it is to the left."""
        number = int(self._integer(self._take())) if text == "*" else int(text or 0)
        if abs(number) > MAX_WIDTH:
            raise BudgetExceeded("printf width", MAX_WIDTH)
        return abs(number), "-" in flags or number < 0

    def _date(self, spec: str, size: tuple[int, bool]) -> bytes:
        argument = self._take()
        seconds = self.now if argument in (None, "-1", "-2") else int(self._integer(argument))
        form = spec[1:-2] or "%X"
        return _pad(datetime.fromtimestamp(seconds, UTC).strftime(form), size)

    def _convert(self, letter: str, flags: str, size: tuple[int, bool], exact: int | None) -> bytes:
        argument = self._take()
        if letter in "sbqc":
            return self._string(letter, argument or "", size, exact)
        sign = "".join(flag for flag in flags if flag in "-+ #0")
        width = f"{size[0] or ''}"
        left = "-" if size[1] and "-" not in sign else ""
        point = "" if exact is None else f".{exact}"
        if letter in "diouxX":
            number = self._integer(argument)
            if letter in "ouxX" and number < 0:
                number += 1 << 64
            letter = "d" if letter in "iu" else letter
            text = f"%{left}{sign}{width}{point}{letter}" % number
            return (text.replace("0o", "0", 1) if letter == "o" else text).encode()
        return (f"%{left}{sign}{width}{point}{letter}" % self._float(argument)).encode()

    def _string(self, letter: str, text: str, size: tuple[int, bool], exact: int | None) -> bytes:
        if letter == "c":
            return _pad(text[:1], size)
        if letter == "q":
            return _pad(backslash(text), size)
        if letter == "b":
            data, cut = interpret(text)
            self.result.stop = self.result.stop or cut
            text = data.decode(errors="surrogateescape")
        return _pad(text if exact is None else text[:exact], size)

    def _integer(self, text: str | None) -> int:
        if text is None:
            return 0
        if text[:1] in ("'", '"'):
            return ord(text[1]) if len(text) > 1 else 0
        found = INTEGER.match(text)
        if not found or found.end() != len(text):
            self.result.messages.append(f"{text}: invalid number")
        if not found:
            return 0
        digits = found.group(1)
        sign = -1 if digits[0] == "-" else 1
        digits = digits.lstrip("+-")
        value = int(digits, 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" and len(digits) > 1 else 10)
        return max(-(1 << 63), min((1 << 64) - 1, sign * value))

    def _float(self, text: str | None) -> float:
        if text is None:
            return 0.0
        if text[:1] in ("'", '"'):
            return float(ord(text[1])) if len(text) > 1 else 0.0
        found = FLOAT.match(text)
        if not found or found.end() != len(text):
            self.result.messages.append(f"{text}: invalid number")
        return float(found.group()) if found else 0.0


def _pad(text: str, size: tuple[int, bool]) -> bytes:
    width, left = size
    padded = text.ljust(width) if left else text.rjust(width)
    return padded.encode(errors="surrogateescape")


def format_all(text: str, arguments: list[str], *, now: int) -> Formatted:
    """Print the format as often as the arguments last, at least once. ``now`` is in seconds since the epoch."""
    formatter = Formatter(arguments, now)
    while True:
        before = formatter.at
        formatter.run(text)
        done = formatter.at >= len(arguments) or formatter.at == before
        if done or formatter.result.stop:
            return formatter.result
