"""How a build step fails."""

from sandbox.sim.engine.errors import BadRequest, EngineError


class BuildFailed(EngineError):  # noqa: N818  (an end, in the builder's words)
    """A step failed; ``str()`` is what the client prints, ``code`` its exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class DockerfileFault(BadRequest):
    """A line of the Dockerfile makes no sense; ``str()`` says so in the classic builder's words."""

    def __init__(self, reason: str, line: int, last_line: int = 0) -> None:
        super().__init__(f"dockerfile parse error line {line}: {reason}")
        self.reason = reason
        self.line = line
        self.last_line = last_line or line


class ParserFault(DockerfileFault):
    """A line that the parser cannot take apart, before anybody asks what it means."""

    def __str__(self) -> str:
        return f"failed to parse Dockerfile: {self.reason}"
