"""What the daemon refuses, with its exact words and the status that its API would answer with."""


class EngineError(Exception):
    """A request failed. ``status`` is the HTTP status; ``str()`` is the daemon's message."""

    status = 500


class BadRequest(EngineError):  # noqa: N818  (the API's own word)
    """The request makes no sense (400)."""

    status = 400


class Forbidden(EngineError):  # noqa: N818  (the API's own word)
    """The request is not allowed (403)."""

    status = 403


class NotFound(EngineError):  # noqa: N818  (the API's own word)
    """There is no such object (404)."""

    status = 404


class Conflict(EngineError):  # noqa: N818  (the API's own word)
    """The object's state stands against it (409)."""

    status = 409


def no_such_container(name: str) -> NotFound:
    """Return the error for an unknown container."""
    return NotFound(f"No such container: {name}")
