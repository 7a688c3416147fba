"""The learner's terminal: an interactive bash, and whatever it has started, in front of a person who types.

Models a terminal emulator and the host's tty as one. What is typed is given to programs a line at a time, when somebody
reads: so a pasted script meets each prompt in turn. Virtual time: what ends by itself ends at once; what would follow
something for ever, or goes on printing, is shown up to now and then runs on with the World's clock. Not modelled:
cursor movement, window sizes, full-screen programs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sandbox.sim.foreground import has_timer, is_finite, is_open_ended, reach
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.runtime import terminals
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.terminals import Terminal
from sandbox.sim.shell import session
from sandbox.sim.world_parts import Parts

BURSTS = 6
"""How often, at different moments, a command may print while its waiting takes no real time."""
REACTION = SECOND // 2
"""How long a program that was running already may take over a key, such as ^C."""
BURST_GAP = SECOND // 5
EASY_STEPS = 10_000
"""Steps after which what still goes on takes real time."""
SLICE = 65536
"""Characters that are shown at a time; the program goes on when they were fetched."""
CLEAR = "\x1b[H\x1b[2J"
NAMES = {"Enter": "\n", "Tab": "\t", "Escape": "\x1b", "Backspace": "\x7f", "Space": " "}
INTERRUPTING = frozenset("\x03\x1c\x1a")


@dataclass(frozen=True, slots=True)
class EditRequest:
    """A file that an editor has opened: the page shows ``text`` and gives back another with ``answer_edit``."""

    path: str
    text: str
    program: str
    """``vi``, ``nano``, …: what the learner called, or what ``kubectl edit`` did."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the terminal shows since it was last looked at."""

    output: str
    """All that appeared, echo of what was typed included, lines ending in ``\\n``; it stands behind the last prompt."""
    prompt: str
    """The unfinished line in which a program waits for input; empty while ``running``."""
    running: bool
    """A program goes on in the foreground: ask again with ``read(seconds)``, or press C-c."""
    exit_code: int | None
    """Of the last command line; None while one is not finished."""
    edit: EditRequest | None = None
    hidden: bool = False
    """What is typed now is not to be seen: a password."""


class TerminalSession:
    """The terminal of a World. Its state is in ``parts.terminal``, which is part of snapshots."""

    def __init__(
        self, parts: Parts, steps: int, virtual_seconds: int, step: Callable[[int], bool], note: Callable[..., None]
    ) -> None:
        self.parts = parts
        self.table = parts.table
        self.max_steps = steps
        self.virtual_seconds = virtual_seconds
        self._step = step
        self._note = note
        if not parts.terminal:
            session.open_terminal(parts.table, parts.shell, parts.terminal)
        self.state = parts.terminal

    # What a person does

    def type(self, text: str) -> Shown:
        """Type a text; lines that nobody reads yet wait, as in a keyboard's buffer."""
        self.state["pending"] += text.replace("\r\n", "\n").splitlines(keepends=True)
        return self._go()

    def press(self, keys: str) -> Shown:
        """Press keys named ``C-c``, ``C-p C-q``, ``C-d``, ``C-z``, ``C-l``, ``Enter``. Raises ValueError."""
        shown = ""
        for name in keys.split():
            shown += self._press(key(name))
        found = self._go()
        return replace(found, output=shown + found.output)

    def _press(self, character: str) -> str:
        """Press one key and return what the terminal itself shows of it."""
        state = self.state
        if character in INTERRUPTING:
            state["pending"], state["lines"] = [], ""
        elif state["pending"]:
            state["pending"].append(character)
            return ""
        if character == "\x0c" and self.is_asking():
            return CLEAR
        state["prompt"] = ""
        terminals.type_into(self.table, state["number"], character)
        return ""

    def look(self) -> Shown:
        """Return what has appeared, without letting anybody who waits go on."""
        return self._go(patience=0)

    def answer_edit(self, text: str | None) -> Shown:
        """Save the file that an editor has open, or leave it as it is with None. Raises ValueError where none is."""
        held = self._edit()
        if held is None:
            raise ValueError("no editor is open")
        held["answer"] = text
        self.table.announce(f"edit/{held['pid']}")
        return self._go()

    # What happens then

    @property
    def terminal(self) -> Terminal:
        """The terminal of the host."""
        return self.parts.machine.streams.terminals[self.state["number"]]

    @property
    def shell(self) -> Process | None:
        """The outermost shell, as long as it runs."""
        found = self.table.processes.get(self.state["pid"])
        return found if found is not None and found.status is None else None

    def _go(self, *, patience: int = REACTION) -> Shown:
        running = self._settle(patience if self.state["running"] or not patience else None)
        while not running and self.state["pending"] and self._edit() is None:
            piece = self.state["pending"].pop(0)
            if self._is_at_own_prompt():
                self.state["lines"] += piece
            self.state["prompt"] = ""
            terminals.type_into(self.table, self.state["number"], piece)
            running = self._settle()
        return self._shown(running=running)

    def _settle(self, patience: int | None = None) -> bool:
        """Let things happen until somebody waits for input; return whether a program goes on instead.

        ``patience`` is how much time may pass, in nanoseconds; by default as much as what is done takes.
        """
        clock, limit = self.parts.clock, Slice(self, patience)
        while True:
            while not limit.is_full() and self._step(clock.now):
                limit.check()
            if self.shell is None:
                session.open_terminal(self.table, None, self.state)
                continue
            self._note_finished()
            if self._edit() is not None or self.is_asking():
                return False
            if limit.is_full() or not self._step(limit.horizon()):
                return True
            limit.check()

    def _is_at_own_prompt(self) -> bool:
        shell = self.shell
        return shell is not None and not shell.state["frames"] and not shell.state["hold"]

    def _note_finished(self) -> None:
        """Enter a command line into the World's history once it has ended."""
        shell = self.shell
        if shell is None or not self._is_at_own_prompt() or shell.state["reader"]["text"]:
            return
        if self.state["lines"].strip() and self.is_asking():
            self._note(self.state["lines"].rstrip("\n"), shell.state["status"])
            self.state["lines"] = ""

    def _shown(self, *, running: bool) -> Shown:
        state, terminal, shell = self.state, self.terminal, self.shell
        text, terminal.shown = terminal.shown, ""
        self.table.wake_writers(state["number"])
        asking = not running and self.is_asking()
        state["running"] = running
        if asking:
            head, newline, tail = text.rpartition("\n")
            text = head + newline
            state["prompt"] += tail
        else:
            state["prompt"] = ""
        finished = shell is not None and self._is_at_own_prompt() and not shell.state["reader"].get("text")
        held = self._edit()
        return Shown(
            output=text,
            prompt=state["prompt"],
            running=running,
            exit_code=shell.state["status"] if finished and shell is not None else None,
            edit=None if held is None else EditRequest(held["path"], held["text"], held["program"]),
            hidden=asking and not self._innermost().echo,
        )

    def complain(self, message: str, typed: str = "") -> Shown:
        """Show a message of the sandbox itself behind what was typed, and the prompt again."""
        self.state["pending"], self.state["lines"] = [], ""
        shown = self._shown(running=not self.is_asking())
        lead = typed or ("\n" if shown.prompt and not shown.output else "")
        return Shown(f"{shown.output}{lead}{message}\n", shown.prompt, shown.running, 1)

    # Who stands in front

    def _chain(self) -> Iterator[Terminal]:
        """Give the terminal, then the container's that a client passes everything on to, and so on."""
        streams, seen = self.parts.machine.streams, set()
        number = self.state["number"]
        while number in streams.terminals and number not in seen:
            seen.add(number)
            yield streams.terminals[number]
            target = streams.streams.get(streams.terminals[number].relay)
            number = target.pipe if target is not None and target.kind == "master" else 0

    def _innermost(self) -> Terminal:
        return list(self._chain())[-1]

    def _edit(self) -> dict[str, Any] | None:
        for terminal in self._chain():
            held = terminal.edit
            editor = self.table.processes.get(held["pid"]) if held is not None else None
            if held is not None and "answer" not in held and editor is not None and editor.status is None:
                return held
        return None

    def reading_shell(self) -> Process | None:
        """Return the interactive shell that reads the line, None where another program does or none waits."""
        numbers = [number for number, row in self.parts.machine.streams.terminals.items() if row is self._innermost()]
        for process in self.table.processes.values():
            if any(self._waits_for(process, "terminal", number) for number in numbers):
                return process if process.state.get("interactive") else None
        return None

    def is_asking(self) -> bool:
        """Say whether a program in the foreground waits for what is typed."""
        streams = self.parts.machine.streams
        innermost = self._innermost()
        target = streams.streams.get(innermost.relay)
        if target is not None:
            return any(self._waits_for(process, "pipe", target.pipe) for process in self.table.processes.values())
        number = next(number for number, terminal in streams.terminals.items() if terminal is innermost)
        return any(
            self._waits_for(process, "terminal", number)
            for process in self.table.processes.values()
            if innermost.foreground in (0, process.group)
        )

    def _waits_for(self, process: Process, kind: str, number: int) -> bool:
        if process.wait is None or process.stopped:
            return False
        streams = self.parts.machine.streams.streams
        found = (streams.get(row) for row in process.wait["readable"])
        return any(row is not None and row.kind == kind and row.pipe == number for row in found)

    def foreground(self) -> list[Process]:
        """Return the processes that are waited for, with their children and the containers they are attached to."""
        return reach(self.table, terminals.members(self.table, self.terminal.foreground))


def key(name: str) -> str:
    """Return the character of ``C-c``, ``Enter`` or a single character. Raises ValueError."""
    if name in NAMES:
        return NAMES[name]
    if len(name) == 3 and name[:2] in ("C-", "^-") and "@" <= name[2].upper() <= "_":  # noqa: PLR2004  (C-x)
        return chr(ord(name[2].upper()) & 31)
    if len(name) == 1:
        return name
    raise ValueError(f"no key has the name {name!r}: give C-c, C-d, C-p C-q, C-z, C-l, Enter, Tab or a character")


class Slice:
    """How far one call may let a foreground program go."""

    def __init__(self, owner: TerminalSession, patience: int | None) -> None:
        self.owner = owner
        self.parts = owner.parts
        self.until = None if patience is None else owner.parts.clock.now + patience
        self.end = owner.parts.clock.now + owner.virtual_seconds * SECOND
        self.bursts = 0
        self.shown = len(owner.terminal.shown)
        self.shown_at = owner.parts.clock.now
        owner.table.steps = 0

    def is_full(self) -> bool:
        """Say whether as much was printed as is shown at a time."""
        return len(self.owner.terminal.shown) >= SLICE

    def check(self) -> None:
        """Count what was printed. Raises BudgetExceeded."""
        size, now = len(self.owner.terminal.shown), self.parts.clock.now
        if size != self.shown:
            self.bursts += now - self.shown_at >= BURST_GAP
            self.shown, self.shown_at = size, now
        if self.parts.table.steps > self.owner.max_steps:
            raise BudgetExceeded("steps", self.owner.max_steps)

    def horizon(self) -> int:
        """Return how far the clock may jump for what stands in the foreground."""
        now = self.parts.clock.now
        if self.until is not None:
            return self.until
        front, table = self.owner.foreground(), self.parts.table
        if is_finite(front):
            return self.end
        if self.bursts >= BURSTS or table.steps >= EASY_STEPS:
            return now
        return self.end if has_timer(front) or not is_open_ended(table, front) else now
