"""Who may do what.

Models the RBAC authorizer, k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac v1.36, and its refusals.
Not modelled: the Node authorizer, webhooks.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import forbidden
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.users import UserInfo

Object = dict[str, Any]
_GROUP = "rbac.authorization.k8s.io"


def authorize(
    core: Core,
    user: UserInfo,
    verb: str,
    resource: ApiResource,
    *,
    namespace: str = "",
    name: str = "",
    subresource: str = "",
    ask: bool = False,
) -> bool:
    """Raise ApiError Forbidden where RBAC does not allow the request; with ``ask`` only tell."""
    if user.is_master:
        return True
    space = namespace if resource.namespaced else ""
    wanted = f"{resource.plural}/{subresource}" if subresource else resource.plural
    if allows(core, user, verb, (resource.group, wanted), space, name):
        return True
    if ask:
        return False
    where = f"in the namespace {quoted(space)}" if space else "at the cluster scope"
    shown = "" if verb == "create" and not subresource else name
    raise forbidden(
        resource,
        shown,
        f'User "{user.name}" cannot {verb} resource "{wanted}" in API group "{resource.group}" {where}',
    )


def quoted(text: str) -> str:
    """Return ``text`` in double quotes."""
    return f'"{text}"'


def allows(  # noqa: PLR0917  (one part of a request each)
    core: Core, user: UserInfo, verb: str, wanted: tuple[str, str], namespace: str, name: str
) -> bool:
    """Tell whether any rule of the user allows ``verb`` on ``(group, resource/subresource)``."""
    if user.is_master:
        return True
    return any(rule_allows(rule, verb, wanted, name) for rule in rules_of(core, user, namespace))


def allows_path(core: Core, user: UserInfo, verb: str, path: str) -> bool:
    """Tell whether any rule of the user allows ``verb`` on a path that is no resource, such as ``/healthz``."""
    return user.is_master or any(_rule_allows_path(rule, verb, path) for rule in rules_of(core, user, ""))


def _rule_allows_path(rule: Object, verb: str, path: str) -> bool:
    if verb not in rule["verbs"] and "*" not in rule["verbs"]:
        return False
    return any(
        pattern in ("*", path) or (pattern.endswith("*") and path.startswith(pattern[:-1]))
        for pattern in rule.get("nonResourceURLs") or ()
    )


def rules_of(core: Core, user: UserInfo, namespace: str) -> Iterator[Object]:
    """Yield the rules that bind a user: cluster-wide ones, then those of the namespace."""
    for binding in core.storage.scan(f"{_GROUP}/clusterrolebindings"):
        if binds(binding, user, ""):
            yield from rules_behind(core, binding["roleRef"], "")
    if namespace:
        for binding in core.storage.scan(f"{_GROUP}/rolebindings", namespace):
            if binds(binding, user, namespace):
                yield from rules_behind(core, binding["roleRef"], namespace)


def binds(binding: Object, user: UserInfo, namespace: str) -> bool:
    """Tell whether a binding names the user."""
    return any(_is_subject(subject, user, namespace) for subject in binding.get("subjects") or ())


def _is_subject(subject: Object, user: UserInfo, namespace: str) -> bool:
    kind, name = subject["kind"], subject["name"]
    if kind == "User":
        return bool(name == user.name)
    if kind == "Group":
        return name in user.groups
    return user.name == f"system:serviceaccount:{subject.get('namespace') or namespace}:{name}"


def rules_behind(core: Core, reference: Object, namespace: str) -> list[Object]:
    """Return the rules of a Role or ClusterRole, aggregation included."""
    plural = "roles" if reference["kind"] == "Role" else "clusterroles"
    role = core.storage.get(f"{_GROUP}/{plural}", namespace if plural == "roles" else "", reference["name"])
    if role is None:
        return []
    selectors = (role.get("aggregationRule") or {}).get("clusterRoleSelectors") or ()
    rules = list(role.get("rules") or ())
    for selector in selectors:
        for other in core.storage.scan(f"{_GROUP}/clusterroles"):
            if other["metadata"]["name"] != role["metadata"]["name"] and selects(selector, labels_of(other)):
                rules += [rule for rule in other.get("rules") or () if rule not in rules]
    return rules


def rule_allows(rule: Object, verb: str, wanted: tuple[str, str], name: str) -> bool:
    """Tell whether one PolicyRule allows the request."""
    group, resource = wanted
    verbs, groups = rule.get("verbs") or (), rule.get("apiGroups") or ()
    if not (verb in verbs or "*" in verbs) or not (group in groups or "*" in groups):
        return False
    resources = rule.get("resources") or ()
    _, _, subresource = resource.partition("/")
    if not (resource in resources or "*" in resources or (subresource and f"*/{subresource}" in resources)):
        return False
    names = rule.get("resourceNames")
    return not names or name in names
