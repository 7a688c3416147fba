"""How a build step fails."""

from sandbox.sim.engine.errors import EngineError


class BuildFailed(EngineError):  # noqa: N818  (an end, in the builder's words)
    """A step failed; ``str()`` is what the client prints, ``code`` its exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
