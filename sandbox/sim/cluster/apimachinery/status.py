"""Refusals of the API server.

Models metav1.Status and k8s.io/apimachinery/pkg/api/errors v1.36.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError
from sandbox.sim.cluster.apimachinery.gojson import quote
from sandbox.sim.cluster.apimachinery.resources import ApiResource


class ApiError(Exception):
    """A refusal: ``status`` is a metav1.Status as JSON; ``str()`` its message."""

    def __init__(self, code: int, reason: str, message: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status: dict[str, Any] = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            "reason": reason,
            "details": details or {},
            "code": code,
        }

    @property
    def reason(self) -> str:
        """The machine-readable reason, such as ``NotFound``."""
        return str(self.status["reason"])

    @property
    def code(self) -> int:
        """The HTTP status."""
        return int(self.status["code"])

    @property
    def message(self) -> str:
        """The words for people."""
        return str(self.status["message"])


def _details(resource: ApiResource, name: str) -> dict[str, Any]:
    details: dict[str, Any] = {"name": name} if name else {}
    if resource.group:
        details["group"] = resource.group
    return details | {"kind": resource.plural}


def not_found(resource: ApiResource, name: str) -> ApiError:
    """Report that there is no such object."""
    return ApiError(404, "NotFound", f"{resource.qualified} {quote(name)} not found", _details(resource, name))


def already_exists(resource: ApiResource, name: str) -> ApiError:
    """Report that the name is taken."""
    message = f"{resource.qualified} {quote(name)} already exists"
    return ApiError(409, "AlreadyExists", message, _details(resource, name))


def conflict(resource: ApiResource, name: str, detail: str) -> ApiError:
    """Report a lost race or an unmet precondition."""
    message = f"Operation cannot be fulfilled on {resource.qualified} {quote(name)}: {detail}"
    return ApiError(409, "Conflict", message, _details(resource, name))


MODIFIED = "the object has been modified; please apply your changes to the latest version and try again"


def forbidden(resource: ApiResource, name: str, detail: str) -> ApiError:
    """Report a refusal of authorization or admission."""
    subject = f"{resource.qualified} {quote(name)}" if name else resource.qualified
    return ApiError(403, "Forbidden", f"{subject} is forbidden: {detail}", _details(resource, name))


def invalid(resource: ApiResource, name: str, faults: Sequence[FieldError]) -> ApiError:
    """Report all faults of an object at once; causes keep their order, the message names each text once."""
    words = list(dict.fromkeys(str(fault) for fault in faults))
    text = words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    subject = f"{resource.kind}.{resource.group}" if resource.group else resource.kind
    details: dict[str, Any] = {"name": name} if name else {}
    if resource.group:
        details["group"] = resource.group
    details["kind"] = resource.kind
    details["causes"] = [{"reason": f.reason, "message": f.body, "field": f.field} for f in faults]
    return ApiError(422, "Invalid", f"{subject} {quote(name)} is invalid: {text}", details)


def invalid_request(faults: Sequence[FieldError]) -> ApiError:
    """Report faults of a request that carries no object of its own, such as a patch."""
    words = [str(fault) for fault in faults]
    text = words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    causes = [{"reason": f.reason, "message": f.body, "field": f.field} for f in faults]
    return ApiError(422, "Invalid", f" {quote('')} is invalid: {text}", {"causes": causes})


def bad_request(message: str) -> ApiError:
    """Report a request that cannot be read."""
    return ApiError(400, "BadRequest", message)


def method_not_supported(resource: ApiResource) -> ApiError:
    """Report a verb that the resource does not offer: there is no such route, so the client finds the words."""
    message = "the server does not allow this method on the requested resource"
    return ApiError(405, "MethodNotAllowed", message, _details(resource, ""))


def too_many_requests(message: str) -> ApiError:
    """Report that the same request may succeed later (evictions)."""
    return ApiError(429, "TooManyRequests", message)


def unsupported_media_type(message: str) -> ApiError:
    """Report a patch type that the resource does not understand."""
    return ApiError(415, "UnsupportedMediaType", message)


def no_such_resource() -> ApiError:
    """Report a path that the server does not serve."""
    return ApiError(404, "NotFound", "the server could not find the requested resource")


def gone(message: str) -> ApiError:
    """Report a resource version or continue token that is too old."""
    return ApiError(410, "Expired", message)
