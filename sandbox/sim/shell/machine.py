"""The virtual machine that runs a shell's instructions.

One is made for each step of a process and holds nothing of its own: all it knows is in ``process.state``, so that
between any two instructions the shell can be written down and go on elsewhere.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.process import Again, Exec, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import BrokenPipe, System
from sandbox.sim.shell import forks, frames, holds, reading, specials, traps
from sandbox.sim.shell.compiler import compile_text
from sandbox.sim.shell.expansion import Expander
from sandbox.sim.shell.faults import NeedSubstitution, ShellFault
from sandbox.sim.shell.instructions import INSTRUCTIONS
from sandbox.sim.shell.state import State, new_frame
from sandbox.sim.shell.styles import Style
from sandbox.sim.shell.variables import Variables

INSTRUCTIONS_PER_STEP = 100
"""How long a shell runs before others have their turn; each counts as a step of the World's budget."""
EASY_STEPS = 40
"""How many turns in a row a shell may use up before it is taken for one that spins, and each costs it time."""
SHORT_TURN = 1_000_000
LONGEST_TURN = 10_000_000_000
"""Nanoseconds that a turn of a spinning shell costs: where somebody waits for it, and at most."""
MAX_FRAMES = 200
"""How deep functions may call each other."""


class Machine:
    """Runs one shell process for one step."""

    def __init__(self, process: Process, system: System, style: Style) -> None:
        self.process: Process = process
        self.system: System = system
        self.style: Style = style
        self.state: State = process.state
        self.variables = Variables(self.state)
        self.expander = Expander(self)
        self.memo_at = 0
        self._computing = False
        self.line: int = 1
        self._files: FileView | None = None

    # What instructions and builtins use

    @property
    def files(self) -> FileView:
        """The file system as the shell sees it from where it stands."""
        if self._files is None or self._files.cwd != self.process.cwd or self._files.umask != self.process.umask:
            self._files = self.system.files
        return self._files

    @property
    def frame(self) -> State:
        """The innermost text being run."""
        frame: State = self.state["frames"][-1]
        return frame

    def option(self, letter: str) -> bool:
        """Say whether ``set -<letter>`` is on."""
        return letter in self.state["options"]

    def special(self, name: str) -> str | None:
        """Return the value of ``$?``, ``$1``, ``$RANDOM`` and their like; None for what is not special or unset."""
        return specials.value(self, name)

    def home(self, user: str) -> str | None:
        """Return a user's home directory, the shell's own for ``""``; None where there is no such user."""
        return specials.home(self, user)

    def once(self, compute: Callable[[], Any]) -> Any:
        """Return a value that is computed only the first time this expansion gets here."""
        if self._computing:
            return compute()
        memo: list[Any] = self.state["memo"]
        self.memo_at += 1
        if self.memo_at <= len(memo):
            return memo[self.memo_at - 1]
        self._computing = True
        try:
            value = compute()
        finally:
            self._computing = False
        memo.append(value)
        return value

    def out(self, text: str | bytes) -> None:
        """Write to standard output. Raises KernelError, BrokenPipe."""
        if text:
            self.system.write(1, text)

    def err(self, text: str) -> None:
        """Write to standard error; where that is closed, the message is lost."""
        try:
            self.system.write(2, text)
        except KernelError:
            return

    def complain(self, message: str) -> None:
        """Print a message with the shell's name and the line; busybox puts a builtin's name between them."""
        name = self.state.get("call", {}).get("argv", [""])[0]
        if self.style.name == "ash" and name and message.startswith(f"{name}: "):
            shell = self.prefix().split(":", 1)[0]
            message = f"{shell}: {name}: line {self.line}: {message[len(name) + 2 :]}"
            self.err(f"{message}\n")
            return
        self.err(f"{self.prefix()}{message}\n")

    def prefix(self) -> str:
        """Return what stands before a message now."""
        kinds = ("source", "main", "sub", "function")
        frame = next((row for row in reversed(self.state["frames"]) if row["kind"] in kinds), None)
        name = str((frame or {}).get("name") or self.state["name"])
        if self.style.is_bash and self.state.get("interactive") and name == self.state["name"]:
            return f"{name.rpartition('/')[2]}: "
        return self.style.prefix(name, self.line, bool(self.state.get("script")) or name != self.state["name"])

    # Running

    def run(self) -> Step:
        """Run until the shell waits, ends or has used up its turn."""
        try:
            return self._run()
        except BrokenPipe:
            if "PIPE" not in self.process.ignored and "PIPE" not in self.process.handled:
                raise
            self.complain("write error: Broken pipe")
            self.state["status"] = 1
            return Again()

    def _run(self) -> Step:
        state = self.state
        for count in range(INSTRUCTIONS_PER_STEP):
            if state["hold"] is not None:
                step = holds.poll(self)
                if step is not None:
                    self._count(count)
                    return step
            if self.process.pending:
                state["signals"] += self.process.pending
                self.process.pending = []
            if state["signals"] and traps.deliver(self):
                continue
            stack = state["frames"]
            if not stack:
                step = self._between()
                if step is not None:
                    self._count(count)
                    return step
                continue
            frame = stack[-1]
            unit = compile_text(frame["text"], frame["line"])
            place = frame["pc"]
            if place >= len(unit.code):
                frames.leave(self, frame)
                continue
            frame["pc"] = place + 1
            self.line = unit.lines[place]
            step = self._execute(frame, unit.code[place], place)
            if step is not None:
                self._count(count)
                return step
        return self._used_up()

    def _execute(self, frame: State, instruction: tuple[Any, ...], place: int) -> Step | None:
        state = self.state
        self.memo_at = 0
        try:
            step: Step | None = INSTRUCTIONS[instruction[0]](self, *instruction[1:])
        except NeedSubstitution as need:
            frame["pc"] = place
            forks.substitute(self, need)
            return None
        except ShellFault as fault:
            self.complain(str(fault))
            state["memo"] = []
            self.abandon(fault)
            return None
        if state["memo"]:
            state["memo"] = []
        return step

    def _count(self, instructions: int) -> None:
        self.system.table.steps += instructions
        self.state["turns"] = 0

    def _used_up(self) -> Step:
        """Let others go on; a shell that never waits is made to, longer and longer, as time is all it uses."""
        self.system.table.steps += INSTRUCTIONS_PER_STEP
        turns = self.state["turns"] = self.state.get("turns", 0) + 1
        if turns < EASY_STEPS:
            return Again()
        in_foreground = self.process.namespaces == HOST and not self.state.get("background")
        limit = SHORT_TURN if in_foreground and turns < EASY_STEPS * 50 else LONGEST_TURN
        pause = min(limit, 1_000_000 << min(turns - EASY_STEPS, 20))
        return Wait(until=self.system.table.clock.now + pause)

    def _between(self) -> Step | None:
        """Find out what comes after a text that has come to its end."""
        if "reader" in self.state and not self.state.get("leaving"):
            return reading.next_command(self)
        if self.state.get("session"):
            return Wait(topics=(f"shell/{self.process.pid}",))
        return Exit(self.state["status"])

    # Ways to leave

    def abandon(self, fault: ShellFault) -> None:
        """End what a failed expansion ends: the rest of the text, in a script only the rest of the line."""
        self.state["status"] = fault.status
        if self.state.get("interactive"):
            self.exit(1)
            return
        if fault.fatal:
            self.exit(fault.status)
            return
        self.state["status"] = 1
        for frame in reversed(self.state["frames"]):
            if frame["kind"] == "main" and self.state.get("script"):
                frames.skip_line(self, frame)
                return
        self.exit(1)

    def exit(self, status: int, *, chosen: bool = False) -> None:
        """End the shell (or the session's script), after its EXIT trap; an interactive one only when it was told to."""
        self.drop_line(status)
        if self.state.get("interactive") and not chosen:
            return
        if "reader" in self.state:
            self.state["leaving"] = True
        traps.at_exit(self)

    def drop_line(self, status: int) -> None:
        """Leave all that is being run."""
        self.state["status"] = status & 0xFF
        while self.state["frames"]:
            frames.pop_frame(self)
        self.state["hold"] = None
        self.state["status"] = status & 0xFF

    def push(self, text: str, *, kind: str, line: int = 1) -> State:
        """Run a text before going on. Raises ShellFault when calls are nested too deep."""
        stack = self.state["frames"]
        if len(stack) >= MAX_FRAMES:
            raise ShellFault(f"maximum function nesting level exceeded ({MAX_FRAMES})", fatal=True)
        frame = new_frame(text, kind=kind, line=line)
        if stack:
            frame["forgiven"] = stack[-1]["forgiven"]
        stack.append(frame)
        return frame

    def replace_process(self, argv: list[str]) -> Exec:
        """Become another program, as ``exec`` does and a subshell with its last command."""
        for fd in self.state.get("saved_fds", ()):
            self.system.close(fd)
        self.process.env = self.variables.exported()
        return Exec(tuple(argv))
