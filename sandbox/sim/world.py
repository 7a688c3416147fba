"""The World: a host with a shell, a Docker engine and a Kubernetes cluster, on one virtual clock.

The only door to the simulator. It builds the parts, wires them, runs command lines, moves the clock, and turns all of
it into bytes and back. Models nothing of its own. Not modelled: more than one learner's host.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from sandbox.sim import publishing
from sandbox.sim.completion.completer import Completion, Sources, complete
from sandbox.sim.kernel.clock import DEFAULT_START, SECOND, Clock
from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell import session
from sandbox.sim.terminal import BURST_GAP, Shown, TerminalSession
from sandbox.sim.world_parts import LearnerFiles, Parts

MAX_INTERRUPTS = 3
"""How often a command is interrupted before it counts as one that cannot be stopped."""

MOST_BURSTS = 400
"""At how many different moments a command of ``run()`` may print before it counts as one that never ends."""

GRACE = 5
"""At how many moments more it may print after each interrupt."""

HINT = " (what never ends is started with -d or &, or counted: --tail 10, --no-stream, ping -c 3)"
NOTE = f"drydock: it goes on for ever and was interrupted, as by Ctrl-C{HINT}\n"

FORMAT = 1
"""The version of a snapshot's layout; another one is refused."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one command may use. Past it the World is as it was before the command."""

    steps: int = 100_000
    output_bytes: int = 1_048_576
    virtual_seconds: int = 86_400
    patience_seconds: int = 60
    """How long nothing but followers (``logs -f``) may be left before they are interrupted."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command line gave, as a terminal would show it."""

    exit_code: int
    stdout: str
    stderr: str
    exceeded: str = ""
    """The budget that was exceeded, where one was."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One command line that was run: when (nanoseconds since the epoch), what, and its exit code."""

    at: int
    line: str
    exit_code: int

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [self.at, self.line, self.exit_code]


@dataclass(slots=True)
class World:
    """A simulated host, engine and cluster. Use ``World.create()`` or ``World.restore()``."""

    parts: Parts
    budget: Budget = field(default_factory=Budget)
    history: list[HistoryEntry] = field(default_factory=list)
    on_step: Callable[["World"], None] | None = None
    """Called whenever something may have changed, for checks that must hold at every moment. Not part of a snapshot."""

    @classmethod
    def create(
        cls,
        seed: int,
        *,
        nodes: Sequence[str] = ("controlplane", "node01"),
        images: Sequence[str] = (),
        addons: Sequence[str] = (),
        start: int = DEFAULT_START,
        budget: Budget | None = None,
    ) -> "World":
        """Build a World: a cluster of ``nodes``, an engine that has pulled ``images``, an empty home folder.

        ``controlplane`` is tainted unless it is the only node. ``start`` is in nanoseconds since the epoch.
        """
        parts = Parts.create(seed, tuple(nodes), tuple(images), start, addons=tuple(addons))
        return cls(parts, budget or Budget())

    # What is inside

    @property
    def clock(self) -> Clock:
        """The virtual clock."""
        return self.parts.clock

    @property
    def files(self) -> LearnerFiles:
        """The learner's files: ``read(path)``, ``write(path, text)``; paths are relative to /root."""
        return self.parts.files

    @property
    def cluster(self) -> Any:
        """The Kubernetes cluster."""
        return self.parts.cluster

    @property
    def engine(self) -> Any:
        """The Docker engine."""
        return self.parts.engine

    # Running

    def run(self, script: str) -> Result:
        """Run a bash line or a whole script in the learner's shell and return what it printed.

        What it leaves running in the background runs on. A command that exceeds a budget changes nothing.
        """
        before = self.parts.dump()
        saved = orjson.dumps(before)
        try:
            result = self._run(script)
        except BudgetExceeded as excess:
            self.parts = Parts.load(orjson.loads(saved))
            result = Result(1, "", f"drydock: {excess}; nothing was changed{HINT}\n", exceeded=excess.budget)
        self.history.append(HistoryEntry(self.clock.now, script, result.exit_code))
        return result

    def _run(self, script: str) -> Result:
        parts = self.parts
        shell = parts.shell
        out, err = parts.capture()
        session.feed(parts.table, shell, script)
        limit = Limit(self.budget, parts)
        while not session.is_idle(shell):
            if limit.is_endless() or not (self._step(self.clock.now) or self._step(limit.horizon())):
                limit.count_interrupt()
                session.interrupt(parts.table, shell)
            limit.check(parts.size(out) + parts.size(err))
        self._let_jobs_begin(limit)
        return Result(session.last_status(shell), parts.collect(out), parts.collect(err) + limit.note)

    def _let_jobs_begin(self, limit: "Limit") -> None:
        """Let what runs in the background go on until it waits, so that a fork bomb is caught in its own command."""
        now = self.clock.now
        while self._step(now):
            limit.check_steps()

    def _step(self, limit: int) -> bool:
        """Do what is due, else let a process go on, else move the clock; return False where nothing is left to do."""
        events, clock = self.parts.events, self.parts.clock
        due = events.next_at()
        if due is not None and due <= clock.now:
            events.dispatch_next()
        elif self.parts.table.run_one():
            return True
        elif due is None or due > limit:
            return False
        else:
            clock.now = due
            events.dispatch_next()
        if self.on_step is not None:
            self.on_step(self)
        return True

    def advance(self, seconds: float) -> None:
        """Let virtual time pass, and all that happens in it."""
        target = self.clock.now + int(seconds * SECOND)
        self.parts.table.steps = 0
        while self._step(target):
            if self.parts.table.steps > self.budget.steps:
                raise BudgetExceeded("steps", self.budget.steps)
        self.clock.now = max(self.clock.now, target)

    def settle(self, *, quiet_seconds: int = 10, limit_seconds: int = 120) -> None:
        """Let time pass until neither cluster nor engine has changed for a while, or the limit is reached."""
        end = self.clock.now + limit_seconds * SECOND
        while self.clock.now < end:
            before = self.parts.versions()
            self.advance(quiet_seconds)
            if self.parts.versions() == before:
                return

    # The terminal

    @property
    def terminal(self) -> TerminalSession:
        """The learner's terminal: an interactive shell beside the one of ``run()``. See docs/terminal.md."""
        budget = self.budget
        return TerminalSession(self.parts, budget.steps, budget.virtual_seconds, self._step, self._note)

    def type(self, text: str) -> Shown:
        """Type on the terminal, as a person does; a line ends with a newline."""
        return self._at_terminal(lambda terminal: terminal.type(text), typed=text)

    def press(self, keys: str) -> Shown:
        """Press ``C-c``, ``C-d``, ``C-p C-q``, … on the terminal. Raises ValueError for a key that has no such name."""
        return self._at_terminal(lambda terminal: terminal.press(keys))

    def answer_edit(self, text: str | None) -> Shown:
        """Give an editor its file back, or None to leave it unchanged. Raises ValueError where no editor is open."""
        return self._at_terminal(lambda terminal: terminal.answer_edit(text))

    def read(self, seconds: float = 0) -> Shown:
        """Let virtual time pass and return what the terminal shows; what takes too much is interrupted."""
        saved = orjson.dumps(self.parts.dump())
        try:
            self.advance(seconds)
            return self.terminal.look()
        except BudgetExceeded as excess:
            self.parts = Parts.load(orjson.loads(saved))
            self.terminal.press("C-c")
            return self.terminal.complain(f"drydock: {excess}; the program was interrupted")

    def complete(self, line: str, cursor: int | None = None) -> list[Completion]:
        """Return what Tab offers at the cursor (by default the end) of a line at the prompt; changes nothing."""
        place = len(line) if cursor is None else min(max(cursor, 0), len(line))
        if not self.parts.is_complete():
            return self._built_copy().complete(line, place)
        shell = self.terminal.reading_shell()
        if shell is None:
            return []
        sources = Sources(self.parts.table, shell, lambda: self.engine, lambda: self.cluster)
        return complete(sources, line, place)

    def _built_copy(self) -> "World":
        """Return a copy in which terminal, engine and cluster are there to be asked."""
        copy = self.copy()
        copy.terminal.look()
        copy.parts.build_all()
        return copy

    def _at_terminal(self, act: Callable[[TerminalSession], Shown], typed: str = "") -> Shown:
        saved = orjson.dumps(self.parts.dump())
        try:
            return act(self.terminal)
        except BudgetExceeded as excess:
            self.parts = Parts.load(orjson.loads(saved))
            return self.terminal.complain(f"drydock: {excess}; nothing was changed{HINT}", typed)

    def _note(self, line: str, exit_code: int) -> None:
        self.history.append(HistoryEntry(self.clock.now, line, exit_code))

    def publish_image(
        self, name: str, dockerfile: str, files: dict[str, str], *, memory: int = 0, preloaded: bool = True
    ) -> None:
        """Build an image that the World's registries have from now on. Raises ImageBuildError.

        ``files`` are its context by path, ``memory`` the bytes that its main program uses; ``preloaded`` puts it onto
        the engine and, where there is no cluster yet, onto every node.
        """
        publishing.publish(self.engine, self._step, name, dockerfile, files, memory=memory, preloaded=preloaded)

    # Snapshots

    def snapshot(self) -> bytes:
        """Return all of the World as bytes. The same World gives the same bytes on any machine."""
        state = {
            "format": FORMAT,
            "parts": self.parts.dump(),
            "history": [entry.dump() for entry in self.history],
        }
        return zlib.compress(orjson.dumps(state), 1)

    @classmethod
    def restore(cls, blob: bytes, *, budget: Budget | None = None) -> "World":
        """Return the World that ``snapshot()`` wrote. Raises ValueError for bytes of another format."""
        state = orjson.loads(zlib.decompress(blob))
        if state["format"] != FORMAT:
            raise ValueError(f"a snapshot of format {state['format']}; this World reads format {FORMAT}")
        history = [HistoryEntry(*row) for row in state["history"]]
        return cls(Parts.load(state["parts"]), budget or Budget(), history)

    def copy(self) -> "World":
        """Return an independent World in the same state."""
        return World.restore(self.snapshot(), budget=self.budget)


class Limit:
    """Watches one command's use of its budget."""

    def __init__(self, budget: Budget, parts: Parts) -> None:
        self.budget = budget
        self.parts = parts
        self.end = parts.clock.now + budget.virtual_seconds * SECOND
        self.printed = 0
        self.printed_at = parts.clock.now
        self.interrupts = 0
        self.bursts = 0
        self.most_bursts = MOST_BURSTS
        self.note = ""
        parts.table.steps = 0

    def horizon(self) -> int:
        """Return how far the clock may jump: less far while the command only follows something that says nothing."""
        if not self.parts.is_following():
            return self.end
        return min(self.end, self.printed_at + self.budget.patience_seconds * SECOND)

    def is_endless(self) -> bool:
        """Say whether the command has printed at so many moments that it has to be interrupted."""
        if self.bursts < self.most_bursts:
            return False
        self.most_bursts = self.bursts + GRACE
        self.note = NOTE
        return True

    def count_interrupt(self) -> None:
        """Note that the command had to be interrupted; raise BudgetExceeded when it goes on regardless."""
        self.interrupts += 1
        if self.interrupts > MAX_INTERRUPTS:
            raise BudgetExceeded("time", self.budget.virtual_seconds)

    def check(self, printed: int) -> None:
        """Raise BudgetExceeded when the command has used up a budget."""
        if printed != self.printed:
            self.bursts += self.parts.clock.now - self.printed_at >= BURST_GAP
            self.printed, self.printed_at = printed, self.parts.clock.now
        self.check_steps()
        if printed > self.budget.output_bytes:
            raise BudgetExceeded("output", self.budget.output_bytes)

    def check_steps(self) -> None:
        """Raise BudgetExceeded when more steps were taken than one command may."""
        if self.parts.table.steps > self.budget.steps:
            raise BudgetExceeded("steps", self.budget.steps)
