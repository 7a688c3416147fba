"""Builtins that read: ``read`` and ``mapfile``.

Models builtins/{read,mapfile}.def of bash 5.2. Not modelled: ``-e``, ``-i``, callbacks of ``mapfile``.
"""

import re
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.process import Wait
from sandbox.sim.runtime.terminals import Terminal, set_mode, terminal_of
from sandbox.sim.shell.faults import UsageFault

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

READ_USAGE = (
    "read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]"
)
MAPFILE_USAGE = "mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]"


def _parse(argv: list[str], with_value: str, flags: str, usage: str) -> tuple[dict[str, str], list[str]]:
    """Return options (a flag's value is ``""``) and the other words."""
    options: dict[str, str] = {}
    words = argv[1:]
    while words and re.match(r"-.", words[0]):
        word, words = words[0], words[1:]
        if word == "--":
            break
        for at, letter in enumerate(word[1:], start=1):
            if letter in with_value:
                value = word[at + 1 :]
                if not value:
                    if not words:
                        raise UsageFault(f"-{letter}: option requires an argument", 2, usage)
                    value, words = words[0], words[1:]
                options[letter] = value
                break
            if letter not in flags:
                raise UsageFault(f"-{letter}: invalid option", 2, usage)
            options[letter] = ""
    return options, words


def read(machine: "Machine", argv: list[str]) -> int | Wait:
    """``read``. Returns a Wait while the line is not complete."""
    options, names = _parse(argv, "adinNptu", "ers", READ_USAGE)
    call = machine.state["call"]
    for name in names:
        if not re.fullmatch(r"[A-Za-z_]\w*(\[.*\])?", name):
            raise UsageFault(f"`{name}': not a valid identifier", 1)
    fd = int(options["u"]) if options.get("u", "").isdecimal() else 0
    terminal = terminal_of(machine.system.table, machine.process, fd)
    if terminal is not None and not call.get("prompted"):
        machine.err(options.get("p", ""))
        call["prompted"] = True
        _prepare(terminal, options)
    found = _collect(machine, call, fd, options)
    if isinstance(found, Wait):
        return found
    if terminal is not None:
        terminal.mode, terminal.echo = "cooked", True
    text, complete, status = found
    _store(machine, text, names, options)
    return status if not complete else 0


def _prepare(terminal: Terminal, options: dict[str, str]) -> None:
    """Let a terminal give characters or hide them, as ``-n``, ``-d`` and ``-s`` want it."""
    if {"n", "N", "d"} & options.keys():
        set_mode(terminal, "cbreak")
    if "s" in options:
        terminal.echo = False


def _deadline(machine: "Machine", call: dict[str, Any], options: dict[str, str]) -> int | None:
    if "t" not in options:
        return None
    if "deadline" not in call:
        try:
            call["deadline"] = machine.system.table.clock.now + int(float(options["t"]) * SECOND)
        except (ValueError, OverflowError):
            raise UsageFault(f"{options['t']}: invalid timeout specification", 1) from None
    deadline: int = call["deadline"]
    return deadline


def _collect(
    machine: "Machine", call: dict[str, Any], fd: int, options: dict[str, str]
) -> Wait | tuple[str, bool, int]:
    """Read up to the delimiter; return the text, whether it was complete, and the status if it was not."""
    deadline = _deadline(machine, call, options)
    delimiter = options["d"][:1].encode() or b"\0" if "d" in options else b"\n"
    count_text = options.get("N") or options.get("n") or ""
    count = int(count_text) if count_text.isdecimal() else None
    raw = "r" in options
    data: bytes = call.pop("data", "").encode("latin-1")
    while True:
        cut = _cut(data, delimiter if "N" not in options else b"", count, raw=raw)
        if cut is not None:
            text, used = cut
            if data[used:]:
                machine.system.unread(fd, data[used:])
            return text, True, 0
        if not machine.system.can_read(fd):
            if deadline is not None and machine.system.table.clock.now >= deadline:
                return data.decode(errors="replace"), False, 142
            call["data"] = data.decode("latin-1")
            return Wait(readable=(fd,), until=deadline)
        chunk = machine.system.read(fd, 4096)
        if not chunk:
            return data.decode(errors="replace"), False, 1
        data += chunk


def _cut(data: bytes, delimiter: bytes, count: int | None, *, raw: bool) -> tuple[str, int] | None:
    """Return the line that begins the data and how many bytes it takes, or None where it is not complete."""
    if count is not None:
        text = data.decode(errors="replace")
        if delimiter and (end := text.find(delimiter.decode(errors="replace"))) >= 0 and end < count:
            return text[:end], len(text[: end + 1].encode(errors="replace"))
        return (text[:count], len(text[:count].encode(errors="replace"))) if len(text) >= count else None
    start = 0
    while True:
        end = data.find(delimiter, start)
        if end < 0:
            return None
        slashes = len(data[:end]) - len(data[:end].rstrip(b"\\"))
        if raw or delimiter != b"\n" or slashes % 2 == 0:
            return data[:end].decode(errors="replace"), end + 1
        start = end + 1


def _store(machine: "Machine", text: str, names: list[str], options: dict[str, str]) -> None:
    raw = "r" in options
    ifs = machine.variables.get("IFS")
    ifs = " \t\n" if ifs is None else ifs
    if "a" in options:
        fields = split_line(text, ifs, None, raw=raw)
        machine.variables.set_array(options["a"], {str(number): field for number, field in enumerate(fields)})
        return
    if not names or "N" in options:
        value = text if raw else _unescape(text)
        _put(machine, names[0] if names else "REPLY", value)
        for name in names[1:]:
            _put(machine, name, "")
        return
    fields = split_line(text, ifs, len(names), raw=raw)
    for number, name in enumerate(names):
        _put(machine, name, fields[number] if number < len(fields) else "")


def _put(machine: "Machine", name: str, value: str) -> None:
    found = re.fullmatch(r"(\w+)\[(.*)\]", name)
    if found:
        machine.variables.set_element(found.group(1), machine.expander.parameters.key(*found.groups()), value)
    else:
        machine.variables.set(name, value)


def _unescape(text: str) -> str:
    return re.sub(
        r"\\(\n|.|$)", lambda found: "" if found.group(1) in ("\n", "") else found.group(1), text, flags=re.DOTALL
    )


def split_line(text: str, ifs: str, limit: int | None, *, raw: bool) -> list[str]:
    """Split a line as ``read`` does: the last of ``limit`` fields takes the rest."""
    characters = _characters(text, raw=raw)
    blanks = {char for char in ifs if char in " \t\n"}
    hard = set(ifs) - blanks

    def is_blank(at: int) -> bool:
        return characters[at][1] and characters[at][0] in blanks

    fields: list[str] = []
    at, size = 0, len(characters)
    while at < size and is_blank(at):
        at += 1
    while at < size:
        if limit is not None and len(fields) == limit - 1:
            rest = _trim(characters[at:], blanks, hard)
            fields.append(rest)
            break
        start = at
        while at < size and not (characters[at][1] and characters[at][0] in ifs):
            at += 1
        fields.append("".join(char for char, _ in characters[start:at]))
        while at < size and is_blank(at):
            at += 1
        if at < size and characters[at][1] and characters[at][0] in hard:
            at += 1
            while at < size and is_blank(at):
                at += 1
    return fields


def _trim(rest: list[tuple[str, bool]], blanks: set[str], hard: set[str]) -> str:
    while rest and rest[-1][1] and rest[-1][0] in blanks:
        rest = rest[:-1]
    if rest and rest[-1][1] and rest[-1][0] in hard and not any(bare and char in hard for char, bare in rest[:-1]):
        rest = rest[:-1]
    return "".join(char for char, _ in rest)


def _characters(text: str, *, raw: bool) -> list[tuple[str, bool]]:
    """Return the characters and whether each may separate fields; a backslash takes that from the next one."""
    if raw or "\\" not in text:
        return [(char, True) for char in text]
    out: list[tuple[str, bool]] = []
    at = 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            if text[at + 1] != "\n":
                out.append((text[at + 1], False))
            at += 2
        elif text[at] == "\\":
            at += 1
        else:
            out.append((text[at], True))
            at += 1
    return out


def mapfile(machine: "Machine", argv: list[str]) -> int | Wait:
    """``mapfile`` and ``readarray``."""
    options, words = _parse(argv, "dnOsuCc", "t", MAPFILE_USAGE)
    name = words[0] if words else "MAPFILE"
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise UsageFault(f"`{name}': not a valid identifier", 1)
    if "C" in options or "c" in options:
        raise UsageFault("not modelled in this sandbox: -C", 1)
    call = machine.state["call"]
    fd = int(options["u"]) if options.get("u", "").isdecimal() else 0
    data: bytes = call.pop("data", "").encode("latin-1")
    while True:
        if not machine.system.can_read(fd):
            call["data"] = data.decode("latin-1")
            return Wait(readable=(fd,))
        chunk = machine.system.read(fd, 65536)
        if not chunk:
            break
        data += chunk
    delimiter = (options["d"][:1] or "\0") if "d" in options else "\n"
    pieces = data.decode(errors="replace").split(delimiter)
    lines = [piece + delimiter for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
    for letter, what in (("s", "invalid line count"), ("n", "invalid line count"), ("O", "invalid array origin")):
        if not (options.get(letter) or "0").isdecimal():
            machine.complain(f"mapfile: {options[letter]}: {what}")
            return 1
    lines = lines[int(options.get("s") or 0) :]
    if int(options.get("n") or 0):
        lines = lines[: int(options["n"])]
    if "t" in options:
        lines = [line.removesuffix(delimiter) for line in lines]
    origin = int(options.get("O") or 0)
    held = machine.variables.array(name) if "O" in options else {}
    machine.variables.set_array(name, {**held, **{str(origin + number): line for number, line in enumerate(lines)}})
    return 0
