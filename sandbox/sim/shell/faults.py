"""How a command inside the shell goes wrong."""


class ShellFault(Exception):  # noqa: N818  (an error of the learner's script, not of the simulator)
    """A message for standard error and a status. ``fatal`` ends the shell, as ``${x:?}`` and ``set -u`` do."""

    def __init__(self, message: str, status: int = 1, *, fatal: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.fatal = fatal


class UsageFault(Exception):  # noqa: N818  (an error of the learner's script, not of the simulator)
    """A builtin was used wrongly: its message, its usage line if one follows, and its status."""

    def __init__(self, message: str, status: int = 2, usage: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.usage = usage


class NeedSubstitution(Exception):  # noqa: N818  (not an error: the expansion goes on when the command has run)
    """An expansion needs the output of a command first."""

    def __init__(self, text: str, line: int, kind: str = "output") -> None:
        super().__init__(text)
        self.text = text
        self.line = line
        self.kind = kind
