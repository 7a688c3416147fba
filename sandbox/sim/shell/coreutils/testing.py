"""/usr/bin/test and /usr/bin/[: the shell's own test, run as a program."""

from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.builtins import testing
from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.machine import Machine
from sandbox.sim.shell.state import new_state
from sandbox.sim.shell.styles import ASH, BASH


class Test:
    """``test`` and ``[``."""

    def __init__(self, *, busybox: bool = False) -> None:
        self.style = ASH if busybox else BASH

    def start(self, process: Process, system: System) -> Step:
        """Judge the arguments."""
        process.state = new_state(process.argv[0], [], process.env)
        name = process.argv[0].rsplit("/", 1)[-1]
        judge = testing.bracket if name == "[" else testing.test
        try:
            return Exit(judge(Machine(process, system, self.style), process.argv))
        except UsageFault as fault:
            system.write(2, f"{name}: {fault}\n")
            return Exit(2)

    def resume(self, process: Process, system: System) -> Step:
        """Never called: it does not wait."""
        del process, system
        return Exit(2)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Do nothing: it handles no signals."""
        del process, system, signal
        return None
