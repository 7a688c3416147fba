"""Whether a request is one that a policy or a binding is about.

Models k8s.io/apiserver/pkg/admission/plugin/policy/matching and webhook/predicates v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]


def request_matches(matching: Object | None, request: Request) -> bool:
    """Tell whether MatchResources choose a request; none chooses all."""
    if matching is None:
        return True
    if not _namespace_matches(matching.get("namespaceSelector"), request):
        return False
    if not _object_matches(matching.get("objectSelector"), request):
        return False
    if any(_rule_matches(rule, request) for rule in matching.get("excludeResourceRules") or ()):
        return False
    rules = matching.get("resourceRules") or ()
    return not rules or any(_rule_matches(rule, request) for rule in rules)


def _namespace_matches(selector: Object | None, request: Request) -> bool:
    if not selector or not any(selector.values()):
        return True
    if request.resource.key == "/namespaces":
        return selects(selector, labels_of(request.obj or request.old or {"metadata": {}}))
    if not request.resource.namespaced:
        return True
    namespace = request.core.storage.get("/namespaces", "", request.namespace)
    return namespace is not None and selects(selector, labels_of(namespace))


def _object_matches(selector: Object | None, request: Request) -> bool:
    if not selector or not any(selector.values()):
        return True
    sides = [obj for obj in (request.obj, request.old) if obj]
    return any(selects(selector, labels_of(obj)) for obj in sides)


def _rule_matches(rule: Object, request: Request) -> bool:
    resource, operations = request.resource, rule.get("operations") or ()
    if "*" not in operations and request.operation not in operations:
        return False
    names = rule.get("resourceNames")
    if names and request.name not in names:
        return False
    if not {"*", resource.group} & set(rule.get("apiGroups") or ()):
        return False
    versions = set(rule.get("apiVersions") or ())
    if not {"*", resource.version} & versions:
        return False
    scope = rule.get("scope", "*")
    if scope != "*" and (scope == "Namespaced") != resource.namespaced:
        return False
    return any(_names(wanted, request) for wanted in rule.get("resources") or ())


def _names(wanted: str, request: Request) -> bool:
    plural, _, sub = wanted.partition("/")
    if plural not in ("*", request.resource.plural):
        return False
    asked = request.options.subresource
    return sub in ("*", asked) if sub else not asked or wanted == "*/*"
