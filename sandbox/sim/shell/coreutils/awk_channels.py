"""What an awk program reads and writes besides its input and output: files and commands.

Models mawk 1.3.4. A command that is printed to runs when it is closed, or when the program ends.
"""

from collections.abc import Callable

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.tool import Call


class Channels:
    """Open files and commands of one run, by the name that the program gives them."""

    def __init__(self, call: Call, split: Callable[[str], list[str]]) -> None:
        self.call = call
        self.split = split
        self._read: dict[str, list[str]] = {}
        self._heard: dict[str, list[str]] = {}
        self._written: dict[str, str] = {}
        self._closed: dict[str, str] = {}
        self._told: dict[str, str] = {}

    def lines_of_file(self, name: str) -> list[str] | None:
        """Return the records of a file that nobody has read, the next one last; None where it cannot be read."""
        if name not in self._read:
            self.flush()
            try:
                self._read[name] = self.split(self.call.read(name).decode(errors="surrogateescape"))[::-1]
            except KernelError:
                return None
        return self._read[name]

    def lines_of_command(self, command: str) -> list[str]:
        """Return the records that a command has printed and nobody has read, the next one last."""
        if command not in self._heard:
            self.flush()
            printed = self.call.shell(command, captured=True)[1].decode(errors="surrogateescape")
            self._heard[command] = self.split(printed)[::-1]
        return self._heard[command]

    def write(self, operator: str, name: str, text: str) -> None:
        """Print to a file or a command."""
        if operator == "|":
            self._told[name] = self._told.get(name, "") + text
        elif name == "/dev/stderr":
            self.call.warn(text)
        elif name in ("/dev/stdout", "-"):
            self.call.out(text)
        else:
            if name not in self._written:
                self._written[name] = self._kept(name) if operator == ">>" else ""
            self._written[name] += text

    def _kept(self, name: str) -> str:
        """Return what ``>>`` adds to: asked once, for the program may be run again after it has written."""
        if name in self._closed:
            return self._closed[name]
        files = self.call.files
        return str(self.call.recall(lambda: files.read_text(name) if files.exists(name) else ""))

    def flush(self) -> None:
        """Write the files, for commands to read."""
        for name, text in self._written.items():
            self.call.files.write(name, text)

    def system(self, command: str) -> int:
        """Run a command and return its status."""
        self.flush()
        return self.call.shell(command)[0]

    def close(self, name: str) -> int:
        """End a file or a command; return the command's status, or -1 for what was not open."""
        self.flush()
        known = self._read.pop(name, None) is not None or self._heard.pop(name, None) is not None
        if name in self._told:
            return self.call.shell(name, self._told.pop(name).encode(errors="surrogateescape"))[0]
        if name in self._written:
            self._closed[name] = self._written.pop(name)
            return 0
        return 0 if known else -1

    def finish(self) -> None:
        """Write all files and run all commands that were printed to."""
        self.flush()
        for name in list(self._told):
            self.close(name)
