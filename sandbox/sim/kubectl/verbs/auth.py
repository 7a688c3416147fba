"""kubectl auth can-i and kubectl auth whoami.

Models k8s.io/kubectl/pkg/cmd/auth v1.36. Not modelled: reconcile.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kubectl.errors import ExactError, KubectlError, Silent
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.policy_rules import compacted, qualified
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, parse_format
from sandbox.sim.kubectl.printers.table import ColumnWriter

Object = dict[str, Any]
CAN_FLAGS = frozenset(("all-namespaces", "list", "no-headers", "quiet", "subresource"))
WHO_FLAGS = frozenset(("output", "template", "show-managed-fields"))
_AUTHORIZATION = "authorization.k8s.io/v1"
_VERBS = frozenset(
    "get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate "
    "attest".split()
)


def run_can_i(invocation: Invocation) -> int:
    """Say yes or no."""
    flags = invocation.flags
    if flags["list"]:
        return _list(invocation)
    attributes = _attributes(invocation)
    review = {"apiVersion": _AUTHORIZATION, "kind": "SelfSubjectAccessReview", "spec": attributes}
    resource = invocation.client.types.find("selfsubjectaccessreviews")
    status = invocation.client.create(resource, review, "").get("status") or {}
    if not flags["quiet"]:
        reason = f" - {status['reason']}" if status.get("reason") and not status.get("allowed") else ""
        invocation.out(f"{'yes' if status.get('allowed') else 'no'}{reason if status.get('evaluationError') else ''}\n")
    if not status.get("allowed"):
        raise Silent(1)
    return 0


def _attributes(invocation: Invocation) -> Object:
    flags, args = invocation.flags, invocation.args
    if len(args) not in (2, 3):
        raise ExactError(
            "error: you must specify two arguments: verb resource or verb resource/resourceName.\n"
            "See 'kubectl auth can-i -h' for help and examples."
        )
    verb = args[0]
    if args[1].startswith("/"):
        return {"nonResourceAttributes": {"path": args[1], "verb": verb}}
    word, slash, name = args[1].partition("/")
    name = name if slash else args[2] if len(args) > 2 else ""  # noqa: PLR2004  (verb, type and name)
    subresource = str(flags["subresource"])
    resource = _resource(invocation, word)
    found: Object = {"verb": verb, "group": "", "resource": word}
    if resource is not None:
        found |= {"group": resource.group, "resource": resource.plural, "version": resource.version}
        if not resource.namespaced and not flags["all-namespaces"]:
            scope = f" in group '{resource.group}'" if resource.group else ""
            invocation.err(f"Warning: resource '{resource.plural}' is not namespace scoped{scope}\n\n")
    elif word == "*":
        found["group"] = "*"
    else:
        invocation.err(f"Warning: the server doesn't have a resource type '{word}'\n\n")
    if verb not in _VERBS:
        invocation.err(f"Warning: verb '{verb}' is not a known verb\n\n")
    if not flags["all-namespaces"]:
        found["namespace"] = invocation.namespace
    if name:
        found["name"] = name
    if subresource:
        found["subresource"] = subresource
    return {"resourceAttributes": found}


def _resource(invocation: Invocation, word: str) -> ApiResource | None:
    return None if word == "*" else invocation.client.types.lookup(word)


def _list(invocation: Invocation) -> int:
    resource = invocation.client.types.find("selfsubjectrulesreviews")
    review = {
        "apiVersion": _AUTHORIZATION,
        "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": invocation.namespace},
    }
    status = invocation.client.create(resource, review, "").get("status") or {}
    rows = [] if invocation.flags["no-headers"] else [["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]]
    rules = [*(status.get("resourceRules") or []), *(status.get("nonResourceRules") or [])]
    for rule in compacted(rules):
        urls, names, verbs = (_words(rule.get(key)) for key in ("nonResourceURLs", "resourceNames", "verbs"))
        rows.append([qualified(rule), urls, names, verbs])
    invocation.out(ColumnWriter().render(rows))
    return 0


def _words(values: list[str] | None) -> str:
    return f"[{' '.join(values or [])}]"


def run_who_am_i(invocation: Invocation) -> int:
    """Print who the server takes the user for."""
    if invocation.args:
        raise KubectlError(f"unexpected arguments: [{' '.join(invocation.args)}]")
    output = parse_format(invocation.flags["output"], invocation.flags["template"])
    resource = invocation.client.types.find("selfsubjectreviews")
    review = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
    answer = invocation.client.create(resource, review, "")
    if output.name:
        invocation.out(ObjectPrinter(output, invocation.files.read_text).render(answer))
        return 0
    info = (answer.get("status") or {}).get("userInfo") or {}
    rows = [["ATTRIBUTE", "VALUE"], ["Username", str(info.get("username", ""))]]
    if info.get("uid"):
        rows.append(["UID", str(info["uid"])])
    if info.get("groups"):
        rows.append(["Groups", _words(info["groups"])])
    extra = info.get("extra") or {}
    rows += [[f"Extra: {key}", _words(extra[key])] for key in sorted(extra)]
    invocation.out(ColumnWriter().render(rows))
    return 0
