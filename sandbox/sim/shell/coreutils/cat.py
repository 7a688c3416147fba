"""cat. Models coreutils 9.1. Not modelled: nothing."""

import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Again, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Tool

SPEC = "n/number b/number-nonblank s/squeeze-blank E/show-ends T/show-tabs A/show-all e t u v/show-nonprinting"


class Cat(Tool):
    """Plain copying streams; with options that count lines all input is read first."""

    def start(self, process: Process, system: System) -> Step:
        """Begin."""
        plain = not any(word.startswith("-") and word not in ("-", "-u") for word in process.argv[1:])
        if not plain:
            return super().start(process, system)
        process.state = {"names": [word for word in process.argv[1:] if word != "-u"] or ["-"], "at": 0, "status": 0}
        return self._stream(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Go on."""
        return self._stream(process, system) if "names" in process.state else super().resume(process, system)

    def _stream(self, process: Process, system: System) -> Step:
        state = process.state
        while state["at"] < len(state["names"]):
            name = state["names"][state["at"]]
            fd = (
                0
                if name in ("-", "/dev/stdin", "/proc/self/fd/0")
                else int(name[8:])
                if re.fullmatch(r"/dev/fd/\d+", name)
                else None
            )
            if fd is not None:
                if not system.can_read(fd):
                    return Wait(readable=(fd,))
                data = system.read(fd, 65536)
                if data:
                    self._write(process, system, data)
                    return Again()
            else:
                self._copy(process, system, name)
            state["at"] += 1
        return Exit(state["status"])

    def _copy(self, process: Process, system: System, name: str) -> None:
        call = Call(process, system, busybox=self.busybox)
        try:
            self._write(process, system, call.read(name))
        except KernelError as error:
            shown = f"can't open '{name}': {error}" if self.busybox and error.code != "EISDIR" else f"{name}: {error}"
            call.error(shown if not self.busybox or error.code != "EISDIR" else f"read error: {error}")
            call.flush()
            process.state["status"] = 1

    def _write(self, process: Process, system: System, data: bytes) -> None:
        try:
            system.write(1, data)
        except KernelError as error:
            system.write(2, f"cat: write error: {error}\n")
            process.state |= {"status": 1, "at": len(process.state["names"])}


def run(call: Call) -> None:
    """Print the files with their lines numbered, their ends shown."""
    options = parse(call, SPEC)
    number, blank_before = 1, False
    for _, data in call.inputs(options.operands):
        for line in data.splitlines(keepends=True):
            empty = line in (b"\n", b"")
            if "s" in options and empty and blank_before:
                continue
            blank_before = empty
            numbered = ("b" in options and not empty) or ("n" in options and "b" not in options)
            call.out((f"{number:6}\t".encode() if numbered else b"") + _visible(line, options))
            number += numbered


def _visible(line: bytes, options: Options) -> bytes:
    body, end = (line[:-1], b"\n") if line.endswith(b"\n") else (line, b"")
    if any(key in options for key in "vAet"):
        body = b"".join(_caret(byte) for byte in body)
    if "T" in options or "A" in options or "t" in options:
        body = body.replace(b"\t", b"^I")
    if end and ("E" in options or "A" in options or "e" in options):
        end = b"$\n"
    return body + end


def _caret(byte: int) -> bytes:
    prefix, byte = (b"M-", byte - 128) if byte > 127 else (b"", byte)  # noqa: PLR2004  (beyond ASCII)
    if byte == 127:  # noqa: PLR2004  (DEL)
        return prefix + b"^?"
    return prefix + (bytes([byte]) if byte >= 32 or byte == 9 else b"^" + bytes([byte + 64]))  # noqa: PLR2004  (control characters)
