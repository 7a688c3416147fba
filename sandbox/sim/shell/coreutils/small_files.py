"""install, link, unlink, sum, file, factor, logger, pidof: small utilities.

Models coreutils 9.1, file 5.44, util-linux 2.38 and procps 4.0. Not modelled: install's backups and
comparisons, most kinds of files that file knows.
"""

import posixpath

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.modes import change_mode
from sandbox.sim.shell.coreutils.names import find_group, find_user
from sandbox.sim.shell.coreutils.options import missing_operand, parse, usage
from sandbox.sim.shell.coreutils.processes import here, name_of
from sandbox.sim.shell.coreutils.tool import Call, Failure

LARGEST = 10**12


def install(call: Call) -> int | None:
    """``install``."""
    options = parse(
        call, "d/directory m/mode= o/owner= g/group= D t/target-directory= v/verbose p T/no-target-directory c",
        "b C/compare S/suffix= s/strip Z /backup? /preserve-context",
    )  # fmt: skip
    mode = change_mode(options.get("m", "755"), 0, is_dir="d" in options, umask=0)
    if mode is None:
        raise Failure(f"invalid mode ‘{options.get('m')}’")
    words = list(options.operands)
    made = []
    if "d" in options:
        if not words:
            raise missing_operand(call)
        for path in words:
            call.files.mkdir(path, parents=True)
            made.append(path)
    else:
        target = options.get("t") or (words.pop() if len(words) > 1 else "")
        if not words or not target:
            raise usage(
                call, f"missing destination file operand after ‘{words[0]}’" if words else "missing file operand"
            )
        into = "t" in options or ("T" not in options and call.files.kind(target) == "dir")
        for path in words:
            place = f"{target.rstrip('/')}/{posixpath.basename(path)}" if into else target
            if "D" in options:
                call.files.mkdir(posixpath.dirname(place) or ".", parents=True)
            if call.files.kind(path) != "file":
                why = "omitting directory" if call.files.kind(path) == "dir" else "cannot stat"
                tail = "" if why.startswith("omit") else ": No such file or directory"
                call.error(f"{why} '{path}'{tail}")
                continue
            call.files.write(place, call.files.read(path))
            made.append(place)
            call.out(f"'{path}' -> '{place}'\n" if "v" in options else "")
    _own(call, made, mode, options.get("o"), options.get("g"))
    return None


def _own(call: Call, paths: list[str], mode: int, owner: str, group: str) -> None:
    row = find_user(call.files, owner) if owner else None
    number = find_group(call.files, group) if group else None
    if owner and row is None:
        raise Failure(f"invalid user ‘{owner}’")
    if group and number is None:
        raise Failure(f"invalid group ‘{group}’")
    for path in paths:
        call.files.chmod(path, mode)
        if row is not None or number is not None:
            call.files.chown(path, int(row[2]) if row else None, number)


def link(call: Call) -> None:
    """``link``."""
    options = parse(call, "")
    if len(options.operands) != 2:  # noqa: PLR2004  (a file and its new name)
        raise missing_operand(call)
    call.files.link(*options.operands)


def unlink(call: Call) -> None:
    """``unlink``."""
    options = parse(call, "")
    if len(options.operands) != 1:
        raise missing_operand(call)
    try:
        call.files.unlink(options.operands[0])
    except KernelError as error:
        raise Failure(f"cannot unlink '{options.operands[0]}': {error}") from None


def checksum(call: Call) -> None:
    """``sum``: the algorithm of BSD."""
    options = parse(call, "r", "s/sysv")
    for name, data in call.inputs(options.operands):
        value = 0
        for byte in data:
            value = ((value >> 1) + ((value & 1) << 15) + byte) & 0xFFFF
        call.line(f"{value:05d} {-(-len(data) // 1024):5d}{' ' + name if options.operands else ''}")


def factor(call: Call) -> int | None:
    """``factor``."""
    words = call.args or call.stdin().decode(errors="replace").split()
    for word in words:
        if not word.isdecimal():
            call.error(f"‘{word}’ is not a valid positive integer")
            continue
        number = int(word)
        if number > LARGEST:
            raise Failure(f"not modelled in this sandbox: numbers above {LARGEST}")
        call.line(" ".join([f"{number}:", *map(str, _primes(number))]))
    return None


def _primes(number: int) -> list[int]:
    found, divisor = [], 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1 if divisor == 2 else 2  # noqa: PLR2004  (after two, odd numbers alone)
    return [*found, number] if number > 1 else found


def file(call: Call) -> int | None:
    """``file``."""
    options = parse(call, "b/brief L/dereference i/mime /mime-type", "f= z s k m= c C d e= F= N n p r 0 h v")
    if not options.operands:
        raise missing_operand(call)
    for name in options.operands:
        shown = (
            _mime(call, name) if "i" in options or "mime-type" in options else _kind(call, name, follow="L" in options)
        )
        call.line(shown if "b" in options else f"{name}: {shown}")
    return None


def _kind(call: Call, name: str, *, follow: bool) -> str:
    kind = call.files.kind(name, follow=follow)
    if kind is None:
        return f"cannot open `{name}' (No such file or directory)"
    if kind == "dir":
        return "directory"
    if kind == "link":
        return f"symbolic link to {call.files.readlink(name)}"
    if kind != "file":
        return "character special"
    data = call.files.read(name)
    signatures = {
        b"\x7fELF": "ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked, stripped",
        b"\x1f\x8b": "gzip compressed data",
        b"#!/bin/bash": "Bourne-Again shell script, ASCII text executable",
        b"#!/bin/sh": "POSIX shell script, ASCII text executable",
        b"-----BEGIN CERTIFICATE-----": "PEM certificate",
        b"-----BEGIN PRIVATE KEY-----": "ASCII text",
        b"{": "JSON text data",
    }
    found = next((words for start, words in signatures.items() if data.startswith(start)), "")
    return found or _text(data)


def _text(data: bytes) -> str:
    if len(data) <= 1:
        return "very short file (no magic)" if data else "empty"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "data"
    if "\0" in text:
        return "data"
    words = "ASCII text" if text.isascii() else "Unicode text, UTF-8 text"
    return (
        words
        + (", with CRLF line terminators" if "\r\n" in text else "")
        + ("" if "\n" in text else ", with no line terminators")
    )


def _mime(call: Call, name: str) -> str:
    words = _kind(call, name, follow=True)
    if "text" in words or "script" in words:
        return "application/json" if "JSON" in words else "text/plain"
    kinds = {"directory": "inode/directory", "empty": "inode/x-empty", "gzip": "application/gzip"}
    return next((kind for start, kind in kinds.items() if words.startswith(start)), "application/octet-stream")


def logger(call: Call) -> None:
    """``logger``: only -s shows anything, as there is no journal."""
    options = parse(call, "s/stderr t/tag= p/priority= i", "f/file= n= P= T d u= e S= x")
    text = " ".join(options.operands) or call.stdin().decode(errors="replace").strip()
    if "s" not in options:
        raise Failure("not modelled in this sandbox: the journal; add -s to see the line")
    call.warn(f"<13>Jan  1 00:00:00 {options.get('t') or 'root'}: {text}\n")


def pidof(call: Call) -> int:
    """``pidof``."""
    options = parse(call, "s x c q", "o= w S=")
    found = [str(row.inner_pid) for row in reversed(here(call)) if name_of(row) in options.operands]
    if "q" not in options and found:
        call.line(" ".join(found[:1] if "s" in options else found))
    return int(not found)
