"""Checksums and encodings: md5sum and its kin, cksum, base64, xxd, od.

Models coreutils 9.1. Not modelled: od's formats other than -c, -x, -An -tx1.
"""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error
from textwrap import wrap

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

ALGORITHMS = {
    "md5sum": "md5",
    "sha1sum": "sha1",
    "sha256sum": "sha256",
    "sha512sum": "sha512",
    "sha224sum": "sha224",
    "sha384sum": "sha384",
}


def checksum(call: Call) -> int | None:
    """``md5sum``, ``sha256sum`` and their like."""
    options = parse(call, "c/check b/binary t/text /quiet /status s w/warn", "/strict /ignore-missing /tag z/zero")
    algorithm = ALGORITHMS[call.name]
    if "c" in options:
        return _check(
            call, options.operands, algorithm, quiet="quiet" in options, silent="status" in options or "s" in options
        )
    for name, data in call.inputs(options.operands):
        call.line(f"{_digest(algorithm, data)} {'*' if 'b' in options else ' '}{name}")
    return None


def _digest(algorithm: str, data: bytes) -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def _check(call: Call, names: list[str], algorithm: str, *, quiet: bool, silent: bool) -> int:
    failed = 0
    for _, data in call.inputs(names):
        for line in data.decode(errors="replace").splitlines():
            digest, _, name = line.partition(" ")
            name = name[1:] if name[:1] in (" ", "*") else name
            try:
                good = _digest(algorithm, call.read(name)) == digest.lower()
            except KernelError as error:
                call.error(f"{name}: {error}")
                call.line(f"{name}: FAILED open or read")
                failed += 1
                continue
            failed += not good
            if not silent and not (good and quiet):
                call.line(f"{name}: {'OK' if good else 'FAILED'}")
    if failed and not silent:
        call.error(f"WARNING: {failed} computed checksum{'' if failed == 1 else 's'} did NOT match")
    return int(failed > 0)


def base64(call: Call) -> int | None:
    """``base64``."""
    options = parse(call, "d/decode w/wrap= i/ignore-garbage D")
    if len(options.operands) > 1:
        raise usage(call, f"extra operand ‘{options.operands[1]}’")
    width = options.get("w", "76")
    if not width.isdecimal():
        raise Failure(f"invalid wrap size: ‘{width}’")
    for _, data in call.inputs(options.operands):
        if "d" in options or "D" in options:
            return _decode(call, data, lenient="i" in options)
        text = b64encode(data).decode()
        call.out("".join(f"{row}\n" for row in wrap(text, int(width))) if int(width) else text)
    return None


def _decode(call: Call, data: bytes, *, lenient: bool) -> int:
    clean = b"".join(data.split())
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    if lenient:
        clean = bytes(byte for byte in clean if byte in alphabet)
    good = 0
    while good < len(clean) and clean[good] in alphabet:
        good += 1
    whole = clean[: good // 4 * 4]
    try:
        call.out(
            b64decode(whole) if good == len(clean) and good % 4 == 0 else b64decode(clean[:good] + b"=" * (-good % 4))
        )
    except Error:
        call.out(b64decode(whole))
        call.error("invalid input")
        return 1
    if good < len(clean) or good % 4:
        call.error("invalid input")
        return 1
    return 0


def cksum(call: Call) -> None:
    """``cksum``: the CRC of POSIX."""
    options = parse(call, "", "a/algorithm= c/check /tag /untagged l/length=")
    for name, data in call.inputs(options.operands):
        size, tail = len(data), b""
        while size:
            tail += bytes([size & 0xFF])
            size >>= 8
        value = 0
        for byte in data + tail:
            value ^= byte << 24
            for _ in range(8):
                value = (value << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if value & 0x80000000 else value << 1
        call.line(f"{~value & 0xFFFFFFFF} {len(data)}{' ' + name if options.operands else ''}")


def xxd(call: Call) -> None:
    """``xxd``."""
    options = parse(call, "p r l=", "c= u a b e g= i o= s= E")
    size = int(options.get("l")) if options.get("l").isdecimal() else None
    for _, whole in call.inputs(options.operands):
        data = whole[:size]
        if "r" in options:
            call.out(bytes.fromhex("".join(data.decode(errors="replace").split())) if "p" in options else b"")
        elif "p" in options:
            call.out("".join(f"{row}\n" for row in wrap(data.hex(), 60)))
        else:
            for at in range(0, len(data), 16):
                row = data[at : at + 16]
                pairs = " ".join(row[place : place + 2].hex() for place in range(0, len(row), 2))
                call.line(f"{at:08x}: {pairs:<39}  {''.join(chr(byte) if 32 <= byte < 127 else '.' for byte in row)}")  # noqa: PLR2004  (printable ASCII)


def od(call: Call) -> None:
    """``od``."""
    options = parse(
        call,
        "c x b A/address-radix= t/format= v/output-duplicates N/read-bytes=",
        "j/skip-bytes= w/width? a d f i l o s S",
    )
    named = {"\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r"}
    size = int(options.get("N")) if options.get("N").isdecimal() else None
    for _, whole in call.inputs(options.operands):
        data = whole[:size]
        for at in range(0, len(data), 16):
            row = data[at : at + 16]
            if "c" in options or options.get("t") == "c":
                cells = [named.get(chr(byte)) or (chr(byte) if 32 <= byte < 127 else f"{byte:03o}") for byte in row]  # noqa: PLR2004  (printable ASCII)
                text = "".join(f"{cell:>4}" for cell in cells)
            elif "b" in options:
                text = "".join(f" {byte:03o}" for byte in row)
            elif options.get("t") == "x1":
                text = "".join(f" {byte:02x}" for byte in row)
            else:
                base = "04x" if "x" in options or options.get("t", "").startswith("x") else "06o"
                text = "".join(
                    f" {int.from_bytes(row[place : place + 2], 'little'):{base}}" for place in range(0, len(row), 2)
                )
            call.line((f"{at:07o}" if options.get("A") != "n" else "") + text)
        if options.get("A") != "n":
            call.line(f"{len(data):07o}")
