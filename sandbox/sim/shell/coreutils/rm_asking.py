"""rm -i and rm -I: each removal, or the whole of it, is asked for first.

Models remove.c of coreutils 9.1. Not modelled: asking about files that cannot be written.
"""

from typing import Any

from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.rm import SPEC, UNMODELLED, remove
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool

FEW = 3
"""Operands that ``-I`` lets go without a question."""


class Rm(Tool):
    """``rm``: at once, or question by question."""

    def start(self, process: Process, system: System) -> Step:
        """Begin; without a question to ask it is as other utilities are."""
        call = Call(process, system, busybox=self.busybox)
        try:
            options = parse(call, SPEC, UNMODELLED)
        except Failure:
            return super().start(process, system)
        last = next((key for key, _ in reversed(options.ordered) if key in ("i", "I", "f")), "f")
        recursive = "r" in options or "R" in options
        few = last == "I" and len(options.operands) <= FEW and not recursive
        if last == "f" or few or not options.operands:
            return super().start(process, system)
        process.state = {"names": options.operands, "line": "", "status": 0, "asked": False}
        process.state["todo"] = [["all", recursive]] if last == "I" else [["ask", name] for name in options.operands]
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Ask, read the answer, act on it, and so on."""
        state = process.state
        if "todo" not in state:
            return super().resume(process, system)
        while state["todo"]:
            question = self._question(process, system, state["todo"][0])
            if question and not state["asked"]:
                system.write(2, f"rm: {question}? ")
                state["asked"] = True
            yes = not question or self._answer(system, state)
            if yes is None:
                return Wait(readable=(0,))
            state["asked"], state["line"] = False, ""
            self._act(process, system, state["todo"].pop(0), yes=yes)
        return Exit(state["status"])

    @staticmethod
    def _answer(system: System, state: dict[str, Any]) -> bool | None:
        while "\n" not in state["line"]:
            if not system.can_read(0):
                return None
            data = system.read(0, 1)
            if not data:
                break
            state["line"] += data.decode("latin-1")
        return str(state["line"]).lstrip()[:1] in ("y", "Y")

    @staticmethod
    def _question(process: Process, system: System, row: list[Any]) -> str:
        what, name = row
        if what == "all":
            count = len(process.state["names"])
            return f"remove {count} argument{'s' if count > 1 else ''}{' recursively' if name else ''}"
        if what == "leave":
            return "" if system.files.listdir(name) else f"remove directory '{name}'"
        recursive = any(word[:1] == "-" and set(word) & set("rR") for word in process.argv[1:])
        return _about(system, name, recursive=recursive)

    def _act(self, process: Process, system: System, row: list[Any], *, yes: bool) -> None:
        what, name = row
        files, state = system.files, process.state
        if not yes or (what == "leave" and files.listdir(name)):
            return
        full = what == "ask" and files.kind(name, follow=False) == "dir" and bool(files.listdir(name))
        if full and self._question(process, system, row):
            inside = [["ask", f"{name.rstrip('/')}/{child}"] for child in files.listdir(name)]
            state["todo"] = [*inside, ["leave", name], *state["todo"]]
            return
        call = Call(process, system, busybox=self.busybox)
        options = parse(call, SPEC, UNMODELLED)
        for target in state["names"] if what == "all" else [name]:
            remove(call, target, options)
        call.flush()
        state["status"] = max(state["status"], call.status)


def _about(system: System, name: str, *, recursive: bool) -> str:
    """Return the question about one operand; none where it cannot be removed anyway."""
    files = system.files
    kind = files.kind(name, follow=False)
    if kind == "dir":
        if not files.listdir(name):
            return f"remove directory '{name}'"
        return f"descend into directory '{name}'" if recursive else ""
    if kind == "file":
        return f"remove regular {'' if files.stat(name).data else 'empty '}file '{name}'"
    return f"remove {'symbolic link' if kind == 'link' else kind} '{name}'" if kind else ""
