"""One run of a compose command: a list of steps that may wait, kept as data between two looks.

Models docker/compose pkg/compose: what goroutines do there side by side is done here in one order.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.sim.cli.flags import Flags
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import command_line
from sandbox.sim.docker.compose.model import loader
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine
from sandbox.sim.runtime.process import Step, Wait

Data = dict[str, Any]
ENGINE = Wait(topics=("engine",), finite=True)
MODES = ("", "auto", "plain", "quiet", "none")


class Session:
    """The command, its project and its steps."""

    def __init__(self, call: Call, project: Project) -> None:
        self.call = call
        self.project = project

    @property
    def engine(self) -> Engine:
        """The daemon."""
        return self.call.engine

    @property
    def state(self) -> Data:
        """What the command remembers, JSON-able."""
        return self.call.state

    @property
    def steps(self) -> list[Data]:
        """What is still to do; the first one is at work."""
        steps: list[Data] = self.state.setdefault("steps", [])
        return steps

    def then(self, steps: Iterable[Data]) -> None:
        """Put steps behind the one at work."""
        self.steps[1:1] = list(steps)

    # Progress

    def event(self, what: str, status: str, text: str = "") -> None:
        """Write a line of progress, as compose does where no terminal shows it."""
        if self.state.get("mode", "plain") == "plain":
            self.call.err(f" {what} {text} {status}")

    def container_event(self, container: Container, status: str) -> None:
        """Write a line of progress of a container."""
        self.event(f"Container {container.name}", status)


Handler = Callable[[Session, Data], "Step | int | None"]


def begin(call: Call, project: Project, steps: Iterable[Data]) -> Session:
    """Remember the project and what is to be done with it."""
    call.state["project"], call.state["steps"] = project.dump(), list(steps)
    call.state["mode"] = progress_mode(call)
    return Session(call, project)


def progress_mode(call: Call) -> str:
    """Return ``plain`` or ``quiet``. Raises NotModelled for the progress of terminals."""
    mode = given(call)["progress"] or call.process.env.get("COMPOSE_PROGRESS", "")
    if mode not in MODES:
        raise NotModelled(f"docker compose --progress {mode}")
    return "quiet" if mode in ("quiet", "none") else "plain"


def again(call: Call) -> Session:
    """Return the session of a command that waited."""
    return Session(call, Project.load(call.state["project"]))


def given(call: Call) -> Flags:
    """Return the flags that stood before the command's name."""
    return command_line.global_flags(call.process.state.get("globals", []))


LOOKING = loader.Wishes(environment=False, everything=True)
"""For commands that only look at what there is."""


def load(call: Call, services: list[str] | None = None, wishes: loader.Wishes | None = None) -> Project:
    """Return the project that the command line means. Raises ProjectError, NotModelled."""
    return loader.load(call, given(call), services, wishes)
