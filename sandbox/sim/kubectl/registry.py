"""The list of verbs: which function runs a command, and which of its flags it knows."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs.get import get
from sandbox.sim.runtime.process import Step


@dataclass(frozen=True, slots=True)
class Verb:
    """A command that does something: ``run`` returns an exit code, or a Wait after which it is called again."""

    run: Callable[[Invocation], int | Step]
    flags: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()


VERBS: dict[str, Verb] = {
    "get": Verb(get.run, get.FLAGS),
}
