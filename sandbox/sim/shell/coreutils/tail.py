"""tail. Models coreutils 9.1, ``-f`` included. Not modelled: following by name through rotation."""

import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.modes import parse_size
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool

SPEC = "n/lines= c/bytes= f F /follow? q/quiet v/verbose /retry"


def settings(call: Call) -> Options:
    """Read the options; ``-5`` is ``-n 5``."""
    if call.args and re.fullmatch(r"[-+]\d+", call.args[0]):
        call.args = [f"-n{call.args[0].removeprefix('-')}", *call.args[1:]]
    return parse(call, SPEC, "s/sleep-interval= /pid= z/zero-terminated /max-unchanged-stats=")


def run(call: Call) -> None:
    """Print the ends of the files."""
    options = settings(call)
    in_bytes = "c" in options
    text = options.get("c") if in_bytes else options.get("n", "10")
    size = parse_size(text)
    if size is None:
        raise Failure(f"invalid number of {'bytes' if in_bytes else 'lines'}: ‘{text}’")
    found = call.inputs(options.operands, opened="cannot open '{name}' for reading: {error}")
    for shown, (name, data) in enumerate(found):
        if (len(options.operands) > 1 or "v" in options) and "q" not in options:
            title = "standard input" if name == "-" else name
            call.out(f"{chr(10) if shown else ''}==> {title} <==\n")
        pieces = [data[at : at + 1] for at in range(len(data))] if in_bytes else re.findall(rb"[^\n]*\n|[^\n]+", data)
        if text.startswith("+"):
            call.out(b"".join(pieces[max(size - 1, 0) :]))
        else:
            call.out(b"".join(pieces[-abs(size) :] if size else []))


class Tail(Tool):
    """With ``-f`` it goes on looking, once a second, until it is stopped."""

    def start(self, process: Process, system: System) -> Step:
        """Print what is there; then follow."""
        call = Call(process, system, busybox=self.busybox)
        try:
            options = settings(call)
        except Failure:
            return super().start(process, system)
        following = any(key in options for key in ("f", "F", "follow"))
        names = [name for name in options.operands if name != "-"]
        step = super().start(process, system)
        if not following or not names or isinstance(step, Wait):
            return step
        # A device such as /dev/null can be followed as well: nothing ever comes, and tail waits.
        followed = [name for name in names if call.files.kind(name) in ("file", "device")]
        sizes = {name: len(call.read(name)) for name in followed}
        if not sizes and "F" not in options and "retry" not in options:
            return step
        last = names[-1]
        process.state = {"sizes": sizes, "names": names, "last": last, "titled": len(names) > 1 and "q" not in options}
        return self._wait(system)

    def resume(self, process: Process, system: System) -> Step:
        """Print what has been added since."""
        state = process.state
        if "sizes" not in state:
            return super().resume(process, system)
        files = system.files
        for name in state["names"]:
            try:
                data = files.read(name)
            except KernelError:
                continue
            before = state["sizes"].get(name, 0)
            if len(data) < before:
                system.write(2, f"tail: {name}: file truncated\n")
                before = 0
            if len(data) > before:
                if state["titled"] and state["last"] != name:
                    system.write(1, f"\n==> {name} <==\n")
                    state["last"] = name
                system.write(1, data[before:])
            state["sizes"][name] = len(data)
        return self._wait(system)

    def _wait(self, system: System) -> Step:
        return Wait(until=system.table.clock.now + SECOND, following=True)
