"""kubectl create role | clusterrole | rolebinding | clusterrolebinding.

Models k8s.io/kubectl/pkg/cmd/create/create_{role,clusterrole,rolebinding,clusterrolebinding}.go v1.36.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.kubectl.create.generator import Generator
from sandbox.sim.kubectl.errors import ExactError, KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
ROLE_FLAGS = frozenset(("verb", "resource", "resource-name"))
CLUSTER_ROLE_FLAGS = ROLE_FLAGS | {"non-resource-url", "aggregation-rule"}
BINDING_FLAGS = frozenset(("clusterrole", "role", "user", "group", "serviceaccount"))
_API = "rbac.authorization.k8s.io"
_VERBS = frozenset(
    "get list watch create update patch delete deletecollection use bind escalate impersonate * "
    "approve sign proxy attest get list".split()
)
_URL_VERBS = frozenset("get put post head options delete patch *".split())


def _unique(words: list[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


def _verbs(invocation: Invocation) -> list[str]:
    verbs = _unique(invocation.flags["verb"])
    return ["*"] if "*" in verbs else verbs


def _rules(invocation: Invocation, verbs: list[str]) -> list[Object]:
    flags = invocation.flags
    names = _unique(flags["resource-name"])
    groups: dict[str, list[str]] = {}
    for word in _unique(flags["resource"]):
        name, _, subresource = word.partition("/")
        if name == "*" and len(flags["resource"]) > 1:
            raise KubectlError("cannot mix '*' with other resources")
        group, plural = _resolve(invocation, name)
        groups.setdefault(group, []).append(f"{plural}/{subresource}" if subresource else plural)
    rules = []
    for group, resources in groups.items():
        rule: Object = {"verbs": verbs, "apiGroups": [group], "resources": resources}
        if names:
            rule["resourceNames"] = names
        rules.append(rule)
    return rules


def _resolve(invocation: Invocation, word: str) -> tuple[str, str]:
    if word == "*":
        return "*", "*"
    found = invocation.client.types.lookup(word)
    if found is None:
        name, dot, group = word.partition(".")
        if dot:
            raise KubectlError(f"the server doesn't have a resource type {quote(name)} in group {quote(group)}")
        raise ExactError(f"the server doesn't have a resource type {quote(name)}")
    return found.group, found.plural


def _warn_verbs(invocation: Invocation, verbs: list[str]) -> None:
    for verb in verbs:
        if verb not in _VERBS:
            invocation.err(f"Warning: '{verb}' is not a standard resource verb\n")


def build_role(invocation: Invocation, name: str) -> Object:
    """Return the Role. Raises KubectlError."""
    verbs = _verbs(invocation)
    if not verbs:
        raise KubectlError("at least one verb must be specified")
    _warn_verbs(invocation, verbs)
    if not _unique(invocation.flags["resource"]):
        raise KubectlError("at least one resource must be specified")
    _check_names(invocation)
    return {
        "kind": "Role",
        "apiVersion": f"{_API}/v1",
        "metadata": {"name": name},
        "rules": _rules(invocation, verbs),
    }


def _check_names(invocation: Invocation) -> None:
    if invocation.flags["resource-name"] and len(_unique(invocation.flags["resource"])) > 1:
        raise KubectlError("resourceName(s) can not be applied to multiple resources")


def build_cluster_role(invocation: Invocation, name: str) -> Object:
    """Return the ClusterRole. Raises KubectlError."""
    flags = invocation.flags
    obj: Object = {"kind": "ClusterRole", "apiVersion": f"{_API}/v1", "metadata": {"name": name}}
    if flags["aggregation-rule"]:
        if flags["verb"] or flags["resource"] or flags["non-resource-url"]:
            raise KubectlError("aggregation rule must be specified without nonResourceURLs, resources or resourceNames")
        labels = dict(pair.split("=", 1) for pair in flags["aggregation-rule"].split(","))
        return {**obj, "rules": None, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": labels}]}}
    verbs = _verbs(invocation)
    if not verbs:
        raise KubectlError("at least one verb must be specified")
    urls = _unique(flags["non-resource-url"])
    if not _unique(flags["resource"]) and not urls:
        raise KubectlError("one of resource or nonResourceURL must be specified")
    rules = []
    if _unique(flags["resource"]):
        _warn_verbs(invocation, verbs)
        _check_names(invocation)
        rules = _rules(invocation, verbs)
    if urls:
        _check_urls(urls, verbs)
        rules.append({"verbs": verbs, "nonResourceURLs": urls})
    return {**obj, "rules": rules}


def _check_urls(urls: list[str], verbs: list[str]) -> None:
    for verb in verbs:
        if verb not in _URL_VERBS:
            raise KubectlError(f"invalid verb: '{verb}' for nonResourceURL")
    for url in urls:
        if url == "*":
            continue
        if not url.startswith("/"):
            raise KubectlError("nonResourceURL should start with /")
        if "*" in url[:-1]:
            raise KubectlError(f"nonResourceURL only supports wildcard matches when '*' is at the end: {url}")


def _subjects(invocation: Invocation) -> list[Object]:
    flags = invocation.flags
    subjects: list[Object] = [{"kind": "User", "apiGroup": _API, "name": name} for name in flags["user"]]
    subjects += [{"kind": "Group", "apiGroup": _API, "name": name} for name in flags["group"]]
    for account in flags["serviceaccount"]:
        namespace, colon, name = account.partition(":")
        if not colon or not namespace or not name or ":" in name:
            raise KubectlError("serviceaccount must be <namespace>:<name>")
        subjects.append({"kind": "ServiceAccount", "name": name, "namespace": namespace})
    return subjects


def build_role_binding(invocation: Invocation, name: str) -> Object:
    """Return the RoleBinding. Raises KubectlError."""
    flags = invocation.flags
    if bool(flags["clusterrole"]) == bool(flags["role"]):
        raise KubectlError("exactly one of clusterrole or role must be specified")
    kind = "ClusterRole" if flags["clusterrole"] else "Role"
    return _binding("RoleBinding", name, kind, flags["clusterrole"] or flags["role"], _subjects(invocation))


def build_cluster_role_binding(invocation: Invocation, name: str) -> Object:
    """Return the ClusterRoleBinding. Raises KubectlError."""
    return _binding("ClusterRoleBinding", name, "ClusterRole", invocation.flags["clusterrole"], _subjects(invocation))


def _binding(kind: str, name: str, role_kind: str, role: str, subjects: list[Object]) -> Object:
    obj: Object = {"kind": kind, "apiVersion": f"{_API}/v1", "metadata": {"name": name}}
    if subjects:
        obj["subjects"] = subjects
    return {**obj, "roleRef": {"apiGroup": _API, "kind": role_kind, "name": role}}


ROLE = Generator(build_role)
CLUSTER_ROLE = Generator(build_cluster_role)
ROLE_BINDING = Generator(build_role_binding, "failed to create rolebinding:")
CLUSTER_ROLE_BINDING = Generator(build_cluster_role_binding, "failed to create clusterrolebinding:")
