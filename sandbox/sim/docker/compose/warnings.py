"""What compose says beside its work: warnings, and failures with the exit codes of their kinds.

Models sirupsen/logrus where no terminal shows colours, and docker/compose pkg/compose/metrics.go.
"""

import re

from sandbox.sim.cli.go_values import quote
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure
from sandbox.sim.kernel.clock import rfc3339

PLAIN = re.compile(r"[A-Za-z0-9\-._/@^+]+")
FILE_MISSING, UNREADABLE, BAD_FLAGS, BUILD_FAILED, PULL_FAILED = 14, 15, 16, 17, 18
INTERRUPTED = 130


class ProjectError(Failure):
    """The project's files cannot be loaded."""

    def __init__(self, message: str, code: int = UNREADABLE) -> None:
        super().__init__(message, code)


def warn(call: Call, message: str) -> None:
    """Write a warning to standard error."""
    shown = message if PLAIN.fullmatch(message) else quote(message)
    call.err(f'time="{rfc3339(call.now)}" level=warning msg={shown}')


def note_idle(call: Call, what: str) -> None:
    """Say that something is kept for ``inspect`` and changes nothing in a simulation."""
    call.err(f"drydock: {what} has no effect in this sandbox")
