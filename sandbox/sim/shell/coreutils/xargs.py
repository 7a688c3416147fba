"""xargs.

Models findutils 4.9. Not modelled: running several at once (-P is taken as 1, as the order is the same), -p, -a.
"""

import re

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.runtime import executables
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.streams import Stream
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool

SPEC = "n/max-args= I= i? L/max-lines= 0/null r/no-run-if-empty t/verbose d/delimiter= P/max-procs="
MAX_ARGUMENTS = 5000
TOKEN = re.compile(r"'([^']*)'|\"([^\"]*)\"|\\(.)|([^\s'\"\\])|(\s+)", re.DOTALL)


class Xargs(Tool):
    """Reads all of its input, then runs its commands one after another."""

    def start(self, process: Process, system: System) -> Step:
        """Check the arguments and begin to read."""
        process.state = {"input": "", "commands": None, "status": 0}
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Read on, or run the next command."""
        state = process.state
        if state["commands"] is None:
            data = decode_bytes(state["input"])
            while system.can_read(0):
                chunk = system.read(0)
                if not chunk:
                    return self._plan(process, system, data.decode(errors="surrogateescape"))
                data += chunk
            state["input"] = encode_bytes(data)
            return Wait(readable=(0,))
        child = system.reap()
        if child is None:
            return Wait(child=True)
        return self._note(process, system, child.status or 0)

    def _plan(self, process: Process, system: System, text: str) -> Step:
        call = Call(process, system, busybox=self.busybox)
        try:
            options = parse(
                call, SPEC, "l? E= e? s/max-chars= x/exit p/interactive a/arg-file= o/open-tty", in_order=True
            )
            process.state["commands"] = [list(row) for row in _commands(text, options)]
            process.state["verbose"] = "t" in options
        except Failure as failure:
            call.error(str(failure)) if str(failure) else None
            call.flush()
            return Exit(1)
        process.state["input"] = ""
        null = system.table.streams.open(Stream("device", target="null"))
        system.set_fd(0, null)
        return self._next(process, system)

    def _next(self, process: Process, system: System) -> Step:
        state = process.state
        if not state["commands"]:
            return Exit(state["status"])
        argv = state["commands"].pop(0)
        if state["verbose"]:
            system.write(2, " ".join(argv) + "\n")
        try:
            system.spawn(argv)
        except executables.ExecError as error:
            why = "No such file or directory" if error.code == "ENOENT" else "Permission denied"
            system.write(2, f"xargs: {error.name}: {why}\n")
            return Exit(127 if error.code == "ENOENT" else 126)
        return Wait(child=True)

    def _note(self, process: Process, system: System, status: int) -> Step:
        if status == 255:  # noqa: PLR2004  (POSIX: a command that exits 255 stops xargs)
            system.write(2, f"xargs: {process.argv[1]}: exited with status 255; aborting\n")
            return Exit(124)
        if status:
            process.state["status"] = 123
        return self._next(process, system)


def _commands(text: str, options: Options) -> list[list[str]]:
    command = options.operands or ["echo"]
    mark = options.get("I") or ("{}" if "i" in options else "")
    if mark:
        lines = (
            _delimited(text, options)
            if "0" in options or "d" in options
            else [line.strip() for line in text.split("\n") if line.strip()]
        )
        return [[word.replace(mark, line) for word in command] for line in lines]
    if "L" in options:
        count = _number(options.get("L"))
        lines = [line for line in text.split("\n") if line.strip()]
        return [[*command, *_words("\n".join(lines[at : at + count]))] for at in range(0, len(lines), count)]
    items = _delimited(text, options) if "0" in options or "d" in options else _words(text)
    if not items:
        return [] if "r" in options else [command]
    size = _number(options.get("n")) if "n" in options else MAX_ARGUMENTS
    return [[*command, *items[at : at + size]] for at in range(0, len(items), size)]


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise Failure(f'invalid number "{text}" for -n option')
    return int(text)


def _delimited(text: str, options: Options) -> list[str]:
    mark = "\0" if "0" in options else options.get("d").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0")
    parts = text.split(mark)
    return parts[:-1] if parts[-1] == "" else parts


def _words(text: str) -> list[str]:
    words: list[str] = []
    current: str | None = None
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            kind = "double" if text[at] == '"' else "single"
            raise Failure(
                f"unmatched {kind} quote; by default quotes are special to xargs unless you use the -0 option"
            )
        single, double, escaped, plain, blank = found.groups()
        at = found.end()
        if blank is not None:
            if current is not None:
                words.append(current)
            current = None
        else:
            current = (current or "") + next(piece for piece in (single, double, escaped, plain) if piece is not None)
    return words if current is None else [*words, current]
