"""Parameters of writes and lists.

Models metav1.{Create,Update,Patch,List}Options and their validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request, gone
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.http.messages import Request

_VALIDATIONS = ("", "Ignore", "Warn", "Strict")
_LONGEST_MANAGER = 128


def is_dry_run(given: list[str]) -> bool:
    """Tell whether nothing is to be stored. Raises ApiError Invalid."""
    asked = [word for word in given if word]
    if any(word != "All" for word in asked):
        raise invalid("dryRun", f'Unsupported value: "{asked[0]}": supported values: "All"')
    return bool(asked)


def write_options(request: Request, *, default_manager: bool = True) -> dict[str, Any]:
    """Return the options of a write as ApiServer takes them. Raises ApiError."""
    validation = request.option("fieldValidation")
    if validation not in _VALIDATIONS:
        words = f'Unsupported value: "{validation}": supported values: "", "Ignore", "Strict", "Warn"'
        raise invalid("fieldValidation", words)
    manager = request.option("fieldManager")
    if len(manager) > _LONGEST_MANAGER:
        raise invalid("fieldManager", f"Too long: may not be more than {_LONGEST_MANAGER} bytes")
    if not manager and default_manager:
        manager = request.headers.get("user-agent", "").partition("/")[0][:_LONGEST_MANAGER]
    return {
        "dry_run": is_dry_run(request.query.get("dryRun", [])),
        "field_validation": validation or "Warn",
        "field_manager": manager,
    }


def invalid(field: str, words: str) -> ApiError:
    """Return the refusal of a parameter."""
    return ApiError(422, "Invalid", f'CreateOptions.meta.k8s.io "" is invalid: {field}: {words}')


def check_list_version(api: ApiServer, request: Request) -> None:
    """Refuse a list at a version that is not there: only the newest state is kept. Raises ApiError."""
    given, match = request.option("resourceVersion"), request.option("resourceVersionMatch")
    if match not in ("", "Exact", "NotOlderThan"):
        raise bad_request(f'resourceVersionMatch: Unsupported value: "{match}"')
    if not given:
        if match:
            words = (
                "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
            )
            raise bad_request(words)
        return
    if not given.isdecimal():
        raise bad_request(f'resourceVersion: Invalid value: "{given}"')
    newest = api.storage.version
    if int(given) > newest:
        raise ApiError(
            504, "Timeout", f"Too large resource version: {given}, current: {newest}", {"retryAfterSeconds": 1}
        )
    if match == "Exact" and int(given) != newest:
        raise gone(f"The provided resource version is too old: {given} ({newest})")
