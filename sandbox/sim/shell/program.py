"""The shells as programs: ``bash``, ``sh`` of Debian (dash), ``sh`` of busybox (ash).

Models the invocation of bash 5.2 and its kin: ``-c``, a script, standard input, a terminal. Not modelled: line editing,
the start-up files of a login shell.
"""

import re
from typing import Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Again, Exit, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.shell import reading
from sandbox.sim.shell.builtins.options import LONG
from sandbox.sim.shell.machine import Machine
from sandbox.sim.shell.state import new_frame, new_state
from sandbox.sim.shell.styles import Style

FUNCTION = re.compile(r"BASH_FUNC_[\w.-]+%%")
"""How a function is called in the environment."""


class ShellProgram:
    """One shell; all processes that run it share the object."""

    def __init__(self, style: Style) -> None:
        self.style = style

    def start(self, process: Process, system: System) -> Step:
        """Begin: a fork goes on where its parent was, a new shell reads its arguments."""
        if not process.state:
            failed = self._begin(process, system)
            if failed is not None:
                return failed
        machine = Machine(process, system, self.style)
        if "reader" in process.state and not process.state["reader"]:
            reading.begin(machine)
        return machine.run()

    def resume(self, process: Process, system: System) -> Step:
        """Go on."""
        return Machine(process, system, self.style).run()

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Note a trapped signal; its trap runs between two commands. ^C ends the line of an interactive shell."""
        if signal == "INT" and process.state.get("interactive") and not process.state["traps"].get("INT"):
            machine = Machine(process, system, self.style)
            if (process.state["hold"] or {}).get("kind") not in ("children", "substitution"):
                reading.interrupt(machine)
            return machine.run()
        if signal == "INT" and process.state.get("interactive") and not process.state["frames"]:
            reading.interrupt_trapped(Machine(process, system, self.style))
        if signal not in process.state["signals"]:
            process.state["signals"].append(signal)
        return Again()

    def _begin(self, process: Process, system: System) -> Step | None:
        argv = process.argv
        options, words, letters = _read_options(argv)
        state = new_state(argv[0], [], process.env)
        process.state = state
        state["pid"] = process.inner_pid
        state["options"] = "".join(sorted({letter for letter in letters if letter in "aefuxC"}))
        state["shopt"] = {name: True for name in options if name == "pipefail"}
        _defaults(process)
        if self.style.is_bash:
            _take_functions(state)
        if "c" in letters:
            if not words:
                system.write(2, f"{argv[0]}: -c: option requires an argument\n")
                return Exit(2)
            state["name"] = words[1] if len(words) > 1 else argv[0]
            state["args"] = words[2:]
            state["started_with"] = "c"
            state["frames"] = [new_frame(words[0], kind="main")]
            return None
        if words and "s" not in letters:
            return self._open_script(process, system, words)
        state["args"] = words
        state["reader"] = {}
        return None

    def _open_script(self, process: Process, system: System, words: list[str]) -> Step | None:
        state = process.state
        state["name"], state["args"], state["script"] = words[0], words[1:], True
        try:
            text = system.files.read_text(words[0])
        except KernelError as error:
            if self.style.is_bash:
                message = f"{process.argv[0]}: {words[0]}: {'Is a directory' if error.code == 'EISDIR' else error}"
            else:
                zero = "0: " if self.style.name == "dash" else ""
                message = f"{process.argv[0]}: {zero}{self.style.cannot_open(words[0], error.code, writing=False)}"
            system.write(2, f"{message}\n")
            missing = 127 if error.code == "ENOENT" else 126
            return Exit(missing if self.style.is_bash else 2)
        state["frames"] = [new_frame(text, kind="main")]
        return None


def _read_options(argv: list[str]) -> tuple[list[str], list[str], str]:
    words, letters, names = argv[1:], "", []
    while words and words[0][:1] in ("-", "+") and len(words[0]) > 1:
        word, words = words[0], words[1:]
        if word == "--":
            break
        if word.startswith("--"):
            continue
        letters += word[1:] if word[0] == "-" else ""
        if word.endswith("o") and words:
            names.append(words[0])
            letters += LONG.get(words[0], "")
            words = words[1:]
    return names, words, letters


def _take_functions(state: dict[str, Any]) -> None:
    """Define the functions that a parent's ``export -f`` has put into the environment."""
    for key in [key for key in state["vars"] if FUNCTION.fullmatch(key)]:
        text = state["vars"].pop(key)
        state["attrs"].pop(key, None)
        name = key.removeprefix("BASH_FUNC_").removesuffix("%%")
        if text.startswith("() {"):
            state["functions"][name] = [text.removeprefix("() "), 1, "environment"]
            state["exported_functions"] = [*state.get("exported_functions", []), name]


def _defaults(process: Process) -> None:
    variables: dict[str, Any] = process.state["vars"]
    exported: dict[str, str] = process.state["attrs"]
    variables["PWD"] = process.cwd
    exported["PWD"] = "x"  # noqa: S105  (the working directory)
    level = variables.get("SHLVL", "0")
    variables["SHLVL"] = str(int(level) + 1) if level.isdecimal() and len(level) < 4 else "1"  # noqa: PLR2004  (bash resets past 999)
    exported["SHLVL"] = "x"
    variables.setdefault("_", process.argv[0])
    variables.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
