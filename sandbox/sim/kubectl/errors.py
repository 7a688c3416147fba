"""How kubectl says what went wrong.

Models k8s.io/kubectl/pkg/cmd/util/helpers.go v1.36 (CheckErr and what it calls).
"""

from collections.abc import Sequence

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError


class KubectlError(Exception):
    """kubectl gives up: ``str()`` is the message, printed after ``error: ``; ``code`` the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class UsageError(KubectlError):
    """The command line makes no sense; the message is followed by a pointer to ``-h``."""


class ExactError(KubectlError):
    """A message that stands as it is, without ``error: ``."""


class Silent(KubectlError):  # noqa: N818  (an end, said before)
    """The command fails and has said why already."""

    def __init__(self, code: int = 1) -> None:
        super().__init__("", code)


class NotModelled(ExactError):  # noqa: N818  (a statement about the sandbox)
    """The sandbox does not do this."""

    def __init__(self, what: str) -> None:
        super().__init__(f"not modelled in this sandbox: {what}")


class Aggregate(Exception):  # noqa: N818  (upstream's name for several errors at once)
    """Several errors; each is printed on a line of its own."""

    def __init__(self, errors: Sequence[Exception]) -> None:
        super().__init__("; ".join(str(error) for error in errors))
        self.errors = tuple(errors)


def raise_all(errors: Sequence[Exception]) -> None:
    """Raise nothing, the one error, or all of them together."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Aggregate(errors)


def render(error: Exception, path: str) -> tuple[str, int]:
    """Return what is printed on standard error, and the exit code. ``path`` is such as ``kubectl get``."""
    if isinstance(error, Aggregate):
        return "".join(f"{_in_list(each)}\n" for each in error.errors), 1
    if isinstance(error, ApiError):
        return f"{api_message(error)}\n", 1
    if isinstance(error, Silent):
        return "", error.code
    code = error.code if isinstance(error, KubectlError) else 1
    text = str(error)
    if not isinstance(error, ExactError) and not text.startswith("error: "):
        text = f"error: {text}"
    if isinstance(error, UsageError):
        text += f"\nSee '{path} -h' for help and examples"
    return text if text.endswith("\n") else f"{text}\n", code


def _in_list(error: Exception) -> str:
    if isinstance(error, ApiError):
        return standard_message(error)
    return str(error)


def standard_message(error: ApiError) -> str:
    """Return ``Error from server (Reason): …``."""
    if error.reason == "Unauthorized":
        return f"error: You must be logged in to the server ({error.message})"
    return (
        f"Error from server ({error.reason}): {error.message}"
        if error.reason
        else f"Error from server: {error.message}"
    )


def api_message(error: ApiError) -> str:
    """Return what kubectl prints for a refusal of the API server."""
    return _invalid_message(error) if error.reason == "Invalid" else standard_message(error)


def _invalid_message(error: ApiError) -> str:
    details = error.status.get("details") or {}
    causes = details.get("causes") or []
    subject = "The request is invalid"
    if details.get("kind") or details.get("name"):
        subject = f"The {details.get('kind', '')} {quote(details.get('name', ''))} is invalid"
    elif error.message and not causes:
        subject = f"The request is invalid: {error.message}"
    if not causes:
        return subject
    lines = list(dict.fromkeys(_cause(cause) for cause in causes))
    if len(lines) == 1:
        return f"{subject}: {lines[0]}"
    return f"{subject}: \n" + "\n".join(f"* {line}" for line in lines)


def _cause(cause: dict[str, str]) -> str:
    return f"{cause.get('field', '')}: {cause.get('message', '')}"


def with_context(context: str, error: ApiError) -> ApiError:
    """Return the refusal with ``context: `` before its message, as AddSourceToErr does."""
    status = dict(error.status)
    return ApiError(error.code, error.reason, f"{context}: {error.message}", status.get("details"))
