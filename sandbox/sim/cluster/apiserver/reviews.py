"""Questions that are posted like objects: access reviews, token reviews, bindings.

Models k8s.io/kubernetes/pkg/registry/{authorization,authentication} and pkg/registry/core/pod/storage v1.36.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.authorization import allows, allows_path, rules_of
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.users import UserInfo

Object = dict[str, Any]


def _answer(core: Core, user: UserInfo, spec: Object) -> Object:
    attributes = spec.get("resourceAttributes")
    if attributes is None:
        path = spec.get("nonResourceAttributes") or {}
        return {"allowed": allows_path(core, user, path.get("verb", ""), path.get("path", ""))}
    plural = attributes.get("resource", "")
    wanted = f"{plural}/{attributes['subresource']}" if attributes.get("subresource") else plural
    allowed = allows(
        core,
        user,
        attributes.get("verb", ""),
        (attributes.get("group", ""), wanted),
        attributes.get("namespace", ""),
        attributes.get("name", ""),
    )
    return {"allowed": allowed}


def self_subject_access(core: Core, resource: ApiResource, obj: Object, _namespace: str, options: Options) -> Object:
    """Answer what the asking user may do."""
    del resource
    return {**obj, "metadata": {}, "status": _answer(core, options.user, obj.get("spec") or {})}


def subject_access(core: Core, resource: ApiResource, obj: Object, _namespace: str, _options: Options) -> Object:
    """Answer what another user may do."""
    del resource
    spec = obj.get("spec") or {}
    user = UserInfo(spec.get("user", ""), tuple(spec.get("groups") or ()))
    return {**obj, "metadata": {}, "status": _answer(core, user, spec)}


def self_subject_rules(core: Core, resource: ApiResource, obj: Object, _namespace: str, options: Options) -> Object:
    """List the rules of the asking user in a namespace."""
    del resource
    namespace = (obj.get("spec") or {}).get("namespace", "")
    resource_rules: list[Object] = []
    other_rules: list[Object] = []
    for rule in rules_of(core, options.user, namespace):
        if rule.get("resources"):
            resource_rules.append(
                {k: rule[k] for k in ("verbs", "apiGroups", "resources", "resourceNames") if k in rule}
            )
        if rule.get("nonResourceURLs"):
            other_rules.append({"verbs": rule["verbs"], "nonResourceURLs": rule["nonResourceURLs"]})
    status = {"resourceRules": resource_rules, "nonResourceRules": other_rules, "incomplete": False}
    return {**obj, "metadata": {}, "status": status}


def self_subject(core: Core, resource: ApiResource, obj: Object, _namespace: str, options: Options) -> Object:
    """Answer who is asking."""
    del core, resource
    user = {"username": options.user.name, "groups": list(options.user.groups)}
    return {**obj, "metadata": {}, "status": {"userInfo": user}}


REVIEWS: dict[str, Callable[[Core, ApiResource, Object, str, Options], Object]] = {
    "authorization.k8s.io/selfsubjectaccessreviews": self_subject_access,
    "authorization.k8s.io/subjectaccessreviews": subject_access,
    "authorization.k8s.io/localsubjectaccessreviews": subject_access,
    "authorization.k8s.io/selfsubjectrulesreviews": self_subject_rules,
    "authentication.k8s.io/selfsubjectreviews": self_subject,
}
