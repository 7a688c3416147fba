"""Who may ask: impersonation, and paths that are no resources.

Models k8s.io/apiserver/pkg/endpoints/filters/{impersonation,authorization} v1.36. Not modelled: impersonated UIDs and
extra fields.
"""

from collections.abc import Mapping

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apiserver.authorization import allows_path, authorize
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.users import UserInfo, user_as

_ACCOUNT = "system:serviceaccount:"


def impersonate(core: Core, asking: UserInfo, headers: Mapping[str, str]) -> UserInfo:
    """Return the user whom the headers name, if the one who asks may speak for them. Raises ApiError."""
    name = headers.get("impersonate-user", "")
    groups = tuple(word for word in headers.get("impersonate-group", "").split(",") if word)
    if not name:
        if groups:
            raise bad_request(f"requested [{{Group  {groups[0]}}}] without impersonating a user")
        return asking
    if name.startswith(_ACCOUNT):
        namespace, _, account = name.removeprefix(_ACCOUNT).partition(":")
        authorize(core, asking, "impersonate", _subject("serviceaccounts"), namespace=namespace, name=account)
    else:
        authorize(core, asking, "impersonate", _subject("users"), name=name)
    for group in groups:
        authorize(core, asking, "impersonate", _subject("groups"), name=group)
    return user_as(name, groups)


def _subject(plural: str) -> ApiResource:
    return ApiResource("", "v1", "", plural, "", (), plural == "serviceaccounts", (), ())


def authorize_path(core: Core, user: UserInfo, verb: str, path: str) -> None:
    """Raise ApiError Forbidden where no rule lets the user ask for a path."""
    if not allows_path(core, user, verb, path):
        raise ApiError(403, "Forbidden", f'forbidden: User "{user.name}" cannot {verb} path "{path}"')
