"""head. Models coreutils 9.1; reads no further than it needs."""

import re

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.runtime.process import Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.modes import parse_size
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool


def settings(call: Call) -> Options:
    """Read the options; ``-5`` is ``-n 5``."""
    if call.args and re.fullmatch(r"-\d+", call.args[0]):
        call.args = [f"-n{call.args[0][1:]}", *call.args[1:]]
    return parse(call, "n/lines= c/bytes= q/quiet v/verbose /silent", "z/zero-terminated")


def amount(options: Options) -> tuple[int, bool]:
    """Return how much, and whether that is counted in bytes. Raises Failure."""
    in_bytes = "c" in options
    text = options.get("c") if in_bytes else options.get("n", "10")
    size = parse_size(text.lstrip("+"))
    if size is None:
        raise Failure(f"invalid number of {'bytes' if in_bytes else 'lines'}: ‘{text}’")
    return size, in_bytes


def cut(data: bytes, size: int, *, in_bytes: bool) -> bytes:
    """Return the beginning of the data; a negative size leaves so much of its end away."""
    if in_bytes:
        return data[:size] if size else b""
    lines = data.splitlines(keepends=True) if b"\r" not in data else re.findall(rb"[^\n]*\n|[^\n]+", data)
    return b"".join(lines[:size]) if size else b""


def run(call: Call) -> None:
    """Print the beginnings of the files."""
    options = settings(call)
    size, in_bytes = amount(options)
    call.endless = size if in_bytes else 1 << 20
    found = call.inputs(options.operands, opened="cannot open '{name}' for reading: {error}")
    for shown, (name, data) in enumerate(found):
        if (len(options.operands) > 1 or "v" in options) and "q" not in options and "silent" not in options:
            title = "standard input" if name == "-" else name
            call.out(f"{chr(10) if shown else ''}==> {title} <==\n")
        call.out(cut(data, size, in_bytes=in_bytes))


class Head(Tool):
    """From standard input alone it takes only what it prints, so that ``yes | head`` ends."""

    def resume(self, process: Process, system: System) -> Step:
        """Go on collecting; stop as soon as there is enough."""
        state = process.state
        if "reading" in state:
            return super().resume(process, system)
        return self._collect(process, system)

    def _collect(self, process: Process, system: System) -> Step:
        call = Call(process, system, busybox=self.busybox)
        size, in_bytes = amount(settings(call))
        if size < 0 or "reading" in process.state:
            return super()._collect(process, system)
        data = decode_bytes(process.state.get("input", ""))
        while True:
            taken = cut(data, size, in_bytes=in_bytes)
            enough = len(taken) >= size if in_bytes else taken.count(b"\n") >= size
            if enough and size >= 0:
                break
            if not system.can_read(0):
                process.state["input"] = encode_bytes(data)
                return Wait(readable=(0,))
            chunk = system.read(0, 4096)
            if not chunk:
                break
            data += chunk
        if len(data) > len(taken) and system.process.fds.get(0) is not None:
            system.unread(0, data[len(taken) :])
        process.state |= {"ended": True, "input": encode_bytes(taken)}
        return self.start(process, system)
