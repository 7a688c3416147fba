"""tr. Models coreutils 9.1 on bytes and characters alike; streams."""

import re
from functools import lru_cache

from sandbox.sim.runtime.process import Again, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.ansi_c import OCTAL, escape
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool

CLASSES = {
    "lower": "abcdefghijklmnopqrstuvwxyz",
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "digit": "0123456789",
    "space": "\t\n\v\f\r ",
    "blank": "\t ",
    "punct": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "xdigit": "0123456789ABCDEFabcdef",
    "cntrl": "".join(map(chr, [*range(32), 127])),
    "print": "".join(map(chr, range(32, 127))),
    "graph": "".join(map(chr, range(33, 127))),
}
CLASSES["alpha"] = CLASSES["upper"] + CLASSES["lower"]
CLASSES["alnum"] = CLASSES["digit"] + CLASSES["alpha"]


@lru_cache(maxsize=256)
def expand(text: str) -> str:
    """Return the characters of a set. Raises Failure."""
    out, at = "", 0
    while at < len(text):
        found = re.compile(r"\[:(\w+):\]").match(text, at)
        if found:
            if found.group(1) not in CLASSES:
                raise Failure(f"invalid character class ‘{found.group(1)}’")
            out += CLASSES[found.group(1)]
            at = found.end()
            continue
        repeat = re.compile(r"\[(.)\*(\d*)\]").match(text, at)
        if repeat:
            out += repeat.group(1) * min(int(repeat.group(2) or 256), 4096)
            at = repeat.end()
            continue
        char, at = _character(text, at)
        if text[at : at + 1] == "-" and at + 1 < len(text):
            last, at = _character(text, at + 1)
            if ord(last) < ord(char):
                raise Failure(f"range-endpoints of '{char}-{last}' are in reverse collating sequence order")
            out += "".join(map(chr, range(ord(char), min(ord(last), ord(char) + 70000) + 1)))
        else:
            out += char
    return out


def _character(text: str, at: int) -> tuple[str, int]:
    if text[at] == "\\" and at + 1 < len(text):
        data, end = escape(text, at + 1, octal=OCTAL)
        value = data.decode("latin-1")
        return (value, end) if len(value) == 1 else (text[at + 1], at + 2)
    return text[at], at + 1


class Tr(Tool):
    """Translates as input comes."""

    def start(self, process: Process, system: System) -> Step:
        """Check the arguments, then begin."""
        call = Call(process, system, busybox=self.busybox)
        try:
            options = _settings(call)
            _translate("", options, "")
        except Failure as failure:
            if str(failure):
                call.error(str(failure))
            call.flush()
            return Exit(1)
        process.state = {"last": ""}
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Translate what is there."""
        if not system.can_read(0):
            return Wait(readable=(0,))
        data = system.read(0, 65536)
        if not data:
            return Exit(0)
        options = _settings(Call(process, system, busybox=self.busybox))
        out, process.state["last"] = _translate(data.decode(errors="surrogateescape"), options, process.state["last"])
        system.write(1, out)
        return Again()


def _settings(call: Call) -> Options:
    options = parse(call, "d/delete s/squeeze-repeats c/complement C", "t/truncate-set1", in_order=True)
    count = len(options.operands)
    if count == 0:
        raise usage(call, "missing operand")
    if (count == 1 and "d" not in options and "s" not in options) or (count == 1 and "d" in options and "s" in options):
        raise usage(call, f"missing operand after ‘{options.operands[0]}’")
    if (count == 2 and "d" in options and "s" not in options) or count > 2:  # noqa: PLR2004  (two sets at most)
        raise usage(call, f"extra operand ‘{options.operands[-1]}’")
    return options


def _translate(text: str, options: Options, last: str) -> tuple[str, str]:
    first = expand(options.operands[0])
    second = expand(options.operands[1]) if len(options.operands) > 1 else ""
    inverse = "c" in options or "C" in options
    members = set(first)

    def is_in(char: str) -> bool:
        return (char in members) != inverse

    if "d" in options:
        out = "".join(char for char in text if not is_in(char))
        squeezed = set(second) if "s" in options else set()
        return _squeeze(out, lambda char: char in squeezed, last) if squeezed else (out, last)
    if second:
        table = {} if inverse else dict(zip(first, second.ljust(len(first), second[-1]), strict=False))
        out = (
            "".join(second[-1] if is_in(char) else char for char in text)
            if inverse
            else "".join(table.get(char, char) for char in text)
        )
        targets = set(second)
        return _squeeze(out, lambda char: char in targets, last) if "s" in options else (out, last)
    return _squeeze(text, is_in, last)


def _squeeze(text: str, wanted: object, last: str) -> tuple[str, str]:
    out = []
    for char in text:
        if not (char == last and wanted(char)):  # type: ignore[operator]
            out.append(char)
        last = char
    return "".join(out), last
