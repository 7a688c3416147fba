"""Which streams are terminals.

Models isatty(3). A container's pseudo-terminal (``docker run -t``) is a log, or a pipe for input, marked ``tty``.
"""

from sandbox.sim.runtime.streams import Stream

TTY = "tty"


def is_terminal(stream: Stream) -> bool:
    """Say whether a stream leads to a terminal."""
    return stream.kind == "terminal" or (stream.kind in ("log", "pipe") and stream.target == TTY)
