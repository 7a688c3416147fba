"""vi, vim and nano: the page's own editor stands in for them.

Models what a file goes through in vi: it is read, a person changes it or not, it is written with a newline at its end.
On a terminal the program waits until the page answers; without one there is nobody who could edit. Not modelled:
commands on the editor's command line, several windows.
"""

import posixpath

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.terminals import terminal_of

LARGEST = 1_048_576
"""Bytes of the largest file that is edited."""


class Editor:
    """An editor; one object serves all processes."""

    def start(self, process: Process, system: System) -> Step:
        """Open the first file, or say what to do where nobody sits at a terminal."""
        name = posixpath.basename(process.argv[0])
        names = [word for word in process.argv[1:] if not word.startswith(("-", "+"))]
        if not names:
            return _fail(system, f"{name}: not modelled in this sandbox: an editor without a file name")
        if terminal_of(system.table, process) is None or terminal_of(system.table, process, 1) is None:
            return _fail(
                system,
                f"{name}: not modelled in this sandbox: an editor without a terminal; write the file with "
                f"cat > {names[0]} <<'EOF' or sed -i (kubectl edit: EDITOR='sed -i …'), or use the page's editor",
            )
        process.ignored = ["INT", "QUIT", "TSTP"]
        process.state = {"names": names}
        return self._open(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Write the file once a person has answered, and open the next one."""
        terminal = terminal_of(system.table, process)
        held = terminal.edit if terminal is not None else None
        if terminal is None or held is None or held["pid"] != process.pid:
            return Exit(1)
        if "answer" not in held:
            return Wait(topics=(f"edit/{process.pid}",))
        terminal.edit = None
        process.state["names"].pop(0)
        if held["answer"] is not None:
            text = held["answer"] if held["answer"].endswith("\n") or not held["answer"] else f"{held['answer']}\n"
            try:
                system.files.write(held["path"], text)
            except KernelError as error:
                return _fail(system, f'"{held["path"]}" {error}')
        return self._open(process, system) if process.state["names"] else Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Do nothing: it handles no signals."""
        del process, system, signal
        return None

    @staticmethod
    def _open(process: Process, system: System) -> Step:
        path = posixpath.normpath(posixpath.join(process.cwd, process.state["names"][0]))
        files = system.files
        try:
            data = files.read(path) if files.exists(path) else b""
        except KernelError as error:
            return _fail(system, f'"{path}" {error}')
        if len(data) > LARGEST or b"\0" in data:
            why = "a binary file" if b"\0" in data else f"{len(data)} bytes, more than {LARGEST}"
            return _fail(system, f'"{path}" cannot be edited: {why}')
        terminal = terminal_of(system.table, process)
        assert terminal is not None, "an editor that lost its terminal"  # noqa: S101  (start() has looked)
        program = posixpath.basename(process.argv[0])
        terminal.edit = {"pid": process.pid, "path": path, "text": data.decode(errors="replace"), "program": program}
        return Wait(topics=(f"edit/{process.pid}",))


def _fail(system: System, message: str) -> Exit:
    system.write(2, f"{message}\n")
    return Exit(1)
