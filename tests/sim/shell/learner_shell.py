"""A host with a shell and nothing else: what the tests of the shell run scripts in."""

from typing import Any

import orjson

from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.kernel.events import EventQueue
from sandbox.sim.kernel.rng import Rng
from sandbox.sim.runtime import host
from sandbox.sim.runtime.disks import Disks
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.streams import Streams
from sandbox.sim.runtime.table import ProcessTable
from sandbox.sim.shell import session
from sandbox.sim.shell.registry import PROGRAMS

MAX_STEPS = 100_000
MAX_OUTPUT = 1_048_576


class StuckError(Exception):
    """Nothing is left to do and the script has not ended."""


class LearnerShell:
    """``run(script)`` returns status, standard output and standard error."""

    def __init__(self) -> None:
        self.assemble(Clock(), EventQueue(), Rng(7), Disks(lambda _: host.pristine()), Streams())
        self.disks.create("host", lower="host", now=self.clock.now)
        self.table.add_namespaces(Namespaces(HOST, "drydock", "host", network=HOST))
        self.shell = session.start(self.table)
        self.outputs: list[int] = []

    def assemble(self, clock: Clock, events: EventQueue, rng: Rng, disks: Disks, streams: Streams) -> None:
        self.clock, self.events, self.rng, self.disks, self.streams = clock, events, rng, disks, streams
        self.table = ProcessTable(clock, events, rng, disks, streams)
        self.table.programs = PROGRAMS

    def run(self, script: str) -> tuple[int, str, str]:
        self.feed(script)
        while not session.is_idle(self.shell):
            self.step()
        while self.table.run_one():
            self.check()
        return self.result()

    def feed(self, script: str) -> None:
        self.outputs = []
        for fd in (1, 2):
            reading, writing = self.streams.make_pipe(unlimited=True)
            self.streams.refer(reading)
            self.table.set_fd(self.shell, fd, writing)
            self.outputs.append(reading)
        self.table.steps = 0
        session.feed(self.table, self.shell, script)

    def step(self) -> None:
        due = self.events.next_at()
        if due is not None and due <= self.clock.now:
            self.events.dispatch_next()
        elif not self.table.run_one():
            if due is None:
                raise StuckError
            self.clock.now = due
            self.events.dispatch_next()
        self.check()

    def check(self) -> None:
        if self.table.steps > MAX_STEPS:
            raise BudgetExceeded("steps", MAX_STEPS)
        if sum(len(self._pipe(number).data) for number in self.outputs) > MAX_OUTPUT:
            raise BudgetExceeded("output", MAX_OUTPUT)

    def _pipe(self, number: int) -> Any:
        return self.streams.pipes[self.streams.streams[number].pipe]

    def result(self) -> tuple[int, str, str]:
        texts = [self._pipe(number).data.decode(errors="replace") for number in self.outputs]
        return session.last_status(self.shell), texts[0], texts[1]

    def dump(self) -> bytes:
        return orjson.dumps({
            "clock": self.clock.now, "rng": self.rng.dump(), "disks": self.disks.dump(), "streams": self.streams.dump(),
            "table": self.table.dump(), "events": self.events.dump(), "outputs": self.outputs, "shell": self.shell.pid,
        })  # fmt: skip

    @classmethod
    def load(cls, blob: bytes) -> "LearnerShell":
        state = orjson.loads(blob)
        shell = cls.__new__(cls)
        disks = Disks.load(state["disks"], lambda _: host.pristine())
        streams = Streams.load(state["streams"])
        shell.assemble(Clock(state["clock"]), EventQueue(), Rng.load(state["rng"]), disks, streams)
        shell.table.restore(state["table"])
        shell.events.restore(state["events"])
        shell.shell = shell.table.processes[state["shell"]]
        shell.outputs = state["outputs"]
        return shell
