"""nc -l: a server of one connection, or with -k of many.

Models netcat-openbsd and that of busybox 1.36. Not modelled: UDP, a conversation (what was on standard input by then is
the answer, the request is printed), -e but for a command's output.
"""

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.network import ANY, NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import BrokenPipe, System
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure, Run, Tool

SPEC = "l k p= v n w= N q= 4 s="
OTHER = "u 6 e= U x= X= i= c z"
MAX_PORT = 65535


class Nc(Tool):
    """Listens with -l; is a utility like others without."""

    def __init__(self, run: Run, *, busybox: bool = False) -> None:
        super().__init__(run, busybox=busybox)

    def start(self, process: Process, system: System) -> Step:
        """Begin to listen, or to ask."""
        letters = "".join(word[1:] for word in process.argv[1:] if word.startswith("-") and not word.startswith("--"))
        if "l" not in letters:
            return super().start(process, system)
        call = Call(process, system, busybox=self.busybox)
        try:
            self._open(call, parse(call, SPEC, OTHER))
        except Failure as failure:
            call.error(str(failure)) if str(failure) else None
            call.flush()
            return Exit(failure.status)
        call.flush()
        return self.resume(process, system)

    def _open(self, call: Call, options: Options) -> None:
        words = [*options.operands, *([options.get("p")] if "p" in options else [])]
        if not words or not words[-1].isdecimal() or not 0 < int(words[-1]) <= MAX_PORT:
            raise Failure(f"port number invalid: {words[-1]}" if words else "missing port number")
        port, address = int(words[-1]), options.get("s") or (words[0] if len(words) > 1 else ANY)
        call.process.state = {"served": False, "keep": "k" in options, "said": "", "ended": False, "listening": True}
        if call.table.network is None:
            return
        try:
            call.table.network.listen(call.process, port, address=address)
        except NetworkError as error:
            raise Failure(f"bind: {error}" if self.busybox else str(error)) from None
        if "v" in options:
            call.warn(f"Listening on {address} {port}\n")

    def resume(self, process: Process, system: System) -> Step:
        """Hear more of standard input, or end after the one connection."""
        state = process.state
        if "listening" not in state:
            return super().resume(process, system)
        if state["served"]:
            return Exit(0)
        said = decode_bytes(state["said"])
        while not state["ended"] and system.can_read(0):
            data = system.read(0)
            state["ended"] = not data
            said += data
        state["said"] = encode_bytes(said)
        return Wait() if state["ended"] else Wait(readable=(0,))

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Print what a client sends and answer with what was on standard input."""
        state = process.state
        if state.get("served"):
            return b""
        if not state["keep"]:
            state["served"] = True
            system.table.wake(process.pid)
        try:
            system.write(1, request)
        except (BrokenPipe, KernelError):
            return b""
        answer = decode_bytes(state["said"])
        state["said"] = ""
        return answer
