"""What long-running fake programs have in common: they begin, wait for signals, and end on the ones that end them.

Not modelled: worker processes, CPU and memory that they use.
"""

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System


class Daemon:
    """A program that runs until it is told to stop. Subclasses say what it prints and which signals end it."""

    stops: tuple[str, ...] = ("TERM", "INT")
    """Signals after which it ends with 0."""
    harmless: tuple[str, ...] = ("HUP",)

    def start(self, process: Process, system: System) -> Step:
        """Begin, then wait."""
        process.handled = [*self.stops, *self.harmless]
        return self.begin(process, system) or Wait()

    def begin(self, process: Process, system: System) -> Step | None:
        """Do what there is to do at first; return a step to end or to wait otherwise."""

    def resume(self, process: Process, system: System) -> Step:  # noqa: ARG002  (the shape of every program)
        """Go on waiting: a wake-up may be in vain."""
        return Wait()

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """End on the signals that end it."""
        if signal in self.stops:
            self.farewell(process, system, signal)
            return Exit(0)
        return None

    def farewell(self, process: Process, system: System, signal: str) -> None:
        """Print what it prints when it is told to stop."""


class OneShot:
    """A program that does everything at once."""

    def start(self, process: Process, system: System) -> Step:
        """Run."""
        return Exit(self.run(process, system))

    def run(self, process: Process, system: System) -> int:
        """Do the work and return the exit code."""
        raise NotImplementedError

    def resume(self, process: Process, system: System) -> Step:  # noqa: ARG002  (the shape of every program)
        """Never called: the program ends in its first step."""
        return Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:  # noqa: ARG002
        """Never called: it handles no signal."""
        return None


def stamp(system: System, form: str) -> str:
    """Return the virtual time in a strftime format."""
    return system.table.clock.moment().strftime(form)


def after(system: System, seconds: float) -> int:
    """Return the moment some seconds from now."""
    return system.table.clock.now + int(seconds * SECOND)
