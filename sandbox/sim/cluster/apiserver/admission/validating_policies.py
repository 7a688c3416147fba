"""Policies that people write in CEL.

Models k8s.io/apiserver/pkg/admission/plugin/policy/validating v1.36. Not modelled: the audit log (Audit and
auditAnnotations have nowhere to go), authorizer, MutatingAdmissionPolicies, which say so when they are made.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.cel_expressions import CelError, evaluate, mentions
from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.admission.policy_matching import request_matches
from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]
_GROUP = "admissionregistration.k8s.io"
POLICIES, BINDINGS = f"{_GROUP}/validatingadmissionpolicies", f"{_GROUP}/validatingadmissionpolicybindings"
_CODES = {"Unauthorized": 401, "Forbidden": 403, "RequestEntityTooLarge": 413, "Invalid": 422}
_NO_PARAMS = "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction"


class _Misconfigured(Exception):  # noqa: N818  (what upstream calls a configuration error)
    """A policy or binding cannot be evaluated; the failure policy decides."""


def validate(request: Request) -> None:
    """Hold a request to every policy that is bound to it; ApiError where one denies it."""
    core = request.core
    if not core.storage.count(BINDINGS) or request.resource.group == _GROUP:
        return
    for policy in core.storage.scan(POLICIES):
        if not request_matches(policy["spec"].get("matchConstraints"), request):
            continue
        for binding in core.storage.scan(BINDINGS):
            spec = binding["spec"]
            if spec.get("policyName") == name_of(policy) and request_matches(spec.get("matchResources"), request):
                _hold(request, policy, binding)


def _hold(request: Request, policy: Object, binding: Object) -> None:
    try:
        found = _params(request, policy, binding)
    except _Misconfigured as error:
        if policy["spec"].get("failurePolicy") != "Ignore":
            raise _denial(request, policy, binding, str(error), "Invalid") from error
        return
    for params in found:
        for words, reason in _failures(request, policy, params):
            if "Deny" in binding["spec"]["validationActions"]:
                raise _denial(request, policy, binding, words, reason)
            if "Warn" in binding["spec"]["validationActions"]:
                head = f"Validation failed for ValidatingAdmissionPolicy '{name_of(policy)}'"
                request.core.warn([f"{head} with binding '{name_of(binding)}': {words}"])


def _denial(request: Request, policy: Object, binding: Object, words: str, reason: str) -> ApiError:
    head = f"ValidatingAdmissionPolicy '{name_of(policy)}' with binding '{name_of(binding)}' denied request: "
    error = request.forbid(head + words)
    error.status |= {"reason": reason, "code": _CODES.get(reason, 422)}
    error.status["details"] = {**error.status["details"], "causes": [{"message": head + words}]}
    return error


def _failures(request: Request, policy: Object, params: Object | None) -> list[tuple[str, str]]:
    """Return (message, reason) of every rule that does not hold."""
    spec, variables = policy["spec"], _variables(request, params)
    closed = spec.get("failurePolicy") != "Ignore"
    try:
        if not _conditions_hold(spec.get("matchConditions") or (), variables):
            return []
    except CelError as error:
        return [(str(error), "Invalid")] if closed else []
    variables["variables"] = _Composition(spec.get("variables") or (), variables)
    found: list[tuple[str, str]] = []
    for rule in spec.get("validations") or ():
        try:
            holds = _value(rule["expression"], variables)
        except CelError as error:
            found += [(str(error), "Invalid")] if closed else []
            continue
        if holds is not True:
            found.append((_message(rule, variables), rule.get("reason") or "Invalid"))
    return found


def _conditions_hold(conditions: Any, variables: Object) -> bool:
    return all(_value(condition["expression"], variables) is True for condition in conditions)


class _Composition:
    """``variables.name``: each is worked out when an expression mentions it, after those before it."""

    def __init__(self, rows: Any, others: Object) -> None:
        self._rows = list(rows)
        self._others = others

    def values(self) -> Object:
        found: Object = {}
        for row in self._rows:
            try:
                found[row["name"]] = evaluate(row["expression"].strip(), {**self._others, "variables": dict(found)})
            except CelError as error:
                found[row["name"]] = error
        return found


def _value(source: str, variables: Object) -> Any:
    given = dict(variables)
    composition = given.pop("variables", None)
    text = source.strip()
    if composition is not None and mentions(text, "variables"):
        values = composition.values()
        for name, value in values.items():
            if isinstance(value, CelError) and f"variables.{name}" in text:
                words = f'composited variable "{name}" fails to evaluate: {value}'
                raise CelError(f"expression '{source}' resulted in error: {words}")
        given["variables"] = {name: value for name, value in values.items() if not isinstance(value, CelError)}
    try:
        return evaluate(text, given)
    except CelError as error:
        raise CelError(f"expression '{source}' resulted in error: {error}") from error


def _message(rule: Object, variables: Object) -> str:
    if rule.get("messageExpression"):
        try:
            text = _value(rule["messageExpression"], variables)
        except CelError:
            text = None
        if isinstance(text, str) and text.strip() and "\n" not in text.strip():
            return text.strip()
    return rule.get("message", "").strip() or f"failed expression: {rule['expression'].strip()}"


def _variables(request: Request, params: Object | None) -> Object:
    namespace = request.core.storage.get("/namespaces", "", request.namespace) if request.namespace else None
    is_namespace = request.resource.key == "/namespaces"
    return {
        "object": request.obj or None,
        "oldObject": request.old,
        "request": _request(request),
        "namespaceObject": None if is_namespace else namespace,
        "params": params,
    }


def _request(request: Request) -> Object:
    resource, user = request.resource, request.options.user
    return {
        "kind": {"group": resource.group, "version": resource.version, "kind": resource.kind},
        "resource": {"group": resource.group, "version": resource.version, "resource": resource.plural},
        "subResource": request.options.subresource,
        "name": request.name,
        "namespace": request.namespace,
        "operation": request.operation,
        "userInfo": {"username": user.name, "uid": user.uid, "groups": list(user.groups), "extra": {}},
        "dryRun": request.options.dry_run,
        "options": {},
    }


def _params(request: Request, policy: Object, binding: Object) -> list[Object | None]:
    kind, reference = policy["spec"].get("paramKind"), binding["spec"].get("paramRef")
    if kind is None or reference is None:
        return [None]
    resource = request.core.discovery.by_kind(kind["apiVersion"], kind["kind"])
    if resource is None:
        shown = f"&ParamKind{{APIVersion:{kind['apiVersion']},Kind:{kind['kind']},}}"
        raise _Misconfigured(f"failed to configure policy: failed to find resource referenced by paramKind: {shown}")
    namespace = (reference.get("namespace") or request.namespace) if resource.namespaced else ""
    if resource.namespaced and not namespace:
        words = "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources"
        raise _Misconfigured(f"failed to configure binding: {words}")
    storage = request.core.storage
    if reference.get("name"):
        one = storage.get(resource.key, namespace, reference["name"])
        found: list[Object | None] = [] if one is None else [one]
    else:
        objects = storage.scan(resource.key, namespace)
        found = [obj for obj in objects if selects(reference.get("selector") or {}, labels_of(obj))]
    if not found and reference.get("parameterNotFoundAction") == "Deny":
        raise _Misconfigured(_NO_PARAMS)
    return found
