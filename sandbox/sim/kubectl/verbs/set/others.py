"""kubectl set serviceaccount, set selector, set subject.

Models k8s.io/kubectl/pkg/cmd/set v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.builder import MISSING, Info
from sandbox.sim.kubectl.changing import change
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import Results
from sandbox.sim.kubectl.verbs.set.targets import FLAGS as COMMON
from sandbox.sim.kubectl.verbs.set.targets import find_infos, update_templates

Object = dict[str, Any]
FLAGS = COMMON
SELECTOR_FLAGS = COMMON | {"resource-version"}
SUBJECT_FLAGS = COMMON | {"user", "group", "serviceaccount"}
_API = "rbac.authorization.k8s.io"


def run_service_account(invocation: Invocation) -> int:
    """Set the ServiceAccount of Pod templates."""
    if not invocation.args:
        raise KubectlError("serviceaccount is required")
    *words, account = invocation.args
    if not words and not invocation.flags["filename"] and not invocation.flags["kustomize"]:
        raise KubectlError(MISSING)

    def mutate(_info: Info, template: Object) -> None:
        template["spec"]["serviceAccountName"] = account

    return update_templates(invocation, words, mutate, "serviceaccount updated")


def run_selector(invocation: Invocation) -> int:
    """Set the selector of Services."""
    if not invocation.args:
        raise KubectlError("one selector is required")
    *words, text = invocation.args
    pairs = dict(_pair(part) for part in text.split(","))
    results = Results(invocation)
    infos, errors = find_infos(invocation, words)
    for info in infos:
        if info.resource.kind != "Service":
            raise KubectlError("setting a selector is only supported for Services")

        def mutate(obj: Object) -> None:
            obj["spec"]["selector"] = pairs

        if not change(invocation, results, info, mutate, "selector updated"):
            results.show_info(info, "selector updated")
    raise_all(errors)
    return 0


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise KubectlError(f"invalid selector: {text}")
    return key, value


def run_subject(invocation: Invocation) -> int:
    """Add subjects to role bindings."""
    flags = invocation.flags
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError(MISSING)
    if not flags["user"] and not flags["group"] and not flags["serviceaccount"]:
        raise KubectlError("you must specify at least one value of user, group or serviceaccount")
    subjects = _subjects(invocation)
    results = Results(invocation)
    infos, errors = find_infos(invocation, list(invocation.args))
    for info in infos:

        def mutate(obj: Object) -> None:
            current = obj.get("subjects") or []
            obj["subjects"] = current + [subject for subject in subjects if subject not in current]

        change(invocation, results, info, mutate, "subjects updated")
    raise_all(errors)
    return 0


def _subjects(invocation: Invocation) -> list[Object]:
    flags = invocation.flags
    found: list[Object] = [{"kind": "User", "apiGroup": _API, "name": name} for name in flags["user"]]
    found += [{"kind": "Group", "apiGroup": _API, "name": name} for name in flags["group"]]
    for account in flags["serviceaccount"]:
        namespace, colon, name = account.partition(":")
        if not colon or not namespace or not name:
            raise KubectlError("serviceaccount must be <namespace>:<name>")
        found.append({"kind": "ServiceAccount", "namespace": namespace, "name": name})
    return found
