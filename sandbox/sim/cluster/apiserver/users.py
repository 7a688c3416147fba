"""Who asks.

Models k8s.io/apiserver/pkg/authentication/user v1.36.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UserInfo:
    """An authenticated user and the groups that authorization looks at."""

    name: str
    groups: tuple[str, ...] = ("system:authenticated",)
    uid: str = ""

    @property
    def is_master(self) -> bool:
        """Tell whether authorization is skipped for this user."""
        return "system:masters" in self.groups


ADMIN = UserInfo("kubernetes-admin", ("kubeadm:cluster-admins", "system:masters", "system:authenticated"))

ANONYMOUS = UserInfo("system:anonymous", ("system:unauthenticated",))


def service_account(namespace: str, name: str) -> UserInfo:
    """Return the user that a ServiceAccount's token stands for."""
    groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated")
    return UserInfo(f"system:serviceaccount:{namespace}:{name}", groups)


def user_as(name: str, groups: tuple[str, ...] = ()) -> UserInfo:
    """Return the user that ``--as`` and ``--as-group`` name."""
    if name.startswith("system:serviceaccount:") and not groups:
        _, _, namespace, account = name.split(":", 3)
        return service_account(namespace, account)
    return UserInfo(name, (*groups, "system:authenticated"))
