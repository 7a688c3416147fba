"""How a docker command fails."""


class Failure(Exception):  # noqa: N818  (a command's failed end, not an error of the simulator)
    """The command ends: the message goes to standard error, ``code`` is the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class NotModelled(Failure):
    """The command line asks for something that this sandbox does not do."""

    def __init__(self, what: str) -> None:
        super().__init__(f"not modelled in this sandbox: {what}", 1)
